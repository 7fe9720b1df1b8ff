"""Recording of answers: attempts (table ``tries``) with standings, counters and all other rows that follow.

Everything here runs inside the caller's write transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from webapp.domain.attempt import Attempt
from webapp.store.new_attempt import new_attempt
from webapp.store.protocols.store import Judge, Judged, Recorded, Submission
from webapp.store.sql.attempts.drafts import OF_PLACE, QuestionKey, drop_draft
from webapp.store.sql.attempts.effective_grades import IN_RECORD, to_graded_attempt, with_latest_regrade
from webapp.store.sql.attempts.hand_in_note import note_hand_in
from webapp.store.sql.attempts.row_mapping import TRY_COLUMNS, TRY_NAMES, attempt_row, to_attempt
from webapp.store.sql.engine.bulk_insert import Insert, in_chunks, values_clause
from webapp.store.sql.engine.column_values import Row, from_json, to_iso, to_json
from webapp.store.sql.engine.connection import Connection, execute, together
from webapp.store.sql.learners.create_learner import add_learners
from webapp.store.sql.merges.merged_numbers import number_question
from webapp.store.surrogates import replace_surrogates

# All look-ups for each of many answers in one statement: most are the first to their question.
CONTEXT = """
    WITH asked (n, school, learner, text, question, id, version) AS ({asked})
    SELECT
        EXISTS (SELECT 1 FROM learners WHERE school = asked.school AND id = asked.learner),
        (SELECT root FROM merges WHERE merges.school = asked.school AND merges.learner = asked.learner),
        EXISTS (SELECT 1 FROM merges WHERE merges.school = asked.school AND merges.root = asked.learner),
        EXISTS (SELECT 1 FROM question_versions AS known WHERE known.school = asked.school
            AND known.text = asked.text AND known.question = asked.question AND digest = asked.version),
        EXISTS (SELECT 1 FROM tries AS known WHERE known.school = asked.school
            AND known.learner = asked.learner AND known.id = asked.id),
        EXISTS (SELECT 1 FROM tries AS known WHERE {place}),
        EXISTS (SELECT 1 FROM drafts AS known WHERE {place}),
        (SELECT coalesce(max(number), 0) FROM hints AS known WHERE {place}),
        (SELECT coalesce(max(seq), 0) + 1 FROM tries)
    FROM asked ORDER BY n"""
SAME_PLACE = """known.school = asked.school AND known.learner = asked.learner
            AND known.text = asked.text AND known.question = asked.question"""
ATTEMPT_BY_ID = with_latest_regrade("SELECT * FROM tries WHERE school = ? AND learner = ? AND id = ?")
# In the order of recording, which the clock need not follow.
ATTEMPTS_AT_QUESTION = with_latest_regrade(f"SELECT * FROM tries {OF_PLACE}", number=IN_RECORD)
GREATEST_NUMBER = f"SELECT max(count(*), coalesce(max(number), 0)) FROM tries {OF_PLACE}"
INSERT_VERSION = """
    INSERT INTO question_versions (school, digest, text, question, body) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""
INSERT_ATTEMPTS = Insert("tries", f"{TRY_COLUMNS}, seq")
UPSERT_STANDINGS = Insert(
    "standings",
    "school, learner, text, question, tries, hints, verdict, earned, possible, settled, last_try, at, rules",
    """ON CONFLICT (school, learner, text, question) DO UPDATE SET
        tries = excluded.tries, hints = excluded.hints, verdict = excluded.verdict, earned = excluded.earned,
        possible = excluded.possible, settled = excluded.settled, last_try = excluded.last_try, at = excluded.at,
        rules = excluded.rules""",
)
UPSERT_COUNTS = Insert(
    "text_counts",
    "school, text, question, version, tries, accepted, first_tries, first_accepted, earned",
    """ON CONFLICT (school, text, question, version) DO UPDATE SET
        tries = text_counts.tries + excluded.tries, accepted = text_counts.accepted + excluded.accepted,
        first_tries = text_counts.first_tries + excluded.first_tries,
        first_accepted = text_counts.first_accepted + excluded.first_accepted,
        earned = text_counts.earned + excluded.earned""",
)


@dataclass(frozen=True)
class _Context:
    """The rows that exist before an answer is recorded.

    ``root`` is the record that this one was merged into, if it was; ``merged``: others are merged into this one.
    ``next_seq`` is the recording number of the first attempt that follows, within this transaction.
    """

    known: int
    root: str | None
    merged: int
    version: int
    handed_in: int
    tried: int
    drafted: int
    hints: int
    next_seq: int


Request = tuple[Submission, Judge, datetime]
"""A submission, the function that judges it, and the time."""


@dataclass(frozen=True)
class _NewAttempt:
    """An attempt to be inserted, with its context."""

    submission: Submission
    try_: Attempt
    judged: Judged
    context: _Context
    now: datetime


def record_forms(conn: Connection, forms: Sequence[Sequence[Request]]) -> list[list[Recorded]]:
    """Judge and record the answers of several forms."""
    outcomes = iter(record(conn, [request for form in forms for request in form]))
    for sent, _, now in (form[0] for form in forms if form and form[0][0].hand_in):
        assert sent.hand_in
        place = (sent.school, sent.learner, sent.text)
        note_hand_in(conn, place, now, "learner", sent.hand_in.since, sent.hand_in.assignment)
    return [list(islice(outcomes, len(form))) for form in forms]


def record(conn: Connection, requests: Sequence[Request]) -> list[Recorded]:
    """Judge answers and insert the attempts into ``tries``, with all dependent rows, as if one after the other."""
    return [outcome for batch in _split_independent_batches(requests) for outcome in _record_independent(conn, batch)]


def _split_independent_batches(requests: Sequence[Request]) -> Iterator[list[Request]]:
    """Split answers into batches to record in order: two of one question, or of one form, are in different ones."""
    batch, seen = list[Request](), set[tuple[str, ...]]()
    for request in requests:
        submission = request[0]
        own = {_place(submission), (submission.school, submission.learner, submission.id)}
        if seen & own:
            yield batch
            batch, seen = [], set()
        batch.append(request)
        seen |= own
    yield batch


def _place(submission: Submission) -> QuestionKey:
    return (submission.school, submission.learner, submission.text, submission.question)


def _record_independent(conn: Connection, requests: Sequence[Request]) -> list[Recorded]:
    """Record answers that need not see each other."""
    outcomes, new = list[Recorded](), list[_NewAttempt]()
    contexts = _fetch_contexts(conn, [submission for submission, _, _ in requests])
    if any(context.root for context in contexts):  # merged meanwhile; now two may be of one record
        roots = [context.root or request[0].learner for request, context in zip(requests, contexts, strict=True)]
        return record(
            conn,
            [(replace(request[0], learner=root), *request[1:]) for request, root in zip(requests, roots, strict=True)],
        )
    for (submission, judge, now), context in zip(requests, contexts, strict=True):
        outcome = _judge(conn, submission, judge, context, now)
        if isinstance(outcome, _NewAttempt):
            new.append(outcome)
            outcome = Recorded(outcome.try_)
        outcomes.append(outcome)
    _insert(conn, new)
    return outcomes


def _fetch_contexts(conn: Connection, submissions: Sequence[Submission]) -> list[_Context]:
    """Fetch the context of each answer."""
    rows = [
        (n, *map(replace_surrogates, (*_place(submission), submission.id, submission.version)))
        for n, submission in enumerate(submissions)
    ]
    return [
        _Context(*row)
        for count, values_clause in in_chunks(rows)
        for row in conn.execute(_context_sql(count), values_clause).fetchall()
    ]


def _context_sql(count: int) -> str:
    return CONTEXT.format(asked=values_clause(count, 7), place=SAME_PLACE)


def _judge(
    conn: Connection, submission: Submission, judge: Judge, context: _Context, now: datetime
) -> Recorded | _NewAttempt:
    """Judge an answer in its context: a new attempt to insert, or the outcome without one."""
    place = _place(submission)
    if context.handed_in:
        earlier = execute(conn, ATTEMPT_BY_ID, submission.school, submission.learner, submission.id).fetchone()
        return _repeated(to_attempt(earlier[: len(TRY_NAMES)]), submission)
    rows = execute(conn, ATTEMPTS_AT_QUESTION, *place).fetchall() if context.tried else []
    attempts = [to_graded_attempt(row) for row in rows]
    judged = judge(attempts)
    if judged is None:
        return Recorded(None)
    if isinstance(judged, Attempt):
        drop_draft(conn, place)
        return Recorded(judged, said_before=True)
    # A record has gaps in its numbers after an unmerge; and of merged records, not every attempt was read.
    number = max([len(attempts), *(attempt.number for attempt in attempts)]) + 1
    if context.merged:
        number = int(execute(conn, GREATEST_NUMBER, *place).fetchone()[0]) + 1
    return _NewAttempt(submission, new_attempt(submission, judged, number, context.hints), judged, context, now)


def _repeated(first: Attempt, submission: Submission) -> Recorded:
    same_place = (first.text, first.question) == (
        replace_surrogates(submission.text),
        replace_surrogates(submission.question),
    )
    return Recorded(first, repeated=True, same=same_place and first.response == from_json(to_json(submission.response)))


def _insert(conn: Connection, new: Sequence[_NewAttempt]) -> None:
    """Insert new attempts into ``tries`` and their rows in other tables, referenced tables first."""
    if not new:
        return
    unknown = {(entry.try_.school, entry.try_.learner): entry.now for entry in new if not entry.context.known}
    if unknown:
        add_learners(conn, unknown)
    with together(conn):
        for entry in new:
            if not entry.context.version:
                _add_version(conn, entry)
        first = new[0].context.next_seq
        INSERT_ATTEMPTS.rows(conn, [(*attempt_row(entry.try_), seq) for seq, entry in enumerate(new, first)])
        UPSERT_STANDINGS.rows(conn, [_standing_row(entry) for entry in new])
        UPSERT_COUNTS.rows(conn, _count_rows(entry.try_ for entry in new))
        for entry in new:
            if entry.context.drafted:
                drop_draft(conn, _place(entry.submission))
    for entry in new:
        if entry.context.merged:
            number_question(conn, *_key(entry.try_))


def _add_version(conn: Connection, entry: _NewAttempt) -> None:
    new, body = entry.try_, entry.submission.version_body
    execute(conn, INSERT_VERSION, new.school, new.version, new.text, new.question, body)


def _standing_row(entry: _NewAttempt) -> Row:
    new, judged = entry.try_, entry.judged
    mark = (new.verdict, judged.standing_earned, new.possible, judged.settled)
    return (
        *_key(new),
        new.number,
        new.hints,
        *mark,
        new.id,
        to_iso(new.at),
        replace_surrogates(judged.rules),
    )


def _key(attempt: Attempt) -> QuestionKey:
    return (attempt.school, attempt.learner, attempt.text, attempt.question)


def _count_rows(tries: Iterable[Attempt]) -> list[Row]:
    """Add up the counters of attempts by question version."""
    sums: dict[tuple[str, str, str, str], list[float]] = {}
    for attempt in tries:
        accepted, first = attempt.verdict == "accepted", attempt.number == 1
        counters = sums.setdefault((attempt.school, attempt.text, attempt.question, attempt.version), [0, 0, 0, 0, 0.0])
        for at, more in enumerate((1, accepted, first, accepted and first, attempt.earned)):
            counters[at] += more
    return [(*key, *counted) for key, counted in sums.items()]
