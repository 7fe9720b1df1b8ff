"""Whole numbers in what others send."""

from __future__ import annotations


def whole_number(typed: str, most_digits: int = 6) -> int | None:
    """A number from 0 on, in digits of any script; None for anything else, and for more digits than any place needs.

    ``str.isdigit`` alone says yes to ², which ``int`` refuses, and so do thousands of digits.
    """
    return int(typed) if typed.isdecimal() and len(typed) <= most_digits else None
