"""Multiple: right minus wrong, each by its share, never below nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import POINTS, WORDS, answer, ask, build, examples, page, read, verdict, within_bounds
from webapp.domain.question import Unanswered
from webapp.domain.question_views import Solution

GOOD, BAD = examples("multiple")
SIXTH = ["أول", "ثان", "ثالث", "رابع", "خامس", "سادس"]


def multiple(texts, keys, **fields):
    options = [{"text": text, "correct": index in keys, "why": f"لأن {text}"} for index, text in enumerate(texts)]
    return build("multiple", options=options, **fields)


@st.composite
def questions(draw):
    texts = draw(st.lists(WORDS, min_size=3, max_size=10, unique=True))
    keys = draw(st.sets(st.sampled_from(range(len(texts))), min_size=1, max_size=len(texts) - 1))
    return multiple(texts, keys, points=draw(POINTS))


def chosen(question, data):
    """Any choice of at least one option."""
    values = [option.value for option in question.options]
    return data.draw(st.lists(st.sampled_from(values), min_size=1, unique=True))


@pytest.mark.parametrize(
    "line, expected, earned",
    [
        ("1 2", "accepted", 1),
        ("2، 1", "accepted", 1),
        ("أ | ب", "accepted", 1),
        ("أ,ب", "accepted", 1),
        ("لم يُذكر موعد الزيارة؛ وُجّهت الدعوة أثناء المحادثات", "accepted", 1),
        ("1", "partial", 0.5),
        ("لم يذكر موعد الزيارة", "partial", 0.5),
        ("1 2 3", "refused", 0),
        ("1 3", "refused", 0),
        ("3", "refused", 0),
    ],
)
def test_right_minus_wrong(line, expected, earned):
    grade = answer(ask(GOOD, "multiple"), line)
    assert (grade.verdict, grade.earned, grade.possible) == (expected, earned, 1)


@pytest.mark.parametrize(
    "line, earned",
    [("1 2 3", 6), ("1 2", 4), ("1", 2), ("1 4", 0), ("1 2 4", 2), ("1 2 3 4", 4), ("4 5 6", 0), ("1 2 3 4 5 6", 0)],
)
def test_each_right_and_each_wrong_option_has_its_share(line, earned):
    assert answer(multiple(SIXTH, {0, 1, 2}, points=6), line).earned == pytest.approx(earned)


@pytest.mark.parametrize("line", ["", " ", "9", "|", "؛", "كلام آخر"])
def test_nothing_that_is_an_option_is_unanswered(line):
    assert verdict(ask(GOOD, "multiple"), line) == "unanswered"


def test_a_grade_tells_the_slips_or_that_more_is_right_or_why_all_is():
    question = ask(GOOD, "multiple")
    assert answer(question, "1 3").why == "الفقرة تقول «وأنه قبلها»."
    assert answer(question, "1").why == "ما اختير صحيح، وفي النص ما يثبت غيره أيضًا."
    assert answer(question, "1 2").why == "«أثناء محادثاتهما في روسيا». «دون أن تذكر الوكالة موعدا»."


def test_a_form_is_read_in_the_order_of_the_file_without_strangers():
    question = ask(GOOD, "multiple")
    first, second, _ = (option.value for option in question.options)
    assert question.read({question.id: [second, "zzz", first, first]}) == [first, second]
    for form in ({}, {question.id: []}, {question.id: ["zzz", ""]}, {"other": [first]}):
        assert isinstance(question.read(form), Unanswered)


def test_the_bad_example_says_that_nothing_is_asked():
    assert [problem.rule for problem in read(BAD, "multiple")[1]] == ["bad-value"]


@pytest.mark.parametrize(
    "keys, rules", [(set(), ["no-correct-option"]), ({0, 1, 2}, ["no-wrong-option"]), ({0, 1}, []), ({1}, [])]
)
def test_something_is_right_and_something_is_wrong(keys, rules):
    assert [rule for _, rule, _ in multiple(["أ", "ب", "ج"], keys).faults()] == rules


def test_the_solution_names_the_keys_and_every_reason():
    question = multiple(["أول", "ثان", "ثالث"], {0, 2})
    first, second, third = (option.value for option in question.options)
    whys = {first: "لأن أول", second: "لأن ثان", third: "لأن ثالث"}
    assert question.solution() == Solution(
        correct=(
            first,
            third,
        ),
        whys=whys,
    )


def test_an_answer_is_known_by_the_words_that_were_chosen():
    question = multiple(["أول", "ثان", "ثالث"], {0, 2})
    assert question.classify(question.parse("3 1")) == "أول | ثالث"


@given(questions())
def test_all_the_right_and_only_the_right_earns_everything(question):
    grade = question.grade([option.value for option in question.options if option.correct])
    assert grade.verdict == "accepted"
    assert grade.earned == question.points


@given(questions(), st.data())
def test_a_mark_is_never_below_nothing_or_above_everything(question, data):
    response = chosen(question, data)
    grade = question.grade(response)
    assert within_bounds(grade, question.points)
    right = sorted(option.value for option in question.options if option.correct)
    assert (grade.verdict == "accepted") == (sorted(response) == right)


@given(questions(), st.data())
def test_neither_the_order_of_the_options_nor_of_the_answer_matters(question, data):
    response = chosen(question, data)
    order = data.draw(st.permutations(question.options))
    moved = question.model_copy(update={"options": tuple(order)})
    assert page(moved) == page(question)
    assert moved.grade(response).earned == question.grade(list(reversed(response))).earned


@given(questions(), st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_is_right(question, data, words):
    keys = data.draw(st.sets(st.sampled_from(range(len(question.options)))))
    other = multiple([option.text for option in question.options], keys, evidence=[words], hints=[words])
    other = other.model_copy(update={"options": tuple(o.model_copy(update={"why": words}) for o in other.options)})
    assert page(other) == page(question)


@given(questions(), st.text(max_size=30))
def test_any_line_is_some_options_or_unanswered(question, line):
    assert question.parse("") == question.read({}) == Unanswered()
    response = question.parse(line)
    assert isinstance(response, Unanswered) or set(response) <= {option.value for option in question.options}
