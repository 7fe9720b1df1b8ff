"""Judgement: the text makes a statement true, makes it false, or does not settle it; all or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import POINTS, WORDS, answer, ask, build, examples, page, read, verdict, within_bounds
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution

GOOD, BAD = examples("judgement")
JUDGED = ["true", "false", "not-given"]
REASONS = {"true": "تنفيه الفقرة.", "false": "تقوله الفقرة.", "not-given": "بل هو مذكور."}


def judgement(key="true", **fields):
    return build("judgement", **{"answer": key, "why": REASONS, **fields})


@pytest.mark.parametrize(
    "line, expected",
    [
        ("false", "accepted"),
        ("خطأ", "accepted"),
        ("خطا", "accepted"),
        ("لا", "accepted"),
        ("غير صحيح", "accepted"),
        ("2", "accepted"),
        ("٢", "accepted"),
        ("true", "refused"),
        ("صحيح", "refused"),
        ("صح", "refused"),
        ("نعم", "refused"),
        ("1", "refused"),
        ("لم يُذكر", "refused"),
        ("لم يذكر", "refused"),
        ("not-given", "refused"),
        ("not given", "refused"),
        ("3", "refused"),
        ("", "unanswered"),
        ("4", "unanswered"),
        ("ربما", "unanswered"),
        ("؟", "unanswered"),
    ],
)
def test_a_judgement_is_named_by_word_or_number(line, expected):
    assert verdict(ask(GOOD, "judgement"), line) == expected


def test_a_grade_tells_the_reason_that_belongs_to_what_was_chosen():
    question = ask(GOOD, "judgement")
    assert answer(question, "خطأ").why == "«دون أن تذكر الوكالة موعدا»."
    assert answer(question, "صحيح").why == "الفقرة تنفي ذكر الموعد."
    assert answer(question, "لم يذكر").why == "المسألة مذكورة صراحة في آخر الفقرة."


def test_the_bad_example_says_that_the_answer_is_none_of_the_three():
    problems = read(BAD, "judgement")[1]
    assert [(problem.line, problem.rule) for problem in problems] == [(6, "bad-value")]


@pytest.mark.parametrize("left_out", JUDGED)
def test_each_of_the_three_reasons_may_be_left_out(left_out):
    lines = [line for line in GOOD.splitlines() if not line.startswith(f"  {left_out}:")]
    question, problems = read("\n".join(lines), "judgement")
    assert problems == []
    assert question.grade(left_out).why == ""
    assert [value for value in JUDGED if not question.solution().whys[value]] == [left_out]


def test_only_one_of_the_three_values_is_an_answer():
    question = judgement()
    assert [question.read({"q": [value]}) for value in JUDGED] == JUDGED
    for form in ({}, {"q": []}, {"q": [""]}, {"q": ["maybe"]}, {"other": ["true"]}):
        assert isinstance(question.read(form), Unanswered)


def test_the_three_stand_in_the_same_order_for_everybody():
    assert [option.value for option in judgement().public("one").options] == JUDGED
    assert page(judgement(), "one") == page(judgement(), "two")


def test_an_answer_is_known_by_its_arabic_label():
    assert [judgement().classify(value) for value in JUDGED] == ["صحيح", "خطأ", "لم يُذكر"]


@pytest.mark.parametrize("key", JUDGED)
def test_the_solution_names_the_key_and_every_reason(key):
    assert judgement(key).solution() == Solution(correct=(key,), whys=REASONS)


@given(st.sampled_from(JUDGED), st.sampled_from(JUDGED), POINTS)
def test_the_key_earns_everything_and_anything_else_nothing(key, given_answer, points):
    grade = judgement(key, points=points).grade(given_answer)
    assert within_bounds(grade, points)
    assert grade.earned == (points if key == given_answer else 0)
    assert grade.why == REASONS[given_answer]


@given(st.permutations(JUDGED), st.sampled_from(JUDGED))
def test_the_order_of_the_reasons_does_not_matter(order, key):
    moved = judgement(key, why={value: REASONS[value] for value in order})
    assert moved == judgement(key)
    assert [moved.grade(value) for value in JUDGED] == [judgement(key).grade(value) for value in JUDGED]


@given(st.sampled_from(JUDGED), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(key, words):
    other = judgement(key, why=dict.fromkeys(JUDGED, words), evidence=[words], hints=[words])
    assert page(other) == page(judgement())


@given(st.text(max_size=20))
def test_any_line_is_one_of_the_three_or_unanswered(line):
    assert judgement().parse("") == judgement().read({}) == Unanswered()
    assert judgement().parse(line) in {Unanswered(), *JUDGED}
