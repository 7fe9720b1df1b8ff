"""Ids that a teacher types for a new question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from webapp.content.editing.question_edits import QuestionSource
from webapp.domain.value_forms import EXPLAINED, ID_FORM
from webapp.web.framework.i18n import Said
from webapp.web.teacher.editor.question_cards import RESERVED
from webapp.web.teacher.question_forms.field_problems import FieldProblem

TAKEN = Said(ar="هذا المعرّف لسؤال آخر في الملف", en="another question of the file has this name")


def id_problems(typed: str, sources: Iterable[QuestionSource]) -> list[FieldProblem]:
    """The problems of a typed id; an empty one has none, since one is chosen for it."""
    if typed and (not re.fullmatch(ID_FORM, typed, re.A) or typed in RESERVED):
        english, arabic = EXPLAINED[ID_FORM]
        return [FieldProblem(None, ("id",), Said(ar=arabic, en=english), True, "bad-value")]
    if typed and any(source.id == typed for source in sources):
        return [FieldProblem(None, ("id",), TAKEN, True, "duplicate-id")]
    return []
