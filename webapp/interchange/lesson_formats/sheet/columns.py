"""Columns and kinds of a sheet of questions, as a teacher fills it in: a row a question."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.arabic.normalize import skeleton
from webapp.interchange.spreadsheet import Column

COLUMNS = (
    Column("type", ar="النوع", en="Type"),
    Column("paragraph", ar="الفقرة", en="Paragraph"),
    Column("question", ar="السؤال", en="Question", own=True),
    Column("right", ar="الصحيح", en="Right", own=True),
    Column("wrong", ar="الخطأ", en="Wrong", own=True),
    Column("criteria", ar="المعايير", en="Criteria", own=True),
    Column("why", ar="التعليل", en="Reason", own=True),
    Column("hints", ar="التلميحات", en="Hints", own=True),
    Column("process", ar="العملية", en="Process"),
    Column("points", ar="الدرجة", en="Points", kind="number"),
    Column("id", ar="المعرّف", en="Name"),
    Column("fahm", ar="لا تُغيّر", en="Leave as it is"),
)
"""The last one holds Fahm's own fields, so that a sheet that comes back is what went out."""
NEEDED = ("type", "question")
KINDS: dict[str, tuple[str, ...]] = {
    "text": ("نص", "text"),
    "choice": ("اختيار", "اختيار واحد", "choice", "single choice"),
    "several": ("اختيار متعدد", "multiple", "multiple choice"),
    "truth": ("صح وخطأ", "صحيح أم خطأ", "صح أم خطأ", "true or false", "true/false", "judgement"),
    "typed": ("إجابة قصيرة", "short", "short answer"),
    "gaps": ("فراغات", "ملء الفراغ", "gaps", "cloze"),
    "pairs": ("مطابقة", "توصيل", "match", "matching"),
    "order": ("ترتيب", "order", "ordering"),
    "groups": ("تصنيف", "groups", "sort"),
    "essay": ("إجابة مفتوحة", "مقالي", "open", "essay"),
    "opinion": ("رأي", "استطلاع رأي", "opinion", "poll"),
}
"""The words by which a row says what it asks; the first is the one that is written."""
PROCESSES = {
    "retrieve": ("استخراج", "استخراج المذكور"),
    "infer": ("استنتاج", "الاستنتاج المباشر"),
    "interpret": ("تفسير", "التفسير والربط"),
    "evaluate": ("تقويم", "التقويم والنقد"),
}
WHOLE = ("النص كله", "whole", "كل النص", "الكل")


def _index(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {folded(word): name for name, listed in words.items() for word in (*listed, name)}


def folded(word: str) -> str:
    """A word of a heading or a kind, as it is compared."""
    return skeleton(word.strip().lower()) or word.strip().lower()


KIND_BY_WORD = _index(KINDS)
PROCESS_BY_WORD = _index(PROCESSES)
COLUMN_BY_WORD = {
    folded(word): column.name
    for column in COLUMNS
    for word in (column.name, column.ar, column.en, f"{column.ar} ({column.en})")
}


def column_letter(place: int) -> str:
    """The letters of a column from 0, as a spreadsheet names it."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
