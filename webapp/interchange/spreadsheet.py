"""Tables for the page, the CSV file and the XLSX file, all from the same values."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ColumnKind = Literal["text", "number", "percent", "seconds", "date", "link"]
FORMATS: dict[ColumnKind, str] = {"number": "General", "percent": "0%", "seconds": "0", "date": "yyyy-mm-dd hh:mm"}
MAX_SHEET_ROWS = 1_048_575
MAX_CELL_LENGTH = 32_767
MAX_EXACT_INTEGER = 10**15
"""Beyond it a spreadsheet rounds whole numbers."""
# A spreadsheet would run these as a formula. With the apostrophes before them, so that the one put in front can be
# taken away again.
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
# Where a spreadsheet parts the cells at another sign than the comma, a cell begins behind that sign in a text, too.
_RISKY_INSIDE = re.compile(r"(?<=[;\t|\r\n])([^\S\t\r\n]*[\"']*)(?=[=+\-@＝＋－＠])")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class CellLink:
    """A cell that is a link on a page; in a file it is its text."""

    text: str
    address: str


Cell = str | int | float | datetime | CellLink | None
"""``None``, and what is no finite number, is an empty cell."""


@dataclass(frozen=True)
class Column:
    """Heading and kind of a column.

    ``name`` is for scripts and never changes. A ``percent`` is a share from 0 to 1, ``seconds`` are seconds. ``own``
    says that the cells are a text's or a person's own words, whatever language the headings speak.
    """

    name: str
    ar: str
    en: str
    kind: ColumnKind = "text"
    own: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of as many cells as there are columns; ValueError where they are not, or where two columns share a name."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if len({column.name for column in self.columns}) < len(self.columns):
            raise ValueError("two columns with one name")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


@dataclass(frozen=True)
class TableFile:
    """A file format of tables. ``write`` returns the bytes of the file; its other arguments are the file's date and
    the language of its headings: ``ar``, ``en`` or ``both``.
    """

    mimetype: str
    write: Callable[[Table, datetime, str], bytes]


def to_csv(table: Table) -> bytes:
    """Write a table as CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets). The heading has the names.

    A text that a spreadsheet would run as a formula gets an apostrophe in front. Times are ISO 8601.
    """
    out = io.StringIO(newline="")
    writer = csv_writer(out)
    writer.writerow([column.name for column in table.columns])
    writer.writerows([csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def csv_writer(out: TextIO) -> Any:
    """Return a writer of CSV that quotes every text: else one with ``;`` is cut where that separates cells."""
    return csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)


def csv_cell(cell: Cell) -> str | float:
    """Convert a cell to a value of a CSV file; a text that would run as a formula gets an apostrophe in front."""
    value = _plain(cell)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        text = _RISKY_INSIDE.sub(r"\1'", fix_surrogates(value))
        return f"'{text}" if _RISKY.match(text) else text
    return value


def to_xlsx(table: Table, created: datetime, language: str = "both") -> bytes:
    """Write a table as XLSX: a sheet from right to left, its heading frozen. Equal tables and dates give equal bytes.

    Headings are in one ``language`` or in both; in English alone the sheet runs from left to right.

    Numbers are numbers, times are in UTC, and no text is ever a formula or a link. A character that XML cannot hold
    becomes U+FFFD. ValueError when there are more rows than a sheet holds.
    """
    # Only here: few ask for a workbook, and every worker would hold its two megabytes. (It carries no types.)
    import xlsxwriter

    if len(table.rows) > MAX_SHEET_ROWS:
        raise ValueError(f"a sheet holds {MAX_SHEET_ROWS} rows, not {len(table.rows)}")
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, safe)
    book.set_properties({"title": xml_text(table.title), "created": _utc(created)})
    page = book.add_worksheet(sheet_name(table.title))
    if language != "en":
        page.right_to_left()
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in FORMATS.items()}
    for place, column in enumerate(table.columns):
        page.set_column(place, place, _width(table.rows, place, column, language))
        page.write_string(0, place, xml_text(_heading(column, language)), bold)
    for line, row in enumerate(table.rows, 1):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            value = _plain(cell)
            if isinstance(value, int) and abs(value) > MAX_EXACT_INTEGER:
                value = str(value)
            if isinstance(value, datetime):
                page.write_datetime(line, place, _utc(value), formats["date"])
            elif isinstance(value, str):
                if value:
                    page.write_string(line, place, xml_text(value))
            else:
                page.write_number(line, place, value, formats.get(column.kind))
    book.close()
    return out.getvalue()


TABLE_FILES: dict[str, TableFile] = {
    "csv": TableFile(CSV_TYPE, lambda table, created, language: to_csv(table)),
    "xlsx": TableFile(XLSX_TYPE, to_xlsx),
}
"""File formats of a table, by the ending of the file's name."""


def fix_surrogates(text: str) -> str:
    """Make ``text`` valid UTF-8: surrogates that make a pair are joined, lone ones become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def xml_text(text: str) -> str:
    """Make ``text`` valid in a cell: a character that XML forbids becomes U+FFFD, a text too long is cut visibly."""
    shown = _NOT_XML.sub("\ufffd", fix_surrogates(text))
    units = shown.encode("utf-16-le")
    if len(units) > 2 * MAX_CELL_LENGTH:
        shown = units[: 2 * MAX_CELL_LENGTH - 2].decode("utf-16-le", "ignore") + "…"
    return shown


def sheet_name(title: str) -> str:
    """Make ``title`` a valid name of a sheet: at most 31 characters, without those that Excel forbids."""
    name = _NOT_IN_TITLES.sub(" ", xml_text(title)).encode("utf-16-le")[:62].decode("utf-16-le", "ignore").strip(" '")
    return name if name and name.lower() != "history" else "Fahm"


def _plain(cell: Cell) -> str | float | datetime:
    """Convert a cell to text, a finite number or a time; empty text for None."""
    if isinstance(cell, CellLink):
        return cell.text
    if isinstance(cell, datetime):
        # Excel's calendar begins with 1900.
        return cell if cell.year > 1900 else cell.isoformat()
    if isinstance(cell, str):
        return cell
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    return cell


def _heading(column: Column, language: str) -> str:
    """The heading of a column; with the unit that its cells cannot say: UTC, or seconds."""
    arabic, english = column.ar, column.en
    if column.kind == "seconds" and "seconds" not in english.lower():
        arabic, english = f"{arabic} بالثواني", f"{english}, seconds"
    zone = "UTC" if column.kind == "date" and "UTC" not in english else ""
    english = ", ".join(filter(None, (english, zone)))
    if language == "both":
        return f"{arabic} ({english})"
    return english if language == "en" else f"{arabic} ({zone})" if zone else arabic


def _utc(at: datetime) -> datetime:
    """Convert a time to UTC without a time zone, since a cell has none."""
    return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at


def _width(rows: Sequence[Sequence[Cell]], place: int, column: Column, language: str) -> int:
    heading = {"ar": len(column.ar), "en": len(column.en)}.get(language, max(len(column.ar), len(column.en) + 2))
    longest = max((len(str(_plain(row[place]))) for row in rows[:200]), default=0)
    return max(8, min(48, max(heading, 16 if column.kind == "date" else min(longest, 48)) + 2))
