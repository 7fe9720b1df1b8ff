"""Words of a paragraph without their marks, and the boxes in which they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from webapp.arabic.tokenizer import Span
from webapp.content.text_marks.line_marks import (
    cells_of,
    entry_marker,
    halves_of,
    is_numbered,
    is_row,
    is_rule,
    is_stage_line,
    note_marks,
    picture_of,
    speaker_of,
    stage_directions,
)
from webapp.domain.text import Box, BoxKind, ParagraphForm

Notes = Mapping[int, str]


class BoxedText(NamedTuple):
    """A paragraph's words and boxes, and the numbers of the footnotes among them."""

    text: str
    boxes: tuple[Box, ...]
    notes: tuple[int, ...]


def boxed_text(form: ParagraphForm, lines: Sequence[str], notes: Notes) -> BoxedText:
    """Lay out the lines of one paragraph. ``notes``: footnotes of the file that no paragraph has yet, by number.

    What has no mark in it stays as it is written, and has no boxes.
    """
    page = _Page(notes)
    _LAYOUTS[form](page, lines)
    return page.finished()


class _Page:
    """The words so far, with the boxes around them."""

    def __init__(self, notes: Notes) -> None:
        self.text = ""
        self.boxes: list[Box] = []
        self.notes = notes
        self.used: list[int] = []

    def write(self, line: str, start: int = 0, end: int | None = None) -> None:
        """Add a stretch of a line; the number of a footnote becomes the place of its mark."""
        end = len(line) if end is None else end
        for span, number in note_marks(line):
            if start <= span.start and span.end <= end and number in self.notes:
                self.text += line[start : span.start]
                self.boxes.append(Box("mark", len(self.text), len(self.text), number))
                self.used += [number] if number not in self.used else []
                start = span.end
        self.text += line[start:end]

    def write_span(self, line: str, span: Span) -> None:
        """Add the stretch of a line that a span gives."""
        self.write(line, span.start, span.end)

    @contextmanager
    def box(self, kind: BoxKind, number: int = 0) -> Iterator[None]:
        """Put a box around what is written within."""
        at, start = len(self.boxes), len(self.text)
        yield
        self.boxes.insert(at, Box(kind, start, len(self.text), number))

    def apart(self, lines: Sequence[str], draw: Callable[[str], None], gap: str = "\n") -> None:
        """Draw lines with a gap between any two."""
        for index, line in enumerate(lines):
            self.text += gap if index else ""
            draw(line)

    def finished(self) -> BoxedText:
        """The paragraph, with its footnotes below it."""
        for number in self.used:
            self.text += "\n"
            with self.box("note", number):
                self.text += self.notes[number]
        return BoxedText(self.text, tuple(self.boxes), tuple(self.used))


def _prose(page: _Page, lines: Sequence[str]) -> None:
    page.write("\n".join(lines))


def _picture(page: _Page, lines: Sequence[str]) -> None:
    picture = picture_of(lines[0])
    page.write(picture.description if picture else lines[0])


def _verse(page: _Page, lines: Sequence[str]) -> None:
    halves = halves_of(lines)
    if halves is None:
        return page.write("\n".join(line.strip() for line in lines))
    for index, (line, spans) in enumerate(zip(lines, halves, strict=True)):
        page.text += "\n" if index else ""
        with page.box("bayt"):
            for at, span in enumerate(spans):
                page.text += "\t" if at else ""
                with page.box("half"):
                    page.write_span(line, span)
    return None


def _dialogue(page: _Page, lines: Sequence[str]) -> None:
    page.apart([line.strip() for line in lines], lambda line: _speech(page, line))


def _speech(page: _Page, line: str) -> None:
    speaker = speaker_of(line)
    if is_stage_line(line):
        speaker = None
    elif not speaker:
        with page.box("intro"):
            return page.write(line)
    with page.box("speech"):
        at = 0
        if speaker:
            with page.box("speaker"):
                page.write_span(line, speaker)
            at = speaker.end
        for stage in stage_directions(line):
            if stage.start >= at:
                page.write(line, at, stage.start)
                with page.box("stage"):
                    page.write_span(line, stage)
                at = stage.end
        page.write(line, at)
    return None


def _list(page: _Page, lines: Sequence[str]) -> None:
    lines = [line.strip() for line in lines]
    markers = [entry_marker(line) for line in lines]
    first = 1 if len(lines) > 1 and not markers[0] and lines[0].endswith(":") else 0
    if first:
        with page.box("intro"):
            page.write(lines[0])
        page.text += "\n"
    opening = markers[first]
    with page.box("numbers" if opening and is_numbered(opening.of(lines[first])) else "bullets"):
        page.apart(lines[first:], lambda line: _entry(page, line))


def _entry(page: _Page, line: str) -> None:
    marker = entry_marker(line)
    with page.box("item"):
        if marker:
            with page.box("marker"):
                page.write_span(line, marker)
        page.write(line, marker.end if marker else 0)


def _table(page: _Page, lines: Sequence[str]) -> None:
    lines = [line for line in lines if not is_rule(line)] or list(lines)
    captioned = len(lines) > 1 and not is_row(lines[0])
    with page.box("table"):
        if captioned:
            with page.box("caption"):
                page.write(lines[0].strip())
            page.text += "\n"
        head, *rows = lines[captioned:]
        with page.box("head"):
            _row(page, head, "column-head")
        page.text += "\n" if rows else ""
        with page.box("body"):
            page.apart(rows, lambda line: _row(page, line, "row-head"))


def _row(page: _Page, line: str, first: BoxKind) -> None:
    with page.box("row"):
        for index, cell in enumerate(cells_of(line)):
            page.text += "\t" if index else ""
            kind: BoxKind = first if index == 0 or first == "column-head" else "cell"
            with page.box(kind if cell.start < cell.end else "cell"):
                page.write_span(line, cell)


_LAYOUTS: Mapping[ParagraphForm, Callable[[_Page, Sequence[str]], None]] = {
    "prose": _prose,
    "picture": _picture,
    "verse": _verse,
    "dialogue": _dialogue,
    "list": _list,
    "table": _table,
}
