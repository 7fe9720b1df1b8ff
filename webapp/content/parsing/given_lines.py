"""Line numbers of a text that its question file names as headings, verses and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from webapp.domain.whole_numbers import whole_number

LineNumbers = Iterable[int] | None


class TextMarks(NamedTuple):
    """Line numbers that a question file names as headings, verses and so on; None leaves that to the guess."""

    headings: LineNumbers = None
    verses: LineNumbers = None
    lists: LineNumbers = None
    dialogues: LineNumbers = None
    tables: LineNumbers = None


def marks_of(settings: Mapping[str, object]) -> TextMarks:
    """The lines that the settings of a question file name; what is no list of numbers counts as not given."""
    return TextMarks(*(_line_numbers(settings.get(key)) for key in TextMarks._fields))


def _line_numbers(lines: object) -> tuple[int, ...] | None:
    if not isinstance(lines, list):
        return None
    numbers = (whole_number(str(line)) for line in lines)
    return tuple(number for number in numbers if number is not None)
