"""Places of a text in addresses: a paragraph by its number, or the whole text."""

from __future__ import annotations

from flask import abort, url_for

from webapp.content import Lesson
from webapp.domain.question import ParagraphRef


def place_url(slug: str, place: ParagraphRef, anchor: str | None = None) -> str:
    """The address of a paragraph's or the whole text's page."""
    if place == "whole":
        return url_for("reading.whole", slug=slug, _anchor=anchor)
    return url_for("reading.paragraph", slug=slug, number=place, _anchor=anchor)


def paragraph_or_404(lesson: Lesson, number: int) -> int:
    """The number of a paragraph that the text has."""
    return number if 1 <= number <= len(lesson.text.paragraphs) else abort(404)


def place_or_404(lesson: Lesson, number: int | None) -> ParagraphRef:
    """The place that an address names: a paragraph by its number, or the whole text."""
    return "whole" if number is None else paragraph_or_404(lesson, number)
