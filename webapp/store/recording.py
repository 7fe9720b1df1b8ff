"""What a reader's page writes down: answers with all that follows from them, hints, drafts.

Everything here runs inside the caller's write transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.model import Learner, Response, Try
from webapp.store import Judge, Judged, Recorded, Submission
from webapp.store.codes import new_code
from webapp.store.connections import run
from webapp.store.graded import as_graded
from webapp.store.merging import OF_RECORD, as_one
from webapp.store.rows import (
    LEARNER_COLUMNS,
    TRY_COLUMNS,
    dump,
    is_empty,
    load,
    sound,
    stamp,
    to_learner,
    to_try,
    try_row,
    unstamp,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

PLACE = f"{OF_RECORD} AND text = ? AND question = ?"
FIND_LEARNER = f"SELECT {LEARNER_COLUMNS} FROM learners WHERE school = ? AND id = ?"
# Nobody else writes meanwhile, so a code that is free here stays free.
ADD_LEARNER = """
    INSERT INTO learners (school, id, code, created) VALUES (?, ?, ?, ?) ON CONFLICT (school, code) DO NOTHING"""
# What there is to look up, in one go: most answers are the first to their question. Where another record was merged
# into this one, more must be asked; and each question to the database is a turn in which others may come first.
LOOK = """SELECT
    EXISTS (SELECT 1 FROM learners WHERE school = ?1 AND id = ?2),
    EXISTS (SELECT 1 FROM learners WHERE school = ?1 AND merged_into = ?2),
    EXISTS (SELECT 1 FROM question_versions WHERE school = ?1 AND text = ?3 AND question = ?4 AND digest = ?6),
    EXISTS (SELECT 1 FROM tries WHERE school = ?1 AND learner = ?2 AND id = ?5),
    EXISTS (SELECT 1 FROM tries WHERE school = ?1 AND learner = ?2 AND text = ?3 AND question = ?4),
    EXISTS (SELECT 1 FROM drafts WHERE school = ?1 AND learner = ?2 AND text = ?3 AND question = ?4),
    (SELECT coalesce(max(number), 0) FROM hints WHERE school = ?1 AND learner = ?2 AND text = ?3 AND question = ?4)"""
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
        school, learner, text, question, tries, hints, verdict, earned, possible, settled, last_try, at, records, rules)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (school, learner, text, question) DO UPDATE SET
        tries = excluded.tries, hints = excluded.hints, verdict = excluded.verdict, earned = excluded.earned,
        possible = excluded.possible, settled = excluded.settled, last_try = excluded.last_try, at = excluded.at,
        records = excluded.records, rules = excluded.rules"""
COUNT_TRY = """
    INSERT INTO text_counts (school, text, question, version, tries, accepted, first_tries, first_accepted, earned)
    VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)
    ON CONFLICT (school, text, question, version) DO UPDATE SET
        tries = tries + 1, accepted = accepted + excluded.accepted, first_tries = first_tries + excluded.first_tries,
        first_accepted = first_accepted + excluded.first_accepted, earned = earned + excluded.earned"""
SET_DRAFT = """
    INSERT INTO drafts (school, learner, text, question, response, at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET response = excluded.response, at = excluded.at"""
# A learner's own row alone: what a merged record holds comes back when the records are parted again. Until then an
# empty draft of the one that stays, no earlier than any of them, says that there is none.
DELETE_DRAFT = "DELETE FROM drafts WHERE school = ? AND learner = ? AND text = ? AND question = ?"
LATEST_DRAFT = f"SELECT max(at) FROM drafts {PLACE}"
ADD_HINT = "INSERT INTO hints (school, learner, text, question, number, at) VALUES (?, ?, ?, ?, ?, ?)"
SET_HINTS = "UPDATE standings SET hints = ? WHERE school = ? AND learner = ? AND text = ? AND question = ?"


def ensure_learner(conn: Connection, school: str, learner_id: str, now: datetime) -> Learner:
    """The learner, made with a code of their own where there is none."""
    found = run(conn, FIND_LEARNER, school, learner_id).fetchone()
    return to_learner(found) if found else _add_learner(conn, school, learner_id, now)


def _add_learner(conn: Connection, school: str, learner_id: str, now: datetime) -> Learner:
    created = stamp(now)
    while True:
        code = new_code()
        if run(conn, ADD_LEARNER, school, learner_id, code, created).rowcount:
            return Learner(sound(school), sound(learner_id), code, unstamp(created))


@dataclass(frozen=True)
class _Look:
    """What is there before an answer is recorded: of this very record, or of those merged into it (``merged``)."""

    known: bool
    merged: bool
    version: bool
    handed_in: bool
    tried: bool
    drafted: bool
    hints: int


def record(conn: Connection, submission: Submission, judge: Judge, now: datetime) -> Recorded:
    """Judge a submission and write the try down with all that follows from it."""
    place = (submission.school, submission.learner, submission.text, submission.question)
    look = _Look(*run(conn, LOOK, *place, submission.id, submission.version).fetchone())
    if look.handed_in or look.merged:
        earlier = run(conn, FIND_TRY, submission.school, submission.learner, submission.id).fetchone()
        if earlier:
            return _repeated(to_try(earlier), submission)
    found = [to_try(row) for row in run(conn, FIND_TRIES, *place)] if look.tried or look.merged else []
    judged = judge(as_one(as_graded(conn, found), submission.learner))
    if judged is None:
        return Recorded(None)
    if isinstance(judged, Try):
        _drop_draft(conn, place, now)
        return Recorded(judged, said_before=True)
    hints = int(run(conn, COUNT_HINTS, *place).fetchone()[0]) if look.merged else look.hints
    # A record from which another was parted again has gaps in its numbers.
    number = max([len(found), *(one.number for one in found)]) + 1
    row = try_row(submission, judged, number, hints)
    if not look.known:
        _add_learner(conn, submission.school, submission.learner, now)
    # Read back from the row, so that what is handed out now is what will be read later.
    new = to_try(row)
    if not look.version:
        run(conn, ADD_VERSION, new.school, new.version, new.text, new.question, submission.version_body)
    conn.execute(ADD_TRY, row)
    _set_standing(conn, new, judged, len({new.learner, *(one.learner for one in found)}))
    _count(conn, new)
    if look.drafted or look.merged:
        _drop_draft(conn, place, now)
    return Recorded(new)


def _repeated(first: Try, submission: Submission) -> Recorded:
    same_place = (first.text, first.question) == (sound(submission.text), sound(submission.question))
    return Recorded(first, repeated=True, same=same_place and first.response == load(dump(submission.response)))


def _set_standing(conn: Connection, new: Try, judged: Judged, records: int) -> None:
    place = (new.school, new.learner, new.text, new.question)
    mark = (new.verdict, judged.standing_earned, new.possible, judged.settled)
    run(conn, SET_STANDING, *place, new.number, new.hints, *mark, new.id, stamp(new.at), records, judged.rules)


def _count(conn: Connection, new: Try) -> None:
    accepted, first = new.verdict == "accepted", new.number == 1
    key = (new.school, new.text, new.question, new.version)
    run(conn, COUNT_TRY, *key, accepted, first, accepted and first, new.earned)


def show_hint(conn: Connection, place: tuple[str, str, str, str], most: int, now: datetime) -> int:
    """One more hint, up to ``most``; how many are shown from now on."""
    shown = int(run(conn, COUNT_HINTS, *place).fetchone()[0])
    if shown >= most:
        return shown
    ensure_learner(conn, *place[:2], now)
    run(conn, ADD_HINT, *place, shown + 1, stamp(now))
    run(conn, SET_HINTS, shown + 1, *place)
    return shown + 1


def save_drafts(conn: Connection, where: tuple[str, str, str], drafts: Mapping[str, Response], now: datetime) -> None:
    """Keep what was typed, by question of a school's learner in a text; what is empty takes the draft away."""
    if not all(is_empty(response) for response in drafts.values()):
        ensure_learner(conn, *where[:2], now)
    for question, response in drafts.items():
        _save_draft(conn, (*where, question), response, now)


def _save_draft(conn: Connection, place: tuple[str, str, str, str], response: Response, now: datetime) -> None:
    if is_empty(response):
        _drop_draft(conn, place, now)
        return
    run(conn, SET_DRAFT, *place, dump(response), stamp(now))


def _drop_draft(conn: Connection, place: tuple[str, str, str, str], now: datetime) -> None:
    run(conn, DELETE_DRAFT, *place)
    (others,) = run(conn, LATEST_DRAFT, *place).fetchone()
    if others is not None:
        # Not before them, though the clock was set back.
        run(conn, SET_DRAFT, *place, dump(""), max(stamp(now), others))
