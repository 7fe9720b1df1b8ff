"""The audit log of a school's accounts and records: the protocol of ``store.audit`` and its dataclasses.

Entries are only ever added. They hold no secret: no password, no code, no token of a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

AuditAction = Literal[
    "invited",
    "admin-invited",
    "account-made",
    "link-revoked",
    "password-link",
    "password-by-link",
    "password-changed",
    "second-step-on",
    "second-step-off",
    "spare-code-used",
    "account-closed",
    "account-reopened",
    "learner-deleted",
    "record-code-changed",
    "card-ended",
    "records-merged",
    "records-separated",
    "newcomers-removed",
    "newcomers-restored",
    "names-given-back",
    "names-taken-back",
    "deletion-accepted",
    "deletion-refused",
    "merge-accepted",
    "merge-refused",
    "separation-accepted",
    "separation-refused",
    "record-opened",
    "acted-as-learner",
    "own-record-deleted",
    "class-deleted",
    "class-shared",
    "class-left",
    "class-archived",
    "class-restored",
    "learner-moved",
    "learner-taken-out",
    "names-shown",
    "names-hidden",
    "results-told",
    "results-taken-back",
    "late-answers-decided",
    "second-marking-on",
    "second-marking-off",
    "text-maker-added",
    "text-maker-removed",
    "text-published",
    "text-archived",
    "text-brought-back",
    "marks-taken-back",
]


@dataclass(frozen=True)
class Actor:
    """A teacher (an id) who acts, and the address key of the request; both empty for the command line."""

    teacher: str = ""
    address: str = ""


LEARNER = "learner"
"""Actor in place of a teacher's id: whoever had the record open, on the learner's pages."""
OPERATOR = Actor()
"""The person who runs the server and uses the command line."""


@dataclass(frozen=True)
class AuditEntry:
    """One entry: ``actor`` did ``action``, which concerned the teacher ``subject``.

    Both are ids; an empty actor is the command line, an empty subject nobody with an account. ``detail`` is the name
    that an invitation was made for, the slug of a text, or the number of learners.
    """

    seq: int
    at: datetime
    actor: str
    action: AuditAction
    subject: str
    detail: str
    address: str
    times: int = 1
    """Number of entries of one action, person and detail that this one, the latest of them, stands for."""


class AuditLog(Protocol):
    """The log of a school, the latest entry first."""

    def add(self, school: str, by: Actor, action: AuditAction, subject: str = "", detail: str = "") -> None:
        """Add an entry. Changes of accounts add theirs in their own transaction."""

    def entries(self, school: str, person: str = "", limit: int | None = None, offset: int = 0) -> list[AuditEntry]:
        """Entries that a person (an id) made or that concern them; of everybody for an empty one."""

    def count(self, school: str, person: str = "") -> int:
        """Number of these entries."""

    def unseen(self, school: str, teacher: str) -> list[AuditEntry]:
        """Entries by others that concern this teacher and were not dismissed.

        Those that differ in time and address alone are one, with their number: whoever may add entries (a learner who
        joins and deletes the record again and again) cannot make the list long.
        """

    def dismiss(self, school: str, teacher: str, up_to: int) -> None:
        """Dismiss a teacher's entries up to this number."""
