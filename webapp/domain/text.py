"""Texts and their parts: paragraphs, sentences and spans. Immutable, without files, databases or pages."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ParagraphForm = Literal["prose", "verse", "list", "dialogue", "table", "picture"]
BoxKind = Literal[
    "bayt",
    "half",
    "intro",
    "speech",
    "speaker",
    "stage",
    "bullets",
    "numbers",
    "item",
    "marker",
    "table",
    "caption",
    "head",
    "body",
    "row",
    "column-head",
    "row-head",
    "cell",
    "note",
    "mark",
]


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
class Box:
    """A stretch of a paragraph that is drawn by itself: a half of a verse, a cell, a speaker, a footnote.

    Boxes lie within one another or apart. A ``mark`` is empty: the place of a footnote's number, which is no word.
    """

    kind: BoxKind
    start: int
    end: int
    number: int = 0
    """The number of a footnote, for ``note`` and ``mark``."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, numbered from 1; headings are not counted but belong to what follows them.

    ``text`` has the words alone: a line break between the lines of verse, of a list, of a dialogue and of a table, and
    before a footnote; a tab between the halves of a verse and between the cells of a row.
    """

    number: int
    text: str
    heading: str | None
    sentences: tuple[Sentence, ...]
    form: ParagraphForm = "prose"
    boxes: tuple[Box, ...] = ()
    """In the order of the text, an outer box before those within it; empty where the text is drawn as it runs."""
    picture: str = ""
    """The file name of the picture that ``text`` describes."""


@dataclass(frozen=True)
class TextPart:
    """One of several texts in a file: its title (empty where it has none) and the numbers of its paragraphs."""

    title: str
    first: int
    last: int


@dataclass(frozen=True)
class Text:
    """A whole text as in its file, split into paragraphs. ``parts``: the texts of a file that holds several."""

    file: str
    paragraphs: tuple[Paragraph, ...]
    digest: str
    parts: tuple[TextPart, ...] = ()

    def paragraph(self, number: int) -> Paragraph:
        """Paragraph ``number``, from 1; IndexError beyond the last."""
        if not 1 <= number <= len(self.paragraphs):
            raise IndexError(number)
        return self.paragraphs[number - 1]

    def part_of(self, number: int) -> TextPart | None:
        """The part that holds a paragraph; None where the file is one text."""
        return next((part for part in self.parts if part.first <= number <= part.last), None)

    @cached_property
    def shaped(self) -> bool:
        """Tell if something in it is drawn in another way than as running words."""
        return bool(self.parts) or any(paragraph.form != "prose" or paragraph.boxes for paragraph in self.paragraphs)


@dataclass(frozen=True)
class ParagraphSpan:
    """A stretch of one paragraph, as offsets into its text."""

    paragraph: int
    start: int
    end: int
