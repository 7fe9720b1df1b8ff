"""Standings computed anew from attempts: after a regrade, and for merging and splitting records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.content import Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.rules import Rules
from webapp.domain.scoring import attempts_until_correct, countback, counted_attempts, settled
from webapp.store.protocols.regrades import CalculateAnyStanding, RecalculatedStanding


def recomputed_standing(rules: Rules, attempts: Sequence[Attempt]) -> RecalculatedStanding:
    """Compute a learner's standing at a question from these attempts."""
    counted = attempts_until_correct(attempts)
    last = counted[-1]
    return RecalculatedStanding(
        last.verdict, mark_points(rules, counted), last.possible, settled(rules, counted), last.id, rules.code
    )


def standing_recomputer(lessons: Mapping[str, Lesson]) -> CalculateAnyStanding:
    """Return a function that recomputes standings by the present rules, for merging and splitting records."""

    def restand(slug: str, question: str, attempts: Sequence[Attempt]) -> RecalculatedStanding | None:
        lesson = lessons.get(slug)
        if lesson is None:
            return None
        return recomputed_standing(question_rules(lesson, question), counted_in(lesson, attempts))

    return restand


def counted_in(lesson: Lesson, attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    """Attempts at a question that are of the exam which the lesson is; all of them where none is."""
    return [attempt for attempt in attempts if lesson.counts(attempt.question, attempt.at)] or attempts


def question_rules(lesson: Lesson, question: str) -> Rules:
    """Find the marking rules of a question; the text's own for one that is gone."""
    item = lesson.item(question)
    return lesson.settings.rules_of(item.question) if item else lesson.settings.rules


def mark_points(rules: Rules, counted: Sequence[Attempt]) -> float:
    """The mark in points after these attempts."""
    return countback(rules, [attempt.parts for attempt in counted_attempts(counted)], counted[-1].possible)
