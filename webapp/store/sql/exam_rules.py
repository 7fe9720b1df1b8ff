"""SQL about assignments ``a`` that more than one part of the store needs: closing, learners, results not told."""

from __future__ import annotations

BEGUN = "'begun ' || assignment || ' ' || started"
"""Id of a row of ``sittings``, made of what is in it, since it has none."""

LATEST_ALLOWANCE = """NOT EXISTS (SELECT 1 FROM allowances AS later WHERE later.school = x.school
    AND later.assignment = x.assignment AND later.learner = x.learner AND later.seq > x.seq)"""
# The closing time of the last learner, with the allowances: a later due time moves the closing along.
LAST_CLOSE = f"""max(a.closes, coalesce((SELECT max(max(coalesce(x.closes, ''), coalesce(x.due, '')))
    FROM allowances AS x WHERE x.school = a.school AND x.assignment = a.id AND {LATEST_ALLOWANCE}), ''))"""

TARGETS = """SELECT c.assignment FROM memberships INDEXED BY memberships_by_learner
        CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
            AND classes.archived IS NULL
        CROSS JOIN assignment_classes AS c ON c.school = classes.school AND c.class = classes.id
        WHERE memberships.school = {school} AND memberships.learner = {learner}
        UNION SELECT assignment FROM assignment_learners WHERE school = {school} AND learner = {learner}"""
"""Ids of a learner's assignments, by class or by name."""

_TOLD = """EXISTS (SELECT 1 FROM told_results AS told WHERE told.school = a.school AND told.class = {klass}
    AND told.text = a.text AND told.since >= {since})"""
# A class that may still write it and was not told; nobody could tell one whose teachers' accounts are all closed.
_CLASS_WAITS = f"""EXISTS (SELECT 1 FROM assignment_classes AS c
    JOIN classes ON classes.school = c.school AND classes.id = c.class AND classes.archived IS NULL
    WHERE c.school = a.school AND c.assignment = a.id AND NOT {_TOLD.format(klass="c.class", since="a.created")}
        AND EXISTS (SELECT 1 FROM class_teachers AS teaching JOIN teachers
            ON teachers.school = teaching.school AND teachers.id = teaching.teacher AND teachers.closed IS NULL
            WHERE teaching.school = c.school AND teaching.class = c.class))"""
# A named learner none of whose classes was told while they were a member.
_NAMED_WAITS = f"""EXISTS (SELECT 1 FROM assignment_learners AS l
    WHERE l.school = a.school AND l.assignment = a.id
        AND EXISTS (SELECT 1 FROM memberships AS m JOIN classes
            ON classes.school = m.school AND classes.id = m.class AND classes.archived IS NULL
            WHERE m.school = l.school AND m.learner = l.learner)
        AND NOT EXISTS (SELECT 1 FROM memberships AS m
            WHERE m.school = l.school AND m.learner = l.learner
                AND {_TOLD.format(klass="m.class", since="max(a.created, m.joined)")}))"""
OPEN_EXAM = f"""a.exam = 1 AND a.removed IS NULL
    AND NOT (a.results <> 'by-hand' AND a.closes IS NOT NULL AND {LAST_CLOSE} < {{now}})
    AND ({_CLASS_WAITS} OR {_NAMED_WAITS})"""
"""Condition on an assignment ``a``: an exam whose results are not told to all. ``now``: the place of the time."""

WAIT_AFTER_CLOSE, WAIT_WITHOUT_CLOSE = 7, 120
"""Days after the closing of an exam, and of one without a closing after its opening, from which it is over for all
others: a teacher who tells no results keeps its text from nobody for ever. Its writers' results wait on."""
CLOSED_TO_OTHERS = f"""{OPEN_EXAM} AND CASE WHEN a.closes IS NULL
    THEN max(a.created, coalesce(a.opens, '')) >= strftime('%Y-%m-%dT%H:%M:%S', {{now}}, '-{WAIT_WITHOUT_CLOSE} days')
    ELSE {LAST_CLOSE} >= strftime('%Y-%m-%dT%H:%M:%S', {{now}}, '-{WAIT_AFTER_CLOSE} days') END"""
"""The same for readers who are not in it: its text is closed to them while somebody may still write it."""

RECORDS = """SELECT {learner} UNION ALL SELECT merges.learner FROM merges
        WHERE merges.school = {school} AND merges.root = {learner}"""
"""Ids of a learner's records, the merged ones too: a hand-in stays with the record that made it."""
_IN_CLASS = """EXISTS (SELECT 1 FROM memberships AS m
    WHERE m.school = c.school AND m.class = c.class AND m.learner = {learner})"""
_LEFT_CLASS = """EXISTS (SELECT 1 FROM earlier_hand_ins AS e
    WHERE e.school = c.school AND e.class = c.class AND e.hand_in = h.id)"""
COVERS = """(h.assignment IN ('', a.id) OR EXISTS (SELECT 1 FROM assignments AS written
    WHERE written.school = h.school AND written.id = h.assignment AND written.places IN ('[]', a.places)))"""
"""Condition that a hand-in ``h`` is of the paragraphs of an assignment ``a``."""
OF_EXAM = """(assignment IN ('', {exam}) OR assignment IN (SELECT written.id FROM assignments AS written
    JOIN assignments AS own ON own.school = written.school AND own.id = {exam}
    WHERE written.school = {school} AND written.places IN ('[]', own.places)))"""
"""The same of a hand-in for the id of an assignment."""
_HANDED_IN = f"""hand_ins AS h INDEXED BY hand_ins_by_learner
        JOIN assignment_classes AS c ON c.school = a.school AND c.assignment = a.id
    WHERE h.school = a.school AND h.learner IN ({RECORDS.format(school="a.school", learner="{learner}")})
        AND h.text = a.text AND h.reopened IS NULL AND h.at >= a.created
        AND ({_IN_CLASS} OR {_LEFT_CLASS})"""
BEGUN_OR_HANDED_IN = f"""(EXISTS (SELECT 1 FROM sittings AS s
        WHERE s.school = a.school AND s.learner = {{learner}} AND s.assignment = a.id)
    OR EXISTS (SELECT 1 FROM {_HANDED_IN}))"""
"""Condition that a learner has begun the exam, or handed it in as a member of one of its classes, also of a former one:
that stays so wherever the learner is now."""
TOLD_TO_OWN_CLASS = f"EXISTS (SELECT 1 FROM {_HANDED_IN} AND {_TOLD.format(klass='c.class', since='a.created')})"
"""Condition that a class in which the learner has handed the exam in was told its results."""
