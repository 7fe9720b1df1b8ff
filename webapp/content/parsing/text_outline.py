"""Outline of a text file: for each line what it is taken for, a heading, a paragraph, or a part of a poem or list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple

from webapp.arabic.normalize import strip_invisible, strip_tashkeel
from webapp.domain.whole_numbers import whole_number

LineKind = Literal["title", "heading", "paragraph", "verse", "list", "blank"]
HEADING_KINDS: tuple[LineKind, ...] = ("title", "heading")
MAX_HEADING_LENGTH = 60
"""A longer line is a paragraph, even without closing punctuation."""
MAX_VERSE_LENGTH = 80
"""Both halves of a verse on one line; counted without vowel marks."""
MAX_ENTRY_LENGTH = 120
"""An entry of a list, or what one speaker says in a dialogue."""
LEAST_VERSES = 3
MAX_HEADER_LINES = 3
"""Title, writer and date stand at the beginning of a text, above its first paragraph."""
LEAST_SPACED_VERSES = 4
"""Verses with an empty line after each."""
STOPS = ".؟?!…\u06d4"
PAUSES = "،؛,;"
QUOTES = "”»\"'\u2019\ufd3e"
_BRACKETS = ")]} "
OPENING_BRACKETS, CLOSING_BRACKETS = "([{\ufd3f", ")]}\ufd3e\ufd3f"
MOST_WORDS_BEFORE_BRACKET = 5
_MARKER = re.compile(r"\s*(?:[•◦▪●○■□✓✔➤➢►·*–—−-]|[(\[]?(?:\d{1,3}|[\u0621-\u064a])[.)\]\-–](?![\d]))\s*\S")
_SPEAKER = re.compile(r"\s*[^\W\d]\S*(?: \S+){0,2} ?: *[^\s:]")
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that leave a line empty to the eye: controls, invisible marks, spaces and breaks."""
LINE_END = re.compile(r"\r\n|\r|\n")
LineNumbers = Iterable[int] | None


class TextMarks(NamedTuple):
    """Line numbers that a question file names as headings, verses and lists; None leaves that to the guess."""

    headings: LineNumbers = None
    verses: LineNumbers = None
    lists: LineNumbers = None


@dataclass(frozen=True)
class OutlineLine:
    """One line of the file, numbered from 1. Lines of one ``group`` are one paragraph; 0 is none."""

    number: int
    text: str
    kind: LineKind
    group: int = 0

    @property
    def bare(self) -> str:
        """The line as it is seen, without invisible marks and vowel marks."""
        return strip_tashkeel(strip_invisible(self.text)).strip()


def marks_of(settings: Mapping[str, object]) -> TextMarks:
    """The lines that the settings of a question file name; what is no list of numbers counts as not given."""
    return TextMarks(*(_line_numbers(settings.get(key)) for key in TextMarks._fields))


def _line_numbers(lines: object) -> tuple[int, ...] | None:
    if not isinstance(lines, list):
        return None
    numbers = (whole_number(str(line)) for line in lines)
    return tuple(number for number in numbers if number is not None)


def looks_like_heading(line: str) -> bool:
    """Guess that a line is a heading: short, and without closing punctuation."""
    seen = strip_invisible(line).strip()
    closed = _closes(seen, STOPS + PAUSES + ":" + QUOTES) or _ends_in_remark(seen)
    return 0 < len(seen) <= MAX_HEADING_LENGTH and not closed


def _ends_in_remark(seen: str) -> bool:
    """Tell if a line that ends in a bracket is a sentence or a remark; «الفصل الأول (المقدمة)» is a heading."""
    if seen[-1:] not in tuple(CLOSING_BRACKETS):
        return False
    return seen[0] in OPENING_BRACKETS or len(seen.split()) > MOST_WORDS_BEFORE_BRACKET


def outline(
    content: str, headings: LineNumbers = None, verses: LineNumbers = None, lists: LineNumbers = None
) -> tuple[OutlineLine, ...]:
    """Tell of each line what it is. Line numbers of ``headings``, ``verses`` and ``lists`` override the guess.

    None guesses. Named verses or entries of a list without an empty line between them are one paragraph.
    """
    lines_of = TextMarks(headings, verses, lists)
    named = _Named(*(None if numbers is None else frozenset(numbers) for numbers in lines_of))
    lines = [_plain_line(number, text) for number, text in enumerate(LINE_END.split(content), 1)]
    blocks = [list(block) for blank, block in groupby(lines, lambda line: line.kind == "blank") if not blank]
    parts = [_Block(block, named, index == 0, index == len(blocks) - 1).lines() for index, block in enumerate(blocks)]
    known = {line.number: line for part in _spaced_verses(parts, named) for line in part}
    return _named_title([known.get(line.number, line) for line in lines])


def _plain_line(number: int, text: str) -> OutlineLine:
    seen = any(unicodedata.category(character) not in UNSEEN for character in text)
    return OutlineLine(number, text, "paragraph" if seen else "blank", number if seen else 0)


def _named_title(lines: list[OutlineLine]) -> tuple[OutlineLine, ...]:
    """Call the first line the title where it is a heading; a heading with nothing below it is a paragraph."""
    seen = [index for index, line in enumerate(lines) if line.kind != "blank"]
    if seen and lines[seen[-1]].kind == "heading":
        lines[seen[-1]] = replace(lines[seen[-1]], kind="paragraph")
    if seen and lines[seen[0]].kind == "heading":
        lines[seen[0]] = replace(lines[seen[0]], kind="title")
    return tuple(lines)


@dataclass(frozen=True)
class _Named:
    """The line numbers that are given, None where there is no list of them."""

    headings: frozenset[int] | None
    verses: frozenset[int] | None
    lists: frozenset[int] | None

    def kind(self, line: OutlineLine) -> LineKind | None:
        """The kind that a line is given; None where it is in no list."""
        for kind, numbers in (("heading", self.headings), ("verse", self.verses), ("list", self.lists)):
            if numbers is not None and line.number in numbers:
                return kind  # type: ignore[return-value]
        return None


@dataclass(frozen=True)
class _Block:
    """Lines without an empty line between them."""

    block: Sequence[OutlineLine]
    named: _Named
    first: bool
    last: bool

    def lines(self) -> list[OutlineLine]:
        """The lines with their kinds and groups."""
        out: list[OutlineLine] = []
        at = 0
        while at < len(self.block):
            kind, end = self._run_at(at)
            run = self.block[at:end]
            if kind == "list" and out and _introduces(out[-1]) and self._is_free(at):
                run = [out.pop(), *run]
            out += [replace(line, kind=kind, group=run[0].number) for line in run]
            at = end
        return out

    def _run_at(self, at: int) -> tuple[LineKind, int]:
        """The kind of the line at ``at``, and the end of the run of this kind that it begins."""
        given = self.named.kind(self.block[at])
        if given:
            return given, at + 1 if given == "heading" else self._given_until(at, given)
        if self.named.lists is None and (entries := self._entries_from(at)) > at:
            return "list", entries
        if self.named.verses is None and (verses := self._verses_from(at)) > at:
            return "verse", verses
        is_heading = self.named.headings is None and looks_like_heading(self.block[at].text)
        return "heading" if is_heading else "paragraph", at + 1

    def _given_until(self, at: int, kind: LineKind) -> int:
        """The end of the lines from ``at`` on that are given the same kind."""
        return next(
            (end for end in range(at, len(self.block)) if self.named.kind(self.block[end]) != kind), len(self.block)
        )

    def _entries_from(self, at: int) -> int:
        """The end of a list that begins at ``at``, of marked entries or of speech; ``at`` itself where none does."""
        entries = self._while(at, lambda line: len(line.bare) <= MAX_ENTRY_LENGTH and bool(_MARKER.match(line.bare)))
        if entries - at >= 2:
            return entries
        said = self._while(at, _is_said)
        is_speech = said - at >= 2 and any(not _closes(line.bare, STOPS + QUOTES) for line in self.block[at:said])
        return said if is_speech else at

    def _verses_from(self, at: int) -> int:
        """The end of a run of verses that begins at ``at``; ``at`` itself where none does."""
        end = self._while(at, lambda line: len(line.bare) <= MAX_VERSE_LENGTH and not _closes(line.bare, ":" + STOPS))
        count, whole = end - at, at == 0 and end == len(self.block)
        if count >= LEAST_VERSES and self._is_last_verse(at, end):
            return end + 1
        above = self.named.headings is None and self.first and at == 0 and not (whole and self.last)
        if above and (count < LEAST_VERSES or (count == MAX_HEADER_LINES and not whole)):
            return at
        return end if count >= LEAST_VERSES or (count == 2 and whole) else at

    def _is_last_verse(self, at: int, end: int) -> bool:
        """Tell if the line at ``end`` ends the verses before it, with a stop."""
        longest = max(len(line.bare) for line in self.block[at:end])
        return end == len(self.block) - 1 and self._is_free(end) and len(self.block[end].bare) <= 1.5 * longest

    def _while(self, at: int, test: Callable[[OutlineLine], bool]) -> int:
        while at < len(self.block) and self._is_free(at) and test(self.block[at]):
            at += 1
        return at

    def _is_free(self, at: int) -> bool:
        return self.named.kind(self.block[at]) is None


def _spaced_verses(blocks: list[list[OutlineLine]], named: _Named) -> Iterator[Sequence[OutlineLine]]:
    """Join verses that stand apart by empty lines: many headings in a row, with nothing below any of them."""
    for single, run in groupby(blocks, lambda block: len(block) == 1 and block[0].kind == "heading"):
        group = list(run)
        is_guess = named.headings is None and named.verses is None
        if single and is_guess and len(group) >= LEAST_SPACED_VERSES:
            yield [replace(line, kind="verse", group=group[0][0].number) for (line,) in group]
        else:
            yield from group


def _is_said(line: OutlineLine) -> bool:
    return len(line.bare) <= MAX_ENTRY_LENGTH and bool(_SPEAKER.match(line.bare))


def _introduces(line: OutlineLine) -> bool:
    return line.kind == "paragraph" and line.bare.endswith(":") and len(line.bare) <= MAX_ENTRY_LENGTH


def _closes(seen: str, signs: str) -> bool:
    """Tell if a line ends with one of these signs, before or behind a closing bracket."""
    return seen.endswith(tuple(signs)) or seen.rstrip(_BRACKETS).endswith(tuple(signs))
