"""A form as its page shows it: labels, helps, choices, problems, and values that stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from webapp.domain.problem import of_message
from webapp.domain.question import Question
from webapp.domain.text import Text
from webapp.domain.whole_numbers import whole_number
from webapp.question_types.field_labels import FieldLabel, field_label, value_label
from webapp.web.framework.i18n import Said, digits
from webapp.web.teacher.question_forms.drawn_values import entry_fits, fits, text_of
from webapp.web.teacher.question_forms.field_problems import FieldPath, FieldProblem
from webapp.web.teacher.question_forms.model_fields import ModelField
from webapp.web.teacher.question_forms.word_picker import PickedPassage, WordPicker

FIRST = ("paragraph", "prompt")
PREVIEW_WORDS = 6


class Choice(NamedTuple):
    """A value to choose."""

    value: str
    label: Said
    chosen: bool
    of_text: bool = False
    """It is named by words of the text."""


@dataclass(frozen=True)
class FormView:
    """Data that a form is shown with. ``kind`` is the question type, ``values`` what the form was drawn from."""

    kind: str
    fields: tuple[ModelField, ...]
    form: Any
    values: Mapping[str, Any]
    problems: Sequence[FieldProblem] = ()
    picker: WordPicker | None = None
    text: Text | None = None
    focus: str = ""

    @property
    def usual(self) -> list[ModelField]:
        """The fields that are always shown: the paragraph and the prompt, the type's own, then those of all types."""
        return sorted((field for field in self.fields if not self._is_folded(field)), key=self._rank)

    @property
    def rare(self) -> list[ModelField]:
        """The fields that are folded."""
        return [field for field in self.fields if self._is_folded(field)]

    @property
    def rare_open(self) -> bool:
        """Tell whether one of the folded fields has a problem or the focus."""
        marked = {problem.path[0] for problem in self.problems if problem.path}
        return bool({field.key for field in self.rare} & (marked | {self.focus.split(".")[0]}))

    @property
    def rare_filled(self) -> list[Said]:
        """The names of the folded fields that have a value."""
        return [self.name((field.key,)) for field in self.rare if field.key in self.values]

    @property
    def unknown(self) -> dict[str, str]:
        """Keys of the file that no field shows, with their values."""
        known = {field.key for field in self.fields} | {"id", "type", "questions"}
        return {str(key): plain(value) for key, value in self.values.items() if key not in known}

    def control(self, form: Any, field: ModelField) -> Any:
        """The form's own field."""
        return form[f"f_{field.key}"]

    def is_picked(self, field: ModelField) -> bool:
        """Tell whether the words of a field are ticked in the text."""
        return bool(field.quoted and self.picker)

    def label(self, path: FieldPath) -> FieldLabel:
        """The label of a field."""
        return field_label(self.kind, path)

    def name(self, path: FieldPath) -> Said:
        """The name of a field."""
        label = self.label(path)
        return Said(ar=label.ar, en=label.en)

    def help(self, path: FieldPath, field: ModelField) -> Said | None:
        """The help of a field; where the table has none for it, what its model says."""
        if any(isinstance(step, int) and step > 0 for step in path):
            return None  # the first entry of a list has told it
        label = self.label(path)
        if label.help_ar:
            return Said(ar=label.help_ar, en=label.help_en)
        return None if label.known or not field.description else Said(ar=field.description, en=field.description)

    def add(self, path: FieldPath) -> Said:
        """The name of the button that adds one more."""
        label = self.label(path)
        return Said(ar=label.add_ar or "إضافة سطر", en=label.add_en or "Add a line")

    def at(self, path: FieldPath, below: bool = False) -> list[FieldProblem]:
        """The problems at a field; with ``below`` also those of what is in it."""
        own = len(path)
        return [one for one in self.problems if one.path == path or (below and one.path[:own] == path)]

    def described(self, path: FieldPath, field: ModelField, below: bool = False) -> str:
        """Ids of the elements that describe a field."""
        parts = ["help"] if self.help(path, field) else []
        parts += ["problems"] if self.at(path, below) else []
        return " ".join(f"{dotted(path)}-{part}" for part in parts)

    def anchor(self, problem: FieldProblem) -> str:
        """The id of the field that a problem is shown at; empty where it is shown at none."""
        fields, way = {field.key: field for field in self.fields}, list[str]()
        for step in problem.path:
            if isinstance(step, int):
                way.append(str(step))
            elif step in fields:
                field = fields[step]
                way.append(step)
                fields = {part.key: part for part in field.parts}
                if self.is_picked(field) or field.kind in {"pairs", "ticks"}:
                    break
        return ".".join(way)

    def choices(self, field: ModelField, path: FieldPath, chosen: str) -> list[Choice]:
        """The values of a field; one of the file that is none of them is added, and a way to choose none."""
        known = self._paragraphs(chosen) if field.key == "paragraph" else []
        known += [Choice(value, _said(value_label(path, value)), value == chosen) for value in field.choices]
        if chosen and not any(choice.chosen for choice in known):
            known.append(Choice(chosen, Said(ar=chosen, en=chosen), True))
        if not chosen or (not field.default and field.kind == "choice"):
            known.insert(0, Choice("", Said(ar="—", en="—"), not chosen))
        return known

    def ticks(self, field: ModelField, path: FieldPath, chosen: Sequence[str]) -> list[Choice]:
        """The boxes of a field, also of values that it does not know."""
        values = dict.fromkeys([*field.choices, *chosen])
        return [Choice(value, _said(value_label(path, value)), value in chosen) for value in values]

    def passages(self, control: Any) -> list[PickedPassage]:
        """The paragraphs whose words can be ticked."""
        return self.picker.passages(control.form["f_words"].data or ()) if self.picker else []

    def left(self, field: ModelField, value: Any) -> str:
        """A value that no form can show, and that stays as it is; empty where the form shows it."""
        return "" if fits(field, value) else plain(value)

    def left_entry(self, field: ModelField, was: str, entries: Any) -> str:
        """An entry of a list that no form can show; empty where the form shows it."""
        at = whole_number(was)
        if not isinstance(entries, list) or at is None or at >= len(entries):
            return ""
        return "" if entry_fits(field, entries[at]) else plain(entries[at])

    def was(self, entry: Any) -> str:
        """The index, in the file, of the entry that was drawn."""
        return str(entry.form["f_was"].data or "")

    def rare_parts(self, field: ModelField, path: FieldPath) -> list[ModelField]:
        """The parts of an entry that are folded."""
        return [part for part in field.parts if self.label((*path, part.key)).rare]

    def has_rare(self, field: ModelField, path: FieldPath, entry: Any) -> bool:
        """Tell whether something stands in the folded parts of an entry."""
        return any(self.control(entry.form, part).data for part in self.rare_parts(field, path))

    def _paragraphs(self, chosen: str) -> list[Choice]:
        return [
            Choice(str(part.number), _paragraph_name(part.number, part.text), str(part.number) == chosen, True)
            for part in (self.text.paragraphs if self.text else ())
        ]

    def _is_folded(self, field: ModelField) -> bool:
        """Tell whether a field is seldom needed; one of the type's own that has a value may be the key itself."""
        filled = field.key in self.values and self.kind != "file" and field.key not in Question.model_fields
        return self.label((field.key,)).rare and not filled

    def _rank(self, field: ModelField) -> int:
        if field.key in FIRST:
            return FIRST.index(field.key)
        own = field.key not in Question.model_fields or (field.key == "evidence" and field.required)
        return len(FIRST) if own or self.kind == "file" else len(FIRST) + 1


def of_both(message: str) -> Said:
    """A message in both languages, for a page."""
    both = of_message(message)
    return Said(ar=both.ar, en=both.en)


def plain(value: Any) -> str:
    """A value of a file in one line of its own notation, for a page."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {plain(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(plain, value)) + "]" if isinstance(value, list) else text_of(value)


def dotted(path: Iterable[str | int]) -> str:
    """The name of a field in a form."""
    return ".".join(map(str, path))


def _said(label: FieldLabel) -> Said:
    return Said(ar=label.ar, en=label.en)


def _paragraph_name(number: int, text: str) -> Said:
    words = text.split()
    begin = " ".join(words[:PREVIEW_WORDS]) + (" …" if len(words) > PREVIEW_WORDS else "")
    return Said(ar=f"{digits(number)}: {begin}", en=f"{number}: {begin}")
