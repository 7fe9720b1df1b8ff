"""Joining a class by a name of its list, and codes of classes that were replaced: the protocol of ``store.joining``.

A teacher writes names beforehand; each is a record with a card. As long as no device has opened such a record and
nothing is in it, a learner of the class may take the name: the record is merged into the learner's own. Undoing that
separates the two again. What was answered meanwhile stays with who answered it, and leaves the class with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from webapp.store.protocols.people import Joined
from webapp.store.protocols.regrades import CalculateAnyStanding

KEEP_CLAIMS = timedelta(days=30)
"""The time within which a teacher can undo that a name was taken."""
UNDO_NAMES = timedelta(hours=1)
"""The time within which a teacher can take back names just added to the list."""
KEEP_CODES = timedelta(days=7)
"""The time within which a replaced code of a class can be brought back."""


@dataclass(frozen=True)
class Claim:
    """A name that a learner took from the class's list: the ``record`` made for it is part of the learner's now."""

    record: str
    learner: str
    name: str
    at: datetime
    names_of_device: int
    """Number of names of this class that were taken on the same device, this one included."""
    card_ended: datetime | None = None
    """Time at which who took the name made a new code: since then the printed card of the name opens nothing."""


@dataclass(frozen=True)
class MemberActivity:
    """Activity of a member: ``came`` if a device has the record, answered questions, and the time of the latest."""

    came: bool
    answered: int
    last: datetime | None


@dataclass(frozen=True)
class ReplacedCode:
    """Earlier code of a class that can be brought back."""

    code: str
    replaced: datetime


class Joining(Protocol):
    """Ways into the classes of all schools."""

    def free_names(self, school: str, class_id: str) -> list[str]:
        """Names of the class's list that nobody has used yet, in the order of the list.

        Those to whom a teacher has written, or given an allowance, are left out: their card opens their record.
        """

    def claim(self, school: str, class_id: str, learner: str, name: str, device: str = "") -> Joined:
        """Let a learner take a name that is free; it is compared as marking does.

        ``taken`` where there is no such name, or where this learner's claim of it was undone by a teacher.
        """

    def claims(self, school: str, class_id: str) -> list[Claim]:
        """Names that were taken and can be given back to the list, the latest first."""

    def own_claim(self, school: str, class_id: str, learner: str) -> Claim | None:
        """The name that this learner took in the class, while nothing was answered since."""

    def undo_claims(
        self,
        school: str,
        class_id: str,
        records: Collection[str],
        by: str = "",
        calculate: CalculateAnyStanding | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> int:
        """Give names back to the list; return how many were. The printed card of each works again.

        ``seen``: the learner who had taken each, as the caller has seen it: one that was given back and taken by
        another one since stays.

        ``by`` is the teacher who does it: that learner cannot take the name again. Empty where the learner does.
        ``calculate`` as for undoing a merge.
        """

    def opened(self, school: str, learner: str) -> None:
        """Note that a device has opened this record: its name can no longer be taken."""

    def undo_names(self, school: str, class_id: str, added: datetime) -> int:
        """Delete the names that were added at this time, with their records; return how many.

        Those stay that are in use, or that a teacher has written something to or about since; and all of them once
        UNDO_NAMES is over.
        """

    def activity(self, school: str, class_id: str) -> dict[str, MemberActivity]:
        """Activity of each member of a class, by learner."""

    def show_names(self, school: str, class_id: str, shown: bool) -> None:
        """Let who has the class's code choose from the names that nobody has used, or not."""

    def replaced_code(self, school: str, class_id: str) -> ReplacedCode | None:
        """The code that the class had last, while it can be brought back."""

    def restore_code(self, school: str, class_id: str, code: str) -> bool:
        """Bring a replaced code of the class back in place of the present one; False where that is over."""
