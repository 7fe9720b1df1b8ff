"""``store.desk_work`` in SQL: five statements, whatever the number of classes, and more for late answers alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.desk_work import ClassWork, DeskWork, LateExam, OpenAssignment
from webapp.store.sql.assignments.assignment_rows import in_force_of_rows
from webapp.store.sql.assignments.learners_assignments import OF_TEXT
from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connection, Connections, execute

OWN = """class_teachers AS teaching
    CROSS JOIN classes ON classes.school = teaching.school AND classes.id = teaching.class AND classes.archived IS NULL
    CROSS JOIN memberships AS m ON m.school = teaching.school AND m.class = teaching.class"""
OWN_CLASSES = "WHERE teaching.school = ?1 AND teaching.teacher = ?2"
BEGUN = "SELECT 1 FROM standings AS s WHERE s.school = m.school AND s.learner = m.learner"
LEARNERS = f"SELECT m.class, m.learner, EXISTS ({BEGUN}) FROM {OWN} {OWN_CLASSES}"
OF_TRY = "school = t.school AND {table}.learner = t.learner AND {table}.try_id = t.id"
MARKS, SECONDS, REGRADES = (f"{table}.{OF_TRY.format(table=table)}" for table in ("marks", "second_marks", "regrades"))
# As the marking room has it: without a mark; or where two teachers mark, without this teacher's; or the two are apart.
FIRST_MISSING = f"""NOT EXISTS (SELECT 1 FROM marks WHERE {MARKS})
    AND coalesce((SELECT verdict FROM regrades WHERE {REGRADES} ORDER BY number DESC LIMIT 1), 'pending') = 'pending'"""
SECOND_MISSING = f"""NOT EXISTS (SELECT 1 FROM second_marks WHERE {SECONDS})
    AND EXISTS (SELECT 1 FROM marks WHERE {MARKS}) AND NOT EXISTS (SELECT 1 FROM marks WHERE {MARKS} AND marker = ?2)"""
UNDECIDED = f"""EXISTS (
    SELECT 1 FROM second_marks JOIN marks AS before ON before.school = second_marks.school
        AND before.learner = second_marks.learner AND before.try_id = second_marks.try_id
        AND before.number = second_marks.behind
    WHERE {SECONDS} AND abs(before.points - second_marks.points) > asked.apart + 1e-9
    AND NOT EXISTS (SELECT 1 FROM marks WHERE {MARKS} AND number > second_marks.behind))"""
TWICE = f"""EXISTS (
    SELECT 1 FROM memberships AS own INDEXED BY memberships_by_learner
    CROSS JOIN second_marking AS asked ON asked.school = own.school AND asked.class = own.class
        AND asked.text = t.text AND asked.question = t.question
    WHERE own.school = t.school AND own.learner = t.learner AND ({SECOND_MISSING} OR {UNDECIDED}))"""
WAITING = f"""
    SELECT m.class, t.learner, t.id FROM {OWN}
    CROSS JOIN tries AS t INDEXED BY tries_pending_by_learner
        ON t.school = m.school AND t.learner = m.learner AND t.verdict = 'pending'
    {OWN_CLASSES} AND ({FIRST_MISSING}
        OR (EXISTS (SELECT 1 FROM second_marking WHERE school = ?1) AND {TWICE}))"""
# Results that tell themselves wait for nobody. A class was told an exam of an assignment after that was made.
HANDED_IN = f"""
    SELECT m.class, h.text, count(DISTINCT m.learner) FROM {OWN}
    CROSS JOIN hand_ins AS h INDEXED BY hand_ins_by_learner ON h.school = m.school AND h.learner = m.learner
        AND h.reopened IS NULL
    LEFT JOIN (
        SELECT c.school, c.class, a.text, max(a.created) AS created,
            min(CASE a.results WHEN 'by-hand' THEN 1 ELSE 0 END) AS by_hand
        FROM assignment_classes AS c JOIN assignments AS a ON a.school = c.school AND a.id = c.assignment
        WHERE c.school = ?1 AND a.removed IS NULL GROUP BY c.school, c.class, a.text) AS given
        ON given.school = m.school AND given.class = m.class AND given.text = h.text
    {OWN_CLASSES} AND coalesce(given.by_hand, 1) = 1 AND NOT EXISTS (
        SELECT 1 FROM told_results AS told WHERE told.school = m.school AND told.class = m.class
        AND told.text = h.text AND told.since >= coalesce(given.created, ''))
    GROUP BY m.class, h.text ORDER BY h.text"""
SITTING = "SELECT 1 FROM sittings WHERE school = m.school AND learner = m.learner AND assignment = a.id"
UNANSWERED = f"""
    SELECT m.class, a.id, a.text, count(*) FROM {OWN}
    CROSS JOIN assignment_classes AS c ON c.school = m.school AND c.class = m.class
    CROSS JOIN assignments AS a ON a.school = c.school AND a.id = c.assignment AND a.removed IS NULL
        AND coalesce(a.opens, '') <= ?3 AND coalesce(a.closes, '9') > ?3
    {OWN_CLASSES} AND NOT EXISTS ({BEGUN} AND s.text = a.text) {{begun}}
    GROUP BY m.class, a.school, a.id ORDER BY coalesce(a.due, a.closes, '9'), a.created"""
LATE = f"""
    SELECT DISTINCT m.class, l.text, m.learner FROM {OWN}
    CROSS JOIN late_answers AS l ON l.school = m.school AND l.learner = m.learner AND l.decided IS NULL
    {OWN_CLASSES} ORDER BY l.text"""
NOT_BEGUN = UNANSWERED.format(begun=f"AND NOT EXISTS ({SITTING})")
# Read for every page of the desk, so sittings are left out: an exam that a whole class writes now is a task as well.
TASKS = f"""
    SELECT (SELECT count(*) FROM class_teachers AS own WHERE own.school = ?1 AND own.teacher = ?2
            AND EXISTS ({WAITING} AND teaching.class = own.class))
        + (SELECT count(*) FROM ({HANDED_IN}) AS exams)
        + (SELECT count(*) FROM ({UNANSWERED.format(begun="")}) AS unanswered),
        EXISTS ({LATE}), EXISTS (SELECT 1 FROM text_counts WHERE school = ?1)"""
TEACHES = "SELECT 1 FROM class_teachers WHERE school = ? AND class = ? AND teacher = ?"


class SqlDeskWork(DeskWork):
    """Methods are documented in :class:`webapp.store.protocols.desk_work.DeskWork`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def of_teacher(self, school: str, teacher: str) -> tuple[dict[str, ClassWork], int]:
        now = to_iso(self._now())
        with self._connections.read() as conn:
            members = execute(conn, LEARNERS, school, teacher).fetchall()
            waiting = execute(conn, WAITING, school, teacher).fetchall()
            handed_in = execute(conn, HANDED_IN, school, teacher).fetchall()
            not_begun = execute(conn, NOT_BEGUN, school, teacher, now).fetchall()
            late = _late_exams(conn, school, teacher, self._now())
        learners: dict[str, dict[str, bool]] = defaultdict(dict)
        for class_id, learner, begun in members:
            learners[class_id][learner] = bool(begun)
        marks = Counter(class_id for class_id, *_ in waiting)
        exams: dict[str, dict[str, int]] = defaultdict(dict)
        for class_id, text, count in handed_in:
            exams[class_id][text] = count
        assignments: dict[str, list[OpenAssignment]] = defaultdict(list)
        for class_id, *row in not_begun:
            assignments[class_id].append(OpenAssignment(*row))
        work = {
            class_id: ClassWork(
                frozenset(begun),
                sum(not has_begun for has_begun in begun.values()),
                marks[class_id],
                exams.get(class_id, {}),
                tuple(assignments.get(class_id, ())),
                tuple(late.get(class_id, ())),
            )
            for class_id, begun in learners.items()
        }
        return work, len({(learner, attempt) for _, learner, attempt in waiting})

    def count_tasks(self, school: str, teacher: str) -> tuple[int, bool]:
        now = self._now()
        with self._connections.read() as conn:
            tasks, has_late, has_answers = execute(conn, TASKS, school, teacher, to_iso(now)).fetchone()
            late = _late_exams(conn, school, teacher, now) if has_late else {}
        return int(tasks) + sum(map(len, late.values())), bool(has_answers)


def _late_exams(conn: Connection, school: str, teacher: str, now: datetime) -> dict[str, list[LateExam]]:
    """Exams with late answers by class: the teachers of a class decide on those of its own exams."""
    rows = execute(conn, LATE, school, teacher).fetchall()
    in_force = {
        text: in_force_of_rows(execute(conn, OF_TEXT, school, text, to_iso(now)), now)
        for text in {text for _, text, _ in rows}
    }
    counts: Counter[tuple[str, str, str]] = Counter()
    for class_id, text, learner in rows:
        own = in_force[text].get(learner)
        given = own.assignment if own else None
        if given is None or class_id in given.classes:
            counts[class_id, text, given.id if given else ""] += 1
        elif learner in given.learners and execute(conn, TEACHES, school, class_id, given.teacher).fetchone():
            counts[class_id, text, given.id] += 1
    late: dict[str, list[LateExam]] = defaultdict(list)
    for (class_id, text, assignment), count in counts.items():
        late[class_id].append(LateExam(text, assignment, count))
    return late
