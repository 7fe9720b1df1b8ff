"""Parser of a text file: headings, paragraphs and sentences. The file's own words are never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby

from webapp.arabic.tokenizer import sentences
from webapp.content.parsing.given_lines import LineNumbers
from webapp.content.parsing.source_tree import decode_utf8
from webapp.content.parsing.text_outline import HEADING_KINDS, OutlineLine, outline
from webapp.content.parsing.unseen_characters import control_characters
from webapp.content.text_marks.line_marks import note_of, part_title, picture_of
from webapp.content.text_marks.paragraph_boxes import boxed_text
from webapp.domain.problem import Problem
from webapp.domain.text import Paragraph, ParagraphForm, Sentence, Text, TextPart


def read_text(raw: bytes, path: str) -> tuple[str, list[Problem]]:
    """Decode a text of seeds/; a Problem for what is not UTF-8, and for each control character."""
    content, problems = decode_utf8(raw, path)
    return content, [*problems, *control_characters(content, path)]


def parse_text(
    file: str,
    content: str,
    headings: LineNumbers = None,
    verses: LineNumbers = None,
    lists: LineNumbers = None,
    dialogues: LineNumbers = None,
    tables: LineNumbers = None,
) -> Text:
    """Split a text into paragraphs, one a line, and one a poem, list, dialogue or table; blank lines only separate.

    Line numbers (from 1, blank lines counted) of headings, verses and so on override the guess; None guesses.
    A heading with no paragraph after it is a paragraph.
    """
    lines = [line for line in outline(content, headings, verses, lists, dialogues, tables) if line.group]
    paragraphs = _Paragraphs(lines)
    for _, group in groupby(lines, lambda line: line.group):
        paragraphs.add(list(group))
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    return Text(file, tuple(paragraphs.all), digest, paragraphs.parts())


class _Paragraphs:
    """The paragraphs so far, and what waits for the next: headings, footnotes, the text that begins."""

    def __init__(self, lines: Sequence[OutlineLine]) -> None:
        self.all: list[Paragraph] = []
        self._headings: list[str] = []
        self._begun: list[tuple[str, int]] = []
        notes = [note_of(line.text) for line in lines if line.kind == "note"]
        self._notes = {note.number: note.words for note in notes if note}

    def add(self, lines: list[OutlineLine]) -> None:
        """Add the lines of one group."""
        kind, text = lines[-1].kind, lines[0].text
        if kind in HEADING_KINDS:
            self._headings.append(text)
        elif kind == "part":
            title = part_title(text) or ""
            self._headings += [title] if title else []
            self._begun.append((title, len(self.all) + 1))
        elif kind != "note":
            self.all.append(self._paragraph(lines))
            self._headings = []

    def _paragraph(self, lines: list[OutlineLine]) -> Paragraph:
        form = _FORMS.get(lines[-1].kind, "prose")
        text, boxes, used = boxed_text(form, [line.text for line in lines], self._notes)
        for note in used:
            del self._notes[note]
        number = len(self.all) + 1
        spans = enumerate(sentences(text), 1)
        parts = tuple(Sentence(f"p{number}s{index}", span.start, span.end) for index, span in spans)
        picture = picture_of(lines[0].text) if form == "picture" else None
        heading = " ".join(self._headings) or None
        return Paragraph(number, text, heading, parts, form, boxes, picture.file if picture else "")

    def parts(self) -> tuple[TextPart, ...]:
        """The texts of the file, where it holds more than one."""
        begun = [part for part in self._begun if part[1] <= len(self.all)]
        if begun and begun[0][1] > 1:
            begun = [("", 1), *begun]
        if not begun:
            return ()
        ends = [*(first - 1 for _, first in begun[1:]), len(self.all)]
        parts = tuple(
            TextPart(title, first, last) for (title, first), last in zip(begun, ends, strict=True) if first <= last
        )
        return parts if len(parts) > 1 else ()


_FORMS: dict[str, ParagraphForm] = {
    "verse": "verse",
    "list": "list",
    "dialogue": "dialogue",
    "table": "table",
    "picture": "picture",
}
