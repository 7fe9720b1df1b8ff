"""A text of one sign many times over, or of thousands of short lines, is read in one pass."""

from __future__ import annotations

import pytest

from processor_limit import limited, processor_limit
from webapp.content.mark_problems import mark_problems
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.text_outline import outline
from webapp.content.parsing.text_parser import parse_text

pytestmark = limited
LENGTH = 20_000
SIGNS = (
    *("|", "-", "=", ":", "*", "***", " ", "\t", "\u200f", "\u2003", "[", "]", "(", ")", "[1]", "[صورة:", "…", "..."),
    *(
        "ا",
        "ا ",
        "ا:",
        "ا: ",
        "١",
        "1.",
        "1) ",
        "•",
        "،",
        ".",
        "«",
        "»",
        "ً",
        "ـ",
        "| ",
        "- ",
        "= ",
        " *** ",
        " * ",
        "ا|",
    ),
)
BEGINNINGS = ("", "| ", "=== ", "[صورة: ", "[1] ", "(", "ا: ", "ا\t")
LINES = (
    *("{0}ا: كلمة.", "| {0} | ب |", "| {0}", "- {0}", "{0}) ا", "ا {0} *** ب", "{0}", "[{0}] ا", "=== {0}", "({0})"),
    *("|---|{0}", "[صورة: {0}]", "ا {0}:", "«{0}»"),
)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_line_of_one_sign(sign: str) -> None:
    for beginning in BEGINNINGS:
        for end in ("", "س"):
            line = f"{beginning}{sign * (LENGTH // len(sign))}{end}"
            with processor_limit():
                outline(f"كلمة.\n\n{line}\n\nكلمة.")


@pytest.mark.parametrize("first", LINES)
def test_thousands_of_short_lines_of_a_kind(first: str) -> None:
    for second in LINES[LINES.index(first) :]:  # which of two that alternate comes first makes no difference
        lines = "\n".join((first if number % 2 else second).format(f"ك{number}") for number in range(1_500))
        with processor_limit():
            outline(lines)


@pytest.mark.parametrize("lines", [f"{line}\n" * 2_000 for line in LINES] + ["= " * 20_000, "| -" * 20_000])
def test_such_a_text_is_parsed_and_its_marks_are_looked_at(lines: str) -> None:
    with processor_limit():
        parse_text("text.txt", lines.format("ك"))
        mark_problems(lines.format("ك"), TextMarks(), "text.txt", lambda file: None)
