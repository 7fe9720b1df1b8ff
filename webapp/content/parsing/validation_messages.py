"""Validation errors of the models, worded for teachers in both languages."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from webapp.arabic.normalize import fold_digits
from webapp.content.parsing.arabic_commas import has_comma, split_items
from webapp.content.parsing.source_tree import Node
from webapp.domain.problem import Problem, both

M = TypeVar("M", bound=BaseModel)
KeyPath = tuple[str | int, ...]


def validated(model: type[M], node: Node, base: Node, prefix: KeyPath, path: str) -> tuple[M | None, list[Problem]]:
    """Validate ``node`` (found at ``prefix`` in ``base``); None and every problem if it is not valid.

    Arabic digits count as numbers; an Arabic comma parts a list that is too short without, with a warning.
    """
    try:
        return model.model_validate(node.plain()), []
    except ValidationError as error:
        understood = [problem for fault in error.errors() for problem in _understood(node, fault, path)]
    try:
        return model.model_validate(node.plain()), understood
    except ValidationError as error:
        messages: dict[tuple[int, int, str, str], list[tuple[str, str]]] = {}
        for fault in error.errors(include_url=False):
            if _only_looks_short(node, fault):
                continue
            kind = str(fault["type"])
            on_key = kind in {"extra_forbidden", "missing"}
            rule = {"extra_forbidden": "unknown-key", "missing": "missing-key"}.get(kind, "bad-value")
            location: KeyPath = (*prefix, *fault["loc"])
            position = base.at(location) if on_key else base.value_at(location)
            # A value that fits none of several alternatives is one fault, though each alternative reports it.
            same = str(fault["loc"]) if on_key else ""
            alternatives = messages.setdefault((*position, rule, same), [])
            alternatives.append(_message(kind, fault, model, _display_name(node, fault["loc"])))
        return None, sorted(
            {Problem(path, *key[:3], _alternatives(alternatives)) for key, alternatives in messages.items()}
        )


def _understood(node: Node, fault: Any, path: str) -> Iterator[Problem]:
    """Rewrite the value that a fault is about as it is meant, where only one meaning is possible."""
    kind = str(fault["type"])
    for step in fault["loc"]:
        node = node.step(step) or node
    if kind == "too_short" and has_comma(node):
        yield from split_items(node, path)
    elif kind in DIGITS_MATTER and isinstance(node.value, str):
        node.value = _DECIMAL_COMMA.sub(".", fold_digits(node.value))


def _only_looks_short(node: Node, fault: Any) -> bool:
    """Tell if a list is called too short only because some of its items have errors: pydantic counts the valid ones."""
    if fault["type"] != "too_short":
        return False
    for step in fault["loc"]:
        node = node.step(step) or node
    return isinstance(node.value, list) and len(node.value) >= fault["ctx"]["min_length"]


def _alternatives(messages: list[tuple[str, str]]) -> str:
    english, arabic = zip(*dict.fromkeys(messages), strict=True)
    return both(en="; or: ".join(english), ar="؛ أو: ".join(dict.fromkeys(arabic)))


def _display_name(node: Node, loc: KeyPath) -> str:
    """Name a position as the author does: its key, with the number of the item in a list.

    Steps that are no part of the file (names of alternatives) are left out, except a missing key.
    """
    name, number = "", ""
    for index, step in enumerate(loc):
        below = node.step(step)
        if below is None and (isinstance(step, int) or index < len(loc) - 1 or not isinstance(node.value, dict)):
            continue
        name, number = (name, f" {step + 1}") if isinstance(step, int) else (step, "")
        node = below or node
    return name + number


def _message(kind: str, fault: Any, model: type[BaseModel], name: str) -> tuple[str, str]:
    context = fault.get("ctx") or {}
    if kind == "extra_forbidden":
        return _unknown_key(name, _keys_near(model, fault["loc"][:-1]))
    if kind == "missing":
        return f'the key "{name}" is missing', f"المفتاح «{name}» ناقص"
    if kind in {"literal_error", "enum"}:
        return f'"{name}" must be {context.get("expected", "")}', f"قيمة «{name}» ليست من القيم المقبولة"
    english, arabic = MESSAGES.get(kind, ('"{name}": {said}', "قيمة «{name}» غير مقبولة"))
    values = {"said": fault["msg"], **context, "name": name}
    return english.format_map(values), arabic.format_map(values)


_WHOLE_NUMBER = ('"{name}" must be a whole number', "قيمة «{name}» يجب أن تكون عددًا صحيحًا")
_NUMBER = ('"{name}" must be a number', "قيمة «{name}» يجب أن تكون عددًا")
_TRUE_OR_FALSE = ('"{name}" must be true or false', "قيمة «{name}» تكون true أو false")
_DECIMAL_COMMA = re.compile(r"(?<=\d)،(?=\d)")
DIGITS_MATTER = frozenset({"int_parsing", "float_parsing", "literal_error"})
"""Kinds of faults that a value in other digits has: ٢, ٠٫٥, A٢."""
MESSAGES = {
    "int_parsing": _WHOLE_NUMBER,
    "int_type": _WHOLE_NUMBER,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "bool_parsing": _TRUE_OR_FALSE,
    "bool_type": _TRUE_OR_FALSE,
    "string_type": ('"{name}" must be a text', "قيمة «{name}» يجب أن تكون نصًّا"),
    "tuple_type": ('"{name}" must be a list', "قيمة «{name}» يجب أن تكون قائمة"),
    "string_too_short": ('"{name}" is empty', "قيمة «{name}» فارغة"),
    "string_too_long": ('"{name}" is too long', "قيمة «{name}» أطول مما ينبغي"),
    "too_short": ('"{name}" needs at least {min_length}', "يحتاج «{name}» إلى {min_length} على الأقل"),
    "too_long": ('"{name}" takes at most {max_length}', "لا يزيد «{name}» على {max_length}"),
    "greater_than_equal": ('"{name}" must be {ge:g} or more', "قيمة «{name}» لا تقلّ عن {ge:g}"),
    "greater_than": ('"{name}" must be more than {gt:g}', "قيمة «{name}» تزيد على {gt:g}"),
    "less_than_equal": ('"{name}" must be {le:g} or less', "قيمة «{name}» لا تزيد على {le:g}"),
    "string_pattern_mismatch": ('"{name}" is not of the right form', "صيغة «{name}» غير مقبولة"),
    "model_type": ('"{name}" must be keys with values', "قيمة «{name}» تكون مفاتيح وقيمًا"),
}


def unknown_key(name: str, known_keys: Iterable[str]) -> str:
    """Report an unknown key, with the nearest known one as a suggestion."""
    english, arabic = _unknown_key(name, known_keys)
    return both(en=english, ar=arabic)


def _unknown_key(name: str, known_keys: Iterable[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(name, list(known_keys), n=1, cutoff=0.5)
    english, arabic = f'unknown key "{name}"', f"مفتاح غير معروف «{name}»"
    if near:
        english, arabic = f'{english}; did you mean "{near[0]}"?', f"{arabic}؛ لعل المقصود «{near[0]}»"
    return english, arabic


def _keys_near(model: type[BaseModel], loc: KeyPath) -> list[str]:
    """List the keys that the model at ``loc`` knows: found in the schema, through lists and alternatives."""
    schema = _schema(model)
    branches: list[Any] = [schema]
    for step in loc:
        branches = [child for branch in branches for child in _children(branch, step, schema)] or branches
    resolved = [final for branch in branches for final in _resolve(branch, schema)]
    return sorted({key for branch in resolved for key in branch.get("properties", {})})


@functools.cache
def _schema(model: type[BaseModel]) -> Any:
    return model.model_json_schema(by_alias=True)


def _children(branch: Any, step: str | int, schema: Any) -> list[Any]:
    children = []
    for option in _resolve(branch, schema):
        if isinstance(step, int):
            children += [option["items"]] if "items" in option else []
        elif step in option.get("properties", {}):
            children.append(option["properties"][step])
    return children


def _resolve(branch: Any, schema: Any) -> list[Any]:
    if "$ref" in branch:
        return _resolve(schema["$defs"][branch["$ref"].rsplit("/", 1)[-1]], schema)
    if "anyOf" in branch:
        return [final for option in branch["anyOf"] for final in _resolve(option, schema)]
    return [branch]
