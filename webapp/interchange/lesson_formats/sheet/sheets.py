"""Sheets of questions read into items and written from them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

from webapp.domain.exchange_items import NoteItem
from webapp.domain.problem import Problem, both, of_message
from webapp.interchange.lesson_formats.kept_fields import kept_values
from webapp.interchange.lesson_formats.lesson_format import ReadFile, ReadItem, WrittenLesson, refuse_many, warning
from webapp.interchange.lesson_formats.sheet.columns import (
    COLUMN_BY_WORD,
    COLUMNS,
    KINDS,
    NEEDED,
    column_letter,
    folded,
)
from webapp.interchange.lesson_formats.sheet.row_reader import CellFault, item_of, kind_of
from webapp.interchange.lesson_formats.sheet.row_writer import Row, comparable, row_of
from webapp.interchange.lesson_formats.sheet.sheet_files import DATE, MADE, csv_rows, decoded_beginning, xlsx_sheets
from webapp.interchange.spreadsheet import Table, to_csv, to_xlsx
from webapp.interchange.text_sources.source_text import Unreadable

MAX_ABOVE = 10
"""Rows that may stand above the headings."""
IS_DATE = both(
    en="this cell contains a date. If you typed something else, set the cell's format to text and type it again",
    ar="في هذه الخانة تاريخ. إن كنت قد كتبت غيره، فاجعل تنسيق الخانة نصًا واكتبه من جديد",
)
_EXAMPLES: tuple[tuple[str, str, str, str, str], ...] = (
    ("نص", "", "ألصق النص هنا، كل فقرة في سطر.", "", ""),
    ("اختيار", "1", "من …؟", "الصحيح :: لأن …", "خطأ\nخطأ آخر"),
    ("إجابة قصيرة", "1", "متى …؟", "الخميس\nيوم الخميس", "الأربعاء"),
    ("صح وخطأ", "1", "العبارة التي يُحكم عليها.", "لم يذكر", ""),
    ("فراغات", "1", "أكمل.", "وصل [[الوفد]] يوم [[الخميس]].", "السبت"),
    ("مطابقة", "النص كله", "صل.", "أ = ١\nب = ٢", "٣"),
    ("ترتيب", "النص كله", "رتّب.", "أولًا\nثانيًا\nثالثًا", ""),
    ("تصنيف", "النص كله", "صنّف.", "قال = فعل\nكتاب = اسم", ""),
    ("إجابة مفتوحة", "النص كله", "ما رأيك؟ ولماذا؟", "إجابة نموذجية.", ""),
    ("رأي", "النص كله", "هل أعجبك النص؟", "نعم\nلا", ""),
)
"""A row of each kind in the template: its kind, paragraph, question, right and wrong."""


def read_csv(raw: bytes) -> ReadFile:
    """Read a CSV file. Unreadable where it has no columns of questions."""
    return _read([csv_rows(raw)])


def read_xlsx(raw: bytes) -> ReadFile:
    """Read the first sheet of a workbook that has columns of questions."""
    return _read(xlsx_sheets(raw))


def write_csv(lesson: WrittenLesson) -> bytes:
    """Write a sheet as CSV."""
    return to_csv(_table(lesson.title, _rows(lesson)))


def write_xlsx(lesson: WrittenLesson) -> bytes:
    """Write a sheet as a workbook."""
    return to_xlsx(_table(lesson.title, _rows(lesson)), MADE)


def sheet_template() -> bytes:
    """A workbook to fill in, with an example of each kind."""
    names = ("type", "paragraph", "question", "right", "wrong")
    return to_xlsx(_table("أسئلة", [dict(zip(names, cells, strict=True)) for cells in _EXAMPLES]), MADE)


def is_csv(raw: bytes) -> bool:
    """Tell such a file by the headings in its first line."""
    if raw.startswith(b"PK"):
        return False
    for line in decoded_beginning(raw).splitlines()[:MAX_ABOVE]:
        for separator in ",;\t":
            if _names_columns([cell.strip('"') for cell in line.split(separator)]):
                return True
    return False


def is_xlsx(raw: bytes) -> bool:
    """Tell a workbook by the parts in its package."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "xl/workbook.xml" in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _rows(lesson: WrittenLesson) -> Iterable[Row]:
    if lesson.source.strip():
        yield {"type": KINDS["text"][0], "question": lesson.source.strip(), "id": lesson.title}
    yield from map(row_of, lesson.items)


def _table(title: str, rows: Iterable[Row]) -> Table:
    return Table(title, COLUMNS, tuple(tuple(row.get(column.name, "") for column in COLUMNS) for row in rows))


def _names_columns(cells: Iterable[str]) -> bool:
    return set(NEEDED) <= {COLUMN_BY_WORD.get(folded(cell.strip())) for cell in cells}


def _read(sheets: Iterable[Sequence[Sequence[str]]]) -> ReadFile:
    """Read the first sheet that has headings, which may stand below a title."""
    rows, head = next(
        ((rows, place) for rows in sheets for place, row in enumerate(rows[:MAX_ABOVE]) if _names_columns(row)),
        ((), -1),
    )
    if head < 0:
        needed = ", ".join(f"{column.ar} ({column.en})" for column in COLUMNS if column.name in NEEDED)
        raise Unreadable(
            en=f"the first row must name the columns, at least {needed}. Download the template.",
            ar=f"يجب أن تكون في السطر الأول عناوين الأعمدة، وأقلها {needed}. نزّل الجدول الجاهز.",
        )
    names = [COLUMN_BY_WORD.get(folded(cell), "") for cell in rows[head]]
    reader = _Reader(names)
    for number, cells in enumerate(rows[head + 1 :], head + 2):
        if any(cell.strip() for cell in cells):
            reader.take(number, {name: cell for name, cell in zip(names, cells, strict=False) if name})
    refuse_many(reader.items)
    return ReadFile(tuple(reader.items), "\n".join(reader.texts), reader.title, tuple(reader.problems))


class _Reader:
    """Collects the items of rows, the text, and faults by their cell."""

    def __init__(self, names: Sequence[str]) -> None:
        self._letters = {name: column_letter(place) for place, name in enumerate(names) if name}
        self.items: list[ReadItem] = []
        self.texts: list[str] = []
        self.problems: list[Problem] = []
        self.title = ""

    def take(self, number: int, row: Row) -> None:
        """Take a row in; ``number`` is the one that a spreadsheet shows."""
        place = len(self.items) + 1
        for column in [name for name, cell in row.items() if cell.startswith(DATE)]:
            row[column] = row[column].removeprefix(DATE)
            self._say(place, number, column, IS_DATE)
        if not row.get("type", "").strip() and (alone := kept_values(row.get("fahm", ""), "")) is not None:
            self.items.append(ReadItem(NoteItem(prompt=""), place, number, alone))
            return
        try:
            kind = kind_of(row)
            if kind == "text":
                self.texts.append(row.get("question", ""))
                self.title = self.title or row.get("id", "").strip()
                return
            item = item_of(row, kind)
        except CellFault as fault:
            self._say(place + len(self.problems), number, fault.column, fault.message)
            return
        self.items.append(ReadItem(item, place, number, kept_values(row.get("fahm", ""), comparable(row))))

    def _say(self, place: int, number: int, column: str, what: str) -> None:
        cell, said = f"{self._letters.get(column, column)}{number}", of_message(what)
        message = both(en=f"cell {cell}: {said.en}", ar=f"الخانة {cell}: {said.ar}")
        self.problems.append(warning(place, "bad-cell", message, number))
