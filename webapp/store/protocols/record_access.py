"""Validity of what opens a learner's record: the protocol of ``store.access``.

A cookie, a record token and a card are good for one epoch of their learner. Changing the record code begins another
epoch, and deleting the record ends the last one. The first epoch is empty. A cookie is also of one session, which
begins as a device becomes this reader's, and ends as it is signed out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from webapp.domain.attempt import Learner
from webapp.domain.people import Digits, Language, Shelf


@dataclass(frozen=True)
class ReadersClass:
    """A class that a reader is in, with the name that it knows them by."""

    id: str
    name: str
    code: str
    member: str
    shelf: Shelf
    language: Language = "auto"
    digits: Digits = "auto"


@dataclass(frozen=True)
class NamedRecord:
    """The record that a cookie or token names by a learner's id and epoch."""

    learner: str
    """Id of the canonical record: another one than was named, where that was merged."""
    valid: bool
    """The cookie or token is still good; one of a deleted record never is."""
    exists: bool
    """Anything is recorded of this learner."""
    assigned: bool = False
    """Assignments may be theirs, by a class, by name, or by an exam of the school that they have begun or handed in."""
    shelf: Shelf = "all"
    """Texts that the learner's classes may open by themselves; one class with all is enough."""
    news: bool = False
    """There is news that this learner has not read: see ``store.notes``."""
    reads_together: bool = False
    """A class of this learner has a live lesson now."""
    classes: tuple[ReadersClass, ...] = ()
    """Classes that the learner is in, by name, without the archived ones."""


class RecordAccess(Protocol):
    """Epochs of all schools' learners."""

    def epoch(self, school: str, learner: str) -> str:
        """The present epoch of this record; empty for a learner without a row."""

    def named(self, school: str, learner: str, epoch: str, session: str | None = None) -> NamedRecord:
        """The record that a cookie or token of this epoch names.

        ``session``: the cookie's, which must not have ended; empty for a cookie of an earlier Fahm.
        None asks of no session.
        """

    def end_session(self, school: str, learner: str, session: str) -> None:
        """End a session of this record, on whatever devices its cookie is; nothing for a learner without a row."""

    def session_ended(self, school: str, learner: str, session: str) -> datetime | None:
        """The time at which a session of this record was ended; None where it was not."""

    def renew(self, school: str, learner: str, epoch: str, by_learner: bool = False) -> Learner | None:
        """Give a record another code and epoch, and so the records merged into it; return the canonical record.

        None, and no change, where ``epoch`` is not the present one: so a form that is sent twice changes one code.

        ``by_learner``: the codes of cards of names that the learner took are remembered, for a teacher to bring back.
        """
