"""Rules of school grades, excused learners, and teachers' words for parents: the protocol of ``store.grading``."""

from __future__ import annotations

from typing import Protocol

from webapp.domain.grade_rule import GradeRule


class GradeRules(Protocol):
    """Decisions of teachers about the grades of each class."""

    def rule(self, school: str, class_id: str) -> GradeRule:
        """The rule of a class; the usual one where none was saved."""

    def save_rule(self, school: str, class_id: str, rule: GradeRule, teacher: str) -> None:
        """Save the rule of a class. Weights of columns that ``rule`` does not name stay as they were."""

    def excused(self, school: str, class_id: str) -> frozenset[tuple[str, str]]:
        """Learners who are excused from a column of the gradebook, with the column."""

    def excuse(self, school: str, class_id: str, learner: str, column: str, excused: bool, teacher: str) -> None:
        """Excuse a member of a class from a column, or take that back."""

    def report_words(self, school: str, class_id: str) -> dict[str, str]:
        """The words of the class's teachers for the parents of each learner; learners without any are left out."""

    def save_report_words(self, school: str, class_id: str, learner: str, words: str, teacher: str) -> None:
        """Save the words for a learner's parents; empty words delete them."""
