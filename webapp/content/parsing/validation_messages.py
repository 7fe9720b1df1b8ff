"""Validation errors of the models, worded for teachers in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from webapp.arabic.counting import CountedNoun
from webapp.arabic.normalize import fold_digits
from webapp.content.parsing.arabic_commas import has_comma, split_items
from webapp.content.parsing.schema_lookup import KeyPath, keys_at, values_at
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.unknown_keys import Elsewhere, Wording, misplaced_key, nearest_word, nowhere_else
from webapp.domain.problem import MOST_PROBLEMS, Problem, both, field_key
from webapp.domain.value_forms import EXPLAINED

M = TypeVar("M", bound=BaseModel)


def validated(
    model: type[M],
    node: Node,
    base: Node,
    prefix: KeyPath,
    path: str,
    elsewhere: Elsewhere = nowhere_else,
) -> tuple[M | None, list[Problem]]:
    """Validate ``node`` (found at ``prefix`` in ``base``); None and every problem if it is not valid.

    ``elsewhere`` says of keys that the model does not have where they belong.
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
        for fault in error.errors(include_url=False)[:MOST_PROBLEMS]:
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
            name = _display_name(node, fault["loc"])
            alternatives.append(
                misplaced_key(str(fault["loc"][-1]), model, fault["loc"][:-1], elsewhere)
                if kind == "extra_forbidden"
                else _message(kind, fault, model, name)
            )
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
    return both(en=", or ".join(english), ar="، أو ".join(dict.fromkeys(arabic)))


def _display_name(node: Node, loc: KeyPath) -> str:
    """Name a position as the author does: its key, with the number of the item in a list.

    Steps that are no part of the file (names of alternatives) are left out, except a missing key.
    """
    names, number = list[str](), ""
    for index, step in enumerate(loc):
        below = node.step(step)
        if below is None and (isinstance(step, int) or index < len(loc) - 1 or not isinstance(node.value, dict)):
            continue
        number = f" {step + 1}" if isinstance(step, int) else ""
        names += [step] if isinstance(step, str) else []
        node = below or node
    return (field_key(".".join(names)) if names else "") + number


def _message(kind: str, fault: Any, model: type[BaseModel], name: str) -> Wording:
    if kind == "missing":
        return f'the key "{name}" is missing', f"المفتاح «{name}» ناقص"
    if kind in {"literal_error", "enum"}:
        return _one_of(name, fault, values_at(model, fault["loc"]))
    if kind == "tuple_type":
        return _list_wanted(name, fault["input"])
    if kind == "model_type":
        keys = ", ".join(map(field_key, keys_at(model, fault["loc"])))
        return f'"{name}" must be keys with values: {keys}', f"قيمة «{name}» يجب أن تكون مفاتيح وقيمًا: {keys}"
    if kind == "string_pattern_mismatch" and (explained := EXPLAINED.get(fault["ctx"]["pattern"])):
        return f'"{name}" {explained[0]}', f"قيمة «{name}» {explained[1]}"
    english, arabic = MESSAGES.get(kind, ('"{name}": {said}', "قيمة «{name}» غير مقبولة"))
    limits = fault.get("ctx") or {}
    values = {"said": fault["msg"], **limits, "name": name}
    if kind == "too_short":
        values["least"] = _ITEMS.counted(limits["min_length"])
    elif kind == "too_long":
        values["most"] = _ITEMS.counted(limits["max_length"])
    return english.format_map(values), arabic.format_map(values)


def _one_of(name: str, fault: Any, known: list[str]) -> Wording:
    """The words that a value may be, with the nearest one."""
    near = nearest_word(str(fault["input"]), known)
    english = f'"{name}" must be {fault["ctx"].get("expected", "")}'
    arabic = f"قيمة «{name}» يجب أن تكون واحدة من هذه: {'، '.join(known)}"
    return (f"{english}. Did you mean {near}?", f"{arabic}. لعل المقصود {near}") if near else (english, arabic)


def _list_wanted(name: str, value: object) -> Wording:
    """A list, written with the value that stands there."""
    is_plain = isinstance(value, str) and len(value) <= LONGEST_SHOWN and not set(value) & set("[]{}\"'\n")
    shown = f"[{value}]" if is_plain else "[…]"
    return f'"{name}" must be a list: {shown}', f"قيمة «{name}» يجب أن تكون قائمة: {shown}"


_WHOLE_NUMBER = ('"{name}" must be a whole number', "قيمة «{name}» يجب أن تكون عددًا صحيحًا")
_NUMBER = ('"{name}" must be a number', "قيمة «{name}» يجب أن تكون عددًا")
LONGEST_SHOWN = 40
"""A value that is written out as it should be."""
_TRUE_OR_FALSE = ('"{name}" must be true or false', "قيمة «{name}» يجب أن تكون true أو false")
_ITEMS = CountedNoun("عنصر واحد", "عنصران", "عناصر", "عنصرًا", "عنصر")
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
    "string_type": ('"{name}" must be a text', "قيمة «{name}» يجب أن تكون نصًا"),
    "dict_type": (
        '"{name}" must be names, each with a text: {{name: text}}',
        "قيمة «{name}» يجب أن تكون أسماء لكل منها نص: {{name: text}}",
    ),
    "string_too_short": ('"{name}" is empty', "قيمة «{name}» فارغة"),
    "string_too_long": ('"{name}" is too long', "قيمة «{name}» أطول مما ينبغي"),
    "too_short": ('"{name}" needs at least {min_length}', "يلزم في «{name}» {least} على الأقل"),
    "too_long": ('"{name}" takes at most {max_length}', "الحد الأقصى في «{name}» هو {most}"),
    "greater_than_equal": ('"{name}" must be {ge:g} or more', "قيمة «{name}» يجب ألا تقل عن {ge:g}"),
    "greater_than": ('"{name}" must be more than {gt:g}', "قيمة «{name}» يجب أن تزيد على {gt:g}"),
    "less_than_equal": ('"{name}" must be {le:g} or less', "قيمة «{name}» يجب ألا تزيد على {le:g}"),
    "string_pattern_mismatch": ('"{name}" is not of the right form', "صيغة «{name}» غير مقبولة"),
}
