"""``store.exams`` in SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from webapp.domain.attempt import Attempt
from webapp.domain.people import name_key
from webapp.store.protocols.exams import SHOWN_GONE, EarlierHandIn, Exams, ResultsWait
from webapp.store.protocols.sittings import How
from webapp.store.sql.assignments.open_exams import assigned_results_wait
from webapp.store.sql.attempts import hand_in_note
from webapp.store.sql.attempts.effective_grades import BY_TIME, to_graded_attempt, with_latest_regrade
from webapp.store.sql.engine.column_values import from_iso, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, Connections, execute
from webapp.store.sql.exam_rules import BEGUN, RECORDS
from webapp.store.sql.learners.canonical_ids import canonical_id
from webapp.store.sql.people.classes import members

# Answers of an exam become attempts when it is handed in. A merged record's hand-in stays with that record.
UNNOTED = """
    FROM tries WHERE tries.school = ?1 AND tries.text = ?2 AND NOT EXISTS (
        SELECT 1 FROM hand_ins WHERE hand_ins.school = ?1 AND hand_ins.text = ?2 AND hand_ins.reopened IS NULL AND (
            hand_ins.learner = tries.learner OR hand_ins.learner IN (
                SELECT merges.learner FROM merges WHERE merges.school = ?1 AND merges.root = tries.learner)))"""
ANY_UNNOTED = f"SELECT 1 {UNNOTED} LIMIT 1"
NOTE_UNNOTED = f"""
    INSERT INTO hand_ins (school, id, learner, text, at)
    SELECT tries.school, lower(hex(randomblob(16))), tries.learner, tries.text, max(tries.at) {UNNOTED}
    GROUP BY tries.school, tries.learner, tries.text"""
# What was begun is told where it was not handed in too.
EARLIER = """
    SELECT name, text, hand_in, since, EXISTS (SELECT 1 FROM told_results AS told
        WHERE told.school = e.school AND told.class = e.class AND told.text = e.text AND told.since >= e.since)
    FROM earlier_hand_ins AS e WHERE school = ? AND class = ?
    AND NOT (hand_in LIKE 'begun %' AND EXISTS (SELECT 1 FROM earlier_hand_ins AS done
        WHERE done.school = e.school AND done.class = e.class AND done.name = e.name AND done.text = e.text
        AND done.hand_in NOT LIKE 'begun %'))
    ORDER BY since"""
# A hand-in stays with the record that made it, also where that was merged.
OWN = """
    SELECT id FROM hand_ins WHERE school = ?1
        AND (learner = ?2 OR learner IN (SELECT learner FROM merges WHERE school = ?1 AND root = ?2))"""
# Exams of the present members of a class, also those that a merge has put into its log: of two sittings one stays.
OF_MEMBERS = f"""
    WITH members (learner) AS (SELECT learner FROM memberships WHERE school = ?1 AND class = ?2),
    records (id) AS (SELECT learner FROM members
        UNION ALL SELECT merges.learner FROM members
            CROSS JOIN merges ON merges.school = ?1 AND merges.root = members.learner)
    SELECT h.id FROM records CROSS JOIN hand_ins AS h INDEXED BY hand_ins_by_learner
        ON h.school = ?1 AND h.learner = records.id
    UNION SELECT {BEGUN} FROM members CROSS JOIN sittings
        ON sittings.school = ?1 AND sittings.learner = members.learner
    UNION SELECT 'begun ' || json_extract(logged.old, '$.assignment') || ' ' || json_extract(logged.old, '$.started')
        FROM records
        CROSS JOIN merge_rows AS logged ON logged.school = ?1 AND logged.learner = records.id
        WHERE logged.of_table = 'sittings' AND logged.old IS NOT NULL"""
TELL = """INSERT INTO told_results (school, class, text, since) VALUES (?, ?, ?, ?)
    ON CONFLICT (school, class, text) DO UPDATE SET since = excluded.since"""
TAKE_BACK = "DELETE FROM told_results WHERE school = ? AND class = ? AND text = ?"
IS_TOLD = "SELECT since FROM told_results WHERE school = ? AND class = ? AND text = ?"
# Of the learner's classes: the number of those that are not archived, and the last time that one was told. It counts
# for who was a member then, of an archived class if the exam was handed in before; and for who has handed it in since
# in the first of the learner's classes. What is joined by oneself besides opens nothing that waits.
CLASSES_TOLD = f"""
    WITH mine AS MATERIALIZED (
        SELECT classes.id, classes.archived, memberships.joined
        FROM memberships INDEXED BY memberships_by_learner
        CROSS JOIN classes ON classes.school = memberships.school AND classes.id = memberships.class
        WHERE memberships.school = ?1 AND memberships.learner = ?2),
    handed_in AS MATERIALIZED (
        SELECT at FROM hand_ins INDEXED BY hand_ins_by_learner WHERE school = ?1 AND text = ?3 AND reopened IS NULL
            AND learner IN ({RECORDS.format(school="?1", learner="?2")}))
    SELECT count(*) FILTER (WHERE archived IS NULL), coalesce(max(told.since) FILTER (WHERE
        CASE WHEN archived IS NOT NULL THEN joined <= told.since AND EXISTS (
                SELECT 1 FROM handed_in WHERE handed_in.at <= told.since)
            ELSE joined <= told.since OR (EXISTS (SELECT 1 FROM handed_in WHERE handed_in.at >= mine.joined)
                AND NOT EXISTS (SELECT 1 FROM mine AS other
                    WHERE other.archived IS NULL AND other.joined < mine.joined)) END), '')
    FROM mine LEFT JOIN told_results AS told ON told.school = ?1 AND told.class = mine.id AND told.text = ?3"""
# A class that may still write an exam: nobody could tell one whose teachers' accounts are all closed.
CLASS_TO_TELL = """
    SELECT 1 FROM classes WHERE school = ?1 AND archived IS NULL
        AND NOT EXISTS (SELECT 1 FROM told_results AS told
            WHERE told.school = ?1 AND told.class = classes.id AND told.text = ?2)
        AND EXISTS (SELECT 1 FROM class_teachers AS teaching
            JOIN teachers ON teachers.school = ?1 AND teachers.id = teaching.teacher AND teachers.closed IS NULL
            WHERE teaching.school = ?1 AND teaching.class = classes.id)
    LIMIT 1"""

HANDED_IN = """
    WITH records (learner, id) AS (
        SELECT value, value FROM json_each(?2)
        UNION ALL SELECT merges.root, merges.learner FROM json_each(?2) AS asked
        CROSS JOIN merges ON merges.school = ?1 AND merges.root = asked.value)
    SELECT DISTINCT records.learner, h.text FROM records
    CROSS JOIN hand_ins AS h INDEXED BY hand_ins_by_learner ON h.school = ?1 AND h.learner = records.id"""
ATTEMPTS = with_latest_regrade("SELECT * FROM tries WHERE school = ? AND learner = ? AND text = ?", number=BY_TIME)


class SqlExams(Exams):
    """Methods are documented in :class:`webapp.store.protocols.exams.Exams`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def note_hand_in(
        self,
        school: str,
        learner: str,
        text: str,
        at: datetime | None = None,
        how: How = "learner",
        since: datetime | None = None,
        assignment: str = "",
    ) -> None:
        with self._connections.write() as conn:
            hand_in_note.note_hand_in(conn, (school, learner, text), at or self._now(), how, since, assignment)

    def note_unnoted_hand_ins(self, school: str, text: str) -> int:
        with self._connections.read() as conn:
            missing = execute(conn, ANY_UNNOTED, school, text).fetchone() is not None
        if not missing:  # most often: readers need not wait for the write transaction
            return 0
        with self._connections.write() as conn:
            return execute(conn, NOTE_UNNOTED, school, text).rowcount

    def earlier_hand_ins(self, school: str, class_id: str) -> list[EarlierHandIn]:
        with self._connections.read() as conn:
            rows = execute(conn, EARLIER, school, class_id).fetchall()
            if not rows:
                return []
            by_name = {name_key(member.name): member.learner for member in members(conn, school, class_id)}
            present = {exam for (exam,) in execute(conn, OF_MEMBERS, school, class_id)}
        oldest = to_iso(self._now() - SHOWN_GONE)
        return [
            EarlierHandIn(by_name.get(name_key(name), ""), text, from_iso(since), name)
            for name, text, hand_in, since, told in rows
            if hand_in not in present and (name_key(name) in by_name or (not told and since >= oldest))
        ]

    def tell_results(self, school: str, class_id: str, text: str, told: bool) -> None:
        with self._connections.write() as conn:
            if told:
                execute(conn, TELL, school, class_id, text, to_iso(self._now()))
            else:
                execute(conn, TAKE_BACK, school, class_id, text)

    def results_told(self, school: str, class_id: str, text: str) -> bool:
        return self.told_since(school, class_id, text) is not None

    def told_since(self, school: str, class_id: str, text: str) -> datetime | None:
        with self._connections.read() as conn:
            row = execute(conn, IS_TOLD, school, class_id, text).fetchone()
        return from_iso(row[0]) if row else None

    def results_wait(self, school: str, learner: str, text: str) -> ResultsWait:
        with self._connections.read() as conn:
            return results_wait(conn, school, canonical_id(conn, school, learner), text, self._now())

    def withheld(self, school: str, learners: Collection[str]) -> frozenset[tuple[str, str]]:
        now = self._now()
        with self._connections.read() as conn:
            rows = execute(conn, HANDED_IN, school, to_json(sorted(set(learners)))).fetchall()
            return frozenset((root, text) for root, text in rows if results_wait(conn, school, root, text, now))

    def handed_in_attempts(self, school: str, learner: str, text: str) -> list[Attempt]:
        with self._connections.read() as conn:
            rows = execute(conn, ATTEMPTS, school, canonical_id(conn, school, learner), text).fetchall()
        return [to_graded_attempt(row) for row in rows]


def results_wait(conn: Connection, school: str, root: str, text: str, now: datetime) -> ResultsWait:
    """Classes that the results of an exam wait for, as :meth:`Exams.results_wait` has it."""
    classes, told = execute(conn, CLASSES_TOLD, school, root, text).fetchone()
    waits = assigned_results_wait(conn, school, root, text, to_iso(now), told)
    if waits is not None:
        return "own-class" if waits else ""
    if told:
        return ""
    if classes:
        return "own-class"
    return "other-classes" if execute(conn, CLASS_TO_TELL, school, text).fetchone() else ""


def is_withheld(conn: Connection, school: str, root: str, text: str, now: datetime) -> bool:
    """Tell whether a learner has handed the text in as an exam whose results wait."""
    handed_in = execute(conn, f"{OWN} AND text = ?3", school, root, text).fetchone()
    return handed_in is not None and bool(results_wait(conn, school, root, text, now))
