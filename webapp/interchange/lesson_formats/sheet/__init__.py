"""Sheets of questions, CSV and XLSX: a row a question, in columns that a teacher fills in.

::

    type,paragraph,question,right,wrong
    choice,1,من الذي قبل الدعوة؟,الرئيس الروسي,الزعيم الكوري
"""

from webapp.interchange.lesson_formats.lesson_format import LessonFormat
from webapp.interchange.lesson_formats.sheet.row_writer import can_write
from webapp.interchange.lesson_formats.sheet.sheets import (
    is_csv,
    is_xlsx,
    read_csv,
    read_xlsx,
    sheet_template,
    write_csv,
    write_xlsx,
)
from webapp.interchange.spreadsheet import CSV_TYPE, XLSX_TYPE

__all__ = ["CSV", "XLSX", "sheet_template"]

CSV = LessonFormat("csv", "CSV", ".csv", CSV_TYPE, is_csv, read_csv, write_csv, can_write, keeps=True)
XLSX = LessonFormat("xlsx", "XLSX", ".xlsx", XLSX_TYPE, is_xlsx, read_xlsx, write_xlsx, can_write, keeps=True)
