"""Tree of a YAML file with the position of each value, and decoding of files as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from webapp.domain.problem import Problem, both

MAX_BYTES = 512 * 1024


@dataclass(slots=True)
class Node:
    """A value of the file and its position (line and column from 1). ``keys`` holds the position of each key.

    ``quoted``: a text in quotes or in a block; ``bracketed``: a list in [brackets].
    """

    value: str | list[Node] | dict[str, Node] | None
    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    quoted: bool = False
    bracketed: bool = False

    def plain(self) -> Any:
        """Convert to plain lists, dicts and strings."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: Sequence[str | int]) -> tuple[int, int]:
        """The position of the key or item at ``path``. A step that is not there (a missing key) stays at its parent."""
        node, place = self, (self.line, self.column)
        for step in path:
            if below := node.step(step):
                place = (below.line, below.column) if isinstance(step, int) else node.keys[step]
                node = below
        return place

    def value_at(self, path: Sequence[str | int]) -> tuple[int, int]:
        """The position of the value itself (not its key) at ``path``."""
        node = self
        for step in path:
            node = node.step(step) or node
        return node.line, node.column

    def step(self, step: str | int) -> Node | None:
        """The value under a key, or the item at an index; None if there is none."""
        if isinstance(self.value, dict):
            return self.value.get(str(step)) if isinstance(step, str) else None
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]
        return None


class Fault(Exception):
    """Raised where a file cannot be read any further."""

    def __init__(self, line: int, column: int, rule: str, message: str) -> None:
        super().__init__(message)
        self.line, self.column, self.rule, self.message = line, column, rule, message


def decode_utf8(raw: bytes, path: str) -> tuple[str, list[Problem]]:
    """Decode a UTF-8 file (a BOM is dropped), or report a Problem at its first wrong byte."""
    try:
        return decoded(raw), []
    except Fault as fault:
        return "", [Problem(path, fault.line, fault.column, fault.rule, fault.message)]


def decoded(raw: bytes) -> str:
    """Decode a UTF-8 file; raise a Fault at its first wrong byte."""
    if len(raw) > MAX_BYTES:
        size = MAX_BYTES // 1024
        raise Fault(
            1, 1, "too-large", both(en=f"larger than {size} KB. Split it.", ar=f"الملف أكبر من {size} كيلوبايت. قسّمه.")
        )
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = both(en="saved as UTF-16. Save it as UTF-8.", ar="الملف محفوظ بترميز UTF-16. احفظه بترميز UTF-8.")
        raise Fault(1, 1, "encoding", message)
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode()
        line = good.count("\n") + 1
        column = len(good) - (good.rfind("\n") + 1) + 1
        message = both(
            en="not UTF-8 here (perhaps Windows-1256). Save the file as UTF-8.",
            ar="الترميز هنا ليس UTF-8 (لعله Windows-1256). احفظ الملف بترميز UTF-8.",
        )
        raise Fault(line, column, "encoding", message) from error
