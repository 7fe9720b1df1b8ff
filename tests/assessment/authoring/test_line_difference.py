"""The difference of two versions of a file."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as some

from webapp.assessment.authoring.line_difference import CONTEXT, MAX_COMPARED, DifferenceLine, line_difference

LINES = some.lists(some.sampled_from(["أ", "ب", "  ب", "", "ج"]), max_size=30)


def said(before: str, after: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(line.kind, line.before, line.after, line.text) for line in line_difference(before, after)]


def test_same_versions_have_none() -> None:
    assert line_difference("", "") == line_difference("أ\nب\n", "أ\nب\n") == []


def test_a_changed_line_shows_with_what_is_around_it() -> None:
    before = "".join(f"{number}\n" for number in range(1, 11))
    assert said(before, before.replace("5\n", "خمسة\n")) == [
        ("same", 3, 3, "3"),
        ("same", 4, 4, "4"),
        ("removed", 5, None, "5"),
        ("added", None, 5, "خمسة"),
        ("same", 6, 6, "6"),
        ("same", 7, 7, "7"),
    ]


def test_lines_between_far_changes_are_left_out() -> None:
    before = "".join(f"{number}\n" for number in range(1, 31))
    kinds = [line.kind for line in line_difference(before, before.replace("3\n", "x\n", 1).replace("\n25\n", "\n"))]
    assert kinds.count("gap") == 1
    assert kinds.count("same") <= 4 * CONTEXT


@given(LINES, LINES)
def test_every_change_is_there_with_its_number(old: list[str], new: list[str]) -> None:
    before, after = ("".join(f"{line}\n" for line in lines) for lines in (old, new))
    lines = line_difference(before, after)
    assert all(old[line.before - 1] == line.text for line in lines if line.before)
    assert all(new[line.after - 1] == line.text for line in lines if line.after)
    assert len(new) - len(old) == sum((line.kind == "added") - (line.kind == "removed") for line in lines)
    taken = {line.before for line in lines if line.kind == "removed"}
    added = {line.after for line in lines if line.kind == "added"}
    kept = [line for number, line in enumerate(old, 1) if number not in taken]
    assert kept == [line for number, line in enumerate(new, 1) if number not in added]


def test_long_files_without_a_line_in_common_are_not_compared_line_by_line() -> None:
    lines = [str(number) for number in range(MAX_COMPARED + 500)]
    mixed = random.Random(1).sample(lines, len(lines))
    difference = line_difference("\n".join(lines), "\n".join(mixed))
    assert {line.kind for line in difference} == {"removed", "added"}
    assert isinstance(difference[0], DifferenceLine)
