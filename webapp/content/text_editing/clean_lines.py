"""Cleaning of typed and pasted Arabic: the words as written, without marks that nobody sees."""

from __future__ import annotations

import re

from webapp.arabic.normalize import HAMZA_MARKS, TASHKEEL, TATWEEL, strip_invisible
from webapp.arabic.unicode_forms import compatible, composed
from webapp.content.parsing.unseen_characters import CONTROLS, WIDE_SPACES

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(f"[ \t{WIDE_SPACES}]+")
_SHAPES = re.compile("[\ufb50-\ufdf2\ufe70-\ufefc]")
"""Shapes of letters, which a PDF file gives in place of the letters themselves."""
_LETTER = f"[^\\W\\d_{TATWEEL}]"
_STRETCHED = re.compile(f"(?<={_LETTER}){TATWEEL}+(?={_LETTER})|(?<=[{TASHKEEL}{HAMZA_MARKS}]){TATWEEL}+(?={_LETTER})")
"""Tatweel between two letters only stretches a word; at the end of one it belongs to the spelling (هـ)."""
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_line(line: str) -> str:
    """One line with plain spaces and composed letters; controls, bidi and zero-width marks and stretching go."""
    line = _SURROGATES.sub("", CONTROLS.sub("", strip_invisible(_SPACES.sub(" ", line))))
    line = _SHAPES.sub(lambda shape: compatible(shape[0]).lstrip(" "), line)
    return _SPACES.sub(" ", _STRETCHED.sub("", composed(line))).strip()


def clean_lines(text: str) -> list[str]:
    """The lines of a text, each cleaned; an empty string where nothing is to be seen."""
    return [clean_line(line) for line in LINE_ENDS.split(text)]
