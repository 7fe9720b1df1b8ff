"""A save of a question that somebody else has saved meanwhile: both versions side by side, by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.domain.people import Teacher
from webapp.question_types.field_labels import FILE, field_label
from webapp.web.framework.i18n import Said
from webapp.web.teacher.editor.form_pages import Page, Refusal, form_page
from webapp.web.teacher.editor.open_text import OpenText
from webapp.web.teacher.question_forms.form_view import plain
from webapp.web.teacher.question_forms.model_form import ModelForm


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


def stale_page(teacher: Teacher, opened: OpenText, form: ModelForm, mine: dict[str, Any]) -> Page:
    """The form with what was typed, beside what is in the working copy now; saving again puts it there."""
    source = opened.source(str(mine.get("id", ""))) if form.kind != FILE else None
    theirs: Mapping[str, Any] = opened.settings if form.kind == FILE else source.values if source else {}
    typed = ModelForm(form.kind, opened.text, mine, form.is_new).drawn()
    again = ModelForm(form.kind, opened.text, theirs or mine, form.is_new)
    return form_page(
        teacher,
        opened,
        again,
        typed,
        refused=Refusal("", 409),
        base=opened.copy.digest,
        differing=differing_fields(form.kind, theirs, mine),
        removed=form.kind != FILE and source is None,
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(plain, value))
    return plain(value)
