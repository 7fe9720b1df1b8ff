"""A text at a level of vowelling: as it is, with the marks of words that could be misread, or of every word.

Offsets of sentences and of evidence are into the text as its author wrote it. They stay so: what is shown of any
stretch of it is asked for by those offsets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from webapp.content.words_file import TextWord, TextWords
from webapp.domain.text import Text

Level = Literal["none", "some", "all"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True)
class ShownLine:
    """One paragraph or heading at one level. ``starts``, ``ends`` and ``forms`` are those of its vowelled words."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()

    def show(self, start: int = 0, end: int | None = None) -> str:
        """What is shown of ``text[start:end]``. A word that an edge cuts is shown without its marks."""
        end = len(self.text) if end is None else end
        parts, at = [], start
        for index in range(bisect_left(self.starts, start), bisect_right(self.ends, end)):
            parts += [self.text[at : self.starts[index]], self.forms[index]]
            at = self.ends[index]
        return "".join([*parts, self.text[at:end]])

    def offsets(self, edges: Sequence[int], stops: Sequence[int]) -> list[int]:
        """Where each of ``stops`` lies in what is shown when the line is cut at ``edges``, as browsers count.

        ``edges`` begin with 0 and end with the line's length; ``stops`` are offsets into the text, in order.
        """
        found: list[int] = []
        shown, rest = 0, list(stops)
        for start, end in pairwise(edges):
            while rest and rest[0] <= end:
                found.append(shown + utf16_length(self.show(start, rest.pop(0))))
            shown += utf16_length(self.show(start, end))
        return found


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph and the heading over it, at one level."""

    body: ShownLine
    heading: ShownLine | None


def shown_text(text: Text, words: TextWords | None, level: Level) -> tuple[ShownParagraph, ...]:
    """Every paragraph of a text at a level. Without words every level is the text itself."""
    shown = []
    for at, paragraph in enumerate(text.paragraphs):
        body = _line(paragraph.text, words.paragraphs[at] if words else (), level)
        heading = _line(paragraph.heading, words.headings[at] if words else (), level) if paragraph.heading else None
        shown.append(ShownParagraph(body, heading))
    return tuple(shown)


def utf16_length(text: str) -> int:
    """The length of a text as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _line(text: str, words: Sequence[TextWord], level: Level) -> ShownLine:
    marked = [word for word in words if level == "all" or (level == "some" and word.ambiguous)]
    return ShownLine(
        text,
        tuple(word.span.start for word in marked),
        tuple(word.span.end for word in marked),
        tuple(word.vowelled for word in marked),
    )
