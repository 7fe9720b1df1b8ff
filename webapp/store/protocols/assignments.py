"""Assignments of texts, and what single learners are allowed: the protocol of ``store.assignments``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from webapp.domain.assignment import Allowance, Assignment, LearnersAssignment, NewAllowance, NewAssignment

Change = Literal["added", "changed", "removed", "restored"]


@dataclass(frozen=True)
class AssignmentVersion:
    """An earlier state of an assignment, without its named learners: by whom, when, and after which change."""

    number: int
    at: datetime
    teacher: str
    change: Change
    assignment: Assignment


class Assignments(Protocol):
    """The assignments of a school. Learners are canonical records; a merged record's are those of the one that stays.

    Those of archived classes are nobody's until the class is restored.
    """

    def add(self, school: str, assignment: NewAssignment, teacher: str) -> Assignment:
        """Add an assignment of this teacher."""

    def change(self, school: str, assignment_id: str, new: NewAssignment, teacher: str) -> Assignment | None:
        """Change an assignment, whose earlier state is kept as a version; None for an unknown one."""

    def remove(self, school: str, assignment_id: str, teacher: str, removed: bool) -> None:
        """Remove an assignment, or restore it."""

    def split(
        self, school: str, assignment_id: str, classes: Collection[str], learners: Collection[str], teacher: str
    ) -> Assignment | None:
        """Give some of its classes and named learners an assignment of their own, like it; None for an unknown one.

        What was begun, allowed and reopened goes along. ``teacher`` is who gives it from now on.
        """

    def assignment(self, school: str, assignment_id: str) -> Assignment | None:
        """The assignment with this id, also a removed one."""

    def versions(self, school: str, assignment_id: str) -> list[AssignmentVersion]:
        """All states of an assignment, the first one first."""

    def of_class(self, school: str, class_id: str) -> list[Assignment]:
        """Assignments of a class, or of learners of it, the latest first; without those that were removed."""

    def of_learner(self, school: str, learner: str, text: str | None = None) -> list[LearnersAssignment]:
        """Assignments of a learner, of one text or of all, the earliest due first; each once.

        Among them are exams that the learner has begun or handed in and that are no longer theirs, until all are told.
        """

    def of_learners(self, school: str, class_id: str, text: str) -> dict[str, list[LearnersAssignment]]:
        """The assignments of one text of each member of a class; members without any are left out."""

    def in_force(self, school: str, text: str) -> dict[str, LearnersAssignment]:
        """The assignment that rules a text now for each learner of the school who has one, by learner."""

    def kinds(self, school: str, text: str | None = None) -> list[LearnersAssignment]:
        """Assignments of a text, or of all, each without an allowance and with every number of extra tries.

        They are of no certain learner: to know all rules by which answers may have been marked.
        """

    def allow(self, school: str, assignment_id: str, allowance: NewAllowance) -> None:
        """Give a learner an allowance, in place of an earlier one, which stays in the record."""

    def allowances(self, school: str, assignment_id: str) -> dict[str, Allowance]:
        """The latest allowance of each learner, by learner."""

    def open_exams(self, school: str, text: str) -> list[Assignment]:
        """Exams made of this text whose results are not told yet."""

    def is_closed_to_others(self, school: str, text: str) -> bool:
        """Tell whether an open exam closes its text to readers who are not in it.

        It does so for a week after its closing, and without one for 120 days after its opening.
        """

    def exam_texts(self, school: str) -> frozenset[str]:
        """Texts with such an exam."""
