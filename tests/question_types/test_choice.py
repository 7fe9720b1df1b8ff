"""Choice: exactly one option is right; all or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import POINTS, WORDS, answer, ask, build, examples, page, read, verdict, within_bounds
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution

GOOD, BAD = examples("choice")
TEXTS = st.lists(WORDS, min_size=2, max_size=10, unique=True)


def choice(texts, key=0, **fields):
    options = [{"text": text, "correct": index == key, "why": f"لأن {text}"} for index, text in enumerate(texts)]
    return build("choice", options=options, **fields)


@pytest.mark.parametrize(
    "line, expected",
    [
        ("1", "accepted"),
        ("١", "accepted"),
        ("أ", "accepted"),
        ("الرئيس الروسي", "accepted"),
        ("  الرئيس الروسي  ", "accepted"),
        ("الرئيس الروسى", "accepted"),
        ("2", "refused"),
        ("ب", "refused"),
        ("الزعيم الكوري", "refused"),
        ("3", "unanswered"),
        ("ج", "unanswered"),
        ("0", "unanswered"),
        ("", "unanswered"),
        ("؟", "unanswered"),
        ("اليابان", "unanswered"),
    ],
)
def test_an_option_is_named_by_number_letter_or_words(line, expected):
    assert verdict(ask(GOOD, "choice"), line) == expected


def test_a_grade_tells_the_reason_of_the_chosen_option():
    question = ask(GOOD, "choice")
    right, wrong = answer(question, "1"), answer(question, "2")
    assert (right.earned, right.possible, right.why) == (1, 1, "«قبول» مضاف إلى «الرئيس الروسي»، فهو الذي قبِل.")
    assert (wrong.earned, wrong.possible, wrong.why) == (0, 1, "الزعيم هو من وجّه الدعوة.")


def test_the_bad_example_says_that_no_option_is_correct():
    assert [problem.rule for problem in read(BAD, "choice")[1]] == ["no-correct-option"]


def test_options_that_are_numbers_are_named_by_their_words_first():
    question = choice(["3", "1", "2"], key=1)
    assert question.classify(question.parse("1")) == "1"
    assert question.classify(question.parse("2")) == "2"


def test_options_that_differ_in_a_vowel_alone_can_each_be_named():
    question = choice(["كَتَبَ", "كُتِبَ"], key=1)
    assert verdict(question, "كُتِبَ") == "accepted"
    assert verdict(question, "كَتَبَ") == "refused"
    assert verdict(question, "كتب") == "unanswered"


def test_a_value_that_no_option_has_is_unanswered():
    question = ask(GOOD, "choice")
    value = question.options[0].value
    assert question.read({"who-accepted": [value]}) == value
    for form in ({}, {"who-accepted": []}, {"who-accepted": [""]}, {"who-accepted": ["zzz"]}, {"other": [value]}):
        assert isinstance(question.read(form), Unanswered)


@pytest.mark.parametrize(
    "marks, rules",
    [([0, 0], ["no-correct-option"]), ([1, 1], ["two-correct-options"]), ([1, 0], [])],
)
def test_exactly_one_option_is_correct(marks, rules):
    options = [{"text": str(index), "why": "لأن", "correct": bool(mark)} for index, mark in enumerate(marks)]
    assert [rule for _, rule, _ in build("choice", options=options).faults()] == rules


def test_an_option_that_stands_twice_is_a_fault():
    assert [(at, rule) for at, rule, _ in choice(["نعم", "لا", "نعم"]).faults()] == [
        (("options", 2, "text"), "duplicate-option")
    ]


def test_the_solution_names_the_key_and_every_reason():
    question = choice(["أول", "ثان"], key=1)
    first, second = (option.value for option in question.options)
    assert question.solution() == Solution(correct=(second,), whys={first: "لأن أول", second: "لأن ثان"})


def test_a_learner_meets_the_same_order_again_and_learners_meet_different_orders():
    question = choice([str(number) for number in range(6)])
    assert page(question, "one") == page(question, "one")
    assert len({page(question, str(seed)) for seed in range(20)}) > 5


def test_pinned_options_keep_the_order_of_the_file_for_everybody():
    question = choice(["أول", "ثان", "ثالث"], pinned=True)
    assert [option.text for option in question.public("any").options] == ["أول", "ثان", "ثالث"]
    assert page(question, "one") == page(question, "two")


@given(TEXTS, st.data(), POINTS)
def test_the_key_earns_everything_and_anything_else_nothing(texts, data, points):
    key = data.draw(st.sampled_from(range(len(texts))))
    question = choice(texts, key, points=points)
    for index, option in enumerate(question.options):
        grade = question.grade(option.value)
        assert within_bounds(grade, points)
        assert grade.earned == (points if index == key else 0)
        assert question.classify(option.value) == option.text


@given(TEXTS, st.data())
def test_the_order_of_the_options_does_not_matter(texts, data):
    order = data.draw(st.permutations(range(len(texts))))
    question = choice(texts)
    moved = choice([texts[index] for index in order], order.index(0))
    assert page(moved) == page(question)
    for option in question.options:
        assert moved.grade(option.value) == question.grade(option.value)


@given(TEXTS, st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(texts, data, words):
    key = data.draw(st.sampled_from(range(len(texts))))
    other = choice(texts, key, evidence=[words], hints=[words])
    other = other.model_copy(update={"options": tuple(o.model_copy(update={"why": words}) for o in other.options)})
    assert page(other) == page(choice(texts))


@given(TEXTS, st.text(max_size=20))
def test_any_line_is_an_option_or_unanswered(texts, line):
    question = choice(texts)
    assert question.parse("") == Unanswered()
    assert question.parse(line) in {Unanswered(), *(option.value for option in question.options)}
    assert question.read({"q": [line]}) in {Unanswered(), *(option.value for option in question.options)}
