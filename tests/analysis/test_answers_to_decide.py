"""Groups of typed answers that the key does not take: counted by learners, the most frequent first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from question_types.asking import ask
from webapp.analysis.answers_to_decide import AnswerGroup, groups_taken, groups_to_decide
from webapp.assessment.unrecorded_attempts import unrecorded_attempts
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Question, Response

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = """
id: day
paragraph: 1
type: short
prompt: في أي يوم أعلنت الوكالة؟
evidence: [يوم الخميس]
accept: [الخميس]
refuse: [الأربعاء]
"""
GAPS = """
id: gaps
paragraph: 1
type: cloze
prompt: أكمل الجملة.
text: قبل [[الرئيس]] دعوة [[الزعيم]].
"""
ROOT = """
id: root
paragraph: 1
type: root
prompt: ما جذر الكلمة، وما وزنها؟
word: زيارة
root: ز و ر
pattern: فعالة
"""


@pytest.fixture
def day() -> Question:
    return ask(DAY, "short")


def tries(lesson: Lesson, question: Question, **said: tuple[Response, ...]) -> list[Attempt]:
    """Attempts by learner."""
    item = Item(question, (), "v1")
    alone = replace(lesson, items=(item,))
    return [
        replace(attempt, id=f"{learner}-{attempt.id}", learner=learner)
        for learner, answers in said.items()
        for attempt in unrecorded_attempts(alone, [(item, answer) for answer in answers], learner, NOW).attempts
    ]


def shown(groups: list[AnswerGroup]) -> list[tuple[str, int, bool]]:
    return [(group.wording, group.learners, bool(group.unsure)) for group in groups]


def test_the_most_frequent_come_first_counted_by_learners(lesson: Lesson, day: Question) -> None:
    found, more = groups_to_decide(
        day,
        tries(
            lesson,
            day,
            layla=("السبت", "يوم السبت"),
            omar=("نهاية الأسبوع",),
            salma=("في نهاية الأسبوع", "الخميس"),
            badr=("نهاية الأسبوع!",),
        ),
        10,
    )
    assert shown(found) == [("نهاية الأسبوع", 3, False), ("السبت", 1, False)]
    assert found[0].spellings == ("في نهاية الأسبوع", "نهاية الأسبوع!")
    assert not more


def test_right_answers_refused_wordings_and_long_texts_are_left_out(lesson: Lesson, day: Question) -> None:
    said = tries(lesson, day, layla=("الخميس",), omar=("الأربعاء",), badr=("الجمعة " * 70,))
    assert groups_to_decide(day, said, 10) == ([], False)


def test_an_unsure_answer_has_its_reason(lesson: Lesson, day: Question) -> None:
    words = "الخميس بعد سوق المدينة"
    found, _ = groups_to_decide(day, tries(lesson, day, layla=(words, words)), 10)
    assert shown(found) == [(words, 1, True)]
    assert "سوق" in found[0].unsure


def test_what_the_present_key_takes_is_decided(lesson: Lesson, day: Question) -> None:
    said = tries(lesson, day, layla=("نهاية الأسبوع",), omar=("السبت",))
    wider = ask(DAY.replace("[الخميس]", "[الخميس, {text: نهاية الأسبوع, share: 0.5}]"), "short")
    assert shown(groups_to_decide(wider, said, 10)[0]) == [("السبت", 1, False)]


def test_each_gap_has_groups_of_its_own(lesson: Lesson) -> None:
    gaps = ask(GAPS, "cloze")
    said = tries(lesson, gaps, layla=({"1": "الملك", "2": "الزعيم"},), omar=({"1": "الملك", "2": "المدير"},))
    found, _ = groups_to_decide(gaps, said, 10)
    assert [(group.part, group.wording, group.learners) for group in found] == [("1", "الملك", 2), ("2", "المدير", 1)]


def test_no_more_are_shown_than_asked_for(lesson: Lesson, day: Question) -> None:
    words = ("سوق", "بيت", "نهر", "قمر", "كتاب")
    said = tries(lesson, day, **{f"learner{number}": (word,) for number, word in enumerate(words)})
    assert [len(groups_to_decide(day, said, most)[0]) for most in (2, 5)] == [2, 5]
    assert [groups_to_decide(day, said, most)[1] for most in (2, 5)] == [True, False]


def test_taken_answers_that_the_key_does_not_name_may_be_wrong(lesson: Lesson, day: Question) -> None:
    more = "إلى الخميس"
    said = tries(lesson, day, layla=("الخَميس",), omar=(more,), badr=("السبت",), salma=(f"{more}.",))
    found, _ = groups_taken(day, said, 10)
    assert shown(found) == [(more, 2, False)]
    refusing = ask(DAY.replace("[الأربعاء]", f"[الأربعاء, {more}]"), "short")
    assert groups_taken(refusing, said, 10) == ([], False)


def test_parts_whose_key_refuses_nothing_have_no_taken_groups(lesson: Lesson) -> None:
    root = ask(ROOT, "root")
    said = tries(
        lesson, root, layla=({"root": "ز و ر", "pattern": "فعالة"},), omar=({"root": "زور", "pattern": "فعل"},)
    )
    assert groups_taken(root, said, 10) == ([], False)
