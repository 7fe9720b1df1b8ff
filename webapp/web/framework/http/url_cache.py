"""Cache of addresses in templates: a page has twenty of them, and each follows from its arguments alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from flask import Flask, current_app, request, url_for
from werkzeug.routing import Rule

from webapp.web.framework.http.safe_redirect import page_address

MAX_CACHED = 2000
"""Greatest number of addresses in a process's cache."""
MAX_LENGTH = 200
"""Greatest length of a cached value in characters: longer ones come from outside, and hardly twice."""
Builder: TypeAlias = Callable[..., tuple[str, str]]


class Route(Rule):
    """A URL rule whose builder functions are compiled at its first use.

    Werkzeug compiles two functions for each rule: for all rules that takes as long as the rest of making the
    application, and most of them are never called.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        @lru_cache(1)
        def compiled() -> Builder:
            return super(Route, self)._compile_builder(append_unknown)

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build


def address(endpoint: str, **values: object) -> str:
    """Path of an endpoint, as ``url_for`` gives it."""
    for name, value in values.items():
        if (name[0] == "_" and name != "_anchor") or (isinstance(value, str) and len(value) > MAX_LENGTH):
            return url_for(endpoint, **values)  # type: ignore[arg-type]
    if current_app.debug or endpoint[0] == ".":  # a file may have changed, or it depends on the request
        return url_for(endpoint, **values)  # type: ignore[arg-type]
    known: Callable[..., str] = current_app.extensions["addresses"]
    return known(request.script_root, endpoint, tuple(values.items()))


def init_app(app: Flask) -> None:
    """Replace Flask's ``url_for`` in templates."""

    @lru_cache(MAX_CACHED)
    def known(root: str, endpoint: str, values: tuple[tuple[str, object], ...]) -> str:
        return url_for(endpoint, **dict(values))  # type: ignore[arg-type]

    app.extensions["addresses"] = known
    app.jinja_env.globals["url_for"] = address
    app.jinja_env.globals["page_address"] = page_address
