"""Cleaning of typed and pasted Arabic: the words as written, without marks that nobody sees."""

from __future__ import annotations

import re
from itertools import groupby

from webapp.arabic.normalize import HAMZA_MARKS, TASHKEEL, TATWEEL, strip_invisible
from webapp.arabic.unicode_forms import compatible, composed
from webapp.content.parsing.unseen_characters import CONTROLS, WIDE_SPACES
from webapp.content.text_marks.line_marks import HALVES

LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(f"[ \t{WIDE_SPACES}]+")
_SHAPES = re.compile("[\ufb50-\ufdf2\ufe70-\ufefc]")
"""Shapes of letters, which a PDF file gives in place of the letters themselves."""
_LETTER = f"[^\\W\\d_{TATWEEL}]"
_STRETCHED = re.compile(f"(?<={_LETTER}){TATWEEL}+(?={_LETTER})|(?<=[{TASHKEEL}{HAMZA_MARKS}]){TATWEEL}+(?={_LETTER})")
"""Tatweel between two letters only stretches a word; at the end of one it belongs to the spelling (هـ)."""
_WIDE_GAP = re.compile(r"(?<=\S)(?: *\t[ \t]*| {3,})(?=\S)")
_DIGIT = re.compile(r"\d")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_line(line: str) -> str:
    """One line with plain spaces and composed letters; controls, bidi and zero-width marks and stretching go."""
    line = _SURROGATES.sub("", CONTROLS.sub("", strip_invisible(_SPACES.sub(" ", line))))
    line = _SHAPES.sub(lambda shape: compatible(shape[0]).lstrip(" "), line)
    return _SPACES.sub(" ", _STRETCHED.sub("", composed(line))).strip()


def with_marked_gaps(text: str) -> str:
    """A pasted text with marks where its lines are parted by tabs or wide gaps, which cleaning would close.

    Rows of a table have bars between their cells, verses the mark between their halves.
    """
    out: list[str] = []
    for gaps, run in groupby(LINE_ENDS.split(text), lambda line: len(_WIDE_GAP.findall(line.strip()))):
        lines = list(run)
        if not gaps or len(lines) < 2:
            out += lines
            continue
        parts = [_WIDE_GAP.split(line.strip()) for line in lines]
        is_verse = gaps == 1 and all(len(part.split()) > 1 and not _DIGIT.search(part) for row in parts for part in row)
        out += [(f" {HALVES} " if is_verse else " | ").join(row) for row in parts]
    return "\n".join(out)


def clean_lines(text: str) -> list[str]:
    """The lines of a text, each cleaned; an empty string where nothing is to be seen."""
    return [clean_line(line) for line in LINE_ENDS.split(text)]
