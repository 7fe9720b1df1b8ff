"""Unicode's normal forms of any text, in time that grows with its length alone."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 30
"""Marks that stay on one letter, as in Unicode's stream-safe format (UAX 15). Sorting more takes their square."""
_MANY_MARKS = re.compile(rf"[^\w\s]{{{MOST_MARKS + 1},}}")


def composed(text: str) -> str:
    """NFC: each letter with its marks in one way."""
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(_fewer_marks, text))


def compatible(text: str) -> str:
    """NFKC: shapes of letters and digits as the letters and digits themselves."""
    return unicodedata.normalize("NFKC", _MANY_MARKS.sub(_fewer_marks, text))


def _fewer_marks(run: re.Match[str]) -> str:
    """The signs of a run without those that stand behind too many others on one letter."""
    kept, marks = list[str](), 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
