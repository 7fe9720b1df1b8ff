"""Rows of attempts, marks, standings and counters, and the dataclasses they stand for."""

from __future__ import annotations

from dataclasses import fields

from webapp.domain.attempt import Mark, Try
from webapp.domain.question import Part
from webapp.store.protocols.store import Counts, Standing
from webapp.store.sqlite.engine.column_values import Row, dump, load, stamp, unstamp

# What a regrading or a person says stands in tables of their own: see graded.py and marking.py.
TRY_FIELDS = tuple(field.name for field in fields(Try) if field.name not in ("regraded", "by_hand"))
TRY_COLUMNS = ", ".join(TRY_FIELDS)
MARK_FIELDS = tuple(field.name for field in fields(Mark))
MARK_COLUMNS = ", ".join(MARK_FIELDS)
STANDING_FIELDS = tuple(field.name for field in fields(Standing))
STANDING_COLUMNS = ", ".join(STANDING_FIELDS)
COUNTS_COLUMNS = ", ".join(field.name for field in fields(Counts))


def try_row(new: Try) -> Row:
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


def to_try(row: Row) -> Try:
    """The try that a row of ``TRY_COLUMNS`` stands for."""
    found = dict(zip(TRY_FIELDS, row, strict=True))
    found["response"] = load(found["response"])
    found["shown"] = tuple(load(found["shown"]))
    found["parts"] = tuple(Part(**part) for part in load(found["parts"]))
    found["at"] = unstamp(found["at"])
    found["support"] = tuple(load(found["support"]))
    return Try(**found)


def to_mark(row: Row) -> Mark:
    """The mark that a row of ``MARK_COLUMNS`` stands for."""
    found = dict(zip(MARK_FIELDS, row, strict=True))
    found["at"] = unstamp(found["at"])
    found["detail"] = tuple(load(found["detail"]))
    return Mark(**found)


def to_standing(row: Row) -> Standing:
    """The standing that a row of ``STANDING_COLUMNS`` stands for."""
    found = dict(zip(STANDING_FIELDS, row, strict=True))
    return Standing(**found | {"settled": bool(found["settled"]), "at": unstamp(found["at"])})
