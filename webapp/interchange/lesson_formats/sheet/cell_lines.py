"""Several values in one cell: one a line or between bars, each with what belongs to it behind a sign."""

from __future__ import annotations

import re
from collections.abc import Iterable

REASON = " :: "
IS = " = "
OR = " / "
IDEA = "+ "
_BARS = re.compile(r"(?<!\\)[|\n]")
_ESCAPED = re.compile(r"\\(.)", re.S)
_SPECIAL = re.compile(r"[\\|]")
_SHARE = re.compile(r"([0-9]{1,3})\s*[%٪]\s+(?=\S)")


def lines_of(cell: str) -> list[str]:
    """The values of a cell, still with their escapes."""
    return [line.strip() for line in _BARS.split(cell) if line.strip()]


def cell_of(lines: Iterable[str]) -> str:
    """A cell of values."""
    return "\n".join(lines)


def written_value(text: str, *signs: str) -> str:
    """A value as it stands in a cell: line ends, bars and the signs that part it are escaped."""
    escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\r\n", "\n").replace("\n", "\\n")
    for sign in signs:
        escaped = escaped.replace(sign, f" \\{sign.strip()} ")
    return escaped


def read_value(text: str) -> str:
    """A value without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text).strip()


def cut_value(line: str, sign: str) -> tuple[str, str]:
    """Cut a line at a sign: the words before it and behind it, none behind it where the sign is not there."""
    before, _, behind = line.partition(sign)
    return read_value(before), read_value(behind)


def cut_share(line: str) -> tuple[float, str]:
    """The share of the points that a line gives (``50% word``), 1 where it gives none, and the rest of it."""
    found = _SHARE.match(line)
    if found and 0 < int(found[1]) <= 100:
        return int(found[1]) / 100, line[found.end() :]
    return 1.0, line
