"""The HTML form of a model: a FlaskForm class made of the model's fields, filled with drawn values and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel
from wtforms import FieldList, FormField

from webapp.domain.whole_numbers import whole_number
from webapp.web.teacher.forms import DeskForm, FlagField, ListField, TextField
from webapp.web.teacher.question_forms.drawn_values import WAS, Drawn, written
from webapp.web.teacher.question_forms.model_fields import ModelField, fields_of

LONGEST_TEXT = 8_000
"""Characters of one field that are read; the limits of the models are lower, and the check names them."""
_DOT: dict[str, Any] = {"separator": "."}


def _text(name: str = "") -> TextField:
    return TextField(filters=[written], longest=LONGEST_TEXT, **({"name": name} if name else {}))


class Entries(FieldList):  # type: ignore[type-arg]  # generic in the stubs alone
    """A list of fields; only places of up to three digits are looked for in what was sent."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        before = f"{prefix}."
        for key in formdata:
            place = whole_number(key.removeprefix(before).partition(".")[0], 3) if key.startswith(before) else None
            if place is not None:
                yield place


@cache
def form_class(model: type[BaseModel], picks: bool) -> type[DeskForm]:
    """The form of a model; ``picks``: its quotes are ticked in the text, else typed."""
    return _form_of(model.__name__, fields_of(model), picks)


def form_data(form: DeskForm, fields: Iterable[ModelField], picks: bool) -> Drawn:
    """Values of a form, as drawn."""
    return {field.key: _data(form[_attribute(field.key)], field, picks) for field in fields}


def filled_form(model: type[BaseModel], drawn: Drawn, picks: bool) -> DeskForm:
    """A form that holds drawn values."""
    return form_class(model, picks)(formdata=None, data=_keyed(fields_of(model), drawn, picks))


def _attribute(key: str) -> str:
    """A name under which no method of a form is hidden."""
    return f"f_{key}"


def _form_of(name: str, fields: Iterable[ModelField], picks: bool, **more: Any) -> type[DeskForm]:
    own = {_attribute(field.key): _field(field, picks) for field in fields}
    return type(f"{name}Form", (DeskForm,), {**own, **more})


def _entry_form(field: ModelField) -> type[DeskForm]:
    return _form_of("Entry", field.parts, False, **{_attribute(WAS): _text(WAS)})


def _field(field: ModelField, picks: bool) -> Any:
    if field.quoted and picks:
        parts = {"f_words": ListField(name="words"), "f_kept": ListField(name="kept")}
        return FormField(type("PickerForm", (DeskForm,), parts), name=field.key, **_DOT)
    make: dict[str, Callable[[], Any]] = {
        "flag": lambda: FlagField(name=field.key),
        "ticks": lambda: ListField(name=field.key),
        "texts": lambda: Entries(_text(), name=field.key, max_entries=field.most, **_DOT),
        "ideas": lambda: Entries(
            Entries(_text(), max_entries=field.most, **_DOT), name=field.key, max_entries=field.most, **_DOT
        ),
        "pairs": lambda: Entries(
            FormField(_form_of("Pair", field.parts, False), **_DOT), name=field.key, max_entries=field.most, **_DOT
        ),
        "entries": lambda: Entries(
            FormField(_entry_form(field), **_DOT), name=field.key, max_entries=field.most, **_DOT
        ),
        "group": lambda: FormField(_form_of("Group", field.parts, False), name=field.key, **_DOT),
    }
    return make.get(field.kind, lambda: _text(field.key))()


def _data(control: Any, field: ModelField, picks: bool) -> Any:
    if field.quoted and picks:
        return {name: [written(item) for item in control.form[f"f_{name}"].data or ()] for name in ("words", "kept")}
    if field.kind == "group":
        return form_data(control.form, field.parts, False)
    if field.kind == "pairs":
        return [form_data(entry.form, field.parts, False) for entry in control]
    if field.kind == "entries":
        return [
            {WAS: entry.form[_attribute(WAS)].data, **form_data(entry.form, field.parts, False)} for entry in control
        ]
    return [written(item) for item in control.data or ()] if field.kind == "ticks" else control.data


def _keyed(fields: Iterable[ModelField], drawn: Drawn, picks: bool) -> dict[str, Any]:
    """Drawn values under the names that the fields have within their form."""
    return {_attribute(field.key): _keyed_field(field, drawn[field.key], picks) for field in fields}


def _keyed_field(field: ModelField, drawn: Any, picks: bool) -> Any:
    if field.quoted and picks:
        return {"f_words": drawn["words"], "f_kept": drawn["kept"]}
    if field.kind == "group":
        return _keyed(field.parts, drawn, False)
    if field.kind in {"pairs", "entries"}:
        was = [{_attribute(WAS): entry[WAS]} if WAS in entry else {} for entry in drawn]
        return [{**own, **_keyed(field.parts, entry, False)} for own, entry in zip(was, drawn, strict=True)]
    return drawn
