"""Sort: each item is an equal part, in its group or not."""

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

GOOD, BAD = examples("sort")
NAMES = ["أسماء", "أفعال", "حروف", "غيرها"]
WORDS_BY_KIND = [["كتاب", "بيت"], ["كتب"], ["في"]]


def sort(groups, **fields):
    plain = [{"name": name, "items": list(items)} for name, items in zip(NAMES, groups, strict=False)]
    return build("sort", **{"groups": plain, "why": "لكل كلمة نوعها.", **fields})


@st.composite
def groupings(draw):
    """Items with the number of each one's group; no group is empty."""
    count = draw(st.integers(2, 4))
    items = draw(st.lists(WORDS, min_size=count, max_size=8, unique=True))
    rest = draw(st.lists(st.integers(0, count - 1), min_size=len(items) - count, max_size=len(items) - count))
    return items, draw(st.permutations([*range(count), *rest])), count


def grouped(items, places, count):
    return [[item for item, place in zip(items, places, strict=True) if place == group] for group in range(count)]


@pytest.mark.parametrize(
    "line, earned, expected",
    [
        ("1=1, 2=1, 3=2, 4=3", 4, "accepted"),
        ("١=١، ٢=١، ٣=٢، ٤=٣", 4, "accepted"),
        ("كتاب=أسماء | بيت=أسماء | كتب=أفعال | في=حروف", 4, "accepted"),
        ("1=1, 2=2, 3=2, 4=3", 3, "partial"),
        ("1=1", 1, "partial"),
        ("في = أفعال", 0, "refused"),
        ("1=2, 2=2, 3=1, 4=1", 0, "refused"),
    ],
)
def test_each_item_counts_alone(line, earned, expected):
    grade = answer(sort(WORDS_BY_KIND, points=4), line)
    assert (grade.verdict, grade.earned) == (expected, earned)


@pytest.mark.parametrize("line", ["", "1", "1=", "1=4", "5=1", "1=1, 1=2", "كتاب=ظروف", "قلم=أسماء"])
def test_a_line_that_is_not_wholly_understood_is_unanswered(line):
    assert verdict(sort(WORDS_BY_KIND), line) == "unanswered"


@pytest.mark.parametrize(
    "right, given, why",
    [
        (2, 2, "لكل كلمة نوعها."),
        (0, 12, "لم يصح تصنيف شيء مما في الإجابة؛ العودة إلى النص تساعد."),
        (1, 12, "صح تصنيف عبارة واحدة من ١٢؛ العودة إلى النص تساعد على الباقي."),
        (2, 12, "صح تصنيف عبارتين من ١٢؛ العودة إلى النص تساعد على الباقي."),
        (10, 12, "صح تصنيف ١٠ عبارات من ١٢؛ العودة إلى النص تساعد على الباقي."),
        (11, 12, "صح تصنيف ١١ عبارة من ١٢؛ العودة إلى النص تساعد على الباقي."),
        (1, 1, "صح تصنيف عبارة واحدة من ١٢، مع ترك ١١ عبارة بلا إجابة؛ العودة إلى النص تساعد على الباقي."),
        (3, 9, "صح تصنيف ٣ عبارات من ١٢، مع ترك ٣ عبارات بلا إجابة؛ العودة إلى النص تساعد على الباقي."),
    ],
)
def test_the_reason_counts_as_arabic_does_and_does_not_name(right, given, why):
    size = 2 if right == given == 2 else 12
    items = [f"كلمة {number}" for number in range(size)]
    question = sort([items[: size // 2], items[size // 2 :]])
    groups = [1] * (size // 2) + [2] * (size // 2)
    line = ", ".join(f"{i + 1}={groups[i] if i < right else 3 - groups[i]}" for i in range(given))
    assert answer(question, line).why == why


def test_groups_come_out_of_a_form_and_anything_else_is_left_out():
    question = sort(WORDS_BY_KIND)
    form = {f"q.{value('بيت')}": [value("حروف")], f"q.{value('في')}": ["zzz"], "q.zzz": [value("حروف")], "q": ["1"]}
    assert question.read(form) == {value("بيت"): value("حروف")}
    assert isinstance(question.read({f"q.{value('في')}": ["أسماء"]}), Unanswered)


def test_the_label_and_the_solution_are_readable():
    question = sort(WORDS_BY_KIND)
    assert question.classify(question.parse("4=1, 3=3")) == "أسماء: في | حروف: كتب"
    solution = question.solution()
    assert solution.model in {f"أسماء: {two} | أفعال: كتب | حروف: في" for two in ("كتاب، بيت", "بيت، كتاب")}
    assert solution.parts[value("كتب")] == value("أفعال")
    assert solution.why == "لكل كلمة نوعها."


def test_the_reason_of_a_group_follows_the_reason_of_the_question():
    assert ask(GOOD, "sort").solution().why.endswith("فانتقال إلى المكان. قول: كلاهما كلام يقال.")


def test_the_label_does_not_tell_the_order_of_the_file():
    items = [f"كلمة {number}" for number in range(8)]
    one, two = sort([items[:4], items[4:]]), sort([items[4:][::-1], items[:4]])
    everything = {value(item): value(NAMES[0]) for item in items}
    assert one.classify(everything) == two.classify(everything)


def test_what_repeats_is_a_fault():
    assert list(sort(WORDS_BY_KIND).faults()) == []
    twice = [(at, rule) for at, rule, _ in sort([["أ", "ب"], ["ج", "أ"]]).faults()]
    assert twice == [(("groups", 1, "items", 1), "duplicate-option")]
    again = build("sort", groups=[{"name": "س", "items": ["أ"]}, {"name": "س", "items": ["ب"]}], why="لأن")
    assert [(at, rule) for at, rule, _ in again.faults()] == [(("groups", 1, "name"), "duplicate-option")]


def test_the_examples_of_the_docstring():
    assert verdict(ask(GOOD, "sort"), "1=1, 2=1, 3=2") == "accepted"
    assert [problem.rule for problem in read(BAD, "sort")[1]] == ["duplicate-option"]


@given(groupings(), st.data(), POINTS)
def test_any_response_earns_by_its_right_items(grouping, data, points):
    items, places, count = grouping
    question = sort(grouped(items, places, count), points=points)
    choice = st.none() | st.integers(0, count - 1)
    picked = {item: place for item in items if (place := data.draw(choice)) is not None}
    response = {value(item): value(NAMES[place]) for item, place in picked.items()}
    hits = sum(picked.get(item) == place for item, place in zip(items, places, strict=True))
    grade = question.grade(response)
    assert within_bounds(grade, points)
    assert grade.earned == pytest.approx(points * hits / len(items))
    assert question.read({f"q.{name}": [to] for name, to in response.items()}) == (response or Unanswered())
    assert question.grade(dict(reversed(response.items()))) == grade


@given(groupings(), POINTS)
def test_the_right_groups_earn_everything(grouping, points):
    question = sort(grouped(*grouping), points=points)
    assert question.grade(question.solution().parts).earned == points


@given(groupings(), st.data(), WORDS)
def test_a_page_is_the_same_to_the_byte_whatever_belongs_where(grouping, data, words):
    items, places, count = grouping
    moved = grouped(data.draw(st.permutations(items)), data.draw(st.permutations(places)), count)
    other = sort(moved, why=words, evidence=[words], hints=[words])
    groups = tuple(group.model_copy(update={"why": words}) for group in other.groups)
    assert page(other.model_copy(update={"groups": groups})) == page(sort(grouped(items, places, count)))


@given(groupings())
def test_the_shown_order_changes_nothing(grouping):
    question = sort(grouped(*grouping))
    one = question.public("one")
    assert list(question.shown_order("one")) == [entry.value for entry in one.rows]
    assert sorted(question.shown_order("one")) == sorted(question.shown_order("two"))
    key = question.solution().parts
    assert question.grade({name: key[name] for name in question.shown_order("two")}) == question.grade(key)


@given(groupings(), st.text(max_size=20))
def test_any_line_can_be_marked_or_is_unanswered(grouping, line):
    question = sort(grouped(*grouping))
    response = question.parse(line)
    assert isinstance(response, Unanswered) or within_bounds(question.grade(response), 1)


def test_without_a_script_every_control_has_a_label_and_nothing_is_inline(app):
    html = card(app, sort(WORDS_BY_KIND))
    named, texts = (re.findall(rf'{end}="(t-[^"]+)"', html) for end in ("labelledby", "id"))
    assert named == texts != []
    assert html.count("<label") == html.count("<input") == 12
    assert not re.search(r"<script|<style|\son\w+=|\sstyle=", html)


def test_a_settled_card_has_the_right_group_beside_the_learners(app):
    question = sort(WORDS_BY_KIND)
    html = card(app, question, settled=True, solution=question.solution(), response=question.parse("1=1, 3=3"))
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "كتاب أسماء ✓ صحيح: أسماء" in words
    assert "كتب أفعال ✗ غير صحيح: حروف" in words
    assert "في حروف ✗ غير صحيح: بلا إجابة" in words
    right = card(app, question, settled=True, right=True, solution=question.solution(), response=question.parse("1=1"))
    assert "✓" not in right
    assert "<input" not in html + right
