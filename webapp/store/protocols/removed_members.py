"""Members who were removed from a class together, and can be brought back: a part of ``store.people``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

KEEP_REMOVALS = timedelta(days=30)
"""The time within which a removal can be undone; then the names are forgotten."""


@dataclass(frozen=True)
class Removal:
    """A removal, its time, and the number of members that it removed and that are not back."""

    id: str
    at: datetime
    members: int


class RemovedMembers(Protocol):
    """Removals from the classes of all schools. Records are kept, whatever happens to a membership."""

    def remove_members(self, school: str, class_id: str, learners: Collection[str]) -> int:
        """Remove these learners from a class together; return how many were members."""

    def removals(self, school: str, class_id: str) -> list[Removal]:
        """Removals that can be undone, the latest first."""

    def restore_members(self, school: str, class_id: str, removal: str) -> int:
        """Bring the members of a removal back, with their times of joining; return how many came back.

        A name that is taken gets a number. Those for whom the class has no room stay in the removal.
        """
