"""Who needs help now, and why."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from analysis.score_tables import START, attempt
from webapp.analysis.learners_needing_help import ClassWork, HelpThresholds, QuestionResult, help_reasons

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
    assert reasons(tries, later, work=ClassWork(finished={"layla"})) == []


def test_quick_answers_are_guesses_only_where_they_earn_little() -> None:
    quick = [attempt("layla", f"q{n}", minute=n, seconds=2, earned=float(n % 3 == 0)) for n in range(6)]
    assert reasons(quick) == ["guessing"]
    assert reasons([attempt("layla", f"q{n}", minute=n, seconds=2) for n in range(6)]) == []
    assert reasons(quick[:5]) == []


def test_a_teacher_may_set_other_limits() -> None:
    assert reasons(wrong("layla", 2), limits=HelpThresholds(wrong=2)) == ["wrong-in-a-row"]


def test_the_most_serious_reason_comes_first_and_then_the_lower_share() -> None:
    tries = [*wrong("amal", 3), *(attempt("ziad", number=n, minute=n, earned=0) for n in (1, 2, 3))]
    assert [reason.learner for reason in help_reasons(tries, NOW)] == ["ziad", "ziad", "amal"]
    work = ClassWork(results={"badr": results(0.2, 8), "hind": results(0.4, 8)}, not_begun=["nada"])
    assert [reason.learner for reason in help_reasons(tries, NOW, work=work)] == [
        "badr",
        "hind",
        "nada",
        "ziad",
        "ziad",
        "amal",
    ]


def results(*shares_and_counts: float) -> list[QuestionResult]:
    """Results of one point each: a share, and of how many questions; then the next share with its questions."""
    shares = [
        share
        for share, count in zip(shares_and_counts[::2], shares_and_counts[1::2], strict=True)
        for _ in range(int(count))
    ]
    return [QuestionResult(START + timedelta(minutes=n), share, 1) for n, share in enumerate(shares)]


def reasons_of(learner_results: list[QuestionResult], **more) -> list[str]:
    return reasons([], work=ClassWork(results={"layla": learner_results}), **more)


def test_a_low_share_counts_from_enough_questions_on() -> None:
    assert reasons_of(results(0.5, 6)) == ["low-share"]
    assert reasons_of(results(0.4, 5)) == []
    assert reasons_of(results(0.56, 6)) == []
    assert reasons_of(results(0.56, 6), limits=HelpThresholds(low=0.6)) == ["low-share"]


def test_a_share_that_falls_far_is_named_in_the_order_of_answering() -> None:
    (reason,) = help_reasons([], NOW, work=ClassWork(results={"layla": results(1, 8, 0.6, 8)[::-1]}))
    assert (reason.reason, reason.figures) == ("falling", {"before": 1, "share": 0.6, "questions": 8})
    assert "٦٠٪" in reason.ar
    assert reasons_of(results(1, 7, 0.6, 8)) == []
    assert reasons_of(results(0.6, 8, 1, 8)) == []


def test_a_strong_reader_is_not_named_for_one_hard_place() -> None:
    tries = [*wrong("layla", 3), *(attempt("layla", "q9", number=n, minute=9 + n, earned=0) for n in (1, 2, 3))]
    assert reasons(tries) == ["stuck", "wrong-in-a-row"]
    assert reasons(tries, work=ClassWork(results={"layla": results(0.9, 20)})) == []


def test_who_has_not_begun_and_answers_to_be_decided_are_named() -> None:
    work = ClassWork(not_begun=["nada"], unsure={"layla": 2})
    assert [(reason.learner, reason.reason) for reason in help_reasons([], NOW, work=work)] == [
        ("nada", "not-begun"),
        ("layla", "unsure"),
    ]
    assert "إجابتان" in help_reasons([], NOW, work=work)[1].ar


@dataclass(frozen=True)
class Pupil:
    """A simulated pupil: the chance of a right answer before and after the turn, and the number of answers."""

    before: float
    after: float
    answered: int = 24
    needs_help: bool = False


WEAK, FALLING = Pupil(0.3, 0.3, needs_help=True), Pupil(0.9, 0.35, needs_help=True)
NOT_BEGUN, STUCK = Pupil(0, 0, 0, needs_help=True), Pupil(0.6, 0.6, 4, needs_help=True)
NEEDY = [*[WEAK] * 4, *[FALLING] * 3, *[NOT_BEGUN] * 2, *[STUCK] * 2]
CLASS = [*NEEDY, *[Pupil(0.72, 0.72)] * 6, *[Pupil(0.85, 0.85)] * 8, *[Pupil(0.95, 0.95)] * 5]
QUESTIONS, TURN = 24, 12


def played(pupil: Pupil, name: str, dice: random.Random) -> tuple[list, list[QuestionResult]]:
    """Tries and results of one pupil: up to two tries at each question, the second at two thirds of the mark."""
    tries, marks = [], []
    for n in range(pupil.answered):
        ability, minute = pupil.before if n < TURN else pupil.after, 3 * n
        first, second = dice.random() < ability, dice.random() < ability
        tries.append(attempt(name, f"q{n}", minute=minute, earned=float(first)))
        if not first:
            tries.append(attempt(name, f"q{n}", minute=minute + 1, number=2, earned=float(second)))
        mark = 1 if first else 2 / 3 if second else 0
        marks.append(QuestionResult(START + timedelta(minutes=minute), mark, 1))
    if pupil is STUCK:
        last = 3 * pupil.answered
        tries += [attempt(name, "hard", minute=last + k, number=k, earned=0) for k in (1, 2, 3)]
        marks.append(QuestionResult(START + timedelta(minutes=last), 0, 1))
    return tries, marks


def test_known_needs_of_simulated_classes_are_found_with_few_false_alarms() -> None:
    found = needed = listed = 0
    for seed in range(40):
        dice, tries, marks = random.Random(seed), [], {}
        names = {f"pupil-{n}": pupil for n, pupil in enumerate(CLASS)}
        for name, pupil in names.items():
            made, marks[name] = played(pupil, name, dice)
            tries += made
        work = ClassWork(results=marks, not_begun=[name for name, pupil in names.items() if not pupil.answered])
        named = {reason.learner for reason in help_reasons(tries, NOW + timedelta(hours=1), work=work)}
        needy = {name for name, pupil in names.items() if pupil.needs_help}
        found, needed, listed = found + len(named & needy), needed + len(needy), listed + len(named)
    assert found / needed >= 0.9, (found, needed)
    assert (listed - found) / listed <= 0.2, (listed, found)


def test_without_tries_nobody_is_named() -> None:
    assert help_reasons([], NOW) == []
