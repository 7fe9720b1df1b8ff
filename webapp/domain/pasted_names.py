"""Names in what a teacher pastes: a list in any form, columns of a spreadsheet, a file of Moodle or Google Classroom.

Nothing is left out in silence: each line tells what was cut from it, and lines without a name are named.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from webapp.domain.people import MAX_NAME_LENGTH, clean_name, name_key
from webapp.domain.user_error import UserError

Row = tuple[int, str, list[str]]
"""A line that is not empty: its number, the line as it was typed, and its cells."""
FIRST_NAMES = ("First name", "Firstname", "Given name", "الاسم الأول")
LAST_NAMES = ("Last name", "Lastname", "Surname", "Family name", "اسم العائلة", "الاسم الأخير", "اللقب")
WHOLE_NAMES = ("Name", "Full name", "Student", "Student name", "الاسم", "الاسم الكامل", "اسم الطالب", "اسم الطالبة")
ADDRESSES = ("Email address", "Email", "E-mail", "عنوان البريد الإلكتروني", "البريد الإلكتروني")
"""Heads of columns in the files of Moodle and Google Classroom, and in the usual spreadsheets."""
MAX_LINE = 1_000
"""Characters of a line that is read; in a longer one no name is looked for, and the teacher is told."""
MAX_ROWS = 1_000
"""Lines of a list, several times the learners that a class holds."""
MAX_CELLS = 2_000
"""Cells that are read as names where the columns have no heads; lines behind them are told."""
# Bounded pieces, from the beginning of a word: else each letter of a long row is tried as the first of an address.
_ADDRESS = re.compile(r"[<(\[]?(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}[>)\]]?")
_NUMBERING = re.compile(r"[(\[]?\d+(?:\s*[)\].:\-–—_/،,ـ]+\s*|\s+)(?=\S)")
_BULLET = re.compile(r"[^\w\s\"'“”«»(\[]+\s*")
_LONG_NUMBER = re.compile(r"(?<!\S)[#№]?\d[\d\-/]{4,}(?!\S)")
_SEPARATORS = " \t,;،؛.|/\\:–—-"
_QUOTES = "\"'“”«»‘’"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class PastedName:
    """A name of a list: the ``line`` that it stands in, and the visible pieces that were ``cut`` from that line."""

    line: int
    name: str
    cut: tuple[str, ...] = ()
    repeats: int = 0
    """Line of the same name before; 0 where there is none."""

    @property
    def too_long(self) -> bool:
        """It has to be shortened by the teacher."""
        return len(self.name) > MAX_NAME_LENGTH


@dataclass(frozen=True)
class SkippedLine:
    """A line in which there is no name."""

    line: int
    typed: str


@dataclass(frozen=True)
class PastedList:
    """The names of a list, lines without one, and heads of the columns that were left out."""

    names: tuple[PastedName, ...]
    skipped: tuple[SkippedLine, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def repeated(self) -> tuple[PastedName, ...]:
        """Names that stand in an earlier line as well."""
        return tuple(name for name in self.names if name.repeats)

    @property
    def too_long(self) -> tuple[PastedName, ...]:
        """Names that have to be shortened."""
        return tuple(name for name in self.names if name.too_long)

    @property
    def was_cut(self) -> bool:
        """Anything that was visible is left out."""
        return bool(self.skipped or self.left_out or any(name.cut for name in self.names))

    def known(self, names: Iterable[str]) -> tuple[PastedName, ...]:
        """Names that are among those of a class already."""
        keys = set(map(name_key, names))
        return tuple(name for name in self.names if name_key(name.name) in keys)


def read_names(pasted: str) -> PastedList:
    """Read a pasted list, or the text of a file; UserError where it has more lines than any class has learners."""
    rows = list(islice(_rows(pasted), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        raise UserError(
            en=f"the list has more than {MAX_ROWS} lines. Paste the names of one class.",
            ar=f"في القائمة أكثر من {MAX_ROWS} سطر. ألصق أسماء صف واحد.",
        )
    head = _head(rows[0][2]) if rows else {}
    found = _by_head(rows, head) if head else _without_head(rows)
    return replace(found, names=tuple(_with_repeats(found.names)))


def _rows(pasted: str) -> Iterator[Row]:
    """Lines with their cells. A line break within quotes is not looked for: no list of names has one."""
    lines = pasted.splitlines()
    separator = _separator([line for line in lines if len(line) <= MAX_LINE])
    for number, line in enumerate(lines, 1):
        if clean_name(line):
            is_table = separator and len(line) <= MAX_LINE
            cells = next(csv.reader([line], delimiter=separator)) if is_table else [line]
            yield number, line.strip(), [cell.strip() for cell in cells]


def _separator(lines: Sequence[str]) -> str:
    """The character between the columns: tab, semicolon or comma; empty for a plain list."""
    for separator in "\t;,":
        if any(separator in line.strip().rstrip(separator) for line in lines):
            return separator
    return ""


def _head(cells: Sequence[str]) -> dict[str, list[int]]:
    """Columns by what they hold, where these cells are heads of columns."""
    kinds = {"whole": WHOLE_NAMES, "first": FIRST_NAMES, "last": LAST_NAMES, "address": ADDRESSES}
    keys = {kind: {name_key(head) for head in heads} for kind, heads in kinds.items()}
    found: dict[str, list[int]] = {}
    for column, cell in enumerate(cells):
        key = name_key(clean_name(cell))
        for kind, heads in keys.items():
            if key in heads:
                found.setdefault(kind, []).append(column)
    return found if found.keys() & {"whole", "first", "last"} else {}


def _by_head(rows: Sequence[Row], head: Mapping[str, list[int]]) -> PastedList:
    columns = head.get("whole", [])[:1] or [*head.get("first", [])[:1], *head.get("last", [])[:1]]
    left_out = [cell for column, cell in enumerate(rows[0][2]) if column not in columns and cell]
    names, skipped = list[PastedName](), list[SkippedLine]()
    addresses = head.get("address", [])
    with_address = any(_has_address(cells, addresses) for _, _, cells in rows[1:])
    for number, typed, cells in rows[1:]:
        if len(typed) > MAX_LINE:
            skipped.append(SkippedLine(number, typed))
            continue
        read = _cleaned(number, " ".join(cells[column] for column in columns if column < len(cells)))
        if not read.name and "whole" in head:
            beside = _beside(number, cells, columns[0], addresses, len(rows[0][2]))
            if beside:
                names.append(replace(beside, cut=read.cut + beside.cut))
                continue
        # Google Classroom puts rows with the dates and the points of the tasks under the heads: with half a name, and
        # without an address.
        whole = all(column < len(cells) and cells[column] for column in columns)
        if not read.name or (with_address and not whole and not _has_address(cells, addresses)):
            skipped.append(SkippedLine(number, typed))
        else:
            names.append(read)
    return PastedList(tuple(names), tuple(skipped), tuple(left_out))


def _beside(number: int, cells: Sequence[str], column: int, addresses: Sequence[int], heads: int) -> PastedName | None:
    """The name in a cell after the one under the head, which is only a number or empty: the row is shifted.

    After an empty cell, only where that shows: the row has more cells than heads, or this one stands under "Email".
    Else a pupil without a name would be called by the grade.
    """
    numbered = column < len(cells) and bool(cells[column])
    for place in range(column + 1, len(cells)):
        if numbered or len(cells) > heads or place in addresses:
            read = _cleaned(number, cells[place])
            if read.name:
                return read
    return None


def _has_address(cells: Sequence[str], columns: Iterable[int]) -> bool:
    return any(column < len(cells) and _ADDRESS.search(cells[column]) for column in columns)


def _without_head(rows: Sequence[Row]) -> PastedList:
    names, skipped, seen = list[PastedName](), list[SkippedLine](), 0
    for number, typed, cells in rows:
        seen += len(cells)
        is_read = len(typed) <= MAX_LINE and seen <= MAX_CELLS
        read = list(_of_cells(number, cells, alone=len(rows) == 1)) if is_read else []
        names += read
        if not read:
            skipped.append(SkippedLine(number, typed))
    return PastedList(tuple(names), tuple(skipped))


def _of_cells(number: int, cells: Sequence[str], alone: bool) -> Iterator[PastedName]:
    """Names of one line: each cell one, or all cells the parts of one («ليلى,حدّاد»).

    Where all cells are single words and there are other lines, they are parts of a name.
    """
    if len(cells) == 1 and "،" in cells[0].strip().strip("،"):
        cells = cells[0].split("،")
    read = [_cleaned(number, cell) for cell in cells]
    named = [cell for cell in read if cell.name]
    nameless = tuple(piece for cell in read if not cell.name for piece in cell.cut)
    one_word = all(" " not in cell.name for cell in named)
    if len(named) > 1 and not alone and one_word and len(named) <= 4:
        cut = tuple(piece for cell in read for piece in cell.cut)
        yield PastedName(number, " ".join(cell.name for cell in named), cut)
        return
    for cell in named:
        yield replace(cell, cut=cell.cut + nameless) if cell is named[0] else cell


def _cleaned(number: int, typed: str) -> PastedName:
    """A name without numbering, bullets, quotes, addresses and separators around it; without letters, all is cut."""
    left, cut = clean_name(typed, longest=len(typed)), list[str]()
    for pattern in (_ADDRESS, _LONG_NUMBER):
        cut += [match[0] for match in pattern.finditer(left)]
        left = pattern.sub(" ", left).strip()
    before = None
    while before != left:
        before = left
        for pattern in (_NUMBERING, _BULLET):
            if match := pattern.match(left):
                cut.append(match[0].strip())
                left = left[match.end() :]
        if len(left) > 1 and left[0] in _QUOTES and left[-1] in _QUOTES:
            left = left.strip(_QUOTES).strip()
        named = left.rstrip(_SEPARATORS)
        cut.append(left[len(named) :].strip())
        left = named
    name = clean_name(left, longest=len(left)) if _LETTER.search(left) else ""
    if not name and left:
        cut.append(left)
    return PastedName(number, name, tuple(piece for piece in cut if piece))


def _with_repeats(names: Iterable[PastedName]) -> Iterator[PastedName]:
    first: dict[str, int] = {}
    for name in names:
        line = first.setdefault(name_key(name.name), name.line)
        yield replace(name, repeats=line) if line != name.line else name
