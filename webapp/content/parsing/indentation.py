"""The indentation of a YAML file: at which columns a line may begin, for the message about one that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.problem import both


@dataclass(frozen=True)
class _Level:
    """A column at which lines of one kind stand: keys, or the dashes of a list."""

    column: int
    dash: bool


def misplaced_line(lines: Sequence[str], number: int) -> str | None:
    """Say of the line with this number (from 1) how far in it belongs; None where it stands under lines of its kind."""
    begins = lines[number - 1].lstrip()
    indent = len(lines[number - 1]) - len(begins)
    if begins[:1] == "-" and begins[1:2] not in ("", " ", "-"):
        return both(en="a dash needs a space after it", ar="تلزم مسافة بعد الشرطة (-)")
    dash = begins.startswith("- ")
    columns = [level.column for level in _open_levels(lines[: number - 1]) if level.dash == dash]
    if not columns or indent in columns:
        return None
    distance = min(abs(column - indent) for column in columns)
    nearest = [str(column) for column in columns if abs(column - indent) == distance]
    return both(
        en=f"{indent} spaces before this line, but similar lines have {' or '.join(nearest)}. Align it with them.",
        ar=f"عدد المسافات قبل هذا السطر {indent}، وقبل أمثاله {' أو '.join(nearest)}. ضعه تحتها تمامًا.",
    )


def _open_levels(lines: Sequence[str]) -> list[_Level]:
    """The levels that are open behind these lines, the outermost first."""
    levels: list[_Level] = []
    for line in lines:
        rest = line.lstrip()
        column = len(line) - len(rest)
        while rest.startswith("- "):
            _enter(levels, _Level(column, dash=True))
            shorter = rest[1:].lstrip()
            column, rest = column + len(rest) - len(shorter), shorter
        if _has_key(rest):
            _enter(levels, _Level(column, dash=False))
    return levels


def _enter(levels: list[_Level], level: _Level) -> None:
    """Close the levels further in, and a list whose dashes stand at this key."""
    while levels and (levels[-1].column, levels[-1].dash) > (level.column, level.dash):
        levels.pop()
    if not levels or levels[-1] != level:
        levels.append(level)


def _has_key(rest: str) -> bool:
    key, colon, value = rest.partition(":")
    return bool(colon) and key.replace("-", "").replace("_", "").isalnum() and (not value or value[0].isspace())
