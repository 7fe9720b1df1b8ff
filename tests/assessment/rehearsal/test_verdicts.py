"""Verdicts and scores of a rehearsal, its quick form, and the types that take part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.rehearsal.rehearsing import day, number, rehearsal, talks
from question_types.asking import ARTICLE, sample
from question_types.numeric.question import Numeric
from webapp.assessment.rehearsal import Score, TextMaterial, rehearse_item, rehearse_lesson
from webapp.assessment.rehearsal.verdicts import LEAST_QUICK, MOST_ANSWERS, QUICK_RIGHT, QUICK_WRONG
from webapp.content import Item, Lesson
from webapp.domain.question import Question
from webapp.domain.typed_key import SampleAnswer, TypedKey
from webapp.question_types import TYPES

TYPED = {"short", "root"}
"""The example of a gap has words to choose."""


@pytest.mark.parametrize("asked", [day, number, talks])
@pytest.mark.parametrize("key", ["accept", "require"])
def test_an_ordinary_key_is_marked_as_it_should_be(asked, key: str) -> None:
    wordings = {day: "الأحد", number: "ثلاثون تاجرًا", talks: "المحادثات"}[asked]
    made = asked(accept=[wordings]) if key == "accept" else asked(accept=[], require=[[wordings]])
    assert [(answer.kind, answer.text, answer.verdict) for answer in made.misjudged] == []
    assert made.right.good == made.right.all > 8
    assert made.wrong.good == made.wrong.all > 4


def test_the_score_counts_what_is_marked_as_it_should_be() -> None:
    made = day(model="في نهاية الأسبوع")
    assert [answer.kind for answer in made.misjudged] == ["model"]
    assert made.right == Score(made.right.all - 1, made.right.all)
    assert made.wrong.good == made.wrong.all


def test_a_refused_answer_has_the_message_of_the_learner() -> None:
    (missed,) = day(model="في نهاية الأسبوع").misjudged
    assert (missed.verdict, missed.expected, missed.taken) == ("refused", "right", False)
    assert "ليست هذه هي الإجابة" in missed.why


@pytest.mark.parametrize("rule", ["rehearsal", "rehearsal-model"])
def test_a_rule_that_is_allowed_counts_and_warns_of_nothing(rule: str) -> None:
    made = day(model="في نهاية الأسبوع", allow={rule: "قالته المعلمة في الدرس"})
    assert made.misjudged == ()
    assert made.right.good == made.right.all
    assert [answer.allowed for answer in made.answers if answer.kind == "model"] == ["قالته المعلمة في الدرس"]


def test_each_answer_is_rehearsed_once() -> None:
    texts = [answer.text for answer in day().answers]
    assert len(texts) == len(set(texts)) <= 2 * MOST_ANSWERS


def test_the_quick_form_has_one_answer_of_a_kind_and_about_a_dozen() -> None:
    made = day(quick=True)
    assert [answer.kind for answer in made.answers] == list(dict.fromkeys(answer.kind for answer in made.answers))
    assert len(made.answers) == QUICK_RIGHT + QUICK_WRONG
    assert set(made.answers) <= set(day().answers)


def test_the_quick_form_of_a_text_with_many_questions_has_fewer_of_each(lesson: Lesson) -> None:
    item = next(item for item in lesson.items if item.question.id == "what-may-lead")
    many = replace(lesson, items=(item,) * 100)
    assert {len(made.answers) for made in rehearse_lesson(many, quick=True)} == {2 * LEAST_QUICK}


def test_it_comes_out_the_same_each_time() -> None:
    assert day().answers == day().answers


@pytest.mark.parametrize("kind", TYPES)
def test_typed_types_take_part_and_no_others(kind: str) -> None:
    made = rehearse_item(Item(sample(kind), (), ""), TextMaterial(ARTICLE))
    assert bool(made.answers) == (kind in TYPED)
    assert made.misjudged == ()


def test_a_gap_is_rehearsed_with_the_others_filled() -> None:
    made = rehearsal("cloze", text="وصل [[سالم]] يوم [[الأحد]].", prompt="أكمل.")
    assert {answer.part for answer in made.answers} == {"1", "2"}
    assert made.misjudged == ()
    wrong = [answer for answer in made.answers if answer.part == "2" and answer.expected == "wrong"]
    assert {answer.verdict for answer in wrong} == {"refused"}


def test_words_of_a_bank_are_chosen_and_not_rehearsed() -> None:
    assert rehearsal("cloze", text="وصل [[سالم]].", prompt="أكمل.", bank=["كريم"]).answers == ()


class Counted(Numeric):
    """A type from outside the package that makes its own answers."""

    def typed_keys(self) -> tuple[TypedKey, ...]:
        """The number in other digits, and one at the margin, which is no wrong one at all."""
        right, wrong = SampleAnswer("other-digits", "٢٥"), SampleAnswer("far-off", f"{self.answer + self.within:g}")
        return (TypedKey(right=(right,), wrong=(wrong,)),)


def test_a_type_from_outside_makes_its_own_answers() -> None:
    fields = {"id": "q", "paragraph": 1, "type": "numeric", "process": "infer", "prompt": "كم؟", "why": "هكذا."}
    question = Counted.model_validate({**fields, "answer": 25, "within": 2})
    made = rehearse_item(Item(question, (), ""), TextMaterial(ARTICLE))
    assert [(answer.kind, answer.verdict) for answer in made.answers] == [
        ("other-digits", "accepted"),
        ("far-off", "accepted"),
    ]
    assert [answer.rule for answer in made.misjudged] == ["rehearsal-far-off"]


def test_the_article_is_rehearsed_whole(lesson: Lesson) -> None:
    made = rehearse_lesson(lesson, quick=True)
    assert {rehearsed.question.id for rehearsed in made} == {
        item.question.id for item in lesson.items if item.question.typed_keys()
    }


def test_a_question_without_typed_parts_has_no_rehearsal(lesson: Lesson) -> None:
    question: Question = next(item.question for item in lesson.items if item.question.type == "choice")
    assert rehearse_item(Item(question, (), ""), TextMaterial(lesson.text)).answers == ()
