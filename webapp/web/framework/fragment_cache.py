"""Cache of rendered template macros: a question's card with the same view of it is the same for every reader.

A macro may be cached where its output follows from its arguments and from the reader's language and digits. What is
new in each request, such as a form's token, is passed by keyword and filled in afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from hashlib import blake2b

from flask import Flask
from markupsafe import Markup

from webapp.web.framework.preferences import prefs

MAX_CACHED = 1000
"""Greatest number of cached fragments of one macro in a process: about 4 KB each, with its arguments."""


class Fragments(dict[str, Callable[..., Markup]]):
    """Renderers by macro, each with a cache of its own: no macro pushes out what another drew."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._app = app

    def __missing__(self, macro: str) -> Callable[..., Markup]:
        renderer = self[macro] = lru_cache(MAX_CACHED)(partial(self._draw_fragment, macro))
        return renderer

    def remembered(self, macro: str, *args: object, **fresh: str) -> Markup:
        """Render a macro, named as ``template.html:macro``, or take it from the cache.

        ``fresh`` are values that are new in each request: the macro gets a placeholder for each. The template is loaded
        only where nothing is cached: importing it into a page costs more than the look-up.
        """
        if self._app.config["DEBUG"]:  # a template may have changed
            return self._draw(macro, args, fresh)
        chosen, renderer = prefs(), self[macro]
        try:
            fragment: Markup = renderer(args, chosen.language, chosen.digits, *fresh)
        except TypeError:
            if _can_be_hashed(args):
                raise
            fragment = renderer(_ByRepr(args), chosen.language, chosen.digits, *fresh)
        for name, value in fresh.items():
            fragment = fragment.replace(_placeholder(name), value)
        return fragment

    def _draw_fragment(self, macro: str, args: tuple[object, ...], language: str, digits: str, *fresh: str) -> Markup:
        """Render a macro with placeholders; the language and the digits are those of the request."""
        return self._draw(macro, args, {name: _placeholder(name) for name in fresh})

    def _draw(self, macro: str, args: tuple[object, ...], fresh: Mapping[str, str]) -> Markup:
        template, _, name = macro.partition(":")
        module = self._app.jinja_env.get_template(template).module
        return Markup(getattr(module, name)(*args, **fresh))


class _ByRepr(tuple[object, ...]):
    """Arguments that hold a dictionary or a list: compared by what they look like."""

    def __init__(self, _: tuple[object, ...]) -> None:
        self._digest = blake2b(repr(tuple(self)).encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def __hash__(self) -> int:
        return hash(self._digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByRepr) and self._digest == other._digest


def _can_be_hashed(args: tuple[object, ...]) -> bool:
    try:
        hash(args)
    except TypeError:
        return False
    return True


def _placeholder(name: str) -> Markup:
    return Markup(f"\0{name}\0")  # HTML cannot hold NUL


def init_app(app: Flask) -> None:
    """Add the cache to the templates."""
    fragments = app.extensions["fragments"] = Fragments(app)
    app.jinja_env.globals.update(remembered=fragments.remembered)
