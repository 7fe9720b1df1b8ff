"""Dates, amounts, denials and owners in words of a learner's own, and the wrong answers beside each."""

from __future__ import annotations

import pytest

from question_types.asking import build
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Question

TEXT = parse_text(
    "saying.txt",
    "سافر وزير الصحة سامي الخطيب إلى جنيف في الثالث من مارس 2019، ورافقه السفير عادل منصور. "
    "استمر المؤتمر خمسة أيام، وحضره أطباء من سبعين دولة. باع حسن بقرته بألف وخمسمئة دينار. لا تنمو هذه الشجرة في الظل. "
    "أقرض يوسف صديقه نبيل مئتي درهم.",
)


def asked(prompt: str, evidence: str, key: str) -> Question:
    return build("short", prompt=prompt, evidence=[evidence], accept=[key], why="هكذا.").bind(TEXT)


KINDS = {
    "date with its day as an ordinal": (
        asked("متى سافر الوزير؟", "في الثالث من مارس 2019", "الثالث من مارس 2019"),
        ("3 مارس 2019", "3/3/2019", "3-3-2019", "٣ مارس ٢٠١٩", "في 3 مارس سنة 2019", "الثالث من آذار 2019"),
        ("13 مارس 2019", "3 مايو 2019", "3 مارس 2018", "الثالث والعشرون من مارس 2019", "2 مارس 2019", "3/4/2019"),
    ),
    "a thousand behind a preposition": (
        asked("بكم باع حسن بقرته؟", "بألف وخمسمئة دينار", "ألف وخمسمئة دينار"),
        ("بألف وخمسمائة دينار", "1500 دينار", "بـ1500 دينار", "بألف وخمسمية دينار"),
        ("بألف دينار", "بألفين وخمسمئة دينار", "بألف وخمسين دينارا", "1500 درهم"),
    ),
    "honorific before a title": (
        asked("من رافق الوزير؟", "ورافقه السفير عادل منصور", "السفير عادل منصور"),
        ("سعادة السفير عادل منصور", "عادل منصور"),
        ("سكرتير السفير عادل منصور", "عادل الخطيب", "سعادة الوزير سامي الخطيب"),
    ),
    "a noun that looks like a verb of grammar": (
        asked("أين لا تنمو الشجرة؟", "لا تنمو هذه الشجرة في الظل", "في الظل"),
        ("الظل", "لا تنمو في الظل", "لا تنمو الشجرة في الظل"),
        ("تنمو في الظل", "في الشمس", "ليس في الظل", "خارج الظل"),
    ),
    "countries that are counted": (
        asked("كم يوما استمر المؤتمر؟", "خمسة أيام", "خمسة أيام"),
        ("5", "خمس أيام", "استمر لمدة 5 أيام"),
        ("خمس دول", "5 دول", "خمسة أسابيع"),
    ),
    "owner of a noun that the text has": (
        asked("من أقرض المال؟", "أقرض يوسف صديقه نبيل مئتي درهم", "يوسف"),
        ("يوسف", "أقرضه يوسف", "يوسف أقرض صديقه نبيل"),
        ("صديق يوسف", "نبيل", "والد يوسف", "نبيل أقرض يوسف"),
    ),
}
RIGHT = [(question, answer) for question, right, _ in KINDS.values() for answer in right]
WRONG = [(question, answer) for question, _, wrong in KINDS.values() for answer in wrong]


@pytest.mark.parametrize(("question", "answer"), RIGHT, ids=[answer for _, answer in RIGHT])
def test_an_answer_of_the_kind_is_taken(question: Question, answer: str) -> None:
    assert question.grade(answer).verdict == "accepted"


@pytest.mark.parametrize(("question", "answer"), WRONG, ids=[answer for _, answer in WRONG])
def test_a_wrong_answer_beside_the_kind_is_not_taken(question: Question, answer: str) -> None:
    assert question.grade(answer).verdict != "accepted"
