"""Names of people, as they are typed and compared."""

from __future__ import annotations

import pytest

from webapp.domain.people import free_name, name_key


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("فاطمة", "فاطمه"),
        ("علي", "على"),
        ("مصطفى", "مصطفي"),
        ("أحمد", "احمد"),
        ("مُحمَّد", "محمد"),
        ("متعلم ٠", "متعلم 0"),
        ("هبة الله", "هبه الله"),
        ("Sami", "SAMI"),
    ],
)
def test_one_child_is_not_two(name: str, again: str) -> None:
    assert name_key(name) == name_key(again)


@pytest.mark.parametrize(("name", "other"), [("علي", "علا"), ("سميرة", "سمير"), ("هدى", "هدية"), ("ليلى ٢", "ليلى ٣")])
def test_two_children_are_not_one(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


def test_a_number_that_is_taken_in_either_script_is_passed_over() -> None:
    assert free_name("ليلى", ["ليلي", "ليلى 2"]) == "ليلى ٣"
