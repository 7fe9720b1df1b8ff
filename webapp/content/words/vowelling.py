"""Display of a text at a level of vowelling: plain, with the marks of ambiguous words, or fully vowelled.

Offsets of sentences and of evidence point into the text as its author wrote it. They stay so: any stretch is
displayed by those offsets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from webapp.content.words.words_file import TextWord, TextWords
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
        """Display ``text[start:end]``. A word that is cut by an edge is shown without its marks."""
        end = len(self.text) if end is None else end
        parts, at = [], start
        for index in range(bisect_left(self.starts, start), bisect_right(self.ends, end)):
            parts += [self.text[at : self.starts[index]], self.forms[index]]
            at = self.ends[index]
        return "".join([*parts, self.text[at:end]])

    def offsets(self, edges: Sequence[int], stops: Sequence[int]) -> list[int]:
        """Map each of ``stops`` to an offset in the displayed line cut at ``edges``, counted as browsers do.

        ``edges`` begin with 0 and end with the line's length; ``stops`` are offsets into the text, in order.
        """
        mapped: list[int] = []
        displayed_length, remaining = 0, list(stops)
        for start, end in pairwise(edges):
            while remaining and remaining[0] <= end:
                mapped.append(displayed_length + utf16_length(self.show(start, remaining.pop(0))))
            displayed_length += utf16_length(self.show(start, end))
        return mapped


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph and the heading over it, at one level."""

    body: ShownLine
    heading: ShownLine | None


def shown_text(
    text: Text, words: TextWords | None, level: str, known: Collection[str] = frozenset()
) -> tuple[ShownParagraph, ...]:
    """Every paragraph of a text at a level. Without words every level is the text itself.

    The words whose lemmas are ``known`` to a reader are left without marks.
    """
    shown = []
    for index, paragraph in enumerate(text.paragraphs):
        body = _line(paragraph.text, words.paragraphs[index] if words else (), level, known)
        over = words.headings[index] if words else ()
        heading = _line(paragraph.heading, over, level, known) if paragraph.heading else None
        shown.append(ShownParagraph(body, heading))
    return tuple(shown)


def utf16_length(text: str) -> int:
    """Count a text's length as JavaScript does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _line(text: str, words: Sequence[TextWord], level: str, known: Collection[str]) -> ShownLine:
    vowelled_words = [
        word for word in words if (level == "all" or (level == "some" and word.ambiguous)) and word.lemma not in known
    ]
    return ShownLine(
        text,
        tuple(word.span.start for word in vowelled_words),
        tuple(word.span.end for word in vowelled_words),
        tuple(word.vowelled for word in vowelled_words),
    )
