"""Requests of a teacher to delete, merge or separate records that are in another teacher's class as well.

The protocol of ``store.requests`` and its dataclass. Nothing changes until a teacher of every other class has accepted.
A class whose teachers' accounts are all closed is answered for by an admin.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

RequestKind = Literal["delete", "merge", "separate"]


@dataclass(frozen=True)
class RecordRequest:
    """A request of ``teacher``, made in the class ``class_id``: to delete ``record``, or to merge it into ``kept``, or
    to separate it from ``kept`` again.

    ``waiting`` are the classes (ids) for which nobody has accepted yet.
    """

    id: str
    kind: RequestKind
    class_id: str
    teacher: str
    record: str
    kept: str
    at: datetime
    waiting: tuple[str, ...]

    @property
    def records(self) -> tuple[str, ...]:
        """Records that it concerns."""
        return (self.record, self.kept) if self.kept else (self.record,)


class RecordRequests(Protocol):
    """The requests of a school."""

    def foreign_classes(self, school: str, teacher: str, records: Collection[str]) -> list[str]:
        """Classes that any of these records is in, archived ones too, and that the teacher does not answer for."""

    def ask(self, school: str, kind: RequestKind, class_id: str, teacher: str, record: str, kept: str = "") -> bool:
        """Make a request, in place of this teacher's earlier ones about the record.

        False where no other class has the records: then nobody has to be asked.
        """

    def made_by(self, school: str, teacher: str) -> list[RecordRequest]:
        """A teacher's requests that wait, the latest first."""

    def asked_of(self, school: str, teacher: str) -> list[RecordRequest]:
        """Requests of others that wait for this teacher, the earliest first; ``waiting`` has this teacher's classes."""

    def accept(self, school: str, request: str, teacher: str) -> RecordRequest | None:
        """Accept for the classes that this teacher answers for; None where the request does not wait for them.

        Where nobody else has to be asked, ``waiting`` is empty and the request is over: the caller carries it out.
        """

    def refuse(self, school: str, request: str, teacher: str) -> RecordRequest | None:
        """End a request that waits for this teacher, and return it."""

    def withdraw(self, school: str, request: str, teacher: str) -> bool:
        """End a request of this teacher."""
