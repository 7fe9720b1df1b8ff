"""Amounts and times that a text tells in one way and a learner in another, and the wrong ones beside each."""

from __future__ import annotations

import pytest

from question_types.asking import build
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.question import Question

TEXT = parse_text(
    "times.txt",
    "بقي القطار في المحطة أربعين دقيقة. وانتظر الحارس ثلث ساعة. وصل الضيوف صباح الأحد إلى القرية وعادوا مساءه إلى "
    "المدينة. سافر الأب ليلة العيد ورجع صباحها. استمر العمل ستة أشهر. دام الدرس ثلثي ساعة. ومضى على البناء ربع قرن. "
    "ونام الولد ثلاثة أرباع الساعة. ونجح ثلثا الطلاب.",
)


def asked(prompt: str, evidence: str, key: str = "") -> Question:
    return build("short", prompt=prompt, evidence=[evidence], accept=[key or evidence], why="هكذا.").bind(TEXT)


BACK = "متى عاد الضيوف إلى المدينة؟"
KINDS = {
    "minutes that are two parts of an hour": (
        asked("كم دقيقة بقي القطار؟", "أربعين دقيقة"),
        ("ثلثي ساعة", "ثلثا ساعة", "ثلثي الساعة", "ساعة إلا ثلثا", "بقي ثلثي ساعة"),
        ("ثلث ساعة", "ثلاثة أرباع ساعة", "ساعة إلا ربعا", "نصف ساعة", "ثلثا يوم", "ثلثا الطريق"),
    ),
    "one part of an hour": (
        asked("كم انتظر الحارس؟", "ثلث ساعة"),
        ("20 دقيقة", "عشرين دقيقة", "ثلث الساعة"),
        ("ثلثا ساعة", "ثلثي ساعة", "40 دقيقة", "ربع ساعة"),
    ),
    "two parts of an hour": (
        asked("كم دام الدرس؟", "ثلثي ساعة"),
        ("ثلثا ساعة", "40 دقيقة", "أربعون دقيقة", "ثلثا الساعة", "ساعة إلا ثلث"),
        ("ثلث ساعة", "20 دقيقة", "ثلثي يوم", "30 دقيقة"),
    ),
    "three parts of an hour": (
        asked("كم نام الولد؟", "ثلاثة أرباع الساعة"),
        ("45 دقيقة", "خمس وأربعون دقيقة", "ثلاثة أرباع ساعة", "ساعة إلا ربعا", "ساعة إلا ربع", "¾ ساعة"),
        ("ربع ساعة", "ثلاث ساعات", "15 دقيقة", "ثلاثة أرباع اليوم", "أربعة أرباع الساعة"),
    ),
    "months that are half a year": (
        asked("كم استمر العمل؟", "ستة أشهر"),
        ("نصف سنة", "نصف عام", "6 شهور", "نص سنة"),
        ("نصف شهر", "سنة ونصف", "ربع سنة", "ست سنوات"),
    ),
    "part of a century": (
        asked("كم مضى على البناء؟", "ربع قرن"),
        ("25 سنة", "خمسة وعشرون عاما", "خمس وعشرون سنة"),
        ("نصف قرن", "25 شهرا", "قرن وربع", "ربع سنة"),
    ),
    "two parts of a group": (
        asked("كم نجح من الطلاب؟", "ثلثا الطلاب"),
        ("ثلثي الطلاب", "نجح ثلثا الطلاب"),
        ("ثلث الطلاب", "نصف الطلاب", "ثلثا المعلمين"),
    ),
    "time of a day that a pronoun names": (
        asked(BACK, "وعادوا مساءه", "مساءه"),
        ("مساء", "في المساء", "مساء الأحد", "وعادوا مساءه", "مساء اليوم نفسه", "في مساء ذلك اليوم"),
        ("صباح الأحد", "صباحه", "مساء الاثنين", "مساء اليوم التالي", "صباحا"),
    ),
    "time of a day that is named": (
        asked(BACK, "وعادوا مساءه", "مساء الأحد"),
        ("مساءه", "وعادوا مساءه", "في مساء الأحد", "مساء اليوم نفسه", "مساء ذلك اليوم"),
        ("صباح الأحد", "صباحه", "مساء الاثنين", "مساء اليوم التالي"),
    ),
    "time of a day alone": (
        asked(BACK, "وعادوا مساءه", "مساءً"),
        ("مساءه", "مساء الأحد", "مساء اليوم نفسه", "المساء"),
        ("صباحه", "مساء الاثنين", "مساء الأسبوع القادم"),
    ),
    "morning of a night": (
        asked("متى رجع الأب؟", "ورجع صباحها", "صباحها"),
        ("صباحا", "في الصباح", "ورجع صباحها", "صباح تلك الليلة"),
        ("ليلة العيد", "ليلا", "مساءها", "مساء"),
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


@pytest.mark.parametrize("answer", ["لمدة 20 دقيقة", "عشرون دقيقة"])
def test_a_measure_that_is_spelt_right_is_not_told_in_another_spelling(answer: str) -> None:
    grade = asked("كم انتظر الحارس؟", "ثلث ساعة").grade(answer)
    assert grade.verdict == "accepted"
    assert "دقيقه" not in grade.note
