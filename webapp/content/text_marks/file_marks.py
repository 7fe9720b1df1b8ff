"""Lines that stand for themselves by their mark, wherever they are in a file: pictures, footnotes, titles of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from webapp.content.text_marks.line_marks import note_marks, note_of, part_title, picture_of

MarkedKind = Literal["picture", "note", "part"]


def marked_lines(lines: Iterable[tuple[int, str]]) -> Mapping[int, MarkedKind]:
    """The kinds of marked lines by their numbers. A footnote is one whose number stands at a word of the file."""
    lines = list(lines)
    kinds: dict[int, MarkedKind] = {}
    wanted = {number for _, line in lines if "[" in line and not note_of(line) for _, number in note_marks(line)}
    for at, line in lines:
        if "[" in line and picture_of(line):
            kinds[at] = "picture"
        elif "===" in line and part_title(line) is not None:
            kinds[at] = "part"
        elif "[" in line and (note := note_of(line)) and note.number in wanted:
            kinds[at] = "note"
            wanted.discard(note.number)
    return kinds
