"""Whole numbers in what others send."""

from __future__ import annotations

from pathlib import Path

import pytest

import webapp
from webapp.domain.whole_numbers import whole_number

ASKED_FIRST = {"totp.py", "network_addresses.py", "help_limits.py", "outline_edit.py"}
"""Pages that look at digits without making a number of them, or bound them in the same line."""


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("١٢", 12),
        ("", None),
        ("-1", None),
        ("²", None),
        ("①", None),
        ("1.5", None),
        ("9" * 5000, None),
    ],
)
def test_a_number_is_read_or_is_none(typed: str, number: int | None) -> None:
    assert whole_number(typed) == number


def test_pages_read_numbers_by_it() -> None:
    pages = (Path(webapp.__file__).parent / "web").rglob("*.py")
    asking = {
        page.name for page in pages if ".isdigit()" in (code := page.read_text("utf-8")) or ".isdecimal()" in code
    }
    assert asking <= ASKED_FIRST
