"""The steps by which a person corrects the blocks of a text: each takes the blocks and returns new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate

from webapp.arabic.tokenizer import sentences
from webapp.content.text_editing.clean_lines import clean_lines
from webapp.content.text_editing.text_blocks import OF_MANY_LINES, Block, BlockKind
from webapp.content.text_marks.line_marks import HALVES, cells_of, note_of, part_title, picture_of

BULLET = "• "
_MARKED = re.compile(r"(?:[•◦▪●·*–—−-]|[(\[]?\d{1,3}[.)\]-])\s*")
Blocks = list[Block]


def with_words(blocks: Sequence[Block], words: Sequence[str]) -> Blocks:
    """The blocks with the words that were typed for each; a new line in a paragraph begins another one.

    A block whose words are the same keeps its lines as they stand in the file.
    """
    out: Blocks = []
    for block, typed in zip(blocks, words, strict=True):
        lines = tuple(line for line in clean_lines(typed) if line)
        if lines == tuple(line for line in clean_lines(block.words) if line):
            out.append(block)
        elif block.kind in OF_MANY_LINES:
            out.append(replace(block, lines=lines))
        else:
            out += _apart(block, lines or ("",))
    return out


def without_empty(blocks: Sequence[Block]) -> Blocks:
    """The blocks that have words; questions of an empty one go to the block after it, or else to the last."""
    out: Blocks = []
    waiting: frozenset[int] = frozenset()
    for block in blocks:
        if not "".join(block.lines).strip():
            waiting |= block.origins
        elif not block.counted:
            out.append(block)
        else:
            out.append(replace(block, origins=block.origins | waiting))
            waiting = frozenset()
    last = next((index for index in range(len(out) - 1, -1, -1) if out[index].counted), None)
    if waiting and last is not None:
        out[last] = replace(out[last], origins=out[last].origins | waiting)
    return out


def with_kind(kind: BlockKind, blocks: Sequence[Block], at: int) -> Blocks:
    """Change what a block is. Lines of a poem or table that becomes a paragraph are joined, without their marks."""
    block = blocks[at]
    lines = block.lines
    if kind not in OF_MANY_LINES:
        lines = (" ".join(line for line in (unmarked(line, block.kind) for line in lines) if line),)
    elif kind == "list" and block.kind != "list":
        lines = tuple(line if _MARKED.match(line) else BULLET + line for line in lines)
    elif kind != "list" and block.kind == "list":
        lines = tuple(_MARKED.sub("", line, count=1) for line in lines)
    return [*blocks[:at], replace(block, kind=kind, lines=lines), *blocks[at + 1 :]]


def unmarked(line: str, kind: BlockKind) -> str:
    """A line of a block without the mark that makes it one of its kind."""
    if kind == "list":
        return _MARKED.sub("", line, count=1)
    if kind == "picture" and (picture := picture_of(line)):
        return picture.description or picture.file
    if kind == "note" and (note := note_of(line)):
        return note.words
    if kind == "part" and (title := part_title(line)) is not None:
        return title
    return " ".join(span.of(line) for span in cells_of(line)) if kind == "table" else line.replace(f" {HALVES} ", " ")


def joined(blocks: Sequence[Block], at: int) -> Blocks:
    """Join a block with the next one; in a poem or list the lines stay apart."""
    if at + 1 >= len(blocks):
        return list(blocks)
    first, second = blocks[at], blocks[at + 1]
    kinds = (first.kind, second.kind)
    kind: BlockKind = next((kind for kind in reversed(OF_MANY_LINES) if kind in kinds), first.kind)
    lines = (*first.lines, *second.lines)
    if kind not in OF_MANY_LINES:
        lines = (" ".join(line.strip() for line in lines if line.strip()),)
    block = replace(first, kind=kind, lines=lines, origins=first.origins | second.origins)
    return [*blocks[:at], block, *blocks[at + 2 :]]


def split_points(block: Block) -> list[int]:
    """Offsets into a block's words at which a sentence or line begins, but for the first."""
    if block.kind in OF_MANY_LINES:
        return list(accumulate(len(line) + 1 for line in block.lines[:-1]))
    return [span.start for span in sentences(block.words)[1:]]


def split(blocks: Sequence[Block], at: int, offset: int) -> Blocks:
    """Split a block in two at an offset into its words."""
    block = blocks[at]
    head, tail = block.words[:offset], block.words[offset:]
    if not head.strip() or not tail.strip():
        return list(blocks)
    parts = (tuple(line.strip() for line in part.strip("\n").split("\n") if line.strip()) for part in (head, tail))
    first, second = (replace(block, lines=lines) for lines in parts)
    return [*blocks[:at], first, second, *blocks[at + 1 :]]


def apart(blocks: Sequence[Block], at: int) -> Blocks:
    """Make each line of a poem or list a paragraph of its own."""
    return [*blocks[:at], *_apart(replace(blocks[at], kind="paragraph"), blocks[at].lines), *blocks[at + 1 :]]


def removed(blocks: Sequence[Block], at: int) -> Blocks:
    """Take a block's words out; see :func:`without_empty` for its questions."""
    return [*blocks[:at], replace(blocks[at], lines=("",)), *blocks[at + 1 :]]


STEPS: Mapping[str, Callable[[Sequence[Block], int], Blocks]] = {
    "heading": partial(with_kind, "heading"),
    "paragraph": partial(with_kind, "paragraph"),
    "verse": partial(with_kind, "verse"),
    "list": partial(with_kind, "list"),
    "dialogue": partial(with_kind, "dialogue"),
    "table": partial(with_kind, "table"),
    "join": joined,
    "apart": apart,
    "remove": removed,
}
"""The steps that need no more than the place of a block."""


def _apart(block: Block, lines: Sequence[str]) -> Blocks:
    return [replace(block, lines=(line,)) for line in lines]
