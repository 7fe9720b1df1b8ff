"""Slips of an author who is no programmer: each is named on its line, with what to do about it, in both languages."""

from __future__ import annotations

import pytest

from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.problem import Problem

TEXT = (
    "وصل المعلّم إلى القرية يوم الأحد. استقبله الأهالي عند الجسر.\n"
    "في الصباح بدأ الدرس تحت شجرة كبيرة، لأنّ المدرسة لم تكتمل بعد، وحضره الصغار وجلسوا بجانبهِ.\n"
)
SOURCE = """text: nile.txt
title: معلّم القرية
level: A2
draft: true
questions:
  - id: which-day
    paragraph: 1
    type: short
    prompt: في أيّ يوم وصل المعلّم؟
    accept: [الأحد]
    evidence: [يوم الأحد]
  - id: why-tree
    paragraph: 2
    type: choice
    prompt: لماذا كان الدرس تحت الشجرة؟
    evidence: [لأنّ المدرسة لم تكتمل بعد]
    options:
      - text: لأنّ البناء لم ينته
        correct: true
        why: هذا ما يقوله النص.
      - text: لأنّ الجوّ كان حارًّا
"""


def problems(old: str, new: str) -> list[Problem]:
    """What is said of the file with one slip in it."""
    assert old in SOURCE
    raw = SOURCE.replace(old, new, 1).encode()
    return compile_lesson("nile", raw, "nile.yaml", lambda name: TEXT.encode())[1]


@pytest.mark.parametrize(
    ("old", "new", "line", "english", "arabic"),
    [
        # indentation and signs
        (
            "    prompt: في",
            "     prompt: في",
            9,
            "5 spaces before this line, but similar lines have 4",
            "وقبل أمثاله 4",
        ),
        ("    prompt: في", "   prompt: في", 9, "have 4", "وقبل أمثاله 4"),
        ("        why: هذا", "      why: هذا", 20, "have 4 or 8", "4 أو 8"),
        ("  - id: why", "- id: why", 12, "have 2", "وقبل أمثاله 2"),
        ("      - text: لأنّ الجوّ", "      -text: لأنّ الجوّ", 21, "a dash needs a space", "بعد الشرطة"),
        ("prompt: في", "prompt:في", 9, "a colon and a space after it", "نقطتان ثم مسافة"),
        ("prompt: في", "prompt في", 9, "a colon and a space after it", "نقطتان ثم مسافة"),
        ("prompt: في", "prompt: اقرأ: في", 9, "in straight quotes", "بين علامتي تنصيص"),
        ("prompt: في أيّ", 'prompt: "في" أيّ', 9, "words after a closing quote", "بعد علامة التنصيص"),
        ("title: معلّم", "title: %50 معلّم", 2, "a text that starts with % needs quotes", "العلامة %"),
        ("title: معلّم", "title: **معلّم**", 2, "starts with * or & needs quotes", "إلى علامتي تنصيص"),
        ("accept: [الأحد]", "accept:\t[الأحد]", 10, "the line contains a tab", "في السطر"),
        ("    accept: [الأحد]", "\taccept: [الأحد]", 10, "the indentation contains a tab", "في أول السطر"),
        # values
        ("level: A2", "level: a2", 3, "Did you mean A2?", "A1، A2، B1، B2، C1، C2. لعل المقصود A2"),
        ("type: short", "type: إجابة قصيرة", 8, "Did you mean short?", "لعل المقصود short"),
        ("type: short", "type: Short", 8, "Did you mean short?", "لعل المقصود short"),
        ("accept: [الأحد]", "accept: الأحد", 10, '"accept" must be a list: [الأحد]', "قائمة: [الأحد]"),
        ("accept: [الأحد]", "require: [الأحد]", 10, '"require 1" must be a list: [الأحد]', "قائمة: [الأحد]"),
        ("text: nile.txt", "text: nile", 1, "the name of a .txt file", "اسم ملف ‎.txt"),
        ("id: which-day", "id: أيّ يوم", 6, "Latin letters and digits without spaces", "حروفًا لاتينية"),
        ("draft: true", "draft: true\nallow: [too-many]", 5, "{name: text}", "{name: text}"),
        # keys
        (
            "accept: [الأحد]",
            "answer: الأحد",
            10,
            "it belongs to judgement. Keys allowed here: accept",
            "من مفاتيح judgement",
        ),
        ("        why: هذا", "        evidence: [بعد]\n        why: هذا", 20, "Indent it less", "قلّل المسافات"),
        ("    options:", "    correct: true\n    options:", 17, 'it belongs under "options"', "مكانه تحت «options»"),
        ("    accept", "    level: A2\n    accept", 10, "move it to the top of the file", "مكانه في أول الملف"),
        ("draft: true", "draft: true\nprompt: ما؟", 5, "it belongs to a question", "داخل سؤال"),
        ("        correct: true", "        corect: true", 19, 'did you mean "correct"?', "لعل المقصود «correct»"),
        # evidence
        ("[يوم الأحد]", "[يومُ الأحد]", 11, "«يوم الأحد»", "انسخها كما هي: «يوم الأحد»"),
        ("[يوم الأحد]", "[«يوم الاحد»]", 11, "«يوم الأحد»", "انسخها كما هي: «يوم الأحد»"),
        ("[يوم الأحد]", "[بدأ الدرس]", 11, "They are in paragraph 2", "هي في الفقرة 2"),
        ("[يوم الأحد]", "[حضره الصغار]", 11, "They are in paragraph 2", "هي في الفقرة 2"),
        ("[لأنّ المدرسة لم تكتمل", "[لأنّ المدرسة لم تنته", 16, "Only the beginning is: «لأنّ المدرسة لم»", "أولها فقط"),
    ],
)
def test_a_slip_is_named_on_its_line(old: str, new: str, line: int, english: str, arabic: str) -> None:
    told = [problem for problem in problems(old, new) if problem.line == line]
    assert any(english in problem.message and arabic in problem.message for problem in told), problems(old, new)


@pytest.mark.parametrize("quote", ["حضره الصغار", "جلسوا بجانبه"])
def test_a_quote_may_leave_out_a_conjunction_and_the_marks_of_its_last_letter(quote: str) -> None:
    assert problems("[لأنّ المدرسة لم تكتمل بعد]", f"[{quote}]") == []


def test_a_quote_is_lit_with_the_marks_of_its_last_letter() -> None:
    raw = SOURCE.replace("[لأنّ المدرسة لم تكتمل بعد]", "[بجانبه]").encode()
    lesson, _ = compile_lesson("nile", raw, "nile.yaml", lambda name: TEXT.encode())
    assert lesson
    assert lesson.items[1].question.evidence == ("بجانبهِ",)
