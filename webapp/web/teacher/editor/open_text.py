"""The text that the editor has open: its working copy, the questions in it, and what the check says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import abort

from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.working_copy import AuthoredText, SavedDraft, WorkingCopy
from webapp.content.editing.question_edits import QuestionSource, UneditableFile, file_settings, question_sources
from webapp.content.parsing.given_lines import TextMarks
from webapp.content.parsing.text_parser import parse_text
from webapp.domain.people import Teacher
from webapp.domain.text import Text
from webapp.question_types import TYPES
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.teacher.question_forms.field_problems import (
    FieldProblem,
    at_each_question,
    at_missing_fields,
    field_problems,
)
from webapp.web.teacher.question_forms.model_fields import fields_of
from webapp.web.teacher.texts.editing_rights import author, authored_text_or_404
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES


@dataclass(frozen=True)
class OpenText:
    """A text and its working copy."""

    authored: AuthoredText
    copy: WorkingCopy

    @property
    def slug(self) -> str:
        """Name of the text in addresses."""
        return self.authored.slug

    @cached_property
    def unreadable(self) -> UneditableFile | None:
        """The reason why the questions cannot be shown one by one; None where they can."""
        try:
            question_sources(self.copy.questions)
        except UneditableFile as fault:
            return fault
        return None

    @cached_property
    def sources(self) -> list[QuestionSource]:
        """The questions in the order of the file."""
        return [] if self.unreadable else question_sources(self.copy.questions)

    @cached_property
    def settings(self) -> dict[str, object]:
        """The settings at the top of the file."""
        return {} if self.unreadable else file_settings(self.copy.questions)

    @cached_property
    def text(self) -> Text:
        """The text of the working copy."""
        content, name = self.copy.text.decode("utf-8", "replace"), str(self.settings.get("text", ""))
        return parse_text(name, content, *map(self._line_numbers, TextMarks._fields))

    @cached_property
    def checked(self) -> CheckedText:
        """The outcome of the check."""
        return self.authored.check(self.copy)

    @cached_property
    def problems(self) -> list[FieldProblem]:
        """The problems of the check by question and field."""
        placed = field_problems(self.checked.problems, self.copy.questions, f"questions/{self.slug}.yaml")
        return at_each_question(placed, self.checked.lesson, [source.id for source in self.sources])

    def _line_numbers(self, key: str) -> list[int] | None:
        """Lines of the text that the settings name; None where they leave it to the guess."""
        lines = self.settings.get(key)
        return [line for line in lines if isinstance(line, int)] if isinstance(lines, list) else None

    def source(self, question: str) -> QuestionSource | None:
        """The question with this id; None where there is none, or more than one."""
        found = [source for source in self.sources if source.id == question]
        return found[0] if len(found) == 1 else None

    def problems_of(self, source: QuestionSource) -> list[FieldProblem]:
        """The problems of one question."""
        index = self.sources.index(source)
        own = [problem for problem in self.problems if problem.question == index]
        model = TYPES.get(str(source.values.get("type")))
        return at_missing_fields(own, fields_of(model), source.values) if model else own


def open_text_or_404(teacher: Teacher, slug: str) -> OpenText:
    """Open a text that this teacher may edit; a 404 where there is none."""
    authored = authored_text_or_404(teacher, slug)
    copy = authored.working()
    return OpenText(authored, copy) if copy else abort(404)


def may_save(teacher: Teacher) -> bool:
    """Count a save; false where there were very many within a short time."""
    return reserve_failures({f"text saves {teacher.id}": MAX_SAVES})


def save(opened: OpenText, edit: Callable[[bytes], bytes], base: str, teacher: Teacher, why: str = "") -> SavedDraft:
    """Save an edit of the question file as a draft."""
    return opened.authored.save(edit, base or opened.copy.digest, author(teacher), why)
