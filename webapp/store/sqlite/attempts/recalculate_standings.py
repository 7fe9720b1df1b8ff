"""Standings worked out anew out of the tries: after a regrading, after two records were merged, after they were parted.

Everything here runs inside the caller's write transaction. What a question's tries come to is the caller's to say: the
store knows no rules of marking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.store.protocols.regrades import Restand, RestandAny
from webapp.store.sqlite.attempts.drafts import COUNT_HINTS, QuestionKey
from webapp.store.sqlite.attempts.effective_grades import as_graded
from webapp.store.sqlite.attempts.manual_marks import FIND_COUNTING
from webapp.store.sqlite.attempts.record_attempts import FIND_TRIES, STANDINGS
from webapp.store.sqlite.attempts.row_mapping import stamp, to_try
from webapp.store.sqlite.engine.connections import run
from webapp.store.sqlite.people.merged_learners import PARTS, as_one

if TYPE_CHECKING:
    from sqlite3 import Connection

RESTAND = """
    UPDATE standings SET verdict = ?, earned = ?, possible = ?, settled = ?, last_try = ?, rules = ?
    WHERE school = ? AND learner = ? AND text = ? AND question = ?"""
# Where several records have one, or the one that stays has one that was worked out from several.
TO_JOIN = f"""
    SELECT text, question FROM standings WHERE (school, learner) IN ({PARTS})
    GROUP BY text, question HAVING count(*) > 1 OR max(CASE WHEN learner = ? THEN records ELSE 1 END) > 1"""
DROP = "DELETE FROM standings WHERE school = ? AND learner = ? AND text = ? AND question = ?"


def restand(conn: Connection, place: QuestionKey, judge: Restand) -> None:
    """Let a standing follow the tries of its record, as the next answer there will see them; a mark by hand counts."""
    tries = as_one(as_graded(conn, (to_try(row) for row in run(conn, FIND_TRIES, *place))), place[1])
    if not tries:
        return
    new = judge(place[3], tries)
    earned = _earned(conn, place, new.last_try, new.earned, new.possible)
    run(conn, RESTAND, new.verdict, earned, new.possible, new.settled, new.last_try, new.rules, *place)


def restand_record(conn: Connection, school: str, learner: str, judge: RestandAny) -> None:
    """Let the standings of a record follow its tries and those of what is merged into it by now, wherever several meet
    or met. The rows of what is merged stay as they are."""
    for text, question in run(conn, TO_JOIN, school, learner, learner).fetchall():
        _join(conn, (school, learner, text, question), judge)


def _join(conn: Connection, place: QuestionKey, judge: RestandAny) -> None:
    found = list(as_graded(conn, (to_try(row) for row in run(conn, FIND_TRIES, *place))))
    records = {one.learner for one in found}
    if len(records) < 2 and place[1] not in records:
        run(conn, DROP, *place)  # it was of several, of which one is left: that one's own row says it
        return
    new = judge(place[2], place[3], as_one(found, place[1]))
    if new is None:
        return
    earned = _earned(conn, place, new.last_try, new.earned, new.possible)
    hints = run(conn, COUNT_HINTS, *place).fetchone()[0]
    mark = (new.verdict, earned, new.possible, new.settled, new.last_try)
    STANDINGS.rows(conn, [(*place, len(found), hints, *mark, stamp(found[-1].at), len(records), new.rules)])


def _earned(conn: Connection, place: QuestionKey, last_try: str, earned: float, possible: float) -> float:
    """What a person gave where somebody marked; never more than the question is worth by now."""
    row = run(conn, FIND_COUNTING, *place[:2], last_try).fetchone()
    return min(row[0], possible) if row else earned
