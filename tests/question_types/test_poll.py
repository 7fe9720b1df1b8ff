"""Poll: an opinion is noted, and nothing is marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import WORDS, answer, ask, build, card, examples, page, read, tried, verdict
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution
from webapp.domain.scoring import Rules, mark, settled

GOOD, BAD = examples("poll")
CHOICES = st.lists(WORDS, min_size=2, max_size=7, unique=True)


def poll(options=("نعم", "لا", "لا أدري"), **fields):
    return build("poll", **{"options": list(options), "when": "before", **fields})


@pytest.mark.parametrize("line", ["نعم", "1", "٢", "لا أدري", "لا ادري"])
def test_from_the_source_to_a_grade_without_a_mark(line):
    grade = answer(ask(GOOD, "poll"), line)
    assert (grade.verdict, grade.earned, grade.possible) == ("noted", 0, 0)
    assert grade.why


@pytest.mark.parametrize("line", ["", " ", "9", "0", "ربما"])
def test_what_is_no_option_is_unanswered(line):
    assert verdict(ask(GOOD, "poll"), line) == "unanswered"


def test_one_answer_settles_it():
    question, rules = poll(), Rules(3, 0.25)
    response = question.parse("نعم")
    first = mark(rules, question, response, [])
    assert (first.grade.verdict, first.standing, first.settled) == ("noted", 0, True)
    before = [tried(first.grade, response=response)]
    assert settled(rules, before)
    assert mark(rules, question, response, before) is None


def test_the_options_keep_the_order_of_the_file_for_everybody():
    question = poll()
    assert [option.text for option in question.public("a").options] == ["نعم", "لا", "لا أدري"]
    assert page(question, "a") == page(question, "b")


def test_a_form_is_read_without_strangers():
    question = poll()
    value = question.public("").options[1].value
    assert question.read({"q": [value]}) == value
    for form in ({}, {"q": []}, {"q": [""]}, {"q": ["نعم"]}, {"other": [value]}):
        assert isinstance(question.read(form), Unanswered)


def test_numbers_as_options_are_named_by_their_words_first():
    question = poll(["3", "2", "1"])
    assert question.classify(question.parse("3")) == "3"


def test_a_process_and_points_may_be_left_out():
    question = ask(GOOD, "poll")
    assert (question.process, question.points) == ("evaluate", 0)
    assert poll(process="infer").process == "infer"


def test_the_bad_example_has_points():
    assert [problem.rule for problem in read(BAD, "poll")[1]] == ["poll-with-points"]


@pytest.mark.parametrize("options, rules", [(["أ", "ب"], []), (["أ", "ب", "أ"], ["duplicate-option"])])
def test_options_differ(options, rules):
    assert [rule for _, rule, _ in poll(options).faults()] == rules


@pytest.mark.parametrize("options", ["[نعم]", "[أ, ب, ج, د, ه, و, ز, ح]", "[نعم, '']"])
def test_two_to_seven_options(options):
    problems = read(GOOD.replace("[نعم, لا, لا أدري]", options), "poll")[1]
    assert [problem.rule for problem in problems] == ["bad-value"]


def test_nothing_is_right_and_the_answer_is_known_by_its_words():
    question = poll()
    assert question.solution() == Solution(correct=(), whys={})
    assert question.classify(question.parse("2")) == "لا"


@given(CHOICES, st.data())
def test_every_option_is_noted_without_a_mark(options, data):
    question = poll(options)
    chosen = data.draw(st.sampled_from(options))
    response = question.parse(chosen)
    grade = question.grade(response)
    assert (grade.verdict, grade.earned, grade.possible) == ("noted", 0, 0)
    assert sum(part.share for part in grade.parts) == 1
    assert question.classify(response) == chosen


@given(CHOICES, WORDS)
def test_a_page_is_the_same_to_the_byte_with_other_hints(options, words):
    assert page(poll(options, hints=[words], evidence=[words])) == page(poll(options))


@given(st.text(max_size=30))
def test_any_line_is_an_option_or_unanswered(line):
    question = poll()
    assert question.parse("") == question.read({}) == Unanswered()
    response = question.parse(line)
    assert isinstance(response, Unanswered) or question.read({"q": [response]}) == response


def test_the_card_has_the_options_before_and_the_choice_after(app):
    question = poll()
    chosen = question.parse("لا")
    before = card(app, question, draft=chosen)
    assert re.findall(r'value="(\w+)" checked', before) == [chosen]
    assert before.count('type="radio"') == 3
    after = card(app, question, settled=True, solution=question.solution(), tried=frozenset([chosen]))
    assert "<input" not in after
    assert [after.count(sign) for sign in ("مختار", "✓", "✗", "الإجابة الصحيحة")] == [1, 0, 0, 0]
