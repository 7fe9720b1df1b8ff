"""Recalculate standings from attempts: after a regrade, a merge or an unmerge.

Everything here runs inside the caller's write transaction. The caller gives the function that calculates a standing:
the store has no rules of marking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.store.merged_learners import merge_attempts
from webapp.store.protocols.regrades import CalculateAnyStanding, CalculateStanding
from webapp.store.sqlite.attempts.drafts import COUNT_HINTS, QuestionKey
from webapp.store.sqlite.attempts.effective_grades import to_graded_attempt
from webapp.store.sqlite.attempts.manual_marks import FIND_COUNTING
from webapp.store.sqlite.attempts.record_attempts import ATTEMPTS_AT_QUESTION, UPSERT_STANDINGS
from webapp.store.sqlite.engine.column_values import to_iso
from webapp.store.sqlite.engine.connections import execute
from webapp.store.sqlite.learners.merge_chains import MERGED_IDS

if TYPE_CHECKING:
    from sqlite3 import Connection

UPDATE_STANDING = """
    UPDATE standings SET verdict = ?, earned = ?, possible = ?, settled = ?, last_try = ?, rules = ?
    WHERE school = ? AND learner = ? AND text = ? AND question = ?"""
# Where several records have a standing, or the canonical record has one calculated from several.
MERGED_QUESTIONS = f"""
    SELECT text, question FROM standings WHERE (school, learner) IN ({MERGED_IDS})
    GROUP BY text, question HAVING count(*) > 1 OR max(CASE WHEN learner = ? THEN records ELSE 1 END) > 1"""
DROP = "DELETE FROM standings WHERE school = ? AND learner = ? AND text = ? AND question = ?"


def recalculate_standing(conn: Connection, place: QuestionKey, judge: CalculateStanding) -> None:
    """Recalculate one standing from the attempts of its record; a manual mark counts."""
    tries = merge_attempts(map(to_graded_attempt, execute(conn, ATTEMPTS_AT_QUESTION, *place)), place[1])
    if not tries:
        return
    new = judge(place[3], tries)
    earned = _earned(conn, place, new.last_try, new.earned, new.possible)
    execute(conn, UPDATE_STANDING, new.verdict, earned, new.possible, new.settled, new.last_try, new.rules, *place)


def recalculate_record(conn: Connection, school: str, learner: str, judge: CalculateAnyStanding) -> None:
    """Recalculate standings of a canonical record where attempts of several records at a question meet or met.

    Rows of the records merged into it are left unchanged.
    """
    for text, question in execute(conn, MERGED_QUESTIONS, school, learner, learner).fetchall():
        _merge_standing(conn, (school, learner, text, question), judge)


def _merge_standing(conn: Connection, place: QuestionKey, judge: CalculateAnyStanding) -> None:
    attempts = [to_graded_attempt(row) for row in execute(conn, ATTEMPTS_AT_QUESTION, *place)]
    records = {attempt.learner for attempt in attempts}
    if len(records) < 2 and place[1] not in records:
        execute(conn, DROP, *place)  # calculated from several records, of which one is left: that one's row is enough
        return
    new = judge(place[2], place[3], merge_attempts(attempts, place[1]))
    if new is None:
        return
    earned = _earned(conn, place, new.last_try, new.earned, new.possible)
    hints = execute(conn, COUNT_HINTS, *place).fetchone()[0]
    mark = (new.verdict, earned, new.possible, new.settled, new.last_try)
    UPSERT_STANDINGS.rows(
        conn, [(*place, len(attempts), hints, *mark, to_iso(attempts[-1].at), len(records), new.rules)]
    )


def _earned(conn: Connection, place: QuestionKey, last_try: str, earned: float, possible: float) -> float:
    """Points of the manual mark, at most those the question is worth now; without a mark, ``earned``."""
    row = execute(conn, FIND_COUNTING, *place[:2], last_try).fetchone()
    return min(row[0], possible) if row else earned
