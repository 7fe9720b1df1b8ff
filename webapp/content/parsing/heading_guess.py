"""Guess that a line of a text is a heading, by its length and by how it ends."""

from __future__ import annotations

from webapp.arabic.normalize import strip_invisible

MAX_HEADING_LENGTH = 60
"""A longer line is a paragraph, even without closing punctuation."""
STOPS = ".؟?!…\u06d4"
PAUSES = "،؛,;"
QUOTES = "”»\"'\u2019\ufd3e"
_BRACKETS = ")]} "
OPENING_BRACKETS, CLOSING_BRACKETS = "([{\ufd3f", ")]}\ufd3e\ufd3f"
MOST_WORDS_BEFORE_BRACKET = 5


def looks_like_heading(line: str) -> bool:
    """Guess that a line is a heading: short, and without closing punctuation."""
    seen = strip_invisible(line).strip()
    closed = closes(seen, STOPS + PAUSES + ":" + QUOTES) or _ends_in_remark(seen)
    return 0 < len(seen) <= MAX_HEADING_LENGTH and not closed


def _ends_in_remark(seen: str) -> bool:
    """Tell if a line that ends in a bracket is a sentence or a remark; «الفصل الأول (المقدمة)» is a heading."""
    if seen[-1:] not in tuple(CLOSING_BRACKETS):
        return False
    return seen[0] in OPENING_BRACKETS or len(seen.split()) > MOST_WORDS_BEFORE_BRACKET


def closes(seen: str, signs: str) -> bool:
    """Tell if a line ends with one of these signs, before or behind a closing bracket."""
    return seen.endswith(tuple(signs)) or seen.rstrip(_BRACKETS).endswith(tuple(signs))
