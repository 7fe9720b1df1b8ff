"""Values of a question file as a form shows them: plain texts, boxes and lists of these.

Values come as they are written, valid or not. What a form cannot show does not fit; it stays in the file as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from webapp.web.teacher.question_forms.model_fields import ModelField

Drawn = dict[str, Any]
"""The fields of a form by key: a text, a flag, a list of these, or fields again."""
Scalar = str | int | float | bool
WAS = "was"
"""Names, in a drawn entry, the entry of the file that it was drawn from, by its index there."""

FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class QuotePicker(Protocol):
    """A picker of words of the text."""

    def drawn(self, field: ModelField, quotes: Sequence[str]) -> Drawn:
        """The quotes as ticked words, and those that cannot be ticked."""

    def quotes(self, field: ModelField, drawn: Drawn, before: Sequence[str]) -> list[str]:
        """The quotes of a drawn field; ``before`` are those of the file."""


def draw(fields: Iterable[ModelField], values: Mapping[str, Any], picker: QuotePicker | None = None) -> Drawn:
    """The fields of a form with these values; a value that does not fit is drawn as if there were none."""
    return {field.key: _drawn(field, values, picker) for field in fields}


def fits(field: ModelField, value: Any) -> bool:
    """Tell whether a form can show a value of a file."""
    if value is None:
        return True
    if field.kind in {"text", "number", "choice", "place"}:
        return isinstance(value, Scalar)
    if field.kind == "flag":
        return flag_of(value) is not None
    if field.kind == "group":
        return isinstance(value, dict) and all(fits(part, value.get(part.key)) for part in field.parts)
    if field.kind == "pairs":
        return isinstance(value, dict) and all(isinstance(item, Scalar) for item in value.values())
    if field.kind == "texts" and isinstance(value, Scalar):
        return True
    return isinstance(value, list) and all(_fits_in(field, item) for item in value)


def _fits_in(field: ModelField, item: Any) -> bool:
    """Tell whether a form can show an item of a list; entries are looked at one by one."""
    return field.kind == "entries" or (fits(IDEA, item) if field.kind == "ideas" else isinstance(item, Scalar))


IDEA = ModelField("", "texts")
"""One of the ``ideas`` of a field: its wordings."""


def entry_fits(field: ModelField, entry: Any) -> bool:
    """Tell whether a form can show one entry of a list."""
    if isinstance(entry, Scalar):
        return bool(field.lone)
    return isinstance(entry, dict) and all(fits(part, entry.get(part.key)) for part in field.parts)


def entry_values(field: ModelField, entry: Any) -> Mapping[str, Any]:
    """The values of an entry, also of one that is a text alone; none where it does not fit."""
    if not entry_fits(field, entry):
        return {}
    return entry if isinstance(entry, dict) else {field.lone: entry}


def text_of(value: Any) -> str:
    """A plain value as a form shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        short = f"{value:g}"
        return short if float(short) == value else repr(value)
    return "" if value is None else written(str(value))


def written(text: str) -> str:
    """A text with one kind of line end, and without the control characters that no file can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def flag_of(value: Any) -> bool | None:
    """A truth value as files write it; None for what is none."""
    return FLAGS.get(text_of(value).lower()) if isinstance(value, Scalar) else None


def texts_of(value: Any) -> list[Any]:
    """The items of a list of texts, also of one that is a text alone."""
    return value if isinstance(value, list) else [] if value is None else [value]


def is_blank(drawn: Any) -> bool:
    """Tell whether nothing stands in a drawn part of a list."""
    if isinstance(drawn, dict):
        return all(map(is_blank, drawn.values()))
    return all(map(is_blank, drawn)) if isinstance(drawn, list) else not drawn or not str(drawn).strip()


def trimmed(field: ModelField, drawn: Any) -> Any:
    """A drawn field without the empty lines that it offers for more."""
    if field.kind in {"entries", "pairs", "ideas"} or (field.kind == "texts" and isinstance(drawn, list)):
        inner = IDEA if field.kind == "ideas" else None
        items = [trimmed(inner, item) if inner else item for item in drawn]
        if field.kind == "entries":
            items = [{**item, **trimmed_all(field.parts, item)} for item in items]
        return [item for item in items if not is_blank(item)]
    if field.kind == "group":
        return trimmed_all(field.parts, drawn)
    if isinstance(drawn, dict):  # of a word picker: the order in which its words come says nothing
        return {"words": sorted(drawn["words"]), "kept": drawn["kept"]}
    return sorted(drawn) if field.kind == "ticks" else drawn


def trimmed_all(fields: Iterable[ModelField], drawn: Drawn) -> Drawn:
    """All fields of a form without empty lines."""
    return {field.key: trimmed(field, drawn[field.key]) for field in fields}


def _drawn(field: ModelField, values: Mapping[str, Any], picker: QuotePicker | None) -> Any:
    value = values.get(field.key)
    if not fits(field, value):
        value = None
    if field.quoted and picker:
        return picker.drawn(field, [text_of(quote) for quote in texts_of(value) if text_of(quote)])
    if field.kind in {"text", "number", "place", "choice"}:
        return text_of(field.default if value is None and field.kind == "choice" else value)
    if field.kind == "flag":
        return bool(field.default if value is None else flag_of(value))
    return draw(field.parts, value or {}) if field.kind == "group" else _drawn_list(field, value)


def _drawn_list(field: ModelField, value: Any) -> list[Any]:
    if field.kind == "texts":
        return [text_of(item) for item in texts_of(value)]
    if field.kind == "ticks":
        return [text_of(item) for item in (field.default or () if value is None else value)]
    if field.kind == "ideas":
        return [[text_of(item) for item in texts_of(idea)] for idea in value or ()]
    if field.kind == "pairs":
        return [{"key": str(key), "value": text_of(item)} for key, item in (value or {}).items()]
    entries = enumerate(value or ())
    return [{WAS: str(at), **draw(field.parts, entry_values(field, entry))} for at, entry in entries]
