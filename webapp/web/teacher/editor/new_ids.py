"""Ids of questions: those that a teacher types, and those with which a question cannot be opened by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from webapp.content.editing.question_edits import QuestionSource
from webapp.domain.value_forms import EXPLAINED, ID_FORM
from webapp.web.framework.i18n import Said
from webapp.web.teacher.question_forms.field_problems import FieldProblem

RESERVED = {"new"}
"""Ids that no address of a question can have."""
TAKEN = Said(ar="هذا المعرّف لسؤال آخر في الملف", en="another question in the file has this ID")


def is_usable(name: str) -> bool:
    """Tell whether a question may have this id, and has an address with it."""
    return bool(re.fullmatch(ID_FORM, name, re.A)) and name not in RESERVED


def lacks_own_id(source: QuestionSource, sources: Sequence[QuestionSource]) -> bool:
    """Tell whether a question has no id, one that it may not have, or one that another question has too."""
    shared = sum(other.id == source.id for other in sources) > 1
    return bool(source.values) and (shared or not is_usable(source.id))


def id_problems(typed: str, sources: Iterable[QuestionSource]) -> list[FieldProblem]:
    """The problems of a typed id; an empty one has none, since one is chosen for it."""
    if typed and not is_usable(typed):
        english, arabic = EXPLAINED[ID_FORM]
        return [FieldProblem(None, ("id",), Said(ar=arabic, en=english), True, "bad-value")]
    if typed and any(source.id == typed for source in sources):
        return [FieldProblem(None, ("id",), TAKEN, True, "duplicate-id")]
    return []
