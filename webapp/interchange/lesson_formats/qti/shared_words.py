"""Words that stand in every item of a package: the text that its questions are about.

QTI 2.1 has no stimulus of its own, so programs write the text into each item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from webapp.interchange.lesson_formats.lesson_format import ReadItem

LEAST_WORDS = 20
"""Fewer are an instruction that all questions begin with."""


def without_shared_words(items: Sequence[ReadItem]) -> tuple[str, tuple[ReadItem, ...]]:
    """The lines that all prompts begin with, and the items without them; no lines where they are no text."""
    prompts = [item.item.prompt.splitlines() for item in items]
    if len(items) < 2 or any(item.values is not None for item in items):
        return "", tuple(items)
    most = max(0, min(map(len, prompts)) - 1)  # something is left to ask
    same = takewhile(lambda lines: len(set(lines)) == 1, zip(*(lines[:most] for lines in prompts), strict=True))
    shared = [lines[0] for lines in same]
    if len(" ".join(shared).split()) < LEAST_WORDS:
        return "", tuple(items)
    asked = ("\n".join(lines[len(shared) :]) for lines in prompts)
    left = (replace(item, item=replace(item.item, prompt=prompt)) for item, prompt in zip(items, asked, strict=True))
    return "\n".join(shared), tuple(left)
