"""Normal forms of Unicode: as the standard says, but for rows of marks that no word has."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import webapp
from webapp.arabic.unicode_forms import MOST_MARKS, compatible, composed

ABOVE, BELOW = "\u0301", "\u0327"
MANY = 100_000
"""Sorting so many marks takes the better part of a minute."""


@given(st.text(max_size=40))
def test_a_text_without_rows_of_marks_is_as_the_standard_says(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)
    assert compatible(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize("form", [composed, compatible])
def test_marks_behind_too_many_others_go(form: object) -> None:
    assert callable(form)
    read = form("ا" + ABOVE * MANY + BELOW * MANY + " ب" + ABOVE)
    assert read == form("ا" + ABOVE * MOST_MARKS + " ب" + ABOVE)


def test_marks_of_other_letters_and_signs_stay() -> None:
    signs = "؟!" * 100 + "ا" + ABOVE * MOST_MARKS
    assert composed(signs) == signs.replace("ا" + ABOVE, unicodedata.normalize("NFC", "ا" + ABOVE))


def test_nothing_else_asks_for_a_normal_form() -> None:
    found = {
        module.name
        for module in Path(webapp.__file__).parent.rglob("*.py")
        if "unicodedata.normalize(" in module.read_text("utf-8") or "import normalize\n" in module.read_text("utf-8")
    }
    assert found == {"unicode_forms.py"}
