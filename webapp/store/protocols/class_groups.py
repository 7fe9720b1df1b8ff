"""Groups inside a class: the protocol of ``store.groups``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ClassGroup:
    """A group of learners of one class; those who have left the class are not among its ``learners``."""

    id: str
    name: str
    learners: frozenset[str]


class ClassGroups(Protocol):
    """The groups of all classes. A learner may be in several; a missing group is None or False, never an error."""

    def of_class(self, school: str, class_id: str) -> list[ClassGroup]:
        """The groups of a class by name, without those that were removed."""

    def add(self, school: str, class_id: str, name: str, learners: Collection[str]) -> ClassGroup:
        """Add a group; only members of the class come into it."""

    def change(self, school: str, class_id: str, group: str, name: str, learners: Collection[str]) -> bool:
        """Rename a group and replace its learners; only members of the class come into it."""

    def remove(self, school: str, class_id: str, group: str, removed: bool) -> bool:
        """Remove a group, or bring it back with its learners."""
