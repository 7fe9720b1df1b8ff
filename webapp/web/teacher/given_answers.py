"""Answers as learners gave them, for the pages of the desk."""

from __future__ import annotations

from webapp.content import Item
from webapp.domain.attempt import Attempt


def as_given(item: Item | None, attempt: Attempt) -> str:
    """Answer in the learner's words: what was typed, the chosen options, or a line for each row of pairs."""
    if item is None:
        return attempt.label
    words = item.question.labels()
    if isinstance(attempt.response, dict) and words.keys() >= {*attempt.response, *attempt.response.values()}:
        return "\n".join(f"{words[part]} ← {words[value]}" for part, value in attempt.response.items())
    if not isinstance(attempt.response, str):
        return attempt.label
    return words.get(attempt.response, attempt.response if not words else attempt.label)
