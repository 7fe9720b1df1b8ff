"""The blocks of a text file, and the file of given blocks: their layout, and the lines that the question file names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, get_args

from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.text_outline import HEADING_KINDS, UNCOUNTED_KINDS, OutlineLine, outline
from webapp.content.text_marks.file_marks import marked_lines

BlockKind = Literal["heading", "paragraph", "verse", "list", "dialogue", "table", "picture", "note", "part"]
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
OF_MANY_LINES: tuple[BlockKind, ...] = ("verse", "list", "dialogue", "table")
"""Kinds whose lines belong together; a heading or paragraph has one line."""
MARKED: tuple[BlockKind, ...] = ("picture", "note", "part")
"""Kinds that a line has by its mark alone: as soon as it is typed, and no longer than it stands."""


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, poem, list and so on.

    ``gap``: the blank lines before it, as they stand in the file. ``origins``: the numbers of the paragraphs that it
    was made of, by which questions follow it.
    """

    kind: BlockKind
    lines: tuple[str, ...]
    gap: tuple[str, ...] = ()
    origins: frozenset[int] = frozenset()

    @property
    def counted(self) -> bool:
        """Tell if it is a paragraph of the text, which has a number."""
        return self.kind not in UNCOUNTED_KINDS

    @property
    def words(self) -> str:
        """The block as one text; lines are apart."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class TextFileContent:
    """A text file, and the lines of it that its question file has to name (None where the guess is right)."""

    content: str
    marks: TextMarks


def blocks_of(content: str, marks: TextMarks) -> list[Block]:
    """The blocks of a text file, with the number of each paragraph as its origin."""
    blocks: list[Block] = []
    gap: list[str] = []
    seen: dict[int, int] = {}
    for group, run in groupby(outline(content, *marks), lambda line: line.group):
        lines = list(run)
        if not group:
            gap += [line.text for line in lines]
        elif group in seen:  # verses with empty lines between them
            before = blocks[seen[group]]
            blocks[seen[group]] = replace(before, lines=(*before.lines, *_texts(lines)))
            gap = []
        else:
            seen[group] = len(blocks)
            blocks.append(Block(_kind(lines), _texts(lines), tuple(gap)))
            gap = []
    return numbered(blocks)


def numbered(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, each paragraph with its own number as its only origin."""
    out, number = [], 0
    for block in blocks:
        number += block.counted
        out.append(replace(block, origins=frozenset({number}) if block.counted else frozenset()))
    return out


def by_their_marks(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, those of one line as what its mark makes of it: a picture, a footnote, the title of a text."""
    lines = [(at, block.words) for at, block in enumerate(blocks) if len(block.lines) == 1]
    marked = marked_lines([*lines, *((-1, block.words) for block in blocks if len(block.lines) > 1)])
    return [
        replace(block, kind=marked[at])
        if at in marked and block.kind in ("paragraph", *MARKED)
        else replace(block, kind="paragraph" if block.kind in MARKED else block.kind)
        for at, block in enumerate(blocks)
    ]


def text_of(blocks: Sequence[Block], like: str = "", before: TextMarks | None = None) -> TextFileContent:
    """The text file of these blocks. What the guess gets right is left to it, unless ``before`` says otherwise.

    ``like`` is the file as it was: its line ends stay. A heading with nothing below it becomes a paragraph.
    """
    if blocks and blocks[-1].kind == "heading":
        blocks = [*blocks[:-1], replace(blocks[-1], kind="paragraph")]
    end = "\r\n" if "\r\n" in like else "\n"
    last = end if not like or like.endswith(("\n", "\r")) else ""
    wanted = [(_chosen(block.kind), block.lines) for block in blocks]
    for laid in (list(_kept(blocks)), list(_spaced(blocks))):
        content = end.join(line for block in laid for line in (*block.gap, *block.lines)) + last
        for marks in _candidates(laid, before or TextMarks()):
            if [(_chosen(block.kind), block.lines) for block in blocks_of(content, marks)] == wanted:
                return TextFileContent(content, marks)
    raise ValueError("these blocks cannot be written as a text")  # never: all lines are named and stand apart


def _kept(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the blank lines that they have."""
    for index, block in enumerate(blocks):
        yield block if index else replace(block, gap=())


def _spaced(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with a blank line between any two."""
    for index, block in enumerate(blocks):
        yield replace(block, gap=(block.gap or ("",)) if index else ())


def _candidates(blocks: Sequence[Block], before: TextMarks) -> Iterator[TextMarks]:
    """The lists of lines that may be named: the fewest first, and those that were named before."""
    numbers: dict[BlockKind, list[int]] = {kind: [] for kind in KINDS}
    at = 0
    for block in blocks:
        first = at + len(block.gap) + 1
        at = first + len(block.lines) - 1
        numbers[block.kind] += range(first, at + 1)
    headings, verses, lists = (tuple(numbers[kind]) for kind in ("heading", "verse", "list"))
    dialogues, tables = tuple(numbers["dialogue"]), tuple(numbers["table"])
    if before == TextMarks():
        yield TextMarks()
    if before[1:] == TextMarks()[1:]:
        yield TextMarks(headings)
    if before[3:] == TextMarks()[3:]:
        yield TextMarks(headings, verses, tuple(sorted((*lists, *dialogues))))
        yield TextMarks(headings, verses, lists)
    yield TextMarks(headings, verses, lists, dialogues, tables)


def _chosen(kind: BlockKind) -> BlockKind:
    """The kind that a person chooses; what a line is by its mark, nobody chooses."""
    return "paragraph" if kind in MARKED else kind


def _kind(lines: Sequence[OutlineLine]) -> BlockKind:
    kind = lines[-1].kind
    return "heading" if kind in HEADING_KINDS else kind  # type: ignore[return-value]


def _texts(lines: Iterable[OutlineLine]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)
