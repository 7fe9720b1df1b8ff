"""Places of a text in URLs: a paragraph by its number, or the whole text."""

from __future__ import annotations

from flask import abort

from webapp.content import Lesson
from webapp.domain.question import ParagraphRef, Place
from webapp.web.framework.http.url_cache import address


def place_url(slug: str, place: Place, anchor: str | None = None) -> str:
    """Address of a paragraph's, the whole text's or the front page."""
    if place == "front":
        return address("reading.front", slug=slug, _anchor=anchor)
    if place == "whole":
        return address("reading.whole", slug=slug, _anchor=anchor)
    return address("reading.paragraph", slug=slug, number=place, _anchor=anchor)


def paragraph_or_404(lesson: Lesson, number: int) -> int:
    """Number of a paragraph that the text has, else the 404."""
    return number if 1 <= number <= len(lesson.text.paragraphs) else abort(404)


def place_or_404(lesson: Lesson, number: int | None) -> ParagraphRef:
    """Place of a URL: a paragraph by its number, or the whole text; else the 404."""
    return "whole" if number is None else paragraph_or_404(lesson, number)
