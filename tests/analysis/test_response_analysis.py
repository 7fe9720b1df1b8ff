"""Which answers were given, by whom, and at which try."""

from __future__ import annotations

import pytest

from analysis.score_tables import attempt
from webapp.analysis.response_analysis import in_typed_spelling, response_analysis
from webapp.content import Lesson
from webapp.domain.question import Part


def test_answers_are_counted_the_most_frequent_first() -> None:
    tries = [attempt("a", label="بوتين"), attempt("b", label="بوتين"), attempt("c", label="كيم", earned=0)]
    (found,) = response_analysis(tries, {("a", "q1"): 0.9, ("b", "q1"): 0.5, ("c", "q1"): 0.2})
    assert (found.question, found.part, found.number, found.tries) == ("q1", "", 1, 3)
    putin, kim = found.answers
    assert (putin.label, putin.count, putin.credit) == ("بوتين", 2, 1)
    assert putin.share == pytest.approx(2 / 3)
    assert putin.rest == pytest.approx(0.7)
    assert (kim.label, kim.credit, kim.rest) == ("كيم", 0, 0.2)


def test_a_typed_answer_is_shown_as_most_learners_wrote_it() -> None:
    written = ("أيام العمل", "أيّام  العمل", "أيّام العمل")
    tries = [attempt(name, response=text, label="ايام عمل") for name, text in zip("abc", written, strict=True)]
    (found,) = response_analysis(in_typed_spelling(tries), {})
    assert [(answer.label, answer.count) for answer in found.answers] == [("أيّام العمل", 3)]


def test_each_try_has_a_group_of_its_own() -> None:
    tries = [attempt("a", earned=0, label="كيم"), attempt("a", number=2, minute=1), attempt("b", "q2")]
    assert [(one.question, one.number) for one in response_analysis(tries, {})] == [("q1", 1), ("q1", 2), ("q2", 1)]


def test_who_gave_nothing_else_has_no_rest_score() -> None:
    assert response_analysis([attempt("a")], {})[0].answers[0].rest is None


def test_each_part_is_counted_by_itself_in_the_words_of_the_page() -> None:
    parts = (Part("g1", 0.5, 1.0), Part("g2", 0.5, 0.0))
    tries = [
        attempt("a", response={"g1": "x1", "g2": "x1"}, label="بوتين | بوتين", earned=0.5, parts=parts),
        attempt("b", response={"g1": "x1"}, label="بوتين | …", earned=0.5, parts=parts),
    ]
    whole, first, second = response_analysis(tries, {}, {"q1": {"x1": "بوتين"}})
    assert (whole.part, first.part, second.part) == ("", "g1", "g2")
    assert [(one.label, one.count, one.credit) for one in first.answers] == [("بوتين", 2, 1)]
    assert {one.label for one in second.answers} == {"بوتين", "—"}


def test_an_opinion_earns_nothing_and_is_counted_all_the_same() -> None:
    (found,) = response_analysis([attempt("a", verdict="noted", earned=0.0, possible=0.0)], {})
    assert found.answers[0].credit == 0


def test_the_words_of_a_question_are_those_that_its_page_shows(lesson: Lesson) -> None:
    for item in lesson.items:
        known = item.question.labels()
        if item.question.type in {"choice", "match", "sort", "judgement", "order"}:
            assert known
            assert all(known.values())
