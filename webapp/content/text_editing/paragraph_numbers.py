"""Paragraph numbers of a question file after its text was changed: questions, words and recordings move along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.content.evidence_quotes import SeenParagraph, find_alike, find_quote
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.yaml_parser import read_tree
from webapp.content.text_editing.text_blocks import Block
from webapp.domain.text import Text

_NUMBER = re.compile(r"[0-9]+")
Places = Mapping[int, Sequence[int]]
"""For each number that a paragraph had: the numbers of the paragraphs that have its words now."""
Splice = tuple[int, int, int, str]
"""Line and column (from 1), length of what stands there, and what comes in its place."""


def new_places(blocks: Iterable[Block]) -> dict[int, list[int]]:
    """The paragraphs of these blocks by the number that each had before."""
    places: dict[int, list[int]] = {}
    number = 0
    for block in blocks:
        if block.counted:
            number += 1
            for origin in block.origins:
                places.setdefault(origin, []).append(number)
    return places


def renumbered(raw: bytes, places: Places, text: Text) -> bytes:
    """Rewrite the paragraph numbers of a question file, and nothing else; ``text`` is the text as it is now.

    Where a paragraph was split, a question goes to the part that has its evidence, a word to the part that has it.
    A file that cannot be parsed stays as it is: its check says why.
    """
    tree, _ = read_tree(raw, "")
    if tree is None or not isinstance(tree.value, dict):
        return raw
    lines = raw.decode("utf-8-sig").split("\n")
    for line, column, length, new in sorted(_splices(tree, places, _QuotedText(text)), reverse=True):
        before = lines[line - 1]
        if _NUMBER.fullmatch(before[column - 1 : column - 1 + length]):
            lines[line - 1] = before[: column - 1] + new + before[column - 1 + length :]
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    return mark + "\n".join(lines).encode()


class _QuotedText:
    """A text, each paragraph of which is read once for all quotes."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._seen: dict[int, SeenParagraph] = {}

    def count(self, quotes: Sequence[str], part: int) -> int:
        """The number of quotes that a paragraph has."""
        paragraph = self._text.paragraph(part)
        if part not in self._seen:
            self._seen[part] = SeenParagraph(paragraph)
        return sum(bool(find_quote(quote, (paragraph,)) or find_alike(quote, (self._seen[part],))) for quote in quotes)


def _splices(tree: Node, places: Places, text: _QuotedText) -> Iterator[Splice]:
    for key, quotes in (("questions", "evidence"), ("vocabulary", "word"), ("notes", "words")):
        entries = tree.step(key)
        for entry in entries.value if entries and isinstance(entries.value, list) else ():
            number = entry.step("paragraph")
            if number and isinstance(number.value, str):
                yield from _moved(number.value, number.line, number.column, _quotes(entry.step(quotes)), places, text)
    recordings = tree.step("audio")
    for key, (line, column) in (recordings.keys if recordings else {}).items():
        yield from _moved(key, line, column, (), places, text)


def _moved(
    number: str, line: int, column: int, quotes: Sequence[str], places: Places, text: _QuotedText
) -> Iterator[Splice]:
    parts = places.get(int(number), ()) if _NUMBER.fullmatch(number) else ()
    if parts:
        new = parts[0] if len(parts) == 1 else max(parts, key=lambda part: (text.count(quotes, part), -part))
        if str(new) != number:
            yield line, column, len(number), str(new)


def _quotes(node: Node | None) -> list[str]:
    plain = node.plain() if node else []
    return [quote for quote in (plain if isinstance(plain, list) else [plain]) if isinstance(quote, str) and quote]
