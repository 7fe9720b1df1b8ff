"""Recalculate standings from attempts: after a regrade, a merge or an unmerge.

Everything here runs inside the caller's write transaction. The caller gives the function that calculates a standing:
the store has no rules of marking.
"""

from __future__ import annotations

from webapp.store.protocols.regrades import CalculateAnyStanding, CalculateStanding
from webapp.store.sql.attempts.drafts import COUNT_HINTS, OF_PLACE, QuestionKey
from webapp.store.sql.attempts.effective_grades import to_graded_attempt
from webapp.store.sql.attempts.manual_marks import FIND_COUNTING
from webapp.store.sql.attempts.record_attempts import ATTEMPTS_AT_QUESTION, UPSERT_STANDINGS
from webapp.store.sql.engine.connection import Connection, execute
from webapp.store.sql.merges.merged_numbers import number_question

UPDATE_STANDING = f"""
    UPDATE standings SET verdict = ?, earned = ?, possible = ?, settled = ?, last_try = ?, rules = ? {OF_PLACE}"""
DROP_STANDING = f"DELETE FROM standings {OF_PLACE}"
LAST_TRY = f"SELECT count(*) OVER (), at FROM tries {OF_PLACE} ORDER BY seq DESC LIMIT 1"


def recalculate_standing(conn: Connection, place: QuestionKey, judge: CalculateStanding) -> None:
    """Recalculate one standing from the attempts of its record; a manual mark counts."""
    number_question(conn, *place)
    tries = [to_graded_attempt(row) for row in execute(conn, ATTEMPTS_AT_QUESTION, *place)]
    if not tries:
        return
    new = judge(place[3], tries)
    earned = _earned(conn, place, new.last_try, new.earned, new.possible)
    execute(conn, UPDATE_STANDING, new.verdict, earned, new.possible, new.settled, new.last_try, new.rules, *place)


def replace_standing(conn: Connection, place: QuestionKey, judge: CalculateAnyStanding | None) -> bool:
    """Calculate one standing whole, also its counts; delete it where no attempt is left.

    False where it cannot be calculated, and was left as it is: the question no longer exists.
    """
    last = execute(conn, LAST_TRY, *place).fetchone()
    if last is None:
        execute(conn, DROP_STANDING, *place)
        return True
    attempts = [to_graded_attempt(row) for row in execute(conn, ATTEMPTS_AT_QUESTION, *place)]
    new = judge(place[2], place[3], attempts) if judge else None
    if new is None:
        return False
    earned = _earned(conn, place, new.last_try, new.earned, new.possible)
    hints = execute(conn, COUNT_HINTS, *place).fetchone()[0]
    mark = (new.verdict, earned, new.possible, new.settled, new.last_try)
    UPSERT_STANDINGS.rows(conn, [(*place, last[0], hints, *mark, last[1], new.rules)])
    return True


def _earned(conn: Connection, place: QuestionKey, last_try: str, earned: float, possible: float) -> float:
    """Points of the manual mark, at most those the question is worth now; without a mark, ``earned``."""
    row = execute(conn, FIND_COUNTING, *place[:2], last_try).fetchone()
    return min(row[0], possible) if row else earned
