"""Counts of what waits for a teacher, class by class: the protocol of ``store.desk_work``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class OpenAssignment:
    """An assignment that a class may work on now.

    ``not_begun``: how many of its learners have neither answered the text nor begun the exam that it gives.
    """

    id: str
    text: str
    not_begun: int


@dataclass(frozen=True)
class LateExam:
    """An exam with late answers that nobody has decided on, of how many learners of a class.

    ``assignment`` is the latest that gives the exam to the whole class; empty where there is none.
    """

    text: str
    assignment: str
    learners: int


@dataclass(frozen=True)
class ClassWork:
    """Work that waits in one class. ``handed_in``: learners by exam text, where the teacher has to tell the results.

    ``waiting``: answers that wait for this teacher's mark. ``not_begun``: learners who have never answered anything.
    """

    learners: frozenset[str] = frozenset()
    not_begun: int = 0
    waiting: int = 0
    handed_in: Mapping[str, int] = field(default_factory=dict)
    assignments: tuple[OpenAssignment, ...] = ()
    late: tuple[LateExam, ...] = ()


class DeskWork(Protocol):
    """Work that waits for teachers. The number of statements does not grow with the classes."""

    def of_teacher(self, school: str, teacher: str) -> tuple[dict[str, ClassWork], int]:
        """Work by class, of the teacher's classes that are not archived; and the answers that wait for a mark.

        An answer of a learner in two of the classes waits in both, and is counted once.
        """

    def count_tasks(self, school: str, teacher: str) -> tuple[int, bool]:
        """Count what asks for the teacher's attention, each class and text once, however many learners it is about.

        That is: classes with answers to mark, exams whose results are to be told, late answers to decide on, and open
        assignments that learners have not begun. With it, whether the school has any answers, which may be regraded.
        """
