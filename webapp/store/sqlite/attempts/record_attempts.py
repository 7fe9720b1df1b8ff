"""Answers, with all that follows from them. Everything here runs inside the caller's write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from webapp.domain.attempt import Attempt
from webapp.store.protocols.store import Judge, Judged, Recorded, Submission
from webapp.store.sqlite.attempts.drafts import COUNT_HINTS, OF_PLACE, QuestionKey, drop_draft
from webapp.store.sqlite.attempts.effective_grades import as_graded
from webapp.store.sqlite.attempts.row_mapping import (
    TRY_COLUMNS,
    Row,
    dump,
    load,
    new_try,
    sound,
    stamp,
    to_try,
    try_row,
)
from webapp.store.sqlite.engine.bulk_insert import Insert, in_parts, values
from webapp.store.sqlite.engine.connections import run
from webapp.store.sqlite.people.create_learner import add_learners
from webapp.store.sqlite.people.merged_learners import OF_RECORD, as_one

if TYPE_CHECKING:
    from sqlite3 import Connection

# What there is to look up for each of many answers, all in one row: most are the first to their question. Where another
# record was merged into this one, more must be asked; and each question to the database is a turn in which others may
# come first.
LOOK = """
    WITH asked (n, school, learner, text, question, id, version) AS ({asked})
    SELECT group_concat(n
        || ':' || EXISTS (SELECT 1 FROM learners WHERE school = asked.school AND id = asked.learner)
        || ':' || EXISTS (SELECT 1 FROM learners WHERE school = asked.school AND merged_into = asked.learner)
        || ':' || EXISTS (SELECT 1 FROM question_versions AS known WHERE known.school = asked.school
            AND known.text = asked.text AND known.question = asked.question AND digest = asked.version)
        || ':' || EXISTS (SELECT 1 FROM tries AS known WHERE known.school = asked.school
            AND known.learner = asked.learner AND known.id = asked.id)
        || ':' || EXISTS (SELECT 1 FROM tries AS known WHERE {place})
        || ':' || EXISTS (SELECT 1 FROM drafts AS known WHERE {place})
        || ':' || (SELECT coalesce(max(number), 0) FROM hints AS known WHERE {place}))
    FROM asked"""
SAME_PLACE = """known.school = asked.school AND known.learner = asked.learner
            AND known.text = asked.text AND known.question = asked.question"""
FIND_TRY = f"SELECT {TRY_COLUMNS} FROM tries {OF_RECORD} AND id = ?"
# In the order of recording, which the clock need not follow.
FIND_TRIES = f"SELECT {TRY_COLUMNS} FROM tries {OF_PLACE} ORDER BY rowid"
ADD_VERSION = """
    INSERT INTO question_versions (school, digest, text, question, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""
TRIES = Insert("tries", TRY_COLUMNS)
STANDINGS = Insert(
    "standings",
    "school, learner, text, question, tries, hints, verdict, earned, possible, settled, last_try, at, records, rules",
    """ON CONFLICT (school, learner, text, question) DO UPDATE SET
        tries = excluded.tries, hints = excluded.hints, verdict = excluded.verdict, earned = excluded.earned,
        possible = excluded.possible, settled = excluded.settled, last_try = excluded.last_try, at = excluded.at,
        records = excluded.records, rules = excluded.rules""",
)
COUNTS = Insert(
    "text_counts",
    "school, text, question, version, tries, accepted, first_tries, first_accepted, earned",
    """ON CONFLICT (school, text, question, version) DO UPDATE SET
        tries = tries + excluded.tries, accepted = accepted + excluded.accepted,
        first_tries = first_tries + excluded.first_tries, first_accepted = first_accepted + excluded.first_accepted,
        earned = earned + excluded.earned""",
)


@dataclass(frozen=True)
class _Look:
    """What is there before an answer is recorded: of this very record, or of those merged into it (``merged``)."""

    known: int
    merged: int
    version: int
    handed_in: int
    tried: int
    drafted: int
    hints: int


Asked = tuple[Submission, Judge, datetime]
"""What was handed in, what judges it, and when."""


@dataclass(frozen=True)
class _New:
    """A try to be written down, and what goes with it. ``records``: of how many records the question's tries are."""

    submission: Submission
    try_: Attempt
    judged: Judged
    look: _Look
    records: int
    now: datetime


def record_forms(conn: Connection, forms: Sequence[Sequence[Asked]]) -> list[list[Recorded]]:
    """Judge what several forms hand in, and write it down."""
    told = iter(record(conn, [one for form in forms for one in form]))
    return [list(islice(told, len(form))) for form in forms]


def record(conn: Connection, asked: Sequence[Asked]) -> list[Recorded]:
    """Judge answers and write the tries down with all that follows from them, as if one came after the other."""
    return [told for some in _apart(asked) for told in _record(conn, some)]


def _apart(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """The same in parts, in whose order they are recorded: two of one question, or of one form, must see each other."""
    some, seen = list[Asked](), set[tuple[str, ...]]()
    for one in asked:
        submission = one[0]
        own = {_place(submission), (submission.school, submission.learner, submission.id)}
        if seen & own:
            yield some
            some, seen = [], set()
        some.append(one)
        seen |= own
    yield some


def _place(submission: Submission) -> QuestionKey:
    return (submission.school, submission.learner, submission.text, submission.question)


def _record(conn: Connection, asked: Sequence[Asked]) -> list[Recorded]:
    """Record answers that need not see each other."""
    told, new = list[Recorded](), list[_New]()
    looks = _look(conn, [submission for submission, _, _ in asked])
    for (submission, judge, now), look in zip(asked, looks, strict=True):
        if look.merged:  # one of the others may be of a record that counts as this one
            _write_down(conn, new)
            new.clear()
            (look,) = _look(conn, [submission])
        found = _weigh(conn, submission, judge, look, now)
        if isinstance(found, _New):
            new.append(found)
            found = Recorded(found.try_)
        told.append(found)
    _write_down(conn, new)
    return told


def _look(conn: Connection, asked: Sequence[Submission]) -> list[_Look]:
    """What is there before these answers are recorded."""
    rows = [(n, *map(sound, (*_place(one), one.id, one.version))) for n, one in enumerate(asked)]
    found: dict[int, _Look] = {}
    for count, some in in_parts(rows):
        (told,) = conn.execute(_look_sql(count), some).fetchone()
        for one in told.split(","):
            n, *seen = map(int, one.split(":"))
            found[n] = _Look(*seen)
    return [found[n] for n in range(len(asked))]


@cache
def _look_sql(count: int) -> str:
    return LOOK.format(asked=values(count, 7), place=SAME_PLACE)


def _weigh(conn: Connection, submission: Submission, judge: Judge, look: _Look, now: datetime) -> Recorded | _New:
    """What an answer becomes in the light of what is there: a new try, or what is told in place of one."""
    place = _place(submission)
    if look.handed_in or look.merged:
        earlier = run(conn, FIND_TRY, submission.school, submission.learner, submission.id).fetchone()
        if earlier:
            return _repeated(to_try(earlier), submission)
    found = [to_try(row) for row in run(conn, FIND_TRIES, *place)] if look.tried or look.merged else []
    judged = judge(as_one(as_graded(conn, found), submission.learner) if found else [])
    if judged is None:
        return Recorded(None)
    if isinstance(judged, Attempt):
        drop_draft(conn, place, now)
        return Recorded(judged, said_before=True)
    hints = int(run(conn, COUNT_HINTS, *place).fetchone()[0]) if look.merged else look.hints
    # A record from which another was parted again has gaps in its numbers.
    number = max([len(found), *(one.number for one in found)]) + 1
    new = new_try(submission, judged, number, hints)
    return _New(submission, new, judged, look, len({new.learner, *(one.learner for one in found)}), now)


def _repeated(first: Attempt, submission: Submission) -> Recorded:
    same_place = (first.text, first.question) == (sound(submission.text), sound(submission.question))
    return Recorded(first, repeated=True, same=same_place and first.response == load(dump(submission.response)))


def _write_down(conn: Connection, new: Sequence[_New]) -> None:
    """The rows of new tries, table by table: what others refer to comes first."""
    add_learners(conn, {(one.try_.school, one.try_.learner): one.now for one in new if not one.look.known})
    for one in new:
        if not one.look.version:
            made = one.try_
            run(conn, ADD_VERSION, made.school, made.version, made.text, made.question, one.submission.version_body)
    TRIES.rows(conn, [try_row(one.try_) for one in new])
    STANDINGS.rows(conn, [_standing_row(one) for one in new])
    COUNTS.rows(conn, _counted(one.try_ for one in new))
    for one in new:
        if one.look.drafted or one.look.merged:
            drop_draft(conn, _place(one.submission), one.now)


def _standing_row(one: _New) -> Row:
    new, judged = one.try_, one.judged
    place = (new.school, new.learner, new.text, new.question)
    mark = (new.verdict, judged.standing_earned, new.possible, judged.settled)
    return (*place, new.number, new.hints, *mark, new.id, stamp(new.at), one.records, sound(judged.rules))


def _counted(tries: Iterable[Attempt]) -> list[Row]:
    """What tries add to the counts of their questions' versions."""
    sums: dict[tuple[str, str, str, str], list[float]] = {}
    for one in tries:
        accepted, first = one.verdict == "accepted", one.number == 1
        found = sums.setdefault((one.school, one.text, one.question, one.version), [0, 0, 0, 0, 0.0])
        for at, more in enumerate((1, accepted, first, accepted and first, one.earned)):
            found[at] += more
    return [(*key, *counted) for key, counted in sums.items()]
