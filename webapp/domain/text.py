"""Texts and their parts: paragraphs, sentences and spans. Immutable, without files, databases or pages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

ParagraphForm = Literal["prose", "verse", "list"]


def short_digest(value: object, length: int = 16) -> str:
    """Digest plain data to ``length`` hexadecimal digits; stable across processes."""
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:length]


@dataclass(frozen=True)
class Sentence:
    """One sentence; ``start`` and ``end`` are offsets into its paragraph's text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, numbered from 1; headings are not counted but belong to what follows them.

    In verse and in a list, ``text`` has a line break between the lines.
    """

    number: int
    text: str
    heading: str | None
    sentences: tuple[Sentence, ...]
    form: ParagraphForm = "prose"


@dataclass(frozen=True)
class Text:
    """A whole text as in its file, split into paragraphs."""

    file: str
    paragraphs: tuple[Paragraph, ...]
    digest: str

    def paragraph(self, number: int) -> Paragraph:
        """Paragraph ``number``, from 1; IndexError beyond the last."""
        if not 1 <= number <= len(self.paragraphs):
            raise IndexError(number)
        return self.paragraphs[number - 1]


@dataclass(frozen=True)
class ParagraphSpan:
    """A stretch of one paragraph, as offsets into its text."""

    paragraph: int
    start: int
    end: int
