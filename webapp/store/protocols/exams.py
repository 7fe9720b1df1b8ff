"""Exams handed in, and results told to a class: the protocol of ``store.exams``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class EarlierHandIn:
    """An exam that was handed in under a member's name by another record, which was deleted or left the class."""

    learner: str
    text: str
    at: datetime


class Exams(Protocol):
    """Hand-ins of learners, and the results that teachers have told."""

    def note_hand_in(self, school: str, learner: str, text: str) -> None:
        """Note that a learner has handed in an exam; the first time of each text counts."""

    def earlier_hand_ins(self, school: str, class_id: str) -> list[EarlierHandIn]:
        """Exams that present members' names have handed in before with another record, by time."""

    def tell_results(self, school: str, class_id: str, text: str, told: bool) -> None:
        """Tell a class the results of a text, or take that back."""

    def results_told(self, school: str, class_id: str, text: str) -> bool:
        """Tell whether a class was told the results of a text."""

    def key_is_open(self, school: str, learner: str, text: str) -> bool:
        """Tell whether a learner may have the key of an exam: one of their classes was told, or they have no class."""
