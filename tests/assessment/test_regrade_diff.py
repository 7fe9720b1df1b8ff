"""Marks before and after a regrade: raised, lowered and unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.score_tables import attempt
from webapp.analysis.marker_agreement import agreement, weighted_kappa
from webapp.assessment.regrade_diff import Diff, MarkShift, regrade_diff
from webapp.domain.attempt import Attempt


def tried(learner: str, response: str, earned: float, question: str = "q1") -> tuple[str, Attempt]:
    return learner, replace(attempt(learner), question=question, response=response, earned=earned, possible=1.0)


def best(learner: str, question: str, tries: Sequence[Attempt]) -> tuple[float, float]:
    return max(one.earned for one in tries), max(one.possible for one in tries)


def diff(*tries: tuple[str, Attempt], right: str = "ب") -> Diff:
    """The question asks for another answer now; «حُذف» is no longer to be had."""

    def regrade(one: Attempt) -> Attempt | None:
        return None if one.response == "حُذف" else replace(one, earned=float(one.response == right))

    return regrade_diff(tries, lambda one: one.question != "same", regrade, best)


def test_who_rises_who_falls_and_who_stays() -> None:
    found = diff(tried("a", "ب", 0), tried("b", "أ", 1), tried("c", "ب", 1))
    assert [(line.learner, line.shift.way) for line in found.lines] == [("a", "up"), ("b", "down"), ("c", "same")]
    (question,) = found.by_question
    assert (question.up, question.down, question.same) == (1, 1, 1)
    assert question.shift == MarkShift(2, 3, 2, 3)
    assert [one.name for one in found.by_learner] == ["b", "a", "c"]


def test_an_answer_that_does_not_fit_keeps_its_grade() -> None:
    found = diff(tried("a", "حُذف", 1))
    assert found.misfits == 1
    assert found.lines[0].shift.changes is False
    assert found.graded == (tried("a", "حُذف", 1),)


def test_only_the_tries_that_are_asked_for_are_graded_anew() -> None:
    found = diff(tried("a", "أ", 1, "same"), tried("a", "ب", 0))
    assert [one.question for _, one in found.graded] == ["q1"]
    assert [line.question for line in found.lines] == ["q1"]
    assert diff(tried("a", "أ", 1, "same")) == Diff((), ())


def test_a_learner_is_added_up_over_the_questions() -> None:
    found = diff(tried("a", "ب", 0), tried("a", "أ", 1, "q2"), tried("a", "ب", 0, "q3"))
    (one,) = found.by_learner
    assert one.shift == MarkShift(1, 3, 2, 3)
    assert (one.up, one.down) == (2, 1)


def test_where_the_points_change_the_share_tells_the_way() -> None:
    assert MarkShift(1, 1, 2, 2).way == "same"
    assert MarkShift(1, 1, 2, 2).changes
    assert MarkShift(1, 2, 1, 1).way == "up"
    assert MarkShift(1, 1, 1, 2).way == "down"


def test_two_markers_agree_exactly_nearly_and_beyond_chance() -> None:
    pairs = [(1.0, 1.0), (2.0, 1.5), (3.0, 1.0), (0.0, 1.0)]
    found = agreement(pairs)
    assert found is not None
    assert (found.answers, found.exact, found.within_one, found.kappa) == (4, 0.25, 0.75, None)
    assert agreement([]) is None


def test_kappa_is_that_of_the_textbook() -> None:
    pairs = [(0.0, 0.0)] * 4 + [(1.0, 1.0)] * 4 + [(0.0, 1.0)] * 1 + [(1.0, 0.0)] * 1
    # Two values only: squared weights are Cohen's plain kappa, (0.8 - 0.5) / (1 - 0.5).
    assert abs((weighted_kappa(pairs) or 0) - 0.6) < 1e-12
    assert weighted_kappa([(1.0, 1.0)] * 12) is None
    assert weighted_kappa([(0.0, 0.0), (1.0, 1.0)]) == 1
