"""Every address of the application, read off its URL map: a room that opens later is looked at without a word here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from conftest import SLUG

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
PATHS = {"slug": SLUG, "filename": "framework/base.css", "code": "AAAAAA", "name": "choice-fresh"}


@dataclass(frozen=True)
class Address:
    """One endpoint as it may be asked for."""

    endpoint: str
    method: str
    path: str


def addresses(app: Flask, **given: str) -> Iterator[Address]:
    """Every endpoint and method; parts of the path that nobody gives are 1 or "x"."""
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            known = PATHS | given
            values = {name: known.get(name, _some(rule._converters[name])) for name in rule.arguments}
            for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
                yield Address(rule.endpoint, method, bound.build(rule.endpoint, values, method))


def _some(converter: BaseConverter) -> object:
    """What a part of a path may be; for the class and the learner, who asks gives them."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


def reading(app: Flask, **given: str) -> list[Address]:
    """What only looks."""
    return [one for one in addresses(app, **given) if one.method == "GET"]


def changing(app: Flask, **given: str) -> list[Address]:
    """What may change something."""
    return [one for one in addresses(app, **given) if one.method in CHANGING]
