"""What holds for match, order and sort alike: rows that each take one choice out of a list."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from question_types.asking import build, card, tried
from webapp.domain.question import Question
from webapp.domain.scoring import Rules, mark

FIVE = ["أول", "ثان", "ثالث", "رابع", "خامس"]


def match(*rights: str) -> Question:
    """Three pairs with these right sides."""
    pairs = zip(["حرب", "صلح", "رد"], rights, strict=True)
    return build("match", pairs=[{"left": left, "right": right, "why": "لأن"} for left, right in pairs], points=3)


def order(*items: str) -> Question:
    """Five items in this order."""
    return build("order", items=items, why="هكذا وقعت.", points=10)


def sort(*groups: list[str]) -> Question:
    """Four words in these three groups."""
    named = zip(["أسماء", "أفعال", "حروف"], groups, strict=True)
    return build("sort", groups=[{"name": n, "items": items} for n, items in named], why="لكل نوعها.", points=4)


@dataclass(frozen=True)
class PartsCase:
    """A question, another of the same rows with another key, and lines with the number of choices made in each."""

    question: Question
    other_key: Question
    chosen: str
    draft: tuple[str, int]
    last: tuple[str, int]
    word: str
    half: str
    full: str
    penalty: float
    standings: tuple[float, float, float]
    """After the line that is half right, after the same line again, and after the full line in its place."""


MATCH = PartsCase(
    question=match("نزاع", "سلام", "جواب"),
    other_key=match("سلام", "جواب", "نزاع"),
    chosen=" selected",
    draft=("1=1", 1),
    last=("1=2, 2=2", 2),
    word="حرب",
    half="1=1,2=3,3=2",
    full="1=1,2=2,3=3",
    penalty=0.5,
    standings=(1, 1, 2),
)
ORDER = PartsCase(
    question=order(*FIVE),
    other_key=order(*FIVE[::-1]),
    chosen=" selected",
    draft=("2,1", 2),
    last=("5,1,2,3,4", 5),
    word="أول",
    half="5,1,2,3,4",
    full="1,2,3,4,5",
    penalty=0.25,
    standings=(7.5, 7.5, 7.5),
)
SORT = PartsCase(
    question=sort(["كتاب", "بيت"], ["كتب"], ["في"]),
    other_key=sort(["في"], ["كتاب", "كتب"], ["بيت"]),
    chosen=" checked",
    draft=("1=1", 1),
    last=("1=2, 2=2", 2),
    word="كتاب",
    half="1=1,2=1,3=1,4=1",
    full="1=1,2=1,3=2,4=3",
    penalty=0.5,
    standings=(2, 2, 3),
)
every_type = pytest.mark.parametrize("case", [MATCH, ORDER, SORT], ids=["match", "order", "sort"])


@every_type
def test_a_part_that_was_right_from_the_first_try_keeps_its_value(case):
    question, rules = case.question, Rules(2, case.penalty)
    half, full = question.parse(case.half), question.parse(case.full)
    first = mark(rules, question, half, [])
    before = [tried(first.grade, 1, half)]
    again, better = mark(rules, question, half, before), mark(rules, question, full, before)
    assert (first.standing, again.standing, better.standing) == case.standings
    assert (first.settled, again.settled, better.settled) == (False, True, True)
    assert mark(rules, question, full, [*before, tried(better.grade, 2, full)]) is None


@every_type
def test_a_record_of_another_shape_earns_nothing(case):
    assert case.question.grade(case.word).earned == 0
    assert case.question.classify([case.word]) == ""


@every_type
def test_what_was_chosen_stands_in_the_form_again(app, case):
    question = case.question
    (draft, drafted), (last, answered) = ((question.parse(line), count) for line, count in (case.draft, case.last))
    assert card(app, question).count(case.chosen) == 0
    assert card(app, question, draft=draft).count(case.chosen) == drafted
    assert card(app, question, response=last).count(case.chosen) == answered
    assert card(app, question, response=last, draft=draft).count(case.chosen) == drafted
    assert card(app, question, draft="كلمة", response=["كلمة"]) == card(app, question)


@every_type
def test_a_form_with_tries_left_is_the_same_whatever_is_right(app, case):
    last = case.question.parse(case.last[0])
    assert card(app, case.question, response=last) == card(app, case.other_key, response=last)
