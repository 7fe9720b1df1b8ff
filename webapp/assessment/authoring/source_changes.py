"""Difference of two question files as they are written, question by question and field by field. Pure functions.

Files with faults are compared too, as long as they can be read as a list of questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.assessment.authoring.question_changes import ChangeKind, moved_names
from webapp.content.editing.question_edits import QuestionSource, UneditableFile, file_settings, question_sources
from webapp.domain.problem import both
from webapp.question_types.field_labels import FILE, field_label

MAX_SHOWN = 600
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class FieldChange:
    """A field that has another value; a side is empty where it has none. ``label`` is in both languages."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class SourceChange:
    """A question that one file has otherwise than the other; the settings are one of no id."""

    kind: ChangeKind
    question: str
    prompt: str
    fields: tuple[FieldChange, ...] = ()


def source_changes(before: bytes, after: bytes) -> tuple[SourceChange, ...] | None:
    """Compare two versions of a question file; None where one cannot be read, or where an id is missing or not unique.

    The settings come first, then the questions of the later version in its order, then the removed ones.
    """
    try:
        old, new = _by_id(before), _by_id(after)
        settings = field_changes(FILE, file_settings(before) if before else {}, file_settings(after))
    except UneditableFile:
        return None
    if old is None or new is None:
        return None
    moved = moved_names([name for name in old if name in new], [name for name in new if name in old])
    changes = [SourceChange("changed", "", "", settings)] if settings and before else []
    changes += [change for name, source in new.items() if (change := _change(old.get(name), source, name in moved))]
    gone = (source for name, source in old.items() if name not in new)
    return (*changes, *(SourceChange("removed", source.id, _prompt(source)) for source in gone))


def _by_id(raw: bytes) -> dict[str, QuestionSource] | None:
    sources = question_sources(raw) if raw else []
    by_id = {source.id: source for source in sources}
    return by_id if len(by_id) == len(sources) and "" not in by_id else None


def _change(old: QuestionSource | None, source: QuestionSource, is_moved: bool) -> SourceChange | None:
    if old is None:
        return SourceChange("added", source.id, _prompt(source))
    if fields := field_changes(str(source.values.get("type", "")), old.values, source.values):
        return SourceChange("changed", source.id, _prompt(source), fields)
    return SourceChange("moved", source.id, _prompt(source)) if is_moved else None


def field_changes(kind: str, before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldChange, ...]:
    """Compare the values of a question of a ``kind`` (its type), or of the settings, by their keys."""
    keys = [key for key in dict.fromkeys([*after, *before]) if before.get(key) != after.get(key)]
    return tuple(_field(kind, key, before.get(key), after.get(key)) for key in keys)


def _field(kind: str, key: str, before: object, after: object) -> FieldChange:
    """The change of a field; of two lists, the items that only one has."""
    if isinstance(before, list) and isinstance(after, list):
        gone = [item for item in before if item not in after]
        new = [item for item in after if item not in before]
        if gone or new:
            before, after = gone, new
    return FieldChange(_label(kind, key), _shown(before), _shown(after))


def _label(kind: str, key: str) -> str:
    label = field_label(kind, (key,))
    return both(en=label.en, ar=label.ar)


def _prompt(source: QuestionSource) -> str:
    return _shown(source.values.get("prompt")) or source.id


def _shown(value: object) -> str:
    """A value in a line for each of its items."""
    if value is None:
        return ""
    if isinstance(value, list):
        lines = "\n".join(_inline(item) for item in value)
        return lines[:MAX_SHOWN]
    return _inline(value)[:MAX_SHOWN]


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(_inline(item) for item in value.values() if item is not None)
    if isinstance(value, list):
        return "، ".join(map(_inline, value))
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return str(value)
