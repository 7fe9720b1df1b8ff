"""Buttons of a form that change its lists without saving: add, remove, up and down, by the path of the list or item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from webapp.domain.whole_numbers import whole_number
from webapp.web.teacher.question_forms.drawn_values import WAS, Drawn, draw
from webapp.web.teacher.question_forms.model_fields import ModelField

_BUTTON = re.compile(r"(add|remove|up|down):([\w.-]{1,200})")
OFFERED = 3
"""Empty entries of a list that has to have some."""


class Pressed(NamedTuple):
    """A form after a button: its drawn values, and the name of the field to go on with."""

    drawn: Drawn
    focus: str


def pressed(fields: Iterable[ModelField], drawn: Drawn, button: str) -> Pressed:
    """Change a list of the drawn values as a button says; a button that fits nothing changes nothing."""
    known = _BUTTON.fullmatch(button)
    path = known[2].split(".") if known else []
    add = bool(known and known[1] == "add")
    items = _list_at(drawn, path if add else path[:-1])
    if items is None or not known:
        return Pressed(drawn, "")
    if add:
        field = _field_at(fields, path)
        if field and len(items) < field.most:
            items.append(empty(field, path))
        return Pressed(drawn, f"{known[2]}.{len(items) - 1}")
    at = -1 if (number := whole_number(path[-1])) is None else number
    other = at + {"up": -1, "down": 1}.get(known[1], 0)
    if 0 <= at < len(items) and 0 <= other < len(items):
        item = items.pop(at)
        if known[1] != "remove":
            items.insert(other, item)
    at = min(other, len(items) - 1)
    return Pressed(drawn, ".".join([*path[:-1], str(at)]) if at >= 0 else "")


def empty(field: ModelField, path: Iterable[str] = ()) -> Any:
    """An empty item of a list, or an empty wording of an idea that a path leads to."""
    if field.kind == "ideas" and not any(whole_number(step) is not None for step in path):
        return [""]
    if field.kind == "pairs":
        return {"key": "", "value": ""}
    if field.kind == "entries":
        return {WAS: "", **with_offered(field.parts, draw(field.parts, {}))}
    return ""


def with_offered(fields: Iterable[ModelField], drawn: Drawn) -> Drawn:
    """The drawn values with an empty line in each list that has none, and as many entries as a list has to have."""
    offered = dict(drawn)
    for field in fields:
        items = drawn[field.key]
        if field.kind in {"texts", "entries"} and isinstance(items, list):
            wanted = max(field.least, OFFERED) if field.least > 1 and not items else max(field.least, 1)
            offered[field.key] = [*items, *(empty(field) for _ in range(wanted - len(items)))]
    return offered


def _list_at(drawn: Any, path: list[str]) -> list[Any] | None:
    for step in path:
        if isinstance(drawn, dict):
            drawn = drawn.get(step)
        elif isinstance(drawn, list) and (at := whole_number(step)) is not None and at < len(drawn):
            drawn = drawn[at]
        else:
            return None
    return drawn if isinstance(drawn, list) and path else None


def _field_at(fields: Iterable[ModelField], path: list[str]) -> ModelField | None:
    """The field that a path leads to; numbers in it are indices of items."""
    field: ModelField | None = None
    for step in path:
        if whole_number(step) is None:
            field = next((one for one in fields if one.key == step), None)
            fields = field.parts if field else ()
    return field
