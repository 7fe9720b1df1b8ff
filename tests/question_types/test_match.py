"""Match: each pair is an equal part."""

from __future__ import annotations

import re

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
from webapp.domain.question_views import Solution

GOOD, BAD = examples("match")
LEFTS = st.lists(WORDS, min_size=2, max_size=8, unique=True)
WAR = [("حرب", "نزاع"), ("صلح", "سلام"), ("رد", "جواب")]


def match(pairs, distractors=(), **fields):
    plain = [{"left": left, "right": right, "why": f"لأن {left}"} for left, right in pairs]
    return build("match", pairs=plain, distractors=list(distractors), **fields)


def links(*pairs):
    return {value(left): value(right) for left, right in pairs}


@pytest.mark.parametrize(
    "line, earned, expected",
    [
        ("1=1, 2=2, 3=3", 3, "accepted"),
        ("١=١ ٢=٢ ٣=٣", 3, "accepted"),
        ("حرب=نزاع | صلح = سلام | رد=جواب", 3, "accepted"),
        ("حرب=1 | 2=سلام", 2, "partial"),
        ("1=1,2=1,3=1", 1, "partial"),
        ("1=2,2=1,3=4", 0, "refused"),
        ("3=غضب", 0, "refused"),
    ],
)
def test_each_pair_counts_alone(line, earned, expected):
    grade = answer(match(WAR, ["غضب"], points=3), line)
    assert (grade.verdict, round(grade.earned, 6)) == (expected, earned)


@pytest.mark.parametrize("line", ["", " | ", "1", "1=", "=1", "1=9", "9=1", "1=1,1=2", "حرب=فوز", "1=1 | 2"])
def test_a_line_that_is_not_wholly_understood_is_unanswered(line):
    assert verdict(match(WAR, ["غضب"]), line) == "unanswered"


def test_a_text_may_have_an_equals_sign_of_its_own():
    question = match([("س=١", "ص=٢"), ("ب", "ج")])
    assert verdict(question, "س=١ = ص=٢ | ب=ج") == "accepted"


def test_pairs_may_share_one_match():
    question = match([("أ", "نعم"), ("ب", "لا"), ("ج", "نعم")])
    assert list(question.faults()) == []
    assert [right.text for right in question.public("s").targets].count("نعم") == 1
    assert verdict(question, "1=3, 2=2, 3=1") == "accepted"


@pytest.mark.parametrize(
    "line, why",
    [
        ("1=1,2=2,3=3", "حرب: لأن حرب صلح: لأن صلح رد: لأن رد"),
        ("1=2,2=1", "لم يصح وصل شيء مما في الإجابة، مع ترك زوج واحد بلا إجابة؛ العودة إلى النص تساعد."),
        ("1=1,2=1,3=1", "صح وصل زوج واحد من ٣؛ العودة إلى النص تساعد على الباقي."),
        ("1=1,2=2,3=1", "صح وصل زوجين من ٣؛ العودة إلى النص تساعد على الباقي."),
        ("1=1", "صح وصل زوج واحد من ٣، مع ترك زوجين بلا إجابة؛ العودة إلى النص تساعد على الباقي."),
    ],
)
def test_the_reason_counts_and_does_not_name(line, why):
    assert answer(match(WAR), line).why == why


def test_links_come_out_of_a_form_and_anything_else_is_left_out():
    question = match(WAR)
    form = {f"q.{value('حرب')}": [value("سلام")], f"q.{value('صلح')}": ["zzz"], f"q.{value('رد')}": [""], "q": ["1"]}
    assert question.read(form) == links(("حرب", "سلام"))
    assert isinstance(question.read({f"q.{value('حرب')}": [""]}), Unanswered)


def test_the_label_and_the_solution_are_readable():
    question = match(WAR)
    assert question.classify(question.parse("3=1, 1=2")) == "حرب = سلام | رد = نزاع"
    assert question.solution() == Solution(
        model="حرب = نزاع | صلح = سلام | رد = جواب",
        why="حرب: لأن حرب صلح: لأن صلح رد: لأن رد",
        parts=links(*WAR),
    )


@pytest.mark.parametrize(
    "pairs, distractors, faults",
    [
        (WAR, ["غضب"], []),
        ([("أ", "١"), ("أ", "٢")], [], [(("pairs", 1, "left"), "duplicate-option")]),
        (WAR, ["غضب", "غضب"], [(("distractors", 1), "duplicate-option")]),
        (WAR, ["سلام"], [(("distractors", 0), "duplicate-option")]),
        ([("أ", "١"), ("ب", "١")], [], [(("pairs",), "no-wrong-option")]),
        ([("أ", "١"), ("ب", "١")], ["٢"], []),
    ],
)
def test_what_repeats_is_a_fault(pairs, distractors, faults):
    assert [(at, rule) for at, rule, _ in match(pairs, distractors).faults()] == faults


def test_the_examples_of_the_docstring():
    assert verdict(ask(GOOD, "match"), "1=1, 2=2") == "accepted"
    assert [problem.rule for problem in read(BAD, "match")[1]] == ["duplicate-option"]


@given(LEFTS, st.data(), POINTS)
def test_any_response_earns_by_its_right_pairs(lefts, data, points):
    rights = [f"{left} {left}" for left in lefts]
    question = match(zip(lefts, rights, strict=True), ["مشتت آخر لا يشبه"], points=points)
    choice = st.sampled_from([None, *question.shown_order("")])
    response = {value(left): right for left in lefts if (right := data.draw(choice))}
    grade = question.grade(response)
    key = question.solution().parts
    assert within_bounds(grade, points)
    assert grade.earned == pytest.approx(points * sum(key[name] == to for name, to in response.items()) / len(lefts))
    assert question.read({f"q.{name}": [to] for name, to in response.items()}) == (response or Unanswered())
    assert question.grade(dict(reversed(response.items()))) == grade


@given(LEFTS, POINTS)
def test_the_right_pairs_earn_everything(lefts, points):
    pairs = [(left, f"{left} {left}") for left in lefts]
    question = match(pairs, points=points)
    assert question.grade(question.solution().parts).earned == points
    assert question.parse(question.solution().model) == question.solution().parts


@given(LEFTS, st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_belongs_together(lefts, data, words):
    rights = data.draw(st.lists(WORDS, min_size=len(lefts), max_size=len(lefts), unique=True))
    extra = [f"{right} {right}" for right in rights[:2]]
    swapped = data.draw(st.permutations(rights + extra))
    one = match(zip(lefts, rights, strict=True), extra)
    other = match(zip(lefts, swapped, strict=False), swapped[len(lefts) :], evidence=[words], hints=[words])
    other = other.model_copy(update={"pairs": tuple(p.model_copy(update={"why": words}) for p in other.pairs)})
    assert page(other) == page(one)


@given(LEFTS, st.data())
def test_the_order_of_the_pairs_and_the_shuffle_change_nothing(lefts, data):
    pairs = [(left, f"{left} {left}") for left in lefts]
    question, moved = match(pairs), match(data.draw(st.permutations(pairs)))
    assert question.public("s").targets == moved.public("s").targets
    one, two = question.shown_order("one"), question.shown_order("two")
    assert sorted(one) == sorted(two)
    response = dict(zip(map(value, lefts), two, strict=True))
    assert question.grade(response).earned == pytest.approx(moved.grade(response).earned)


@given(LEFTS, st.text(max_size=20))
def test_any_line_can_be_marked_or_is_unanswered(lefts, line):
    question = match([(left, f"{left} {left}") for left in lefts])
    response = question.parse(line)
    assert isinstance(response, Unanswered) or within_bounds(question.grade(response), 1)


def test_without_a_script_every_control_has_a_label_and_nothing_is_inline(app):
    html = card(app, match(WAR))
    assert re.findall(r'<label[^>]* for="([^"]+)"', html) == re.findall(r'<select id="([^"]+)"', html) != []
    assert not re.search(r"<script|<style|\son\w+=|\sstyle=", html)


def test_a_settled_card_has_the_right_match_beside_the_learners(app):
    question = match(WAR)
    html = card(app, question, settled=True, solution=question.solution(), response=question.parse("1=1, 2=3"))
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "حرب نزاع ✓ صحيح: نزاع" in words
    assert "صلح سلام ✗ غير صحيح: جواب" in words
    assert "رد جواب ✗ غير صحيح: بلا إجابة" in words
    right = card(app, question, settled=True, right=True, solution=question.solution(), response=question.parse("1=1"))
    assert "✓" not in right
    assert "<select" not in html + right
