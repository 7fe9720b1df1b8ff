"""Rows and the dataclasses they stand for. Times are ISO 8601 in UTC with microseconds, so that they sort as text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from json.scanner import make_scanner
from typing import Any

from webapp.domain.attempt import Attempt, Learner, ManualMark
from webapp.domain.question import Part, Response
from webapp.store.protocols.store import Counts, Judged, KeptWord, Review, Standing, Submission

Row = Sequence[Any]

# What a regrading or a person says stands in tables of their own: see graded.py and marking.py.
TRY_FIELDS = tuple(field.name for field in fields(Attempt) if field.name not in ("regraded", "by_hand"))
TRY_COLUMNS = ", ".join(TRY_FIELDS)
MARK_FIELDS = tuple(field.name for field in fields(ManualMark))
MARK_COLUMNS = ", ".join(MARK_FIELDS)
KEPT_FIELDS = tuple(field.name for field in fields(KeptWord))
KEPT_COLUMNS = ", ".join(KEPT_FIELDS)
REVIEW_FIELDS = tuple(field.name for field in fields(Review))
REVIEW_COLUMNS = ", ".join(REVIEW_FIELDS)
LEARNER_COLUMNS = ", ".join(field.name for field in fields(Learner))
STANDING_FIELDS = tuple(field.name for field in fields(Standing))
STANDING_COLUMNS = ", ".join(STANDING_FIELDS)
COUNTS_COLUMNS = ", ".join(field.name for field in fields(Counts))


def sound(text: str) -> str:
    """``text`` as UTF-8 can carry it: surrogates that make a pair are joined, lone ones become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_scan = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]  # what reads one value, in C


def dump(value: object) -> str:
    """Plain data as JSON that a person can read in the database."""
    return sound(_encode(value))


def load(column: str) -> Any:
    """What :func:`dump` made."""
    try:
        return _scan(column, 0)[0]
    except StopIteration:  # not from here: something stands before it
        return json.loads(column)


def stamp(at: datetime) -> str:
    """A time as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def unstamp(column: str) -> datetime:
    """The time that :func:`stamp` wrote."""
    return datetime.fromisoformat(column)


def is_empty(response: Response) -> bool:
    """Whether a response says nothing at all."""
    if isinstance(response, str):
        return not response.strip()
    values = response.values() if isinstance(response, Mapping) else response
    return not any(value.strip() for value in values)


def new_try(submission: Submission, judged: Judged, number: int, hints: int = 0) -> Attempt:
    """The try that becomes of a submission, as the question's ``number``-th, just as it will be read from its row."""
    return Attempt(
        id=sound(submission.id),
        school=sound(submission.school),
        learner=sound(submission.learner),
        text=sound(submission.text),
        question=sound(submission.question),
        version=sound(submission.version),
        number=number,
        response=_sound_response(submission.response),
        label=sound(submission.label),
        shown=tuple(map(sound, submission.shown)),
        verdict=judged.verdict,
        earned=judged.earned,
        possible=judged.possible,
        why=sound(judged.why),
        note=sound(judged.note),
        rung=None if judged.rung is None else sound(judged.rung),
        parts=tuple(Part(sound(part.name), part.share, part.value) for part in judged.parts),
        hints=hints,
        seconds=submission.seconds,
        at=submission.at.astimezone(UTC),
        support=tuple(map(sound, submission.support)),
    )


def _sound_response(response: Response) -> Response:
    if isinstance(response, str):
        return sound(response)
    if isinstance(response, Mapping):
        return {sound(name): sound(value) for name, value in response.items()}
    return [sound(value) for value in response]


def try_row(new: Attempt) -> Row:
    """A new try, in the order of ``TRY_COLUMNS``."""
    return (
        new.id,
        new.school,
        new.learner,
        new.text,
        new.question,
        new.version,
        new.number,
        dump(new.response),
        new.label,
        dump(new.shown),
        new.verdict,
        new.earned,
        new.possible,
        new.why,
        new.note,
        new.rung,
        dump([vars(part) for part in new.parts]),
        new.hints,
        new.seconds,
        stamp(new.at),
        dump(new.support),
    )


def to_try(row: Row) -> Attempt:
    """The try that a row of ``TRY_COLUMNS`` stands for."""
    found = dict(zip(TRY_FIELDS, row, strict=True))
    found["response"] = load(found["response"])
    found["shown"] = tuple(load(found["shown"]))
    found["parts"] = tuple(Part(**part) for part in load(found["parts"]))
    found["at"] = unstamp(found["at"])
    found["support"] = tuple(load(found["support"]))
    return Attempt(**found)


def to_mark(row: Row) -> ManualMark:
    """The mark that a row of ``MARK_COLUMNS`` stands for."""
    found = dict(zip(MARK_FIELDS, row, strict=True))
    found["at"] = unstamp(found["at"])
    found["detail"] = tuple(load(found["detail"]))
    return ManualMark(**found)


def to_kept(row: Row) -> KeptWord:
    """The kept word that a row of ``KEPT_COLUMNS`` stands for."""
    found = dict(zip(KEPT_FIELDS, row, strict=True))
    found["at"], found["due"] = unstamp(found["at"]), unstamp(found["due"])
    found["removed_at"] = unstamp(found["removed_at"]) if found["removed_at"] else None
    return KeptWord(**found)


def to_review(row: Row) -> Review:
    """The review that a row of ``REVIEW_COLUMNS`` stands for."""
    found = dict(zip(REVIEW_FIELDS, row, strict=True))
    found["at"], found["due"] = unstamp(found["at"]), unstamp(found["due"])
    found["state"] = load(found["state"])
    return Review(**found)


def to_learner(row: Row) -> Learner:
    """The learner that a row of ``LEARNER_COLUMNS`` stands for."""
    school, learner_id, code, created = row
    return Learner(school, learner_id, code, unstamp(created))


def to_standing(row: Row) -> Standing:
    """The standing that a row of ``STANDING_COLUMNS`` stands for."""
    found = dict(zip(STANDING_FIELDS, row, strict=True))
    return Standing(**found | {"settled": bool(found["settled"]), "at": unstamp(found["at"])})
