"""Attempts, penalties and countback: when an answer counts, and how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.attempt import Attempt
from webapp.domain.question import Grade, Part, Response, Verdict
from webapp.domain.scoring import (
    Rules,
    attempts_left,
    countback,
    counted_attempts,
    find_repeated_answer,
    lowered_mark,
    mark,
    round_for_display,
    settled,
)
from webapp.question_types import TYPES

THREE = Rules(tries=3, penalty=0.25)
MULTIPLE = TYPES["multiple"].model_validate(
    {
        "id": "q",
        "paragraph": 1,
        "type": "multiple",
        "process": "infer",
        "prompt": "ما الصواب؟",
        "points": 4,
        "options": [{"text": text, "why": "لأن", "correct": text in "اب"} for text in "ابجد"],
    }
)
SHORT = TYPES["short"].model_validate(
    {
        "id": "q",
        "paragraph": 1,
        "type": "short",
        "process": "infer",
        "prompt": "ما الذي جرى؟",
        "points": 2,
        "accept": ["محادثات"],
        "why": "لأن",
    }
)
SLIP = "محاثدات"


def tried(verdict: Verdict, *values: float) -> Attempt:
    """A recorded try of a question with one part a value, all of them equal in share."""
    parts = tuple(Part(str(index), 1 / len(values), value) for index, value in enumerate(values))
    return recorded(Grade(verdict, sum(values) / len(values), 1, "", parts), 1)


def recorded(grade: Grade, number: int) -> Attempt:
    return Attempt(
        id=f"form-{number}",
        school="default",
        learner="layla",
        text="river",
        question="q",
        version="v",
        number=number,
        response="",
        label="",
        shown=(),
        verdict=grade.verdict,
        earned=grade.earned,
        possible=grade.possible,
        why=grade.why,
        note=grade.note,
        tolerance_level=grade.tolerance_level,
        parts=grade.parts,
        hints=0,
        seconds=1.0,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


RIGHT, WRONG, HALF, NEARLY = tried("accepted", 1), tried("refused", 0), tried("partial", 0.5), tried("nearly", 0)


@pytest.mark.parametrize(
    "tries, left",
    [
        ([], 3),
        ([WRONG], 2),
        ([WRONG, WRONG], 1),
        ([WRONG, WRONG, WRONG], 0),
        ([WRONG, WRONG, WRONG, WRONG], 0),
        ([HALF], 2),
        ([RIGHT], 0),
        ([WRONG, RIGHT], 0),
        ([NEARLY], 3),
        ([NEARLY, NEARLY, NEARLY, NEARLY], 3),
        ([NEARLY, WRONG, NEARLY], 2),
    ],
)
def test_a_question_is_settled_when_it_is_right_or_has_no_try_left(tries, left):
    assert attempts_left(THREE, tries) == left
    assert settled(THREE, tries) == (left == 0)


def test_a_slip_of_spelling_costs_no_try():
    assert counted_attempts([NEARLY, WRONG, NEARLY, RIGHT]) == [WRONG, RIGHT]


# the values of each part, try by try, and what the question is worth after them, out of 1
COUNTBACK = [
    ([], 0),
    ([[1]], 1),
    ([[0]], 0),
    ([[0.5]], 0.5),
    ([[0], [1]], 0.75),
    ([[0], [0], [1]], 0.5),
    ([[0.5], [1]], 0.75),
    ([[0.5], [0.5]], 0.5),
    ([[0], [0.5], [0.5]], 0.375),
    ([[1], [0.5]], 0.5),
    ([[1, 0], [1, 1]], 0.5 + 0.375),
    ([[1, 0], [1, 0], [1, 1]], 0.5 + 0.25),
    ([[1, 0], [0, 1]], 0.375),
    ([[1, 0], [0, 0], [1, 1]], 0.25 + 0.25),
    ([[0, 0, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0]], 0.1875 * 2 + 0.125),
]


@pytest.mark.parametrize("values, expected", COUNTBACK)
@pytest.mark.parametrize("points", [1, 4])
def test_each_part_keeps_the_value_of_the_try_from_which_it_stood(values, expected, points):
    history = [tried("partial", *row).parts for row in values]
    assert countback(THREE, history, points) == pytest.approx(expected * points)


def test_a_part_that_an_earlier_try_did_not_have_was_worth_nothing_then():
    assert countback(THREE, [(), (Part("new", 1, 1),)], 1) == 0.75


@pytest.mark.parametrize("penalty, marks", [(0, [1, 1, 1]), (0.3333, [1, 0.6667, 0.3334]), (1, [1, 0, 0])])
def test_the_mark_falls_by_the_penalty_for_each_failed_try(penalty, marks):
    rules = Rules(3, penalty)
    histories = [[*[WRONG.parts] * failed, RIGHT.parts] for failed in range(3)]
    assert [countback(rules, history, 1) for history in histories] == pytest.approx(marks)


def test_a_mark_never_falls_below_nothing_however_many_tries_failed():
    rules = Rules(10, 0.5)
    assert [countback(rules, [*[WRONG.parts] * failed, RIGHT.parts], 1) for failed in range(10)] == [1, 0.5] + [0] * 8


def test_right_at_once_earns_everything_and_is_settled():
    outcome = mark(THREE, SHORT, "محادثات", [])
    assert (outcome.grade.verdict, outcome.standing, outcome.settled) == ("accepted", 2, True)


def test_right_at_the_second_try_earns_less_but_its_grade_stands_by_itself():
    outcome = mark(THREE, SHORT, "محادثات", [WRONG])
    assert (outcome.grade.earned, outcome.standing, outcome.settled) == (2, 1.5, True)


def test_a_wrong_answer_leaves_the_question_open_until_the_last_try():
    outcomes = [mark(THREE, SHORT, "لقاء", [WRONG] * before) for before in range(3)]
    assert [outcome.settled for outcome in outcomes] == [False, False, True]
    assert [outcome.standing for outcome in outcomes] == [0, 0, 0]


def test_a_slip_neither_settles_nor_costs_nor_changes_the_mark():
    for before in ([], [WRONG, WRONG], [WRONG, NEARLY, WRONG, NEARLY]):
        outcome = mark(THREE, SHORT, SLIP, before)
        assert (outcome.grade.verdict, outcome.standing, outcome.settled) == ("nearly", 0, False)
    assert mark(THREE, SHORT, "محادثات", [NEARLY, WRONG, NEARLY]).standing == 1.5
    assert mark(THREE, SHORT, SLIP, [HALF]).standing == 1


@pytest.mark.parametrize("before", [[RIGHT], [WRONG, RIGHT], [WRONG] * 3, [RIGHT, NEARLY]])
def test_nothing_is_marked_after_the_question_is_settled(before):
    assert mark(THREE, SHORT, "محادثات", before) is None


def test_a_single_try_is_settled_by_any_answer_but_a_slip():
    once = Rules(1, 0.25)
    assert mark(once, SHORT, "لقاء", []).settled
    assert not mark(once, SHORT, SLIP, []).settled


def test_partly_right_keeps_its_share_and_can_be_bettered():
    first, second, third, fourth = (option.value for option in MULTIPLE.options)
    outcome = mark(THREE, MULTIPLE, [first], [])
    assert (outcome.grade.verdict, outcome.standing, outcome.settled) == ("partial", 2, False)
    before = [recorded(outcome.grade, 1)]
    assert mark(THREE, MULTIPLE, [first, second], before).standing == 3
    assert mark(THREE, MULTIPLE, [second], before).standing == 2
    assert mark(THREE, MULTIPLE, [third, fourth], before).standing == 0


TOLD = [
    (0.0625, 1, 0.1),
    (0.0312, 1, 0.1),
    (0.6667, 1, 0.7),
    (0.45, 1, 0.5),
    (0.97, 1, 0.9),
    (1, 1, 1),
    (0, 1, 0),
    (1.3333, 2, 1.3),
    (2.96, 3, 2.9),
    (2.4, 2.5, 2.4),
    (0.1667, 0.25, 0.17),
    (0.25, 0.25, 0.25),
]


@pytest.mark.parametrize("exact, points, expected", TOLD)
def test_a_mark_is_told_to_a_tenth_and_never_as_all_or_nothing_when_it_is_neither(exact, points, expected):
    assert round_for_display(exact, points) == pytest.approx(expected)


@given(st.floats(0, 1), st.sampled_from([0.25, 0.5, 0.75, 1, 1.5, 2, 3, 100]))
def test_a_told_mark_has_few_digits_and_stays_within_the_points(share, points):
    shown = round_for_display(share * points, points)
    assert 0 <= shown <= points
    assert (0 < shown < points) == (1e-9 < share * points < points - 1e-9)
    if 0 < shown < points:
        steps = 10 if points >= 1 else 100
        assert shown * steps == pytest.approx(round(shown * steps))


def answered(response: Response, *values: float, version: str = "v", verdict: Verdict = "partial") -> Attempt:
    return replace(tried(verdict, *values), response=response, version=version)


@pytest.mark.parametrize(
    "before, again",
    [
        ("لقاء", "لقاء"),
        ("لقاء عابر", "  لقاء   عابر "),
        (["a", "b"], ["a", "b"]),
        ({"1": "b", "2": "a"}, {"2": "a", "1": "b"}),
        ({"1": "كلمة أولى"}, {"1": "كلمة  أولى"}),
    ],
)
def test_a_wrong_answer_sent_again_is_the_try_that_it_was(before, again):
    first = answered(before, 0, verdict="refused")
    assert find_repeated_answer(THREE, 1, "v", again, [first, answered("غيره", 0, verdict="refused")]) == first


@pytest.mark.parametrize(
    "before, again",
    [("لقاء", "اللقاء"), ("قِمّة", "قمة"), (["a", "b"], ["a"]), ({"1": "a", "2": "b"}, {"1": "b", "2": "a"})],
)
def test_another_answer_is_another_try(before, again):
    assert find_repeated_answer(THREE, 1, "v", again, [answered(before, 0, verdict="refused")]) is None


def test_an_answer_to_another_version_of_the_question_was_not_said_before():
    assert find_repeated_answer(THREE, 1, "new", "لقاء", [answered("لقاء", 0, verdict="refused")]) is None


def test_a_slip_sent_again_is_the_same_slip():
    slip = answered(SLIP, 0, verdict="nearly")
    assert find_repeated_answer(THREE, 1, "v", SLIP, [slip]) == slip


def test_going_back_to_a_better_answer_is_a_try_of_its_own_because_it_raises_the_mark():
    better, worse = answered(["a"], 0.5), answered(["c"], 0, verdict="refused")
    assert find_repeated_answer(THREE, 1, "v", ["a"], [better]) == better
    assert find_repeated_answer(THREE, 1, "v", ["a"], [better, worse]) is None
    assert find_repeated_answer(THREE, 1, "v", ["c"], [better, worse]) == worse


def test_nothing_is_said_again_after_the_question_is_settled():
    assert find_repeated_answer(THREE, 1, "v", "لقاء", [answered("لقاء", 0, verdict="refused"), RIGHT]) is None


@pytest.mark.parametrize(
    "tries, lowered",
    [
        ([], False),
        ([HALF], False),
        ([HALF, WRONG], True),
        ([HALF, HALF], False),
        ([WRONG, HALF], False),
        ([HALF, NEARLY], False),
    ],
)
def test_a_worse_last_try_takes_away_and_is_known_to(tries, lowered):
    assert lowered_mark(THREE, 1, tries) == lowered


def test_of_multiple_the_last_try_counts_even_where_it_lowers_the_mark():
    first, _, third, _ = (option.value for option in MULTIPLE.options)
    good = recorded(mark(THREE, MULTIPLE, [first], []).grade, 1)
    outcome = mark(THREE, MULTIPLE, [first, third], [good])
    assert outcome.standing < countback(THREE, [good.parts], 4)
    assert lowered_mark(THREE, 4, [good, recorded(outcome.grade, 2)])


RULES = st.builds(Rules, st.integers(1, 10), st.floats(0, 1))
VALUE = st.sampled_from([0, 0.25, 1 / 3, 0.5, 1])
HISTORY = st.integers(1, 4).flatmap(
    lambda parts: st.lists(st.lists(VALUE, min_size=parts, max_size=parts), max_size=10)
)


@given(RULES, HISTORY, st.sampled_from([0.5, 1, 3, 100]))
def test_a_mark_is_never_below_nothing_or_above_what_the_last_try_is_worth(rules, values, points):
    history = [tried("partial", *row).parts for row in values]
    worth = sum(values[-1]) / len(values[-1]) * points if values else 0
    assert 0 <= countback(rules, history, points) <= worth + 1e-6


@given(RULES, HISTORY)
def test_an_answer_given_again_is_worth_the_same_again(rules, values):
    history = [tried("partial", *row).parts for row in values]
    assert countback(rules, [*history, *history[-1:]], 1) == countback(rules, history, 1)


@given(RULES, st.lists(st.sampled_from(["محادثات", "لقاء", SLIP]), max_size=30))
def test_any_series_of_answers_ends_settled_within_its_tries(rules, answers):
    tries: list[Attempt] = []
    for answer in answers:
        outcome = mark(rules, SHORT, answer, tries)
        if outcome is None:
            break
        tries.append(recorded(outcome.grade, len(tries) + 1))
        assert outcome.settled == settled(rules, tries)
        assert 0 <= outcome.standing <= SHORT.points
    assert len(counted_attempts(tries)) <= rules.tries
    assert [attempt.verdict for attempt in tries[:-1] if attempt.verdict == "accepted"] == []
