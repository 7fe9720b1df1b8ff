"""Marks within one line of a text, found and taken apart. Offsets point into the line as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from webapp.arabic.normalize import INVISIBLE
from webapp.arabic.tokenizer import Span

HALVES = "***"
"""The mark between the halves of a verse."""
_STRONG = re.compile(r"(?<=\S)[ \t]+\*\*\*[ \t]+(?=\S)")
_WEAK = (
    re.compile(r"(?<=\S) *\t[ \t]*(?=\S)"),
    re.compile(r"(?<=\S) {3,}(?=\S)"),
    re.compile(r"(?<=\S) +(?:…|\.\.\.) +(?=\S)"),
    re.compile(r"(?<=\S) +\* +(?=\S)"),
)
"""The sign between the halves in texts from elsewhere; counts where every line of a poem has it once."""
_BAR = re.compile(r"(?:(?<=\s)|^)\|(?=\s|$)")
_IN_RULE = frozenset("|:-")
_PICTURE = re.compile(r"\s*\[\s*صورة\s*:(?P<inside>.*)\]\s*")
PART = "==="
"""The mark before the title of a part."""
_NOTE = re.compile(r"\s*\[(?P<number>\d{1,3})\]\s+(?P<words>.*\S)\s*")
_NOTE_MARK = re.compile(r"(?<=\S)\[(\d{1,3})\]")
_ENTRY = re.compile(r"\s*(?P<marker>(?:[•◦▪●○■□✓✔➤➢►·*–—−-]|[(\[]?(?:\d{1,3}|[\u0621-\u064a])[.)\]\-–](?![\d]))\s*)\S")
_SPEAKER = re.compile(r"\s*(?P<speaker>[^\W\d][^\s:]*(?: [^\s:]+){0,2} ?:)\s*[^\s:]")
_STAGE = re.compile(r"[(\[][^()\[\]\d][^()\[\]]*[)\]]")
_GAPS = re.compile(r"[ \t\n]+")
_UNSEEN = re.compile(f"[{INVISIBLE}\\s]")


class NamedPicture(NamedTuple):
    """A picture as a line names it: the file's name and its description."""

    file: str
    description: str


class Footnote(NamedTuple):
    """A footnote as its line gives it."""

    number: int
    words: str


def _bare(line: str) -> str:
    """The line from the first to the last sign that is seen, each sign looked at once."""
    start, end = 0, len(line)
    while start < end and _UNSEEN.match(line, start):
        start += 1
    while end > start and _UNSEEN.match(line, end - 1):
        end -= 1
    return line[start:end]


def picture_of(line: str) -> NamedPicture | None:
    """The picture that a line is; its description is empty where it has none."""
    found = _PICTURE.fullmatch(_bare(line))
    if not found:
        return None
    file, _, description = found["inside"].partition("|")
    return NamedPicture(file.strip(), description.strip())


def part_title(line: str) -> str | None:
    """The title of a text that begins with this line; None for any other line."""
    bare = _bare(line)
    title = bare.lstrip("=")
    if not bare.startswith(PART) or (title and not title[0].isspace()):
        return None
    return title.strip().rstrip("= ")


def note_of(line: str) -> Footnote | None:
    """The footnote that a line is, by its form alone."""
    found = _NOTE.fullmatch(_bare(line))
    return Footnote(int(found["number"]), found["words"]) if found else None


def note_marks(line: str) -> list[tuple[Span, int]]:
    """The numbers of footnotes in a line with their places: «كلمة[1]»."""
    return [(Span(found.start(), found.end()), int(found[1])) for found in _NOTE_MARK.finditer(line)]


def has_halves(line: str) -> bool:
    """Tell if a line has the mark between two halves, once."""
    return HALVES in line and len(_STRONG.findall(_bare(line))) == 1


def halves_of(lines: Sequence[str]) -> list[list[Span]] | None:
    """The halves of each line of a poem; a line without a mark is one. None where the poem has no halves."""
    strong = [_apart(line, _STRONG) for line in lines]
    if any(len(spans) == 2 for spans in strong):
        return [spans if len(spans) <= 2 else [_whole(line)] for spans, line in zip(strong, lines, strict=True)]
    for gap in _WEAK:
        cut = [_apart(line, gap) for line in lines]
        if all(len(spans) == 2 for spans in cut):
            return cut
    return None


def is_row(line: str) -> bool:
    """Tell if a line has cells, with a bar between them."""
    return "|" in line and len(cells_of(line)) > 1


def is_rule(line: str) -> bool:
    """Tell if a line only draws a rule below the head of a table: |---|---|."""
    return "|" in line and "--" in line and all(sign in _IN_RULE or sign.isspace() for sign in _bare(line))


def cells_of(line: str) -> list[Span]:
    """The cells of a row; a bar at its beginning or end adds none."""
    start, end = _whole(line).start, _whole(line).end
    bars = [bar.start() for bar in _BAR.finditer(line, start, end)]
    if bars and bars[0] == start:
        start = bars.pop(0) + 1
    if bars and bars[-1] == end - 1:
        end = bars.pop()
    starts = [start, *(bar + 1 for bar in bars)]
    return [_trimmed(line, *edge) for edge in zip(starts, [*bars, end], strict=True)]


def entry_marker(line: str) -> Span | None:
    """The sign or number before an entry of a list, with the space behind it."""
    found = _ENTRY.match(line)
    return Span(*found.span("marker")) if found else None


def is_numbered(marker: str) -> bool:
    """Tell if the sign before an entry counts it."""
    return any(sign.isalnum() for sign in marker)


def speaker_of(line: str) -> Span | None:
    """The speaker before what is said, with the colon."""
    found = _SPEAKER.match(line)
    return Span(*found.span("speaker")) if found else None


def stage_directions(line: str) -> list[Span]:
    """The stage directions in a line of a dialogue: words in brackets."""
    return [Span(*found.span()) for found in _STAGE.finditer(line)]


def is_stage_line(line: str) -> bool:
    """Tell if a line is a stage direction and nothing else."""
    return bool(_STAGE.fullmatch(_bare(line)))


def without_marks(words: str) -> str:
    """Words that were copied out of a file, without the marks between them and the numbers of footnotes."""
    return _GAPS.sub(" ", _BAR.sub(" ", _NOTE_MARK.sub("", words.replace(HALVES, " ")))).strip(" ")


def speakers_of(lines: Iterable[str]) -> list[str]:
    """The name before each line that somebody says."""
    spans = ((line, speaker_of(line)) for line in lines)
    return [span.of(line).rstrip(" :") for line, span in spans if span]


def _apart(line: str, gap: re.Pattern[str]) -> list[Span]:
    whole = _whole(line)
    gaps = [found.span() for found in gap.finditer(line, whole.start, whole.end)]
    starts = [whole.start, *(end for _, end in gaps)]
    return [Span(*edge) for edge in zip(starts, [*(start for start, _ in gaps), whole.end], strict=True)]


def _whole(line: str) -> Span:
    return _trimmed(line, 0, len(line))


def _trimmed(line: str, start: int, end: int) -> Span:
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    return Span(start, end)
