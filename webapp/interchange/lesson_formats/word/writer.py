"""Writer of Word documents: the text, its questions to answer on paper, and the key on a page of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from webapp.arabic.digits import arabic_digits
from webapp.domain.exchange_items import (
    GAP_SIGN,
    ChoiceItem,
    EssayItem,
    ExchangeItem,
    ExchangeWording,
    GapsItem,
    NoteItem,
    OrderItem,
    PairsItem,
    TypedItem,
)
from webapp.interchange.lesson_formats.lesson_format import WrittenLesson
from webapp.interchange.spreadsheet import xml_text

LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
QUESTIONS, KEY = "الأسئلة", "مفتاح الإجابة"
DOTS = "…" * 40
LINES_OF_ESSAY = 5
MADE = datetime(2000, 1, 1, tzinfo=UTC)


def can_write(item: ExchangeItem) -> bool:
    """Tell if a sheet of paper can ask so: all but stretches to choose, which become options."""
    return isinstance(item, ChoiceItem | TypedItem | GapsItem | PairsItem | OrderItem | EssayItem | NoteItem)


def write_word(lesson: WrittenLesson) -> bytes:
    """Write the document."""
    import docx  # only here: few ask for a document

    document: Any = docx.Document()
    document.core_properties.title = xml_text(lesson.title)[:200]
    document.core_properties.created = document.core_properties.modified = MADE
    sheet = _Sheet(document)
    sheet.heading(lesson.title, 0)
    for paragraph in lesson.paragraphs:
        sheet.line(paragraph)
    sheet.heading(QUESTIONS, 1)
    items = [item.item for item in lesson.items if item.item is not None]
    for number, item in enumerate(items, 1):
        sheet.line(f"{arabic_digits(number)}. {item.prompt}", bold=True)
        for line in _to_answer(item):
            sheet.line(line)
    document.add_page_break()
    sheet.heading(KEY, 1)
    for number, item in enumerate(items, 1):
        sheet.line(f"{arabic_digits(number)}. {_key(item)}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Sheet:
    """A document whose paragraphs run from right to left."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def heading(self, text: str, level: int) -> None:
        """Add a heading."""
        self._turn(self._document.add_heading(xml_text(text), level))

    def line(self, text: str, *, bold: bool = False) -> None:
        """Add a paragraph; line ends in it stay."""
        paragraph = self._document.add_paragraph()
        paragraph.add_run(xml_text(text)).bold = bold or None
        self._turn(paragraph)

    @staticmethod
    def _turn(paragraph: Any) -> None:
        from docx.oxml import OxmlElement

        properties = paragraph._p.get_or_add_pPr()
        properties.append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _to_answer(item: ExchangeItem) -> Iterable[str]:
    match item:
        case ChoiceItem():
            return _lettered([option.text for option in item.options])
        case GapsItem():
            words = dict.fromkeys(word for gap in item.gaps for word in gap.options)
            text = "".join(piece if isinstance(piece, str) else GAP_SIGN for piece in item.pieces)
            return [text, *(["( " + " – ".join(sorted(words)) + " )"] if words else [])]
        case PairsItem():
            rights = _rights(item)
            return [*(f"- {pair.left} ({GAP_SIGN})" for pair in item.pairs), *_lettered(rights)]
        case OrderItem():
            return _lettered(sorted(item.lines))
        case EssayItem():
            return [*(f"({points:g}) {text}" for points, text in item.criteria), *[DOTS] * LINES_OF_ESSAY]
    return [DOTS]


def _lettered(texts: Sequence[str]) -> list[str]:
    return [f"{LETTERS[place % len(LETTERS)]}) {text}" for place, text in enumerate(texts)]


def _rights(item: PairsItem) -> list[str]:
    return sorted({*(pair.right for pair in item.pairs), *item.distractors})


def _key(item: ExchangeItem) -> str:
    match item:
        case ChoiceItem():
            return "، ".join(LETTERS[place] for place, option in enumerate(item.options) if option.correct) or "-"
        case TypedItem():
            right = [wording for wording in item.wordings if wording.share > 0] or [ExchangeWording(item.model)]
            return " / ".join(wording.text for wording in right)
        case GapsItem():
            return "، ".join(gap.right[0] for gap in item.gaps)
        case PairsItem():
            rights = _rights(item)
            return "، ".join(f"{pair.left} = {LETTERS[rights.index(pair.right)]}" for pair in item.pairs)
        case OrderItem():
            return " ← ".join(LETTERS[sorted(item.lines).index(line)] for line in item.lines)
        case EssayItem():
            return item.model
    return ""
