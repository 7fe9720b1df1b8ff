"""Parts of Moodle's questions that Fahm has no place for, by their elements."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.interchange.lesson_formats.plain_words import LeftPart
from webapp.interchange.lesson_formats.xml_tree import Element

USUAL_PENALTIES = (0.0, 0.1, 0.3333333, 1.0)
"""Shares of the points that Moodle takes for a failed try where nobody set another."""
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_CLOSE = 0.001


def unread_parts(question: Element) -> Iterator[LeftPart]:
    """Name what a question has besides its words, answers, hints and tags."""
    if any(_filled(question, tag) for tag in _COMBINED):
        yield LeftPart("combined-feedback", "its words for a right or wrong answer", "التعليق على صحة الإجابة كلها")
    if question.find("units/unit") is not None:
        yield LeftPart("units", "the units of a number", "وحدات القياس")
    if _filled(question, "responsetemplate"):
        yield LeftPart("template", "the words to begin an answer with", "النص الذي تبدأ به الإجابة")
    if (question.findtext("attachments") or "0").strip() not in ("", "0"):
        yield LeftPart("attachments", "files to hand in", "الملفات المرفقة بالإجابة")
    penalty = number_of(question.findtext("penalty"), 0)
    if all(abs(penalty - usual) > _CLOSE for usual in USUAL_PENALTIES):
        yield LeftPart("penalty", "the penalty of a failed try", "خصم المحاولة الخاطئة")


def _filled(question: Element, tag: str) -> bool:
    return bool((question.findtext(f"{tag}/text") or "").strip())


def number_of(value: str | None, usual: float) -> float:
    """A number that is written in a file; the usual one where it is none."""
    try:
        return float(value or usual)
    except ValueError:
        return usual
