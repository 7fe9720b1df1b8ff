"""Exams made of texts by assignments: those whose results are not told yet, and what holds back a learner's results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.store.sqlite.engine.connections import execute
from webapp.store.sqlite.exam_rules import LAST_CLOSE, TARGETED

if TYPE_CHECKING:
    from sqlite3 import Connection

_TOLD = """EXISTS (SELECT 1 FROM told_results AS told WHERE told.school = a.school AND told.class = {klass}
    AND told.text = a.text AND told.since >= a.created)"""
# A class that may still write it and was not told; nobody could tell one whose teachers' accounts are all closed.
_CLASS_WAITS = f"""EXISTS (SELECT 1 FROM assignment_classes AS c
    JOIN classes ON classes.school = c.school AND classes.id = c.class AND classes.archived IS NULL
    WHERE c.school = a.school AND c.assignment = a.id AND NOT {_TOLD.format(klass="c.class")}
        AND EXISTS (SELECT 1 FROM class_teachers AS teaching JOIN teachers
            ON teachers.school = teaching.school AND teachers.id = teaching.teacher AND teachers.closed IS NULL
            WHERE teaching.school = c.school AND teaching.class = c.class))"""
# A named learner none of whose classes was told.
_NAMED_WAITS = f"""EXISTS (SELECT 1 FROM assignment_learners AS l
    WHERE l.school = a.school AND l.assignment = a.id
        AND EXISTS (SELECT 1 FROM memberships AS m JOIN classes
            ON classes.school = m.school AND classes.id = m.class AND classes.archived IS NULL
            WHERE m.school = l.school AND m.learner = l.learner)
        AND NOT EXISTS (SELECT 1 FROM memberships AS m
            WHERE m.school = l.school AND m.learner = l.learner AND {_TOLD.format(klass="m.class")}))"""
OPEN_EXAM = f"""a.exam = 1 AND a.removed IS NULL
    AND NOT (a.results <> 'by-hand' AND a.closes IS NOT NULL AND {LAST_CLOSE} < {{now}})
    AND ({_CLASS_WAITS} OR {_NAMED_WAITS})"""
"""Condition on an assignment ``a``: an exam whose results are not told to all. ``now``: the place of the time."""

RULES_OF_RESULTS = f"""
    SELECT a.exam, a.results, a.closes IS NOT NULL AND {LAST_CLOSE} < ?4, a.created
    FROM assignments AS a WHERE a.school = ?1 AND a.text = ?3 AND a.removed IS NULL
        AND {TARGETED.format(learner="?2")}"""


def assigned_results_wait(conn: Connection, school: str, learner: str, text: str, now: str, told: str) -> bool | None:
    """Tell whether a learner's exam assignments of a text hold its results back; None without one.

    ``told``: the last time at which a class of the learner was told, empty without one. In a text whose file says exam,
    every assignment is one.
    """
    rows = execute(conn, RULES_OF_RESULTS, school, learner, text, now).fetchall()
    exams = [row for row in rows if row[0]] or rows
    if not exams:
        return None
    return any(
        not (results == "at-once" or (results == "after-close" and closed) or told >= created)
        for _, results, closed, created in exams
    )
