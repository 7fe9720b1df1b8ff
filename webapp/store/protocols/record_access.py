"""Validity of what opens a learner's record: the protocol of ``store.access``.

A cookie, a record token and a card are good for one epoch of their learner. Changing the record code begins another
epoch, and deleting the record ends the last one. The first epoch is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from webapp.domain.attempt import Learner


@dataclass(frozen=True)
class NamedRecord:
    """The record that a cookie or token names by a learner's id and epoch."""

    learner: str
    """Id of the canonical record: another one than was named, where that was merged."""
    valid: bool
    """The cookie or token is still good; one of a deleted record never is."""
    exists: bool
    """Anything is recorded of this learner."""


class RecordAccess(Protocol):
    """Epochs of all schools' learners."""

    def epoch(self, school: str, learner: str) -> str:
        """The present epoch of this record; empty for a learner without a row."""

    def named(self, school: str, learner: str, epoch: str) -> NamedRecord:
        """The record that a cookie or token of this epoch names."""

    def renew(self, school: str, learner: str, epoch: str) -> Learner | None:
        """Give a record another code and epoch, and so the records merged into it; return the canonical record.

        None, and no change, where ``epoch`` is not the present one: so a form that is sent twice changes one code.
        """
