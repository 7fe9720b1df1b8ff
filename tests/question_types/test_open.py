"""Open: kept as it was written for a person's mark, and the model answer kept back."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import WORDS, answer, ask, build, card, examples, page, read, tried, verdict
from webapp.domain.question import Unanswered
from webapp.domain.scoring import Rules, mark, settled
from webapp.question_types import TYPES

GOOD, BAD = examples("open")
RUBRIC = [{"points": 1, "text": "يذكر السبب."}, {"points": 0.5, "text": "يسنده بدليل."}]
WEIGHTS = st.lists(st.sampled_from([0.1, 0.2, 0.5, 1, 2, 3]), min_size=1, max_size=6)


def essay(**fields):
    return build("open", **{"rubric": RUBRIC, "model": "الإجابة السرية", **fields})


def test_from_the_source_to_a_grade_that_waits():
    grade = answer(ask(GOOD, "open"), "تخشى اليابان أن تُباع الأسلحة.")
    assert (grade.verdict, grade.earned, grade.possible) == ("pending", 0, 3)
    assert grade.why.startswith("وصلت الإجابة")


def test_one_answer_settles_it():
    question, rules = essay(), Rules(3, 0.25)
    first = mark(rules, question, "رأيي", [])
    assert (first.grade.verdict, first.standing, first.settled) == ("pending", 0, True)
    before = [tried(first.grade, response="رأيي")]
    assert settled(rules, before)
    assert mark(rules, question, "رأي آخر", before) is None


@pytest.mark.parametrize("line", ["", "  ", "؟!", "…", "\n\t"])
def test_an_answer_without_a_letter_is_none(line):
    assert verdict(essay(), line) == "unanswered"
    assert isinstance(essay().read({"q": [line]}), Unanswered)


def test_lines_are_kept_and_the_ends_trimmed():
    assert essay().read({"q": ["  سطر أول\r\nسطر ثان\r\n\r\n"]}) == "سطر أول\nسطر ثان"
    assert essay().read({"q": ["أول", "ثان"]}) == "أول"
    assert isinstance(essay().read({"other": ["أول"]}), Unanswered)


def test_points_are_the_sum_of_the_rubric_or_a_fault():
    assert essay().points == 1.5
    assert [rule for _, rule, _ in essay(points=2).faults()] == ["points-differ"]
    assert list(essay(points=1.5).faults()) == []


def test_the_bad_example_says_that_the_points_differ():
    assert [problem.rule for problem in read(BAD, "open")[1]] == ["points-differ"]


@pytest.mark.parametrize(
    "old, new",
    [("points: 1,", "points: كثير,"), ("points: 1, ", ""), ("points: 1,", "points: 0,"), ("points: 1,", "points: -1,")],
)
def test_a_fault_in_the_rubric_is_told_where_it_stands(old, new):
    question, problems = read(GOOD.replace(old, new), "open")
    assert question is None
    assert {problem.line for problem in problems} == {8}


def test_the_model_answer_is_nowhere_but_in_its_field():
    question = essay()
    shown = [page(question).decode(), str(question.solution()), str(question.grade("رأيي"))]
    assert not any("السرية" in one for one in shown)
    assert question.solution().model == ""
    assert [asdict(line) for line in question.public("").rubric] == RUBRIC


def test_an_answer_is_known_by_its_first_words():
    assert essay().classify("كلمة  \n ثانية") == "كلمة ثانية"
    assert essay().classify(" ".join(["كلمة"] * 40)) == " ".join(["كلمة"] * 12) + " …"


@given(WEIGHTS)
def test_points_left_out_always_agree(weights):
    question = essay(rubric=[{"points": points, "text": "بند"} for points in weights])
    assert list(question.faults()) == []
    again = TYPES["open"].model_validate_json(question.model_dump_json(by_alias=True))
    assert again == question
    assert again.version == question.version


@given(st.text(max_size=60))
def test_any_line_waits_with_nothing_earned_or_is_unanswered(line):
    question = essay()
    assert question.parse("") == question.read({}) == Unanswered()
    response = question.parse(line)
    if not isinstance(response, Unanswered):
        grade = question.grade(response)
        assert (grade.verdict, grade.earned, grade.possible) == ("pending", 0, 1.5)
        assert sum(part.share for part in grade.parts) == 1
        assert question.classify(response)


@given(WORDS, WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_the_model_answer_is(model, hint):
    assert page(essay(model=model, hints=[hint], evidence=[hint])) == page(essay())


def test_the_card_shows_the_criteria_before_and_the_answer_after_and_the_model_never(app):
    question = essay(words=60)
    before = card(app, question, draft="مسودّة <b>")
    assert "يذكر السبب." in before
    assert "٦٠" in before
    assert "مسودّة &lt;b&gt;</textarea>" in before
    after = card(app, question, settled=True, solution=question.solution(), tried=frozenset(["سطر\nثان <b>"]))
    assert "سطر\nثان &lt;b&gt;</blockquote>" in after
    assert "<textarea" not in after
    assert "السرية" not in before + after
