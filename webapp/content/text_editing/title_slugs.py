"""Slug of a new text, out of its title."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from webapp.arabic.normalize import strip_invisible, strip_tashkeel, strip_tatweel
from webapp.arabic.unicode_forms import composed
from webapp.content.files.slugs import slug_fault

MAX_LENGTH = 60
NAMELESS = "text"
_OF_WINDOWS = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))]
)
"""Names that no file can have on Windows."""


def slug_of_title(title: str) -> str:
    """The letters and digits of a title, with dashes between its words; ``text`` where it has none."""
    plain = strip_tashkeel(strip_tatweel(strip_invisible(composed(title))))
    words = "".join(sign if unicodedata.category(sign)[0] in "LN" else " " for sign in plain).lower().split()
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > MAX_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word
    slug = slug or "".join(words)[:MAX_LENGTH]
    return slug if slug and slug not in _OF_WINDOWS and not slug_fault(slug) else NAMELESS


def free_slug(title: str, taken: Collection[str]) -> str:
    """A slug that no text has: compared without capitals, which some file systems do not tell apart."""
    names = {comparable(name) for name in taken}
    slug = slug_of_title(title)
    numbered = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(names) + 2))
    return next(name for name in numbered if comparable(name) not in names)


def comparable(name: str) -> str:
    """A name as file systems compare it."""
    return composed(name).casefold()
