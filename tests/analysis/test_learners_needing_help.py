"""Who needs help now, and why."""

from __future__ import annotations

from datetime import timedelta

from analysis.score_tables import START, attempt
from webapp.analysis.learners_needing_help import HelpThresholds, help_reasons

NOW = START + timedelta(hours=1)


def reasons(tries, now=NOW, **more) -> list[str]:
    return [one.reason for one in help_reasons(tries, now, **more)]


def wrong(learner: str, count: int) -> list:
    return [attempt(learner, f"q{n}", minute=n, earned=0) for n in range(count)]


def test_three_wrong_in_a_row_are_named_with_their_number() -> None:
    (found,) = help_reasons(wrong("layla", 4), NOW)
    assert (found.reason, found.learner, found.question, found.figures) == (
        "wrong-in-a-row",
        "layla",
        "q3",
        {"wrong": 4},
    )
    assert "٤" in found.ar


def test_a_right_or_partly_right_answer_ends_the_row() -> None:
    assert reasons([*wrong("layla", 4), attempt("layla", "q9", minute=9, earned=0.5)]) == []


def test_slips_opinions_and_what_waits_for_a_mark_neither_count_nor_end_the_row() -> None:
    others = [
        attempt("layla", f"o{n}", minute=20 + n, earned=0, verdict=verdict)
        for n, verdict in enumerate(("nearly", "noted", "pending"))
    ]
    assert reasons([*wrong("layla", 3), *others]) == ["wrong-in-a-row"]
    assert reasons([*wrong("layla", 2), *others]) == []


def test_three_tries_at_one_question_without_progress_mean_stuck() -> None:
    tries = [attempt("layla", number=n, minute=n, earned=0.5) for n in (1, 2, 3)]
    (found,) = help_reasons(tries, NOW)
    assert (found.reason, found.question, found.figures) == ("stuck", "q1", {"tries": 3, "minutes": 2})
    assert reasons([*tries[:2], attempt("layla", number=3, minute=3, earned=0.75)]) == []
    assert reasons([*tries, attempt("layla", "q2", minute=4)]) == []


def test_two_tries_over_a_long_time_mean_stuck_too() -> None:
    assert reasons([attempt("layla", earned=0.5), attempt("layla", number=2, minute=11, earned=0.5)]) == ["stuck"]


def test_a_week_without_an_answer_is_named_unless_all_is_done() -> None:
    tries, later = [attempt("layla"), attempt("omar", minute=60 * 24 * 6)], START + timedelta(days=8)
    (found,) = help_reasons(tries, later)
    assert (found.reason, found.learner, found.figures) == ("inactive", "layla", {"days": 8})
    assert reasons(tries, later, finished={"layla"}) == []


def test_quick_answers_are_guesses_only_where_they_earn_little() -> None:
    quick = [attempt("layla", f"q{n}", minute=n, seconds=2, earned=float(n % 3 == 0)) for n in range(6)]
    assert reasons(quick) == ["guessing"]
    assert reasons([attempt("layla", f"q{n}", minute=n, seconds=2) for n in range(6)]) == []
    assert reasons(quick[:5]) == []


def test_a_teacher_may_set_other_limits() -> None:
    assert reasons(wrong("layla", 2), limits=HelpThresholds(wrong=2)) == ["wrong-in-a-row"]


def test_those_with_most_reasons_come_first() -> None:
    tries = [*wrong("amal", 3), *(attempt("ziad", number=n, minute=n, earned=0) for n in (1, 2, 3))]
    assert [one.learner for one in help_reasons(tries, NOW)] == ["ziad", "ziad", "amal"]


def test_without_tries_nobody_is_named() -> None:
    assert help_reasons([], NOW) == []
