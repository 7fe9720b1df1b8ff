"""Names that are nearly the same: one letter more, missing, another or exchanged; not two that a number tells apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.domain.near_names import near_members, near_names, one_letter_apart
from webapp.domain.pasted_names import read_names
from webapp.domain.people import Membership


@pytest.mark.parametrize(
    ("one", "other"),
    [("ساره علي", "سارا علي"), ("يوسف حسن", "يوسف حسين"), ("مازن علي", "مازن عل"), ("سلمى نور", "سملى نور")],
)
def test_one_letter_apart(one: str, other: str) -> None:
    assert one_letter_apart(one, other)
    assert one_letter_apart(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("يوسف حسن", "يوسف حسن"),
        ("ليلى ٢", "ليلى ٣"),
        ("طالب 12", "طالب 1"),
        ("علي", "عليا"),
        ("أحمد", "محمود"),
    ],
)
def test_not_one_letter_apart(one: str, other: str) -> None:
    assert not one_letter_apart(one, other)


def test_pairs_stand_side_by_side_with_their_lines() -> None:
    read = read_names("أحمد علي\nمريم خليل\nاحمد علي\nمريم خلیل\nيوسف حسين")
    pairs = near_names(read.names, ["يوسف حسن", "أحمد علي"])
    assert [(pair.first, pair.first_line, pair.second.name, pair.second.line, pair.same) for pair in pairs] == [
        ("أحمد علي", 1, "احمد علي", 3, True),
        ("مريم خليل", 2, pairs[1].second.name, 4, True),
        ("يوسف حسن", 0, "يوسف حسين", 5, False),
    ]


def test_members_with_nearly_one_name_stand_side_by_side() -> None:
    names = ["ليان خالد", "ليان خالد ٢", "يوسف حسن", "يوسف حسين", "علي", "عليا"]
    members = [Membership(str(number), name, datetime(2026, 9, 1, tzinfo=UTC)) for number, name in enumerate(names)]
    pairs = [(first.name, second.name) for first, second in near_members(members)]
    assert pairs == [("ليان خالد", "ليان خالد ٢"), ("يوسف حسن", "يوسف حسين")]
