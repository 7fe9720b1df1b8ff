"""Recording an answer: everything that one try changes, inside the caller's write transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from webapp.model import Learner, Try
from webapp.store import Judge, Judged, Recorded, Submission
from webapp.store.codes import new_code
from webapp.store.connections import run
from webapp.store.graded import as_graded
from webapp.store.merging import OF_RECORD, as_one
from webapp.store.rows import LEARNER_COLUMNS, TRY_COLUMNS, dump, load, sound, stamp, to_learner, to_try, try_row

if TYPE_CHECKING:
    from sqlite3 import Connection

PLACE = f"{OF_RECORD} AND text = ? AND question = ?"
FIND_LEARNER = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND id = ?"
FIND_TRY = f"SELECT {TRY_COLUMNS} FROM tries {OF_RECORD} AND id = ?"
# In the order of recording, which the clock need not follow.
FIND_TRIES = f"SELECT {TRY_COLUMNS} FROM tries {PLACE} ORDER BY rowid"
# Hints come one after the other: the greatest number is how many are shown.
COUNT_HINTS = f"SELECT coalesce(max(number), 0) FROM hints {PLACE}"
ADD_VERSION = """
    INSERT INTO question_versions (school, digest, text, question, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""
ADD_TRY = f"INSERT INTO tries ({TRY_COLUMNS}) VALUES ({', '.join('?' * len(TRY_COLUMNS.split(',')))})"
SET_STANDING = """
    INSERT INTO standings (
        school, learner, text, question, tries, hints, verdict, earned, possible, settled, last_try, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, learner, text, question) DO UPDATE SET
        tries = excluded.tries, hints = excluded.hints, verdict = excluded.verdict, earned = excluded.earned,
        possible = excluded.possible, settled = excluded.settled, last_try = excluded.last_try, at = excluded.at"""
COUNT_TRY = """
    INSERT INTO text_counts (school, text, question, version, tries, accepted, first_tries, first_accepted, earned)
    VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
    ON CONFLICT (school, text, question, version) DO UPDATE SET
        tries = tries + 1, accepted = accepted + excluded.accepted, first_tries = first_tries + excluded.first_tries,
        first_accepted = first_accepted + excluded.first_accepted, earned = earned + excluded.earned"""
DELETE_DRAFT = f"DELETE FROM drafts {PLACE}"


def ensure_learner(conn: Connection, school: str, learner_id: str, now: datetime) -> Learner:
    """The learner, made with a code of their own where there is none."""
    found = run(conn, FIND_LEARNER, school, learner_id).fetchone()
    if found:
        return to_learner(found)
    code = new_code()
    # Nobody else writes meanwhile, so a code that is free now is free below.
    while run(conn, "SELECT 1 FROM learners WHERE school = ? AND code = ?", school, code).fetchone():
        code = new_code()
    sql = "INSERT INTO learners (school, id, code, created) VALUES (?, ?, ?, ?)"
    run(conn, sql, school, learner_id, code, stamp(now))
    return to_learner(run(conn, FIND_LEARNER, school, learner_id).fetchone())


def record(conn: Connection, submission: Submission, judge: Judge, now: datetime) -> Recorded:
    """Judge a submission and write the try down with all that follows from it."""
    earlier = run(conn, FIND_TRY, submission.school, submission.learner, submission.id).fetchone()
    if earlier:
        return _repeated(to_try(earlier), submission)
    place = (submission.school, submission.learner, submission.text, submission.question)
    found = [to_try(row) for row in run(conn, FIND_TRIES, *place)]
    previous = as_one(as_graded(conn, found), submission.learner)
    judged = judge(previous)
    if judged is None:
        return Recorded(None)
    if isinstance(judged, Try):
        run(conn, DELETE_DRAFT, *place)
        return Recorded(judged, said_before=True)
    hints = int(run(conn, COUNT_HINTS, *place).fetchone()[0])
    # A record from which another was parted again has gaps in its numbers.
    number = max([len(found), *(one.number for one in found)]) + 1
    row = try_row(submission, judged, number, hints)
    ensure_learner(conn, submission.school, submission.learner, now)
    # Read back from the row, so that what is handed out now is what will be read later.
    new = to_try(row)
    run(conn, ADD_VERSION, new.school, new.version, new.text, new.question, submission.version_body)
    conn.execute(ADD_TRY, row)
    _set_standing(conn, new, judged)
    _count(conn, new)
    run(conn, DELETE_DRAFT, *place)
    return Recorded(new)


def _repeated(first: Try, submission: Submission) -> Recorded:
    same_place = (first.text, first.question) == (sound(submission.text), sound(submission.question))
    return Recorded(first, repeated=True, same=same_place and first.response == load(dump(submission.response)))


def _set_standing(conn: Connection, new: Try, judged: Judged) -> None:
    place = (new.school, new.learner, new.text, new.question)
    mark = (new.verdict, judged.standing_earned, new.possible, judged.settled)
    run(conn, SET_STANDING, *place, new.number, new.hints, *mark, new.id, stamp(new.at))


def _count(conn: Connection, new: Try) -> None:
    accepted, first = new.verdict == "accepted", new.number == 1
    key = (new.school, new.text, new.question, new.version)
    run(conn, COUNT_TRY, *key, accepted, first, accepted and first, new.earned)
