"""Labels and helps of the fields of a question file, as a teacher says them."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.question_types._field_label import FieldLabel
from webapp.question_types._file_labels import FILE_LABELS
from webapp.question_types._question_labels import QUESTION_LABELS
from webapp.question_types._value_labels import VALUE_LABELS

__all__ = ["FILE", "FieldLabel", "field_label", "value_label"]

FILE = "file"
"""Stands in place of a question type for the settings at the top of a file."""


def field_label(kind: str, path: Sequence[str | int]) -> FieldLabel:
    """Find the label of a field of a question type (or of the ``FILE``) by its path; a field without one has its key.

    Numbers in the path (the items of a list) are left out.
    """
    keys = [step for step in path if isinstance(step, str)]
    table = FILE_LABELS if kind == FILE else QUESTION_LABELS
    names = [".".join((kind, *keys)), *(".".join(keys[at:]) for at in range(len(keys)))]
    own = next((table[name] for name in names if name in table), None)
    return own or FieldLabel(ar=keys[-1] if keys else "", en=keys[-1] if keys else "", known=False)


def value_label(path: Sequence[str | int], value: str) -> FieldLabel:
    """Find the label of one of the values that a field may have; a value without one has itself."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    own = VALUE_LABELS.get(f"{key}.{value}") or VALUE_LABELS.get(value)
    return own or FieldLabel(ar=value, en=value, known=False)
