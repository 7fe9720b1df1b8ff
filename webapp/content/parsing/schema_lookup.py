"""Keys and values that a model knows at a place of a file, read from its JSON Schema."""

from __future__ import annotations

import functools
from typing import Any

from pydantic import BaseModel

KeyPath = tuple[str | int, ...]


def keys_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """List the keys that the model knows at ``path``, through lists and alternatives."""
    return sorted({key for branch in _branches(model, path) for key in branch.get("properties", {})})


def values_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """List the words that a value may be at ``path``; none where it is not one of a few."""
    found: list[Any] = []
    for branch in _branches(model, path):
        found += [*branch.get("enum", ()), *([branch["const"]] if "const" in branch else [])]
    return [word for word in dict.fromkeys(found) if isinstance(word, str)]


def homes_of(model: type[BaseModel], key: str) -> list[str]:
    """List the keys of the model below which a group has this key: ``options`` for ``correct``."""
    return [home for home in keys_at(model, ()) if key in keys_at(model, (home, 0))]


def _branches(model: type[BaseModel], path: KeyPath) -> list[Any]:
    """The schemas at ``path``; a step that names an alternative, and no key of the file, leads nowhere else."""
    schema = _schema(model)
    branches: list[Any] = [schema]
    for step in path:
        branches = [child for branch in branches for child in _children(branch, step, schema)] or branches
    return [final for branch in branches for final in _resolve(branch, schema)]


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
