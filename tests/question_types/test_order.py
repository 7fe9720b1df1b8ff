"""Order: neighbours in their right order over the pairs of neighbours."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_types.asking import (
    POINTS,
    WORDS,
    answer,
    ask,
    build,
    card,
    examples,
    page,
    read,
    value,
    verdict,
    within_bounds,
)
from webapp.domain.question import Unanswered

GOOD, BAD = examples("order")
FIVE = ["أول", "ثان", "ثالث", "رابع", "خامس"]
TEXTS = st.lists(WORDS, min_size=3, max_size=8, unique=True)


def order(items, **fields):
    return build("order", items=items, why="هكذا وقعت.", **fields)


def ranks(question, places):
    """A response out of places in the file's order; None leaves one out."""
    given = zip(question.items, places, strict=True)
    return {value(item): str(place) for item, place in given if place is not None}


@pytest.mark.parametrize(
    "line, earned, expected",
    [
        ("1,2,3,4,5", 1, "accepted"),
        ("١ ٢ ٣ ٤ ٥", 1, "accepted"),
        ("1 > 2 > 3 > 4 > 5", 1, "accepted"),
        ("أول | ثان | ثالث | رابع | خامس", 1, "accepted"),
        ("2،1،3،4،5", 0.5, "partial"),
        ("5,1,2,3,4", 0.75, "partial"),
        ("2,3,1,4,5", 0.5, "partial"),
        ("2,1,4,3,5", 0, "refused"),
        ("1,2", 0.25, "partial"),
        ("2,5", 0, "refused"),
        ("خامس | أول | ثان", 0.25, "partial"),
        ("5,4,3,2,1", 0, "refused"),
        ("3", 0, "refused"),
    ],
)
def test_right_neighbours_over_the_pairs(line, earned, expected):
    grade = answer(order(FIVE), line)
    assert (grade.verdict, grade.earned) == (expected, earned)


@pytest.mark.parametrize("line", ["", " ", ",", "0", "6", "1,9", "1,1,2", "سادس", "أول | سادس", "1;x"])
def test_a_line_that_is_not_wholly_understood_is_unanswered(line):
    assert verdict(order(FIVE), line) == "unanswered"


def test_items_that_are_numbers_are_named_by_their_words_first():
    question = order(["3", "1", "2"])
    assert verdict(question, "3,1,2") == "accepted"


@pytest.mark.parametrize(
    "places, earned",
    [
        ([1, 2, None, None, None], 0.25),
        ([1, None, 2, None, 5], 0),
        ([1, 1, 1, 1, 1], 0),
        ([1, 1, 2, 2, 3], 0),
        ([1, 2, 2, 3, 4], 0.25),
        ([None, None, None, None, 1], 0),
        ([1, 3, 5, None, None], 0.5),
    ],
)
def test_items_without_a_place_or_in_one_place_are_in_no_pair(places, earned):
    question = order(FIVE)
    assert question.grade(ranks(question, places)).earned == earned


@pytest.mark.parametrize(
    "line, why",
    [
        ("1,2,3,4,5", "هكذا وقعت."),
        ("2,1", "لم يصح ترتيب شيء مما في الإجابة، مع ترك ٣ عناصر بلا إجابة؛ العودة إلى النص تساعد."),
        ("5,4,3,2,1", "لم يصح ترتيب شيء مما في الإجابة؛ العودة إلى النص تساعد."),
        ("1,2,4,3", "صح ترتيب زوج متتالٍ واحد من ٤، مع ترك عنصر واحد بلا إجابة؛ العودة إلى النص تساعد على الباقي."),
        ("5,1,2,3,4", "صح ترتيب ٣ أزواج متتالية من ٤؛ العودة إلى النص تساعد على الباقي."),
    ],
)
def test_the_reason_counts_and_does_not_name(line, why):
    assert answer(order(FIVE), line).why == why


def test_places_come_out_of_a_form_and_anything_else_is_left_out():
    question = order(FIVE)
    form = {
        f"q.{value('أول')}": ["2"],
        f"q.{value('ثان')}": ["9"],
        f"q.{value('ثالث')}": [""],
        "q.zzz": ["1"],
        "q": ["1"],
    }
    assert question.read(form) == {value("أول"): "2"}
    assert isinstance(question.read({f"q.{value(item)}": [""] for item in FIVE}), Unanswered)


def test_the_label_and_the_solution_are_readable():
    question = order(FIVE)
    assert question.classify(question.parse("2,1")) == "ثان ← أول"
    assert question.classify(ranks(question, [None, 3, None, 1, None])) == "رابع ← ثان"
    assert " = " in question.classify(ranks(question, [1, 1, 2, None, None]))
    solution = question.solution()
    assert solution.model == "أول ← ثان ← ثالث ← رابع ← خامس"
    assert solution.parts == ranks(question, [1, 2, 3, 4, 5])
    assert solution.why == "هكذا وقعت."


def test_an_item_that_stands_twice_is_a_fault():
    assert [(problem.rule, problem.line) for problem in read(BAD, "order")[1]] == [("duplicate-option", 9)]
    assert verdict(ask(GOOD, "order"), "1,2,3") == "accepted"


def neighbours(places):
    """Pairs whose second item is alone in the next place that is taken after the first one's."""
    taken = sorted({place for place in places if place})
    following = dict(pairwise(taken))
    alone = [place if places.count(place) == 1 else None for place in places]
    return sum(bool(first and second) and following.get(first) == second for first, second in pairwise(alone))


@given(TEXTS, st.data(), POINTS)
def test_any_places_earn_by_their_right_neighbours(texts, data, points):
    question = order(texts, points=points)
    place = st.none() | st.integers(1, len(texts))
    places = data.draw(st.lists(place, min_size=len(texts), max_size=len(texts)))
    response = ranks(question, places)
    grade = question.grade(response)
    assert within_bounds(grade, points)
    assert grade.earned == pytest.approx(points * neighbours(places) / (len(texts) - 1))
    assert question.read({f"q.{name}": [rank] for name, rank in response.items()}) == (response or Unanswered())


@given(TEXTS, POINTS)
def test_the_right_order_earns_everything(texts, points):
    question = order(texts, points=points)
    parts = question.solution().parts
    assert question.grade(parts).earned == points
    assert question.parse(" | ".join(texts)) == parts


@given(TEXTS, st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_the_right_order_is(texts, data, words):
    moved = data.draw(st.permutations(texts))
    other = build("order", items=moved, why=words, evidence=[words], hints=[words])
    assert page(other) == page(order(texts))


@given(TEXTS, st.data())
def test_the_shown_order_changes_nothing(texts, data):
    question = order(texts)
    one = question.public("one")
    assert list(question.shown_order("one")) == [entry.value for entry in one.rows]
    assert sorted(question.shown_order("one")) == sorted(question.shown_order("two")) == sorted(map(value, texts))
    places = data.draw(st.permutations(range(1, len(texts) + 1)))
    response = ranks(question, places)
    as_shown = {name: response[name] for name in question.shown_order("two")}
    assert question.grade(as_shown) == question.grade(response)
    assert question.classify(as_shown) == question.classify(response)


@given(TEXTS, st.text(max_size=20))
def test_any_line_can_be_marked_or_is_unanswered(texts, line):
    question = order(texts)
    response = question.parse(line)
    assert isinstance(response, Unanswered) or within_bounds(question.grade(response), 1)


def test_without_a_script_every_control_has_a_label_and_nothing_is_inline(app):
    html = card(app, order(FIVE))
    assert re.findall(r'<label[^>]* for="([^"]+)"', html) == re.findall(r'<select id="([^"]+)"', html) != []
    assert not re.search(r"<script|<style|\son\w+=|\sstyle=", html)


def test_a_settled_card_has_the_right_order_beside_the_learners(app):
    question = order(FIVE)
    last, solution = question.parse("5,1,2,3"), question.solution()
    html = card(app, question, settled=True, solution=solution, response=last)
    assert re.findall(r"<li[^>]*>([^<]+)</li>", html) == [*FIVE, "خامس", "أول", "ثان", "ثالث"]
    right = card(app, question, settled=True, right=True, solution=solution, response=solution.parts)
    assert re.findall(r"<li[^>]*>([^<]+)</li>", right) == FIVE
    assert "<select" not in html + right
