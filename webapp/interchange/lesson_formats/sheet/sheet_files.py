"""Sheets of questions as CSV and as XLSX: cells in, cells out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from webapp.interchange.lesson_formats.lesson_format import MAX_FILE_BYTES, decoded_file, refuse_large
from webapp.interchange.text_sources.checked_xml import refuse_unsafe_xml
from webapp.interchange.text_sources.source_text import Unreadable

MAX_ROWS = 1_000
MAX_COLUMNS = 40
MAX_SHEETS = 5
DATE = "\ufdd0"
"""Before a cell that holds a date, not words; no text has it."""
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.I)
"""The first line by which Excel is told what separates the cells."""
MAX_XML_ELEMENTS = 200_000
"""Of all parts together."""
MAX_OTHER_ELEMENTS = 10_000
"""Of a part without cells: the library makes an object of each style and name."""
_SIGN = re.compile(r"^'(?='*[=+\-@\t\r\n＝＋－＠])")
_SIGN_INSIDE = re.compile(r"(?<=[;\t|\r\n])([^\S\t\r\n]*[\"']*)'(?=[=+\-@＝＋－＠])")
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Date in a workbook: the same questions are the same file."""


def csv_rows(raw: bytes) -> list[list[str]]:
    """The rows of a CSV file, whatever separates its cells; apostrophes before formulas are taken away."""
    text = decoded_file(raw).removeprefix("\ufeff")
    if declared := _SEPARATOR.match(text):
        text = text[declared.end() :]
    separator = declared[1] if declared else max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        rows = [list(row) for row in _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=separator))]
    except csv.Error as error:
        raise _damaged() from error
    return [[_SIGN_INSIDE.sub(r"\1", _SIGN.sub("", cell)) for cell in row] for row in rows]


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            raise Unreadable(
                en=f"more than {MAX_ROWS} rows. Split the sheet.", ar=f"في الجدول أكثر من {MAX_ROWS} سطر. قسّمه."
            )
        yield row[:MAX_COLUMNS]


def xlsx_sheets(raw: bytes) -> Iterator[list[list[str]]]:
    """The rows of each sheet of a workbook. Unreadable where it is none, or unpacks to more than a sheet needs."""
    refuse_large(raw, MAX_FILE_BYTES)
    checked = _checked_parts(raw)
    import openpyxl  # only here: few bring a workbook

    try:
        book = openpyxl.load_workbook(checked, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:MAX_SHEETS]:
            values = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            yield list(_bounded(iter([["" if cell is None else _cell(cell) for cell in row] for row in values])))
    except Unreadable:
        raise
    except Exception as error:  # what a damaged workbook raises is of many kinds
        raise _damaged() from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        return f"{DATE}{value:%Y-%m-%d}" if isinstance(value, date) else f"{DATE}{value:%H:%M}"
    return str(value).lower() if isinstance(value, bool) else str(value).replace(DATE, "")


def _checked_parts(raw: bytes) -> io.BytesIO:
    """A workbook of the parts that are XML by their names, all of them looked at before the library reads any.

    Its list of contents may call any part a sheet, so what was not looked at must not be there.
    """
    checked = io.BytesIO()
    left = MAX_XML_ELEMENTS
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(checked, "w") as kept:
            entries = archive.infolist()
            if len(entries) > MAX_ROWS or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise _damaged()
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    part = archive.read(entry)
                    is_cells = "/worksheets/" in entry.filename or entry.filename.endswith("/sharedStrings.xml")
                    left -= refuse_unsafe_xml(part, left if is_cells else min(left, MAX_OTHER_ELEMENTS))
                    kept.writestr(entry.filename, part)
    except Unreadable as refusal:
        raise _damaged() from refusal
    except Exception as error:  # of zipfile and zlib
        raise _damaged() from error
    return checked


def _damaged() -> Unreadable:
    return Unreadable(
        en="the sheet is damaged or too large. Save it again as .xlsx or .csv.",
        ar="الجدول تالف أو كبير جدًا. احفظه من جديد بصيغة ‎.xlsx أو ‎.csv.",
    )


def decoded_beginning(raw: bytes) -> str:
    """The first lines of a file, whatever their encoding; empty where it is no text."""
    lines, found, _ = raw[:65536].rpartition(b"\n")
    try:
        return decoded_file(lines if found else raw[:65536]).removeprefix("\ufeff")
    except Unreadable:
        return ""
