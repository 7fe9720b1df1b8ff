"""Messages of the check as a form says them: with the labels of its fields in place of the file's keys."""

from __future__ import annotations

from functools import partial

from webapp.domain.problem import NamedField, of_message
from webapp.question_types import TYPES
from webapp.question_types.field_labels import FILE, field_label, value_label
from webapp.web.framework.i18n import Said


def in_form(message: str, kind: str) -> Said:
    """A message about a question of this type, or about the ``FILE``."""
    said = of_message(message).with_fields(partial(_names, kind))
    return Said(ar=said.ar, en=said.en)


def _names(kind: str, field: NamedField) -> tuple[str, str]:
    """A field in English and in Arabic, with what it is to say; a box to tick is named alone."""
    label = field_label(kind, field.path)
    if not label.known:
        label = field_label(FILE if kind != FILE else "", field.path)
    if field.value in ("", "true"):
        return label.en, label.ar
    english, arabic = _value(field)
    return (english, arabic) if field.alone else (f"{label.en}: {english}", f"{label.ar}: {arabic}")


def _value(field: NamedField) -> tuple[str, str]:
    if field.path == ("type",) and field.value in TYPES:
        return TYPES[field.value].name_en, TYPES[field.value].name_ar
    label = value_label(field.path, field.value)
    return label.en, label.ar
