"""Statements that read assignments as they are for learners.

To a learner's assignments by class and by name come exams that they have begun or handed in and that are no longer
theirs, until the results are told to all.
"""

from __future__ import annotations

from webapp.store.sql.assignments.assignment_rows import ALLOWANCE_COLUMNS, ASSIGNMENT_COLUMNS
from webapp.store.sql.exam_rules import BEGUN_OR_HANDED_IN, COVERS, LATEST_ALLOWANCE, OPEN_EXAM, RECORDS, TARGETS

_BY_CLASS = """SELECT memberships.learner, c.assignment, c.class, memberships.joined, 0
        FROM memberships {index}
        CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
            AND classes.archived IS NULL
        CROSS JOIN assignment_classes AS c ON c.school = classes.school AND c.class = classes.id"""
# Who is named has not joined by that: an empty time is before all others.
_BY_NAME = "SELECT learner, assignment, '', '', 0 FROM assignment_learners"
_LEFT = f"{BEGUN_OR_HANDED_IN} AND {OPEN_EXAM.format(now='?4')}"
_BEGAN = """(SELECT max(at) FROM (
        SELECT started AS at FROM sittings AS s
            WHERE s.school = a.school AND s.learner = mine.learner AND s.assignment = a.id
        UNION ALL SELECT r.at FROM reopened_exams AS r
            WHERE r.school = a.school AND r.assignment = a.id AND r.learner = mine.learner) AS began)"""
_HANDED_IN = f"""CASE WHEN a.exam = 1 OR a.minutes IS NOT NULL THEN (
        SELECT min(h.at) FROM hand_ins AS h INDEXED BY hand_ins_by_learner
            WHERE h.school = a.school AND h.learner IN ({RECORDS.format(school="a.school", learner="mine.learner")})
                AND h.text = a.text AND h.reopened IS NULL AND h.at >= a.created AND {COVERS}) END"""
_MINE = "mine (learner, assignment, class, joined, gone)"
_SELECT = f"""SELECT mine.learner, max(mine.class), min(mine.joined), {_BEGAN}, min(mine.gone), {_HANDED_IN},
        {ALLOWANCE_COLUMNS}, {ASSIGNMENT_COLUMNS} FROM mine"""
_ALLOWED = f"""LEFT JOIN allowances AS x ON x.school = a.school AND x.assignment = a.id AND x.learner = mine.learner
        AND {LATEST_ALLOWANCE}"""
_EACH = "GROUP BY mine.learner, a.school, a.id, x.school, x.learner, x.id"
_ORDER = "ORDER BY a.due IS NULL, a.due, a.created, a.id"
# Parameters: school, learner, text (may be null), now; school, class, text, and of exams now; school, text, now.
OF_LEARNER = f"""
    WITH texts (slug) AS (
        SELECT text FROM sittings WHERE school = ?1 AND learner = ?2
        UNION SELECT text FROM hand_ins INDEXED BY hand_ins_by_learner
            WHERE school = ?1 AND learner IN ({RECORDS.format(school="?1", learner="?2")})),
    {_MINE} AS (
        {_BY_CLASS.format(index="INDEXED BY memberships_by_learner")}
        WHERE memberships.school = ?1 AND memberships.learner = ?2
        UNION ALL {_BY_NAME} WHERE school = ?1 AND learner = ?2
        UNION ALL SELECT ?2, a.id, '', '', 1 FROM texts
            CROSS JOIN assignments AS a INDEXED BY exams_by_text ON a.school = ?1 AND a.text = texts.slug
            WHERE (?3 IS NULL OR a.text = ?3)
                AND a.id NOT IN ({TARGETS.format(school="?1", learner="?2")}) AND {_LEFT.format(learner="?2")})
    {_SELECT}
    CROSS JOIN assignments AS a ON a.school = ?1 AND a.id = mine.assignment AND a.removed IS NULL
        AND (?3 IS NULL OR a.text = ?3)
    {_ALLOWED}
    {_EACH} {_ORDER}"""
# Of each member of a class, also by another class of theirs: what rules a learner's text is one for all classes.
# Without an exam of the text nothing is asked of sittings and hand-ins.
_OF_LEARNERS = f"""
    WITH members (learner) AS (SELECT learner FROM memberships WHERE school = ?1 AND class = ?2),
    {_MINE} AS (
        {_BY_CLASS.format(index="INDEXED BY memberships_by_learner")}
        WHERE memberships.school = ?1 AND memberships.learner IN (SELECT learner FROM members)
        UNION ALL {_BY_NAME} WHERE school = ?1 AND learner IN (SELECT learner FROM members){{left}})
    {_SELECT.replace(_BEGAN, "{began}").replace(_HANDED_IN, "{handed_in}")}
    CROSS JOIN assignments AS a ON a.school = ?1 AND a.id = mine.assignment AND a.removed IS NULL AND a.text = ?3
    {_ALLOWED}
    {_EACH} {_ORDER}"""
_LEFT_OF_LEARNERS = f"""
        UNION ALL SELECT members.learner, a.id, '', '', 1
            FROM assignments AS a INDEXED BY exams_by_text CROSS JOIN members ON TRUE
            WHERE a.school = ?1 AND a.text = ?3 AND {_LEFT.format(learner="members.learner")}"""
OF_LEARNERS_IN_EXAM = _OF_LEARNERS.format(left=_LEFT_OF_LEARNERS, began=_BEGAN, handed_in=_HANDED_IN)
OF_LEARNERS = _OF_LEARNERS.format(left="", began="NULL", handed_in="NULL")
IS_EXAM = "SELECT 1 FROM assignments WHERE school = ? AND text = ? AND (exam = 1 OR minutes IS NOT NULL) LIMIT 1"
OF_TEXT = f"""
    WITH given (id) AS (SELECT id FROM assignments WHERE school = ?1 AND text = ?2 AND removed IS NULL),
    writers (learner) AS (
        SELECT sittings.learner FROM given
        CROSS JOIN sittings INDEXED BY sittings_by_assignment
            ON sittings.school = ?1 AND sittings.assignment = given.id
        UNION SELECT coalesce(merges.root, hand_ins.learner) FROM hand_ins
            LEFT JOIN merges ON merges.school = hand_ins.school AND merges.learner = hand_ins.learner
            WHERE hand_ins.school = ?1 AND hand_ins.text = ?2 AND EXISTS (SELECT 1 FROM given)),
    {_MINE} AS (
        SELECT m.learner, c.assignment, c.class, m.joined, 0 FROM given
        JOIN assignment_classes AS c ON c.school = ?1 AND c.assignment = given.id
        JOIN classes ON classes.school = c.school AND classes.id = c.class AND classes.archived IS NULL
        JOIN memberships AS m ON m.school = c.school AND m.class = c.class
        UNION ALL SELECT l.learner, l.assignment, '', '', 0 FROM given
        JOIN assignment_learners AS l ON l.school = ?1 AND l.assignment = given.id
        UNION ALL SELECT writers.learner, a.id, '', '', 1
            FROM assignments AS a INDEXED BY exams_by_text CROSS JOIN writers ON TRUE
            WHERE a.school = ?1 AND a.text = ?2 AND {_LEFT.format(learner="writers.learner").replace("?4", "?3")})
    {_SELECT}
    CROSS JOIN assignments AS a ON a.school = ?1 AND a.id = mine.assignment
    {_ALLOWED}
    {_EACH}"""
KINDS = f"""
    SELECT '', '', NULL, NULL, 0, NULL, {ALLOWANCE_COLUMNS}, {ASSIGNMENT_COLUMNS} FROM assignments AS a
    JOIN allowances AS x ON x.school = a.school AND x.assignment = a.id AND x.extra_tries > 0 AND {LATEST_ALLOWANCE}
    WHERE a.school = ?1 AND a.removed IS NULL AND (?2 IS NULL OR a.text = ?2)
    ORDER BY a.id, x.extra_tries, x.learner"""
