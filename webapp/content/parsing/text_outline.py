"""Outline of a text file: for each line what it is taken for, a heading, a paragraph, or a part of a poem or table."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Literal

from webapp.arabic.normalize import strip_invisible, strip_tashkeel
from webapp.content.parsing.given_lines import LineNumbers
from webapp.content.parsing.heading_guess import QUOTES, STOPS, closes, looks_like_heading
from webapp.content.text_marks.file_marks import MarkedKind, marked_lines
from webapp.content.text_marks.line_marks import cells_of, has_halves, is_row, is_rule, is_stage_line, speakers_of

LineKind = Literal["title", "heading", "paragraph", "verse", "list", "dialogue", "table", MarkedKind, "blank"]
HEADING_KINDS: tuple[LineKind, ...] = ("title", "heading")
UNCOUNTED_KINDS: tuple[LineKind, ...] = ("title", "heading", "part", "note")
"""Kinds of lines that are no paragraph of their own."""
SINGLE_KINDS: tuple[LineKind, ...] = ("heading", "picture", "note", "part")
"""Kinds of which each line stands by itself."""
MAX_VERSE_LENGTH = 80
"""Both halves of a verse on one line; counted without vowel marks."""
MAX_ENTRY_LENGTH = 120
"""An entry of a list, or what one speaker says in a dialogue."""
MAX_SPEECH_LENGTH = 600
"""The words of a speaker who speaks again in the same text."""
LEAST_VERSES = 3
MAX_HEADER_LINES = 3
"""Title, writer and date stand at the beginning of a text, above its first paragraph."""
MAX_TRIED_AGAIN = 40
"""Lines that were no table, list or dialogue together, and are tried again from the next line on; of more, none is."""
LEAST_SPACED_VERSES = 4
"""Verses with an empty line after each."""
_MARKER = re.compile(r"\s*(?:[•◦▪●○■□✓✔➤➢►·*–—−-]|[(\[]?(?:\d{1,3}|[\u0621-\u064a])[.)\]\-–](?![\d]))\s*\S")
_SPEAKER = re.compile(r"\s*[^\W\d]\S*(?: \S+){0,2} ?: *[^\s:]")
INTRODUCED_KINDS: tuple[LineKind, ...] = ("list", "dialogue", "table")
"""Kinds to which a line above that ends in a colon belongs."""
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that leave a line empty to the eye: controls, invisible marks, spaces and breaks."""
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class OutlineLine:
    """One line of the file, numbered from 1. Lines of one ``group`` are one paragraph; 0 is none."""

    number: int
    text: str
    kind: LineKind
    group: int = 0

    @cached_property
    def bare(self) -> str:
        """The line as it is seen, without invisible marks and vowel marks."""
        return strip_tashkeel(strip_invisible(self.text)).strip()


def outline(
    content: str,
    headings: LineNumbers = None,
    verses: LineNumbers = None,
    lists: LineNumbers = None,
    dialogues: LineNumbers = None,
    tables: LineNumbers = None,
) -> tuple[OutlineLine, ...]:
    """Tell of each line what it is. Line numbers of ``headings``, ``verses`` and so on override the guess.

    None guesses. Named verses or entries of a list without an empty line between them are one paragraph.
    """
    lines = [_plain_line(number, text) for number, text in enumerate(LINE_END.split(content), 1)]
    said = Counter(speakers_of(line.bare for line in lines))
    named = _Named(
        _known(headings),
        _known(verses),
        _known(lists),
        _known(dialogues),
        _known(tables),
        marked_lines([(line.number, line.text) for line in lines]),
        frozenset(speaker for speaker, times in said.items() if times > 1),
    )
    blocks = [list(block) for blank, block in groupby(lines, lambda line: line.kind == "blank") if not blank]
    parts = [_Block(block, named, index == 0, index == len(blocks) - 1).lines() for index, block in enumerate(blocks)]
    known = {line.number: line for part in _spaced_verses(parts, named) for line in part}
    return _named_title([known.get(line.number, line) for line in lines])


def _known(numbers: LineNumbers) -> frozenset[int] | None:
    return None if numbers is None else frozenset(numbers)


def _plain_line(number: int, text: str) -> OutlineLine:
    seen = any(unicodedata.category(character) not in UNSEEN for character in text)
    return OutlineLine(number, text, "paragraph" if seen else "blank", number if seen else 0)


def _named_title(lines: list[OutlineLine]) -> tuple[OutlineLine, ...]:
    """Call the first line the title where it is a heading; a heading with nothing below it is a paragraph."""
    seen = [index for index, line in enumerate(lines) if line.kind not in ("blank", "note")]
    if seen and lines[seen[-1]].kind == "heading":
        lines[seen[-1]] = replace(lines[seen[-1]], kind="paragraph")
    if seen and lines[seen[0]].kind == "heading":
        lines[seen[0]] = replace(lines[seen[0]], kind="title")
    return tuple(lines)


@dataclass(frozen=True)
class _Named:
    """The line numbers that are given, None where there is no list of them; and what the whole file tells."""

    headings: frozenset[int] | None
    verses: frozenset[int] | None
    lists: frozenset[int] | None
    dialogues: frozenset[int] | None
    tables: frozenset[int] | None
    marked: Mapping[int, MarkedKind]
    speakers: frozenset[str]
    """Those who speak more than once."""

    def kind(self, line: OutlineLine) -> LineKind | None:
        """The kind that a line is given, or has by its mark; None where it is in no list."""
        given: tuple[tuple[LineKind, frozenset[int] | None], ...] = (
            ("heading", self.headings),
            ("verse", self.verses),
            ("dialogue", self.dialogues),
            ("list", self.lists),
            ("table", self.tables),
        )
        kinds = (kind for kind, numbers in given if numbers is not None and line.number in numbers)
        return next(kinds, self.marked.get(line.number))


@dataclass(frozen=True)
class _Block:
    """Lines without an empty line between them."""

    block: Sequence[OutlineLine]
    named: _Named
    first: bool
    last: bool
    _refused: dict[str, int] = field(default_factory=dict)
    """For each kind the end of the lines that are none of it, however one begins."""

    def lines(self) -> list[OutlineLine]:
        """The lines with their kinds and groups."""
        out: list[OutlineLine] = []
        at = 0
        while at < len(self.block):
            kind, end = self._run_at(at)
            run = self.block[at:end]
            if kind in INTRODUCED_KINDS and out and _introduces(out[-1]) and self._is_free(at):
                run = [out.pop(), *run]
            out += [replace(line, kind=kind, group=run[0].number) for line in run]
            at = end
        return out

    def _run_at(self, at: int) -> tuple[LineKind, int]:
        """The kind of the line at ``at``, and the end of the run of this kind that it begins."""
        given = self.named.kind(self.block[at])
        if given:
            end = at + 1 if given in SINGLE_KINDS else self._given_until(at, given)
            return self._named_speech(given, self.block[at:end]), end
        for kind, is_guessed, end_from in (
            ("table", self.named.tables is None, self._rows_from),
            ("verse", self.named.verses is None, self._halves_from),
            ("list", self.named.lists is None, self._entries_from),
            ("dialogue", self.named.lists is None and self.named.dialogues is None, self._speech_from),
            ("verse", self.named.verses is None, self._verses_from),
        ):
            if not is_guessed or at < self._refused.get(kind, 0):
                continue
            end, looked_at = end_from(at)
            if end > at:
                return kind, end  # type: ignore[return-value]
            if looked_at - at > MAX_TRIED_AGAIN:
                self._refused[kind] = looked_at
        is_heading = self.named.headings is None and looks_like_heading(self.block[at].text)
        return "heading" if is_heading else "paragraph", at + 1

    def _named_speech(self, given: LineKind, run: Sequence[OutlineLine]) -> LineKind:
        """Tell dialogues among the lines that are named as lists: a file may name both so."""
        guessed = given == "list" and self.named.dialogues is None
        spoken = [line for line in run if _SPEAKER.match(line.bare) or is_stage_line(line.text)]
        rest = run[1:] if _introduces(replace(run[0], kind="paragraph")) else run
        return "dialogue" if guessed and rest and len(spoken) >= len(rest) and not _is_marked(rest) else given

    def _given_until(self, at: int, kind: LineKind) -> int:
        """The end of the lines from ``at`` on that are given the same kind."""
        return next(
            (end for end in range(at, len(self.block)) if self.named.kind(self.block[end]) != kind), len(self.block)
        )

    def _entries_from(self, at: int) -> tuple[int, int]:
        """The end of a list of marked entries that begins at ``at``, or ``at`` itself; and of the lines looked at."""
        entries = self._while(at, lambda line: len(line.bare) <= MAX_ENTRY_LENGTH and bool(_MARKER.match(line.bare)))
        return (entries if entries - at >= 2 else at), entries

    def _speech_from(self, at: int) -> tuple[int, int]:
        """The end of a dialogue that begins at ``at``, or ``at`` itself; and of the lines looked at.

        Somebody speaks again in the same text, or a line has no stop as no sentence of a paragraph has.
        """
        end = self._while(at, lambda line: _is_said(line, MAX_SPEECH_LENGTH) or is_stage_line(line.text))
        said = [line for line in self.block[at:end] if not is_stage_line(line.text)]
        if len(said) >= 2 and not self.named.speakers.isdisjoint(speakers_of(line.bare for line in said)):
            return end, end
        short = self._while(at, lambda line: _is_said(line, MAX_ENTRY_LENGTH))
        unclosed = any(not closes(line.bare, STOPS + QUOTES) for line in self.block[at:short])
        return (short if short - at >= 2 and unclosed else at), max(short, end)

    def _rows_from(self, at: int) -> tuple[int, int]:
        """The end of a table that begins at ``at``, or ``at`` itself; and of the lines looked at.

        A row or two may lack a cell.
        """
        end = self._while(at, lambda line: is_row(line.text) or is_rule(line.text))
        counts = Counter(len(cells_of(line.text)) for line in self.block[at:end] if not is_rule(line.text))
        most = max(counts.values(), default=0)
        return (end if counts.total() >= 2 and 2 * most > counts.total() else at), end

    def _halves_from(self, at: int) -> tuple[int, int]:
        """The end of verses with the mark between their halves, twice; ``at`` itself where there are none.

        One that lacks it between two that have it is a verse too.
        """
        end = self._while(at, lambda line: has_halves(line.text))
        while at < end < len(self.block) and self._is_free(end) and len(self.block[end].bare) <= MAX_VERSE_LENGTH:
            next_run = self._while(end + 1, lambda line: has_halves(line.text))
            if next_run <= end + 1:
                break
            end = next_run
        return end, end

    def _verses_from(self, at: int) -> tuple[int, int]:
        """The end of a run of verses that begins at ``at``, or ``at`` itself; and of the lines looked at."""
        end = self._while(at, lambda line: len(line.bare) <= MAX_VERSE_LENGTH and not closes(line.bare, ":" + STOPS))
        count, whole = end - at, at == 0 and end == len(self.block)
        if count >= LEAST_VERSES and self._is_last_verse(at, end):
            return end + 1, end + 1
        above = self.named.headings is None and self.first and at == 0 and not (whole and self.last)
        if above and (count < LEAST_VERSES or (count == MAX_HEADER_LINES and not whole)):
            return at, at
        return (end if count >= LEAST_VERSES or (count == 2 and whole) else at), end

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
    for single, run in groupby(blocks, lambda block: len(block) == 1 and _spaced_kind(block[0], named)):
        group = list(run)
        if single and len(group) >= (LEAST_SPACED_VERSES if single == "heading" else 2):
            yield [replace(line, kind="verse", group=group[0][0].number) for (line,) in group]
        else:
            yield from group


def _spaced_kind(line: OutlineLine, named: _Named) -> LineKind | None:
    """The kind of a line that may be a verse by itself: as a heading it seems, or by the mark between its halves."""
    if line.kind == "heading" and named.headings is None and named.verses is None:
        return "heading"
    return "verse" if line.kind == "verse" and named.verses is None and has_halves(line.text) else None


def _is_said(line: OutlineLine, longest: int) -> bool:
    return len(line.bare) <= longest and bool(_SPEAKER.match(line.bare))


def _is_marked(lines: Sequence[OutlineLine]) -> bool:
    return any(_MARKER.match(line.bare) for line in lines)


def _introduces(line: OutlineLine) -> bool:
    return line.kind == "paragraph" and line.bare.endswith(":") and len(line.bare) <= MAX_ENTRY_LENGTH
