"""News for learners: notes that teachers write, and what happened to their work; the protocol of ``store.notes``.

Marks, regrades and told results are read from their own tables. Everything else is told here, by :meth:`Notes.tell`.
What a note says is drawn from its kind and its values; only a teacher's own words are stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Kind = Literal[
    "mark",
    "regrade",
    "results-told",
    "extra-time",
    "extra-try",
    "later-date",
    "exam-reopened",
    "assignment-new",
    "assignment-changed",
    "note",
]
MAX_WORDS = 500
"""Characters of a note that a teacher writes."""
MOST_NOTES = 100
"""Notes of each teacher that are kept of one class, and of one learner; the oldest of that teacher go."""


@dataclass(frozen=True)
class Note:
    """One piece of news; ``id`` is empty where it follows from a mark, a regrade or told results.

    ``words``: the teacher's own, the comment of a mark, or the reason of a regrade. ``author``: the teacher's name.
    """

    id: str
    kind: Kind
    at: datetime
    unread: bool
    text: str = ""
    question: str = ""
    assignment: str = ""
    words: str = ""
    class_id: str = ""
    teacher: str = ""
    author: str = ""


class Notes(Protocol):
    """News of all schools' learners. Nothing of an exam is news before its results are told."""

    def tell(
        self,
        school: str,
        kind: Kind,
        *,
        learners: Sequence[str] = (),
        class_id: str = "",
        teacher: str = "",
        text: str = "",
        question: str = "",
        assignment: str = "",
        words: str = "",
    ) -> None:
        """Tell these learners, or where none are named the whole class; ``teacher`` did it or wrote the words.

        Learners and classes that are gone are left out.
        """

    def unread(self, school: str, learner: str) -> int:
        """Count what a learner has not read yet."""

    def of_learner(self, school: str, learner: str, limit: int) -> list[Note]:
        """The latest news of a learner, the newest first."""

    def read_up_to(self, school: str, learner: str, at: datetime) -> None:
        """Note that a learner has read all news up to this time."""

    def of_class(self, school: str, class_id: str) -> list[Note]:
        """Notes that teachers wrote to the class, the newest first."""

    def to_learner(self, school: str, class_id: str, learner: str) -> list[Note]:
        """Notes that teachers of the class wrote to one learner, the newest first."""

    def take_back(self, school: str, class_id: str, note: str) -> bool:
        """Take back a note that a teacher of this class wrote; False where there is none."""
