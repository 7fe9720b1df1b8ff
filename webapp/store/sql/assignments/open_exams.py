"""Exams made of texts by assignments: what holds back a learner's results."""

from __future__ import annotations

from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.exam_rules import (
    BEGUN_OR_HANDED_IN,
    LAST_CLOSE,
    OPEN_EXAM,
    TARGETS,
    TOLD_TO_OWN_CLASS,
)

_OWN = f"a.id IN ({TARGETS.format(school='?1', learner='?2')})"
_LEFT, _TOLD = (
    condition.format(learner="?2", now="?4")
    for condition in (f"{BEGUN_OR_HANDED_IN} AND {OPEN_EXAM}", TOLD_TO_OWN_CLASS)
)
# Of an exam that is no longer the learner's, what their present classes were told says nothing.
RULES_OF_RESULTS = f"""
    SELECT a.exam, a.results, a.closes IS NOT NULL AND {LAST_CLOSE} < ?4,
        CASE WHEN {_OWN} THEN ?5 >= a.created ELSE {_TOLD} END
    FROM assignments AS a WHERE a.school = ?1 AND a.text = ?3 AND a.removed IS NULL AND ({_OWN} OR ({_LEFT}))"""


def assigned_results_wait(conn: Connection, school: str, learner: str, text: str, now: str, told: str) -> bool | None:
    """Tell whether a learner's exam assignments of a text hold its results back; None without one.

    ``told``: the last time at which a class of the learner was told, empty without one. In a text whose file says exam,
    every assignment is one.
    """
    rows = execute(conn, RULES_OF_RESULTS, school, learner, text, now, told).fetchall()
    exams = [row for row in rows if row[0]] or rows
    if not exams:
        return None
    return any(
        not (results == "at-once" or (results == "after-close" and closed) or is_told)
        for _, results, closed, is_told in exams
    )
