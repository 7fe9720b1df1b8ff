"""Names of people, as they are typed and compared."""

from __future__ import annotations

import pytest

from webapp.domain.people import clean_name, free_name, name_key


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
        ("ليلى", "لىلى"),
    ],
)
def test_one_child_is_not_two(name: str, again: str) -> None:
    assert name_key(name) == name_key(again)


@pytest.mark.parametrize(
    "unseen", "\u3164\u2800\u115f\uffa0\ufe0f\ufe00\u180b\u17b4\u200e\U000e0041\U0001d173\U000e0100"
)
def test_what_draws_nothing_is_no_part_of_a_name(unseen: str) -> None:
    assert clean_name(unseen) == ""
    assert clean_name(f"ليلى{unseen}") == clean_name(f"{unseen}ليلى") == "ليلى"


@pytest.mark.parametrize(("name", "other"), [("علي", "علا"), ("سميرة", "سمير"), ("هدى", "هدية"), ("ليلى ٢", "ليلى ٣")])
def test_two_children_are_not_one(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


def test_a_number_that_is_taken_in_either_script_is_passed_over() -> None:
    assert free_name("ليلى", ["ليلي", "ليلى 2"]) == "ليلى ٣"
