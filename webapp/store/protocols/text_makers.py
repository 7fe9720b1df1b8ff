"""Makers of texts, the teachers who may change a text: the protocol of ``store.makers`` and its dataclass.

A text may have no maker (one that came as a file): then it is the admins' alone. Who may do what is for callers to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from webapp.store.protocols.audit_log import Actor


@dataclass(frozen=True)
class TextMaker:
    """A maker of a text; ``closed``: the account is closed, and nobody can act for it."""

    teacher: str
    name: str
    since: datetime
    closed: bool


class TextMakers(Protocol):
    """The makers of a school's texts, by slug. Each change adds an entry to the audit log."""

    def of_text(self, school: str, text: str) -> list[TextMaker]:
        """Makers of a text, the earliest first."""

    def is_maker(self, school: str, text: str, teacher: str) -> bool:
        """Tell whether a teacher is a maker of a text."""

    def texts_of(self, school: str, teacher: str) -> frozenset[str]:
        """Texts that a teacher is a maker of."""

    def names(self, school: str) -> Mapping[str, tuple[str, ...]]:
        """Names of each text's makers whose accounts are open, the earliest first; texts without any are left out."""

    def add(self, school: str, text: str, teacher: str, by: Actor) -> bool:
        """Make a teacher a maker; False for one who is, and for an account that is closed or not there."""

    def remove(self, school: str, text: str, teacher: str, by: Actor, *, even_last: bool = False) -> bool:
        """Remove a maker; False for one who is none, and for the last whose account is open.

        With ``even_last``, the last one goes too.
        """

    def hand_on(self, school: str, text: str, teacher: str, to: str, by: Actor) -> bool:
        """Put the teacher ``to`` in a maker's place; False for who is none, and where ``to`` has no open account."""
