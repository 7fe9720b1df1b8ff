"""Teachers, classes, learners in classes: the protocol of ``store.people``, its dataclasses and errors.

A teacher may merge two records of a learner into one: the methods here take and return the canonical record, unless
they say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from webapp.domain.attempt import Learner
from webapp.domain.people import Digits, Language, Membership, SchoolClass, Shelf, Teacher
from webapp.store.protocols.account_links import AccountLinks
from webapp.store.protocols.audit_log import OPERATOR, Actor
from webapp.store.protocols.regrades import CalculateAnyStanding
from webapp.store.protocols.removed_members import RemovedMembers


@dataclass(frozen=True)
class DeskSession:
    """A device on which a teacher is signed in. ``id`` names it on a page and gives no access."""

    id: str
    device: str
    created: datetime
    seen: datetime


@dataclass(frozen=True)
class RecordSummary:
    """Summary of one record: to choose between two records."""

    learner: Learner
    tries: int
    texts: tuple[str, ...]
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class MergedRecord:
    """A record merged into ``kept``, and the name that the class knew it by."""

    learner: str
    name: str
    kept: str


@dataclass(frozen=True)
class ClassContents:
    """Contents of a class; ``only_here`` are the learners in no other class, ``tries`` counts their attempts."""

    members: int
    teachers: tuple[str, ...]
    only_here: tuple[str, ...]
    tries: int


@dataclass(frozen=True)
class InactiveLearners:
    """Learners inactive for long, by canonical record, and the number of their attempts."""

    learners: tuple[str, ...]
    tries: int


@dataclass(frozen=True)
class Joined:
    """Outcome of joining a class; without a membership nothing was done.

    ``taken``: another member has the name. ``full``: the class has ``MAX_MEMBERS``. ``already``: the learner was a
    member before.
    """

    membership: Membership | None
    taken: bool = False
    full: bool = False
    already: bool = False

    @property
    def is_new(self) -> bool:
        """The class has a member more than before."""
        return self.membership is not None and not self.already


class People(AccountLinks, RemovedMembers, Protocol):
    """The people of all schools. A missing one is None or False, never an error."""

    # Classes and their learners.

    def classes_of(self, school: str, teacher: str, archived: bool = False) -> list[SchoolClass]:
        """A teacher's classes by name; with ``archived``, the archived ones instead."""

    def school_class(self, school: str, class_id: str) -> SchoolClass | None:
        """The class with this id."""

    def teaches(self, school: str, teacher: str, class_id: str) -> bool:
        """Tell whether this teacher teaches the class."""

    def members(self, school: str, class_id: str) -> list[Membership]:
        """The learners of a class by name; one member for all merged records of a learner."""

    def member(self, school: str, class_id: str, learner: str) -> Membership | None:
        """One learner in a class."""

    def classes_of_learner(self, school: str, learner: str) -> list[tuple[SchoolClass, Membership]]:
        """The classes that a learner is in, by name, without the archived ones."""

    def class_names(self, school: str) -> dict[str, str]:
        """Names of each learner's classes, joined by "; ", by learner; learners who are in none are left out."""

    def class_by_code(self, school: str, code: str) -> SchoolClass | None:
        """The class with this join code, in any spelling of it; never an archived one."""

    def add_class(self, school: str, teacher: str, name: str) -> SchoolClass:
        """Add a class of this teacher, with a new code."""

    def rename_class(self, school: str, class_id: str, name: str) -> None:
        """Rename a class."""

    def renew_code(self, school: str, class_id: str) -> None:
        """Give a class another join code; the old one ends."""

    def archive(self, school: str, class_id: str, away: bool) -> None:
        """Archive a class, or restore it."""

    def set_shelf(self, school: str, class_id: str, shelf: Shelf) -> None:
        """Set which texts the class may open by itself."""

    def set_class_language(self, school: str, class_id: str, language: Language, digits: Digits) -> None:
        """Set the interface language and the digits of learners who have chosen none."""

    def teachers_of(self, school: str, class_id: str) -> list[Teacher]:
        """Teachers of the class, by name."""

    def share(self, school: str, class_id: str, teacher: str) -> None:
        """Share a class with another teacher."""

    def leave(self, school: str, class_id: str, teacher: str) -> bool:
        """Remove a teacher from a class; False for the last one, who cannot leave."""

    def contents(self, school: str, class_id: str) -> ClassContents:
        """Contents that deleting the class would delete."""

    def delete_class(self, school: str, class_id: str, with_records: bool) -> None:
        """Delete a class and its list; with ``with_records``, also the records of learners in no other class."""

    def join(self, school: str, class_id: str, learner: str, name: str, numbered: bool = False) -> Joined:
        """Make a learner a member; an existing member is left unchanged.

        ``numbered``: where another member has the name, give the next free one («ليلى ٢») instead of refusing.
        """

    def add_names(self, school: str, class_id: str, names: Sequence[str]) -> list[Membership]:
        """Create members in advance, each with a record code; a name that is taken gets a number.

        Names beyond ``MAX_MEMBERS`` are left out.
        """

    def rename(self, school: str, class_id: str, learner: str, name: str) -> bool:
        """Rename a learner in a class; False if another has the name."""

    def move(self, school: str, class_id: str, learner: str, other: str) -> None:
        """Move a learner from one class to another, under a name that is free there."""

    def take_out(self, school: str, class_id: str, learner: str) -> None:
        """Remove a learner from a class; the record is kept."""

    # Records.

    def summary(self, school: str, learner: str) -> RecordSummary | None:
        """Summary of a learner's record."""

    def everything(self, school: str, learner: str) -> dict[str, list[dict[str, Any]]]:
        """Export all data of a learner as of one moment: rows (by column, the oldest first) by table.

        Rows of merged records are included, and ``learners`` has a row for each record. Empty for an unknown learner.
        """

    def merge(
        self, school: str, kept: str, other: str, calculate: CalculateAnyStanding | None = None, teacher: str = ""
    ) -> bool:
        """Merge the record ``other`` into ``kept``; False where they are merged already, or where one is unknown.

        ``calculate`` gives the standing where both have answered a question; without it, the better of the two is used.
        ``teacher`` is the id of the one who merges them, for the log.
        """

    def merged_in(self, school: str, class_id: str) -> list[MergedRecord]:
        """Merged records of a class."""

    def unmerge(
        self, school: str, learner: str, calculate: CalculateAnyStanding | None = None, new_codes: bool = False
    ) -> bool:
        """Undo the merge of a record; return whether it was merged. ``calculate`` as in :meth:`merge`.

        Everything that the record had is again its own; what came after the merge stays with the kept one, but marks
        and regrades go with their attempt.

        Each of the two may have had the other's record open: with ``new_codes`` both get another code and epoch, and so
        do the records merged into them.
        """

    def delete_learner(self, school: str, learner: str) -> None:
        """Delete a learner and the records merged into theirs, with all rows; the counters are reduced accordingly."""

    def inactive_since(self, school: str, before: datetime) -> InactiveLearners:
        """Learners inactive since ``before``: no answer, draft, hint or review, and no class joined."""

    def delete_inactive_since(self, school: str, before: datetime) -> InactiveLearners:
        """Delete the learners inactive since ``before``, in one transaction; return them."""

    # Teachers and sessions. ``by`` and ``address`` are for the audit log, in which each change adds its entry.

    def any_teacher(self, school: str) -> bool:
        """Tell whether the school has a teacher."""

    def teachers(self, school: str) -> list[Teacher]:
        """All accounts by name, the closed ones last."""

    def teacher(self, school: str, teacher: str) -> Teacher | None:
        """The account with this id."""

    def by_sign_in(self, school: str, sign_in: str) -> tuple[Teacher, str] | None:
        """The open account with this sign-in name (as it is stored), and the encoded hash of its password."""

    def password_of(self, school: str, teacher: str) -> str:
        """The encoded hash of an account's password; empty where there is none."""

    def set_password(
        self, school: str, teacher: str, encoded: str, end_sessions: bool = True, by: Actor = OPERATOR
    ) -> None:
        """Set the password hash. A changed password ends all sessions; rehashing the same one ends none."""

    def set_desk_language(self, school: str, teacher: str, language: Language, digits: Digits) -> None:
        """Set an account's language and digits of the desk."""

    def close_account(self, school: str, teacher: str, closed: bool, by: Actor = OPERATOR) -> bool:
        """Close an account, end its sessions and links, or open it again; False for the last open admin."""

    # The second step of signing in: a code of an app, after the password.

    def code_seed(self, school: str, teacher: str) -> str:
        """The TOTP seed of an account; empty where it has no second step."""

    def set_second_step(
        self, school: str, teacher: str, seed: str, spare: str, step: int, by: Actor = OPERATOR
    ) -> None:
        """Require a code at sign-in, later than that of ``step``; ``spare`` is the code for a lost app.

        All sessions of the account end. Only a hash of the spare code is stored.
        """

    def use_code(self, school: str, teacher: str, step: int) -> bool:
        """Mark the code of a step as used; False where it, or a later one, was used before."""

    def use_spare_code(self, school: str, teacher: str, spare: str, address: str = "") -> bool:
        """Remove the second step if this is its spare code."""

    def drop_second_step(self, school: str, teacher: str, by: Actor = OPERATOR) -> bool:
        """Remove the second step, and end the account's sessions; False where there was none."""

    def start_session(self, school: str, teacher: str, device: str) -> str:
        """Start a session and return its token, of which only a hash is stored."""

    def session(self, school: str, token: str) -> tuple[Teacher, DeskSession] | None:
        """The teacher signed in with a token; None after 12 idle hours, after 30 days, or in a closed account."""

    def sessions(self, school: str, teacher: str) -> list[DeskSession]:
        """A teacher's valid sessions, the latest used first."""

    def end_session(self, school: str, teacher: str, session_id: str) -> bool:
        """End one of a teacher's sessions; False if there was none."""

    def end_other_sessions(self, school: str, teacher: str, kept: str) -> None:
        """End all of a teacher's sessions but the one with the id ``kept``; no device stays known."""
