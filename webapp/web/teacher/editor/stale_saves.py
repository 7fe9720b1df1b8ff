"""A save of a question that somebody else has saved meanwhile: both versions side by side, by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from webapp.domain.people import Teacher
from webapp.question_types import TYPES
from webapp.question_types.field_labels import FILE, field_label
from webapp.web.framework.i18n import Said
from webapp.web.teacher.editor.forms import SaveForm
from webapp.web.teacher.editor.open_text import OpenText
from webapp.web.teacher.question_forms.form_view import plain
from webapp.web.teacher.question_forms.model_form import ModelForm
from webapp.web.teacher.texts.editing_rights import barrier


@dataclass(frozen=True)
class DifferingField:
    """A field that two versions of a question have otherwise; empty where a version does not have it."""

    label: Said
    theirs: str
    mine: str


def differing_fields(kind: str, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[DifferingField]:
    """The fields that differ, in the order of the version that is in the file."""
    fields = []
    for key in dict.fromkeys([*theirs, *mine]):
        if theirs.get(key) != mine.get(key):
            label = field_label(kind, (key,))
            texts = (_shown(version.get(key)) for version in (theirs, mine))
            fields.append(DifferingField(Said(ar=label.ar, en=label.en), *texts))
    return fields


def stale_page(teacher: Teacher, opened: OpenText, form: ModelForm, mine: dict[str, Any]) -> tuple[str, int]:
    """The form with what was typed, beside what is in the working copy now; saving again puts it there."""
    source = opened.source(str(mine.get("id", ""))) if form.kind != FILE else None
    theirs: Mapping[str, Any] = opened.settings if form.kind == FILE else source.values if source else {}
    typed = ModelForm(form.kind, opened.text, mine, form.is_new).drawn()
    again = ModelForm(form.kind, opened.text, theirs or mine, form.is_new)
    page = render_template(
        "teacher/editor/settings.html" if form.kind == FILE else "teacher/editor/question.html",
        opened=opened,
        slug=opened.slug,
        form=again,
        view=again.view(typed),
        type_name=TYPES.get(form.kind),
        saving=SaveForm(),
        base=opened.copy.digest,
        refused=None,
        barrier=barrier(teacher, opened.authored),
        is_typed=True,
        differing=differing_fields(form.kind, theirs, mine),
        removed=form.kind != FILE and source is None,
    )
    return page, 409


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(plain, value))
    return plain(value)
