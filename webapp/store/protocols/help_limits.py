"""Limits from which on a class lists who needs help: the protocol of ``store.help_limits``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class HelpLimits:
    """The values that a teacher has set, by the name of the limit; those that are missing are as usual."""

    values: Mapping[str, float] = field(default_factory=dict)
    teacher: str = ""
    at: datetime | None = None


class HelpLimitsOfClasses(Protocol):
    """Limits of each class. Earlier ones are kept."""

    def latest(self, school: str, class_id: str) -> HelpLimits | None:
        """The limits that count for a class; None where nobody has set any."""

    def all(self, school: str, class_id: str) -> list[HelpLimits]:
        """All limits that were ever set for a class, the latest first."""

    def save(self, school: str, class_id: str, values: Mapping[str, float], teacher: str) -> None:
        """Set the limits of a class; without values they are as usual again."""
