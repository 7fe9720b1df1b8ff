"""Difference of two versions of a lesson, question by question. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from webapp.content import Item, Lesson

ChangeKind = Literal["added", "changed", "moved", "removed"]


@dataclass(frozen=True)
class QuestionChange:
    """A question that one version has otherwise than the other; ``prompt`` is the later one's, if it has it."""

    kind: ChangeKind
    question: str
    prompt: str


@dataclass(frozen=True)
class LessonChanges:
    """Changes from one version of a lesson to the next; ``new`` where there was none before."""

    new: bool
    text: bool
    settings: bool
    questions: tuple[QuestionChange, ...]

    @property
    def any(self) -> bool:
        """Tell whether anything that readers see has changed."""
        return self.new or self.text or self.settings or bool(self.questions)


def lesson_changes(before: Lesson | None, after: Lesson) -> LessonChanges:
    """Compare two versions: changed, added and moved questions in the order of the later one, then the removed ones."""
    if before is None:
        return LessonChanges(True, text=False, settings=False, questions=())
    old = {item.question.id: item for item in before.items}
    kept = [item.question.id for item in after.items if item.question.id in old]
    moved = moved_names([name for name in old if name in set(kept)], kept)
    changes = [change for item in after.items if (change := _change(old.get(item.question.id), item, moved))]
    now = {item.question.id for item in after.items}
    gone = [item.question for name, item in old.items() if name not in now]
    changes += [QuestionChange("removed", question.id, question.prompt) for question in gone]
    text = before.text.paragraphs != after.text.paragraphs
    return LessonChanges(False, text, before.settings != after.settings, tuple(changes))


def _change(old: Item | None, item: Item, moved: frozenset[str]) -> QuestionChange | None:
    question = item.question
    if old is None:
        return QuestionChange("added", question.id, question.prompt)
    if old.version != item.version:
        return QuestionChange("changed", question.id, question.prompt)
    if question.id in moved:
        return QuestionChange("moved", question.id, question.prompt)
    return None


def moved_names(before: list[str], after: list[str]) -> frozenset[str]:
    """As few names as can have moved for the one order to become the other; both have the same names."""
    place = {name: index for index, name in enumerate(before)}
    longest: list[str] = []
    ending_at: list[list[str]] = []
    for name in after:
        run: list[str] = max((run for run in ending_at if place[run[-1]] < place[name]), key=len, default=[])
        ending_at.append([*run, name])
        longest = max(longest, ending_at[-1], key=len)
    return frozenset(after) - frozenset(longest)
