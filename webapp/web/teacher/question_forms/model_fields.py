"""The fields of a question type or of a file's settings, read from the model that validates them."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from webapp.domain.question import Question, Quoted

Kind = Literal["text", "number", "flag", "choice", "ticks", "place", "texts", "entries", "ideas", "group", "pairs"]
"""``place`` is a number or a word; ``ticks`` are several of a fixed set; ``ideas`` are lists of wordings."""


@dataclass(frozen=True)
class ModelField:
    """One field: how it is filled in, and what its model says of it.

    ``parts`` are the fields of a group, of an entry, or of the two sides of a pair. ``lone`` is the part of an entry
    that may stand for it alone; a list of texts with ``lone`` may be one text. ``most`` limits a list.
    """

    key: str
    kind: Kind
    required: bool = False
    default: Any = None
    description: str = ""
    choices: tuple[str, ...] = ()
    parts: tuple[ModelField, ...] = ()
    lone: str = ""
    least: int = 0
    most: int = 60
    longest: int = 2000
    quoted: Quoted | None = None


@cache
def fields_of(model: type[BaseModel]) -> tuple[ModelField, ...]:
    """The fields of a model in its order; of a question without its type, which a form does not change."""
    quoted: Mapping[str, Quoted] = {}
    if issubclass(model, Question):
        about: dict[str, Quoted] = {model.asks_about: "anywhere"} if model.asks_about else {}
        quoted = about | dict(model.quoted)
    return tuple(
        _field(info.alias or name, info, quoted.get(name))
        for name, info in model.model_fields.items()
        if not (name == "type" and issubclass(model, Question))
    )


def _field(key: str, info: FieldInfo, quoted: Quoted | None = None) -> ModelField:
    required = info.is_required()
    default = None if required or info.default is PydanticUndefined else info.default
    limits: dict[str, Any] = dict(_limits(info.metadata))
    return ModelField(
        key,
        required=required,
        default=default,
        description=info.description or "",
        quoted=quoted,
        **_shape(info.annotation, tuple(info.metadata)),
        **limits,
    )


def _limits(metadata: Any) -> Iterator[tuple[str, int]]:
    """Limits of a list, which a form follows; those of values are left to the check."""
    for rule in metadata:
        if (least := getattr(rule, "min_length", None)) is not None and not hasattr(rule, "strip_whitespace"):
            yield "least", least
        if (most := getattr(rule, "max_length", None)) is not None:
            yield ("longest" if hasattr(rule, "strip_whitespace") else "most"), most


def _shape(annotation: Any, metadata: tuple[Any, ...]) -> dict[str, Any]:
    annotation, metadata = _bare(annotation, metadata)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return {"kind": "choice", "choices": tuple(str(value) for value in arguments)}
    if origin in {Union, types.UnionType}:
        words = [word for part in arguments if get_origin(part) is Literal for word in get_args(part)]
        return {"kind": "place", "choices": tuple(words)}
    if origin is dict:
        return {"kind": "pairs", "parts": (ModelField("key", "text"), ModelField("value", "text"))}
    if origin is tuple:
        return _list_shape(arguments[0], metadata)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"kind": "group", "parts": fields_of(annotation)}
    return {"kind": "flag" if annotation is bool else "number" if annotation in {int, float} else "text"}


def _list_shape(item: Any, metadata: tuple[Any, ...]) -> dict[str, Any]:
    """The shape of a list by that of its items."""
    item, rules = _bare(item, ())
    if isinstance(item, type) and issubclass(item, BaseModel):
        parts = fields_of(item)
        first = next((part.key for part in parts if part.required), "")
        return {"kind": "entries", "parts": parts, "lone": first if _is_read_first(rules) else ""}
    shape = _shape(item, rules)
    if shape["kind"] == "choice":
        return {"kind": "ticks", "choices": shape["choices"]}
    if shape["kind"] == "texts":
        return {"kind": "ideas"}
    return {
        "kind": "texts",
        "lone": "itself" if _is_read_first(metadata) else "",
        "parts": (ModelField("", shape["kind"]),),
    }


def _bare(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The annotation without ``Annotated`` and without ``None``."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*metadata, *more)
        elif get_origin(annotation) in {Union, types.UnionType} and type(None) in get_args(annotation):
            rest = tuple(part for part in get_args(annotation) if part is not type(None))
            annotation = rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007  # parts known at run time only
        else:
            return annotation, metadata


def _is_read_first(metadata: tuple[Any, ...]) -> bool:
    """Tell whether a validator takes a plain text in place of the whole."""
    return any(isinstance(rule, BeforeValidator) for rule in metadata)
