"""Aiken: what it can ask comes in, and what is wrong in a file has its line."""

from __future__ import annotations

from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson

SOURCE = """متى صدر الإعلان؟
A. الأربعاء
B) الخميس

ANSWER: B

من قبل الدعوة؟
A. كيم
B. بوتين
answer: b
"""


def test_questions_come_in() -> None:
    assert format_of(SOURCE.encode()) is FORMATS["aiken"]
    read = import_lesson(SOURCE.encode(), text="نص.")
    assert [values["prompt"] for values in read.questions] == ["متى صدر الإعلان؟", "من قبل الدعوة؟"]
    assert read.questions[0]["options"] == [{"text": "الأربعاء"}, {"text": "الخميس", "correct": True}]
    assert read.problems == ()


def test_faults_are_named_by_their_line_and_the_rest_is_read() -> None:
    source = f"{SOURCE}\nس\nA. أ\nANSWER: D\n\nA. ب\nANSWER: A\n\nآخر\nA. ج\n"
    read = import_lesson(source.encode(), "aiken", "نص.")
    assert len(read.questions) == 2
    assert [problem.line for problem in read.problems] == [12, 16, 19]
