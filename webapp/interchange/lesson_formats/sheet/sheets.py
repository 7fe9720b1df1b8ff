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
from webapp.interchange.lesson_formats.sheet.sheet_files import MADE, csv_rows, first_cells, xlsx_rows
from webapp.interchange.spreadsheet import Table, to_csv, to_xlsx
from webapp.interchange.text_sources.source_text import Unreadable

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
    return _read(csv_rows(raw))


def read_xlsx(raw: bytes) -> ReadFile:
    """Read the first sheet of a workbook."""
    return _read(xlsx_rows(raw))


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
    first = raw[:4096].split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    for separator in ",;\t":
        named = {COLUMN_BY_WORD.get(folded(cell.strip('"\r '))) for cell in first.split(separator)}
        if named >= set(NEEDED):
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


def _read(rows: Sequence[Sequence[str]]) -> ReadFile:
    heads = first_cells(rows)
    names = [COLUMN_BY_WORD.get(folded(cell), "") for cell in heads]
    if not set(NEEDED) <= set(names):
        needed = ", ".join(f"{column.ar} ({column.en})" for column in COLUMNS if column.name in NEEDED)
        raise Unreadable(
            en=f"the first row must name the columns, at least {needed}. Download the template.",
            ar=f"يجب أن تكون في السطر الأول عناوين الأعمدة، وأقلها {needed}. نزّل الجدول الجاهز.",
        )
    begin = list(rows).index(heads) + 1
    reader = _Reader(names)
    for number, cells in enumerate(rows[begin:], begin + 1):
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
            cell = f"{self._letters.get(fault.column, fault.column)}{number}"
            said = of_message(fault.message)
            message = both(en=f"cell {cell}: {said.en}", ar=f"الخانة {cell}: {said.ar}")
            self.problems.append(warning(place + len(self.problems), "bad-cell", message, number))
            return
        self.items.append(ReadItem(item, place, number, kept_values(row.get("fahm", ""), comparable(row))))
