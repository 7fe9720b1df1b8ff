"""Answers as learners gave them, for the pages of the desk."""

from __future__ import annotations

from webapp.content import Item
from webapp.domain.attempt import Attempt


def as_given(item: Item | None, attempt: Attempt) -> str:
    """Answer in the learner's words: the typed text, or the text of the chosen options."""
    if item is None or not isinstance(attempt.response, str):
        return attempt.label
    words = item.question.labels()
    return words.get(attempt.response, attempt.response if not words else attempt.label)
