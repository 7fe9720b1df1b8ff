"""Answers as learners gave them, for the pages of the desk."""

from __future__ import annotations

from webapp.content import Item
from webapp.domain.attempt import Attempt
from webapp.domain.question import Response


def as_given(item: Item | None, attempt: Attempt) -> str:
    """Answer in the learner's words: what was typed, the chosen options, or a line for each row of pairs."""
    return response_as_given(item, attempt.response, attempt.label)


def response_as_given(item: Item | None, response: Response, label: str) -> str:
    """The same of an answer that is no attempt; ``label`` stands for one without words of its own."""
    if item is None:
        return label
    words = item.question.labels()
    if isinstance(response, dict) and words.keys() >= {*response, *response.values()}:
        return "\n".join(f"{words[part]} ← {words[value]}" for part, value in response.items())
    if not isinstance(response, str):
        return label
    return words.get(response, response if not words else label)
