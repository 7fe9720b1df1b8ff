"""``store.grading`` in SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.domain.grade_rule import GradeRule
from webapp.store.protocols.grade_rules import GradeRules
from webapp.store.sql.engine.column_values import to_iso
from webapp.store.sql.engine.connection import Connections, execute
from webapp.store.sql.learners.canonical_ids import canonical_id

RULE = "SELECT out_of, rounding FROM grade_rules WHERE school = ? AND class = ?"
WEIGHTS = "SELECT grade_column, weight FROM grade_weights WHERE school = ? AND class = ?"
SAVE_RULE = """
    INSERT INTO grade_rules (school, class, out_of, rounding, teacher, since) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, class) DO UPDATE SET
        out_of = excluded.out_of, rounding = excluded.rounding, teacher = excluded.teacher, since = excluded.since"""
SAVE_WEIGHT = """
    INSERT INTO grade_weights (school, class, grade_column, weight) VALUES (?, ?, ?, ?)
    ON CONFLICT (school, class, grade_column) DO UPDATE SET weight = excluded.weight"""
EXCUSED = "SELECT learner, grade_column FROM grade_excuses WHERE school = ? AND class = ?"
EXCUSE = """
    INSERT INTO grade_excuses (school, learner, class, grade_column, teacher, since)
    SELECT school, learner, class, ?, ?, ? FROM memberships WHERE school = ? AND class = ? AND learner = ?
    ON CONFLICT DO NOTHING"""
TAKE_BACK = "DELETE FROM grade_excuses WHERE school = ? AND class = ? AND learner = ? AND grade_column = ?"
WORDS = "SELECT learner, words FROM report_words WHERE school = ? AND class = ?"
SAVE_WORDS = """
    INSERT INTO report_words (school, learner, class, words, teacher, since)
    SELECT school, learner, class, ?, ?, ? FROM memberships WHERE school = ? AND class = ? AND learner = ?
    ON CONFLICT (school, learner, class) DO UPDATE SET
        words = excluded.words, teacher = excluded.teacher, since = excluded.since"""
DROP_WORDS = "DELETE FROM report_words WHERE school = ? AND class = ? AND learner = ?"


class SqlGradeRules(GradeRules):
    """Methods are documented in :class:`webapp.store.protocols.grade_rules.GradeRules`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    def rule(self, school: str, class_id: str) -> GradeRule:
        with self._connections.read() as conn:
            weights = dict(execute(conn, WEIGHTS, school, class_id).fetchall())
            row = execute(conn, RULE, school, class_id).fetchone()
        return GradeRule(row[0], row[1], weights) if row else GradeRule(weights=weights)

    def save_rule(self, school: str, class_id: str, rule: GradeRule, teacher: str) -> None:
        with self._connections.write() as conn:
            execute(conn, SAVE_RULE, school, class_id, rule.out_of, rule.rounding, teacher, to_iso(self._now()))
            for column, weight in rule.weights.items():
                execute(conn, SAVE_WEIGHT, school, class_id, column, weight)

    def excused(self, school: str, class_id: str) -> frozenset[tuple[str, str]]:
        with self._connections.read() as conn:
            return frozenset((learner, column) for learner, column in execute(conn, EXCUSED, school, class_id))

    def excuse(self, school: str, class_id: str, learner: str, column: str, excused: bool, teacher: str) -> None:
        now = to_iso(self._now())
        with self._connections.write() as conn:
            record = canonical_id(conn, school, learner)
            if excused:
                execute(conn, EXCUSE, column, teacher, now, school, class_id, record)
            else:
                execute(conn, TAKE_BACK, school, class_id, record, column)

    def report_words(self, school: str, class_id: str) -> dict[str, str]:
        with self._connections.read() as conn:
            return dict(execute(conn, WORDS, school, class_id).fetchall())

    def save_report_words(self, school: str, class_id: str, learner: str, words: str, teacher: str) -> None:
        now = to_iso(self._now())
        with self._connections.write() as conn:
            record = canonical_id(conn, school, learner)
            if words:
                execute(conn, SAVE_WORDS, words, teacher, now, school, class_id, record)
            else:
                execute(conn, DROP_WORDS, school, class_id, record)
