"""Mapping of rows of assignments and allowances to dataclasses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from webapp.domain.assignment import Allowance, Assignment, AssignmentRules, LearnersAssignment, NewAssignment
from webapp.domain.ruling_assignment import in_force
from webapp.store.protocols.assignments import AssignmentVersion
from webapp.store.sql.engine.column_values import Row, from_iso, from_json, to_iso, to_json

ASSIGNMENT_COLUMNS = """a.school, a.id, a.text, a.places, a.opens, a.due, a.closes, a.exam, a.gate, a.tries, a.minutes,
    a.shuffle, a.results, a.note, a.teacher, a.created, a.removed,
    (SELECT json_group_array(class) FROM assignment_classes AS c WHERE c.school = a.school AND c.assignment = a.id),
    (SELECT json_group_array(learner) FROM assignment_learners AS l WHERE l.school = a.school AND l.assignment = a.id),
    CASE WHEN a.exam = 1 THEN (
        SELECT min(v.at) FROM assignment_versions AS v JOIN assignment_versions AS first ON first.school = v.school
            AND first.assignment = v.assignment AND first.number = 1
            AND CAST(json_extract(first.state, '$.exam') AS INTEGER) = 0
        WHERE v.school = a.school AND v.assignment = a.id
            AND CAST(json_extract(v.state, '$.exam') AS INTEGER) = 1) END"""
ALLOWANCE_COLUMNS = """x.learner, x.extra_minutes, x.extra_tries, x.due, x.closes, x.excused, x.teacher, x.at,
    x.reason"""
_ALLOWANCE_WIDTH = 9


def to_assignment(row: Row) -> Assignment:
    """Assignment of a row of ``ASSIGNMENT_COLUMNS``."""
    school, id, text, places, opens, due, closes = row[:7]
    exam, gate, tries, minutes, shuffle, results, note, teacher, created, removed = row[7:17]
    classes, learners, exam_from = row[17:]
    return Assignment(
        school=school,
        id=id,
        text=text,
        places=tuple(from_json(places)),
        classes=tuple(sorted(from_json(classes))),
        learners=tuple(sorted(from_json(learners))),
        opens=to_time(opens),
        due=to_time(due),
        closes=to_time(closes),
        rules=AssignmentRules(bool(exam), gate, tries, minutes, bool(shuffle), results),
        teacher=teacher,
        created=from_iso(created),
        removed=to_time(removed),
        note=note,
        exam_from=to_time(exam_from),
    )


def to_allowance(row: Row) -> Allowance:
    """Allowance of a row of ``ALLOWANCE_COLUMNS``."""
    learner, minutes, tries, due, closes, excused, by, at, reason = row
    return Allowance(learner, minutes, tries, to_time(due), to_time(closes), bool(excused), by, from_iso(at), reason)


def to_learners_assignment(row: Row, known: dict[str, Assignment] | None = None) -> LearnersAssignment:
    """Assignment of one learner, of a row: learner, class, joined, began, left, handed in, columns of both tables.

    ``ALLOWANCE_COLUMNS`` are null without one. ``known``: assignments of earlier rows of the same statement by id, so
    that a whole class shares one.
    """
    learner, class_id, joined, began, left, handed_in, *more = row
    allowed, given = more[:_ALLOWANCE_WIDTH], more[_ALLOWANCE_WIDTH:]
    assignment = known.get(given[1]) if known else None
    if assignment is None:
        assignment = to_assignment(given)
        if known is not None:
            known[assignment.id] = assignment
    allowance = to_allowance(allowed) if allowed[0] else None
    return LearnersAssignment(
        assignment, class_id, allowance, learner, to_time(joined), to_time(began), bool(left), to_time(handed_in)
    )


def by_learner(rows: Iterable[Row]) -> dict[str, list[LearnersAssignment]]:
    """Assignments by learner, of rows of :func:`to_learners_assignment`."""
    assignments: dict[str, list[LearnersAssignment]] = defaultdict(list)
    known: dict[str, Assignment] = {}
    for row in rows:
        own = to_learners_assignment(row, known)
        assignments[own.learner].append(own)
    return dict(assignments)


def in_force_of_rows(rows: Iterable[Row], now: datetime) -> dict[str, LearnersAssignment]:
    """Assignments in force by learner, of rows of :func:`to_learners_assignment` of one text."""
    several = by_learner(rows)
    return {learner: ruling for learner, of_text in several.items() if (ruling := in_force(of_text, now))}


def columns_of(new: NewAssignment) -> dict[str, str | int | None]:
    """Columns of what a teacher writes."""
    return {
        "text": new.text,
        "places": to_json(list(new.places)),
        "opens": time_column(new.opens),
        "due": time_column(new.due),
        "closes": time_column(new.closes),
        "exam": int(new.rules.exam),
        "gate": new.rules.gate,
        "tries": new.rules.tries,
        "minutes": new.rules.minutes,
        "shuffle": int(new.rules.shuffle),
        "results": new.rules.results,
        "note": new.note,
    }


def version_state(assignment: Assignment) -> str:
    """State of an assignment for its version, without named learners."""
    state = {**columns_of(assignment.as_new()), "classes": list(assignment.classes)}
    return to_json(state)


def to_version(row: Row, now: Assignment) -> AssignmentVersion:
    """Version of a row: number, at, teacher, change, state; ``now`` is the assignment as it is."""
    number, at, teacher, change, column = row
    state: dict[str, Any] = from_json(column)
    rules = AssignmentRules(
        bool(state["exam"]),
        state["gate"],
        state["tries"],
        state["minutes"],
        bool(state["shuffle"]),
        state["results"],
    )
    assignment = Assignment(
        school=now.school,
        id=now.id,
        text=state["text"],
        places=tuple(from_json(state["places"])),
        classes=tuple(state["classes"]),
        learners=(),
        opens=to_time(state["opens"]),
        due=to_time(state["due"]),
        closes=to_time(state["closes"]),
        rules=rules,
        teacher=now.teacher,
        created=now.created,
        removed=from_iso(at) if change == "removed" else None,
        note=state["note"],
        exam_from=now.exam_from if state["exam"] else None,
    )
    return AssignmentVersion(number, from_iso(at), teacher, change, assignment)


def to_time(column: str | None) -> datetime | None:
    """Read a time column that may be null."""
    return from_iso(column) if column else None


def time_column(at: datetime | None) -> str | None:
    """Column of a time that may be missing."""
    return to_iso(at) if at else None
