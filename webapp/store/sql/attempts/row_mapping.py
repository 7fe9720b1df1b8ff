"""Mapping between rows and dataclasses of attempts, marks, standings and counters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from webapp.domain.attempt import Attempt, ManualMark
from webapp.domain.question import Part
from webapp.store.protocols.store import Counts, Standing
from webapp.store.sql.engine.column_values import Row, from_iso, from_json, to_iso, to_json

# Regrades and manual marks have separate tables: see effective_grades and manual_marks.
TRY_NAMES = (
    "id", "school", "learner", "text", "question", "version", "number", "response", "label", "shown", "verdict",
    "earned", "possible", "why", "note", "rung", "parts", "hints", "seconds", "at", "support",
    "unsure",
)  # fmt: skip
TRY_COLUMNS = ", ".join(TRY_NAMES)
MARK_NAMES = (
    "id", "school", "learner", "text", "question", "try_id", "points", "comment", "marker", "at", "detail",
)  # fmt: skip
MARK_COLUMNS = ", ".join(MARK_NAMES)
STANDING_COLUMNS = "question, tries, hints, verdict, earned, possible, settled, last_try, at, rules"
COUNTS_COLUMNS = "text, question, version, tries, accepted, first_tries, first_accepted, earned"


def plain_parts(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Parts of a grade as plain data."""
    return [{"name": part.name, "share": part.share, "value": part.value} for part in parts]


def to_parts(plain: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Parts of a grade from the plain data of :func:`plain_parts`."""
    return tuple(Part(part["name"], part["share"], part["value"]) for part in plain)


@lru_cache(2000)  # a class reads thousands of attempts, whose parts are the same few
def read_parts(column: str) -> tuple[Part, ...]:
    """Read the column of a grade's parts."""
    return to_parts(from_json(column))


@lru_cache(2000)
def _read_names(column: str) -> tuple[str, ...]:
    return tuple(from_json(column))


def attempt_row(attempt: Attempt) -> Row:
    """Row of a new attempt, in the order of ``TRY_COLUMNS``."""
    return (
        attempt.id,
        attempt.school,
        attempt.learner,
        attempt.text,
        attempt.question,
        attempt.version,
        attempt.number,
        to_json(attempt.response),
        attempt.label,
        to_json(attempt.shown),
        attempt.verdict,
        attempt.earned,
        attempt.possible,
        attempt.why,
        attempt.note,
        attempt.tolerance_level,
        to_json(plain_parts(attempt.parts)),
        attempt.hints,
        attempt.seconds,
        to_iso(attempt.at),
        to_json(attempt.support),
        attempt.unsure,
    )


def to_attempt(row: Row) -> Attempt:
    """Attempt of a row of ``TRY_COLUMNS``, with the grade it was recorded with."""
    id_, school, learner, text, question, version, number, response, label, shown, verdict, *grade_and_rest = row
    earned, possible, why, note, tolerance_level, parts, hints, seconds, at, support, unsure = grade_and_rest
    place = (id_, school, learner, text, question, version, number, from_json(response), label, _read_names(shown))
    # By position: a class has tens of thousands, and names of arguments take a third longer.
    return Attempt(
        *place,
        verdict,
        earned,
        possible,
        why,
        note,
        tolerance_level,
        read_parts(parts),
        hints,
        seconds,
        from_iso(at),
        _read_names(support),
        unsure,
    )


def to_mark(row: Row) -> ManualMark:
    """Mark of a row of ``MARK_COLUMNS``."""
    mark_id, school, learner, text, question, try_id, points, comment, marker, at, detail = row
    place = (school, learner, text, question, try_id)
    return ManualMark(mark_id, *place, points, comment, marker, from_iso(at), tuple(from_json(detail)))


def to_standing(row: Row) -> Standing:
    """Standing of a row of ``STANDING_COLUMNS``."""
    question, tries, hints, verdict, earned, possible, settled, last_try, at, rules = row
    mark = (verdict, earned, possible, bool(settled), last_try)
    return Standing(question, tries, hints, *mark, from_iso(at), rules)


def to_counts(row: Row) -> Counts:
    """Counters of a row of ``COUNTS_COLUMNS``."""
    text, question, version, tries, accepted, first_tries, first_accepted, earned = row
    return Counts(text, question, version, tries, accepted, first_tries, first_accepted, earned)
