"""A table as a page, as CSV and as XLSX: cells, sorting, and the addresses of its files.

``?sort=name&down=1`` sorts by a column, ``?as=csv`` or ``?as=xlsx`` gives the file; where a page has several tables,
``?table=name`` selects one, else it is the first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from flask import abort, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Reply

from webapp.charts import ChartLanguage
from webapp.domain.people import name_key
from webapp.interchange.spreadsheet import TABLE_FILES, Cell, CellLink, Column, ColumnKind, Table
from webapp.web.framework.date_format import moment
from webapp.web.framework.i18n import Said, digits, pair, points, speaks_english, ui
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services
from webapp.web.teacher.results.table_rows import NO_EXTRA, Extra, ShownCell, table_body

NOTHING = "—"
MAX_ROWS = 500
"""Rows that a page shows of a table, in its order; the files have all. A class has at most 400 members."""
MAX_LETTERS = 600
"""Letters that a page shows of one cell."""


@dataclass(frozen=True)
class Sheet:
    """A table with its ``name`` in addresses. ``extras`` are by row (before sorting) and column, ``heads`` by column,
    ``anchors`` by row: ids that links lead to."""

    name: str
    table: Table
    extras: Mapping[tuple[int, str], Extra] = field(default_factory=dict)
    heads: Mapping[str, Extra] = field(default_factory=dict)
    anchors: Mapping[int, str] = field(default_factory=dict)
    title: Said | None = None
    foot: tuple[tuple[Cell, ...], ...] = ()
    """Rows of the whole class below the others; pages alone have them."""
    hidden: frozenset[str] = frozenset()
    """Columns that files have and pages show in another one."""


@dataclass(frozen=True)
class Head:
    """A heading: ``order`` is the value of aria-sort, ``sort`` the address that sorts by it."""

    column: Column
    extra: Extra
    order: str
    sort: str
    hidden: bool = False


@dataclass(frozen=True)
class ShownTable:
    """A table for the template; ``rows`` are an id, which may be empty, and cells."""

    name: str
    title: str | Markup
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]
    csv: str
    xlsx: str
    foot: tuple[tuple[ShownCell, ...], ...] = ()
    all_rows: int = 0
    """Number of rows that the files have."""

    @cached_property
    def body(self) -> Markup:
        """The rows as markup."""
        return table_body(self.rows, [head.hidden for head in self.heads])


def column(name: str, message: str, kind: ColumnKind = "text", own: bool = False, **values: object) -> Column:
    """A column headed by a message of the catalogue; ``own`` where its cells are a lesson's or a person's words."""
    return headed(name, pair(message, **values), kind, own)


def headed(name: str, said: Said, kind: ColumnKind = "text", own: bool = False) -> Column:
    """A column whose heading is given in both languages."""
    return Column(name, ar=_plain(said.ar), en=_plain(said.en), kind=kind, own=own)


def titled(
    name: str,
    message: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    extras: Mapping[tuple[int, str], Extra] | None = None,
    heads: Mapping[str, Extra] | None = None,
    anchors: Mapping[int, str] | None = None,
    foot: Sequence[Sequence[Cell]] = (),
    hidden: frozenset[str] = frozenset(),
) -> Sheet:
    """A sheet named by a message of the catalogue: on the page as a label, in the file in the reader's language."""
    said = pair(message)
    table = Table(str(said), tuple(columns), tuple(map(tuple, rows)))
    return Sheet(name, table, extras or {}, heads or {}, anchors or {}, said, tuple(map(tuple, foot)), hidden)


def answer(sheets: Sequence[Sheet], template: str, **context: Any) -> str | Reply:
    """The page with these tables, or the file that was asked for. 404 for an unknown table."""
    asked = request.args.get("table", sheets[0].name)
    meant = next((sheet for sheet in sheets if sheet.name == asked), None) or abort(404)
    kind = request.args.get("as")
    if kind is not None:
        return table_file(in_order(meant)[0].table, kind)
    tables = {sheet.name: shown(sheet, is_meant=sheet is meant) for sheet in sheets}
    return render_template(template, tables=tables, **context)


FILTERS = ("text", "name", "group", "process", "since", "until", "paragraph")
"""Arguments that leave rows or columns out; ``text`` may come more than once."""
ADDRESS_ARGUMENTS = ("table", "sort", "down", "as", "measure", "person", "figures", *FILTERS)
"""Arguments of addresses that pages with tables read; any other could be one of ``url_for`` itself."""


def here_with(**changes: str | int | None) -> str:
    """Address of this page with other arguments; None removes one."""
    asked = {name: request.args.getlist(name) for name in ADDRESS_ARGUMENTS if name in request.args}
    values: dict[str, Any] = {**asked, **(request.view_args or {}), **changes}
    return url_for(str(request.endpoint), **{name: value for name, value in values.items() if value is not None})


def in_order(sheet: Sheet) -> tuple[Sheet, str, bool]:
    """The sheet sorted as the address says, the column (empty for none), and whether it is descending."""
    names = [column.name for column in sheet.table.columns]
    by, down = request.args.get("sort", ""), request.args.get("down") == "1"
    if by not in names:
        return sheet, "", False
    return sorted_by(sheet, by, down), by, down


def sorted_by(sheet: Sheet, by: str, down: bool) -> Sheet:
    """Rows sorted by one column; empty cells come last either way, and equal ones keep their order."""
    order = order_by(sheet.table, by, down)
    new = {old: place for place, old in enumerate(order)}
    table = Table(sheet.table.title, sheet.table.columns, tuple(sheet.table.rows[n] for n in order))
    extras = {(new[row], name): extra for (row, name), extra in sheet.extras.items()}
    anchors = {new[row]: id_ for row, id_ in sheet.anchors.items()}
    return replace(sheet, table=table, extras=extras, anchors=anchors)


def order_by(table: Table, by: str, down: bool) -> list[int]:
    """Places of the rows in the order of one column."""
    at, rows = [column.name for column in table.columns].index(by), table.rows
    known = [n for n, row in enumerate(rows) if not _is_empty(row[at])]
    known.sort(key=lambda n: _key(rows[n][at]), reverse=down)
    return [*known, *(n for n, row in enumerate(rows) if _is_empty(row[at]))]


def shown(sheet: Sheet, is_meant: bool) -> ShownTable:
    """The sheet formatted for the page; only the selected one is sorted."""
    sheet, by, down = in_order(sheet) if is_meant else (sheet, "", False)
    said, extras, columns = cache(number), sheet.extras, sheet.table.columns
    rows = tuple(
        (
            sheet.anchors.get(place, ""),
            tuple(
                _cell(cell, column, extras.get((place, column.name), NO_EXTRA), said)
                for cell, column in zip(row, columns, strict=True)
            ),
        )
        for place, row in enumerate(sheet.table.rows[:MAX_ROWS])
    )
    heads = tuple(_head(sheet, column, by, down) for column in columns)
    foot = tuple(
        tuple(_cell(cell, column, NO_EXTRA, said) for cell, column in zip(row, columns, strict=True))
        for row in sheet.foot
    )
    order: dict[str, Any] = {"table": sheet.name, "sort": by or None, "down": 1 if down else None}
    files = [here_with(**order, **{"as": kind}) for kind in ("csv", "xlsx")]
    title = ui(sheet.title) if sheet.title else sheet.table.title
    return ShownTable(sheet.name, title, heads, rows, files[0], files[1], foot, len(sheet.table.rows))


def _head(sheet: Sheet, column: Column, by: str, down: bool) -> Head:
    order = ("descending" if down else "ascending") if column.name == by else ""
    turn = 1 if order == "ascending" else None
    address = here_with(table=sheet.name, sort=column.name, down=turn, **{"as": None})
    extra, anchored = sheet.heads.get(column.name, Extra()), f"{address}#t-{sheet.name}"
    return Head(column, extra, order, anchored, column.name in sheet.hidden)


def _cell(cell: Cell, column: Column, extra: Extra, said: Callable[[float, ColumnKind], str]) -> ShownCell:
    """Format a cell; ``said`` formats a number, and keeps it for the other cells that have the same."""
    if cell is None:
        return ShownCell(column.kind, "" if extra.sign else NOTHING, "", extra)
    if isinstance(cell, CellLink):
        return ShownCell("link", cell.text, cell.text, replace(extra, address=cell.address), column.own)
    if isinstance(cell, datetime):
        return ShownCell("date", moment(cell), cell.isoformat(), extra)
    if isinstance(cell, str):
        words = cell if len(cell) <= MAX_LETTERS else f"{cell[:MAX_LETTERS]} …"
        return ShownCell("text", words, words, extra, column.own)
    if not math.isfinite(cell):
        return ShownCell(column.kind, "" if extra.sign else NOTHING, "", extra)
    return ShownCell(column.kind, said(cell, column.kind), repr(cell), extra)


def number(value: float, kind: ColumnKind) -> str:
    """Format a number for people: whole percents, seconds as minutes and seconds, else at most two decimals."""
    if kind == "percent":
        return f"{digits(math.floor(100 * value + 0.5))}{'%' if speaks_english() else '٪'}"
    if kind == "seconds":
        whole = math.floor(value + 0.5)
        return f"{digits(whole // 60)}:{digits(f'{whole % 60:02d}')}"
    said = points(abs(value))
    return f"\u2212{said}" if value < 0 and said.strip("0٠٫.") else said


def table_file(table: Table, kind: str) -> Reply:
    """A table as a file of the kind that was asked for; a 404 for an unknown kind."""
    name = f"fahm-{str(request.endpoint).rpartition('.')[2].replace('_', '-')}.{kind}"
    file = TABLE_FILES.get(kind) or abort(404)
    reply = Reply(file.write(table, current_services().config.now(), prefs().language), mimetype=file.mimetype)
    reply.headers.set("Content-Disposition", "attachment", filename=name)
    return reply


def voice() -> ChartLanguage:
    """Language and digits of charts for this reader."""
    return ChartLanguage(digits, speaks_english())


def _plain(said: str) -> str:
    """Text for a file: without the markup that a message has on a page."""
    return said.unescape() if isinstance(said, Markup) else said


def _is_empty(cell: Cell) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and not math.isfinite(cell))


def _key(cell: Cell) -> tuple[int, float, str]:
    """Sorting key: numbers before times before text."""
    if isinstance(cell, datetime):
        return 1, cell.timestamp(), ""
    if isinstance(cell, CellLink | str):
        return 2, 0.0, name_key(cell.text if isinstance(cell, CellLink) else cell)
    return 0, float(cell or 0), ""
