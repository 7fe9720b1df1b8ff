"""Values for the file out of a form: what was not changed there stays as it is written, to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from webapp.arabic.normalize import fold_digits
from webapp.domain.whole_numbers import whole_number
from webapp.web.teacher.question_forms.drawn_values import (
    IDEA,
    WAS,
    Drawn,
    QuotePicker,
    draw,
    entry_fits,
    entry_values,
    fits,
    is_blank,
    text_of,
    texts_of,
    trimmed,
    trimmed_all,
)
from webapp.web.teacher.question_forms.model_fields import ModelField

ABSENT: Final = object()
"""Stands for a key that is left out."""
_INTEGER = re.compile(r"[+-]?\d{1,9}")
_DECIMAL = re.compile(r"[+-]?\d{1,9}[.,\u066b]\d{1,9}")


def read(
    fields: Iterable[ModelField], drawn: Drawn, before: Mapping[str, Any], picker: QuotePicker | None = None
) -> dict[str, Any]:
    """The values of a form that was drawn from the values ``before``; keys that no field has are kept."""
    fields = tuple(fields)
    as_drawn = draw(fields, before, picker)
    values = {field.key: _value(field, drawn[field.key], as_drawn[field.key], before, picker) for field in fields}
    order = [*before, *(key for key in values if key not in before)]
    read = {key: values.get(key, before.get(key)) for key in order}
    return {key: value for key, value in read.items() if value is not ABSENT}


def number_of(typed: str) -> int | float | str:
    """A typed number in digits of any script; the text itself where it is none."""
    digits = fold_digits(typed.strip())
    if _INTEGER.fullmatch(digits):
        return int(digits)
    return float(re.sub("[,\u066b]", ".", digits)) if _DECIMAL.fullmatch(digits) else typed.strip()


def _value(field: ModelField, drawn: Any, was: Any, before: Mapping[str, Any], picker: QuotePicker | None) -> Any:
    own = before.get(field.key, ABSENT)
    if not fits(field, before.get(field.key)) or trimmed(field, drawn) == trimmed(field, was):
        return own
    value = _changed(field, drawn, None if own is ABSENT else own, picker)
    if own is ABSENT and value == field.default:
        return ABSENT
    return value


def _changed(field: ModelField, drawn: Any, own: Any, picker: QuotePicker | None) -> Any:
    if field.quoted and picker:
        quotes = picker.quotes(field, drawn, [text_of(quote) for quote in texts_of(own)])
        return quotes or ABSENT if field.kind == "texts" else quotes[0] if quotes else ABSENT
    if field.kind == "flag":
        return drawn
    if field.kind in {"text", "choice"}:
        return _typed(drawn.strip(), own)
    if field.kind in {"number", "place"}:
        return number_of(drawn) if drawn.strip() else ABSENT
    if field.kind == "ticks":
        return _same(drawn, own or [])
    return (_lists(field, drawn, own) or ABSENT) if field.kind != "group" else _group(field, drawn, own)


def _typed(text: str, own: Any) -> Any:
    """A typed or chosen text; a truth value where the file has one."""
    return text == "true" if isinstance(own, bool) and text in {"true", "false"} else text or ABSENT


def _lists(field: ModelField, drawn: Any, own: Any) -> Any:
    if field.kind == "pairs":
        items = trimmed(field, drawn)
        own = own or {}
        return {item["key"].strip(): _item(item["value"], [own.get(item["key"])]) for item in items}
    if field.kind == "ideas":
        ideas = {tuple(text_of(item) for item in texts_of(idea)): idea for idea in own or ()}
        return [ideas.get(tuple(idea)) or _same(idea, []) for idea in trimmed(field, drawn)]
    if field.kind == "texts":
        numbers = any(part.kind == "number" for part in field.parts)
        texts = _same(trimmed(IDEA, drawn), texts_of(own), numbers)
        return texts[0] if field.lone and len(texts) == 1 and not isinstance(own, list) else texts
    entries = (_entry(field, entry, own or []) for entry in drawn)
    return [entry for entry in entries if entry is not ABSENT]


def _entry(field: ModelField, drawn: Drawn, own: list[Any]) -> Any:
    """An entry of a list; the one of the file that it was drawn from keeps what no field shows."""
    at = whole_number(drawn.get(WAS, ""))
    entry = own[at] if at is not None and at < len(own) else ABSENT
    if entry is not ABSENT and not entry_fits(field, entry):
        return entry
    shown = {part.key: drawn[part.key] for part in field.parts}
    values = {} if entry is ABSENT else entry_values(field, entry)
    if entry is not ABSENT and trimmed_all(field.parts, shown) == trimmed_all(field.parts, draw(field.parts, values)):
        return entry
    if trimmed_all(field.parts, shown) == trimmed_all(field.parts, draw(field.parts, {})):
        return ABSENT
    entry_read = read(field.parts, shown, values)
    alone = field.lone and set(entry_read) == {field.lone} and not isinstance(entry, dict)
    return entry_read[field.lone] if alone else entry_read


def _group(field: ModelField, drawn: Drawn, own: Any) -> Any:
    return read(field.parts, drawn, own or {}) or ABSENT


def _same(drawn: Iterable[str], own: Iterable[Any], numbers: bool = False) -> list[Any]:
    """The texts of a list, each as it is written in the file where it stands there."""
    written = {text_of(item): item for item in own}
    return [written.get(text, number_of(text) if numbers else text.strip()) for text in drawn if not is_blank(text)]


def _item(drawn: str, own: Iterable[Any]) -> Any:
    return _same([drawn], [item for item in own if item is not None])[0] if drawn.strip() else ""
