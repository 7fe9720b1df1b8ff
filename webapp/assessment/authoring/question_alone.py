"""One question of a working copy, compiled by itself: faults of other questions do not stand in its way.

For its preview, its rehearsal, and for trying a wording in its key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from webapp.assessment.authoring.key_changes import KeyChange, plan_key_change
from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.text_state import QUESTIONS
from webapp.assessment.authoring.working_copy import AuthoredText, WorkingCopy
from webapp.content import Item, Lesson
from webapp.content.editing.question_edits import (
    QuestionSource,
    UneditableFile,
    change_question,
    file_settings,
    new_question_file,
    question_sources,
)
from webapp.domain.question import Question
from webapp.domain.typed_key import WishedVerdict

Again = Callable[[dict[str, object]], Mapping[str, object] | None]


@dataclass(frozen=True)
class QuestionAlone:
    """A question of a text as its makers have it, or as it is in the file; ``number`` is its place, from 1."""

    text: AuthoredText
    copy: WorkingCopy
    source: QuestionSource
    number: int

    @cached_property
    def settings(self) -> dict[str, object]:
        """The settings of its file."""
        return file_settings(self.copy.questions)

    @cached_property
    def checked(self) -> CheckedText:
        """The check of a file that has this question and no other."""
        return self._checked(self.source.values)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson of this one question; None where it has faults."""
        return self.checked.lesson

    @property
    def item(self) -> Item | None:
        """The question within it."""
        return self.lesson.item(self.source.id) if self.lesson else None

    @property
    def state(self) -> str:
        """The name of the question file in this state."""
        return self.copy.digest[QUESTIONS]

    def compiled(self, values: Mapping[str, object]) -> Question | None:
        """The question with other values; None where they have faults."""
        lesson = self._checked(values).lesson
        item = lesson.item(self.source.id) if lesson else None
        return item.question if item else None

    def planned(self, part: str, answer: str, wished: WishedVerdict) -> KeyChange:
        """Find the values with which an answer is marked as wished."""
        if self.lesson is None or self.item is None:
            return KeyChange("no-way")
        return plan_key_change(self.lesson, self.item, self.source.values, self.compiled, part, answer, wished)

    def planned_for(self, values: dict[str, object], part: str, answer: str, wished: WishedVerdict) -> KeyChange:
        """The same for other values of the question."""
        return replace(self, source=replace(self.source, values=values)).planned(part, answer, wished)

    def with_values(self, raw: bytes, values: Mapping[str, object], again: Again | None = None) -> bytes:
        """A question file with these values in place of the ones it has.

        Where it has others by now, as a draft beside the file may, ``again`` works the change out anew; UneditableFile
        where it cannot.
        """
        now = values_in(raw, self.source.id)
        if now != self.source.values:
            wished = again(now) if again and now else None
            if wished is None:
                raise UneditableFile([])
            values = wished
        return change_question(raw, self.source.id, values)

    def _checked(self, values: Mapping[str, object]) -> CheckedText:
        alone = new_question_file(self.settings, [values])
        return self.text.check(replace(self.copy, questions=alone))


def question_alone(text: AuthoredText, question: str) -> QuestionAlone | None:
    """The question of a working copy; None where there is no such question, or the file cannot be read."""
    copy = text.working()
    try:
        sources = question_sources(copy.questions) if copy else []
    except UneditableFile:
        return None
    places = [place for place, source in enumerate(sources) if source.id == question]
    if copy is None or len(places) != 1:
        return None
    return QuestionAlone(text, copy, sources[places[0]], places[0] + 1)


def values_in(raw: bytes, question: str) -> dict[str, object] | None:
    """The values of a question in a file; None where it has no such question, or more than one."""
    found = [source.values for source in question_sources(raw) if source.id == question]
    return found[0] if len(found) == 1 else None
