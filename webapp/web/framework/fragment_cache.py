"""Cache of rendered template macros: a question's card with the same view of it is the same for every reader.

A macro may be cached where its output follows from its arguments and from the reader's language and digits. What is
new in each request, such as a form's token, is passed by keyword and filled in afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from functools import partial
from hashlib import blake2b

from flask import Flask, current_app
from markupsafe import Markup

from webapp.lru_cache import LruCache
from webapp.web.framework.preferences import prefs

MAX_CACHED = 1000
"""Greatest number of cached fragments of one macro in a process: about 4 KB each, with its key."""
Fragments = defaultdict[str, LruCache[Hashable, Markup]]
"""Fragments by macro, so that none pushes out what another drew."""


def remembered(macro: str, *args: object, **fresh: str) -> Markup:
    """Render a macro, named as ``template.html:macro``, or take it from the cache.

    ``fresh`` are values that are new in each request: the macro gets a placeholder for each. The template is loaded
    only where nothing is cached: importing it into a page costs more than the look-up.
    """
    if current_app.debug:  # a template may have changed
        return _drawn(macro, args, fresh)
    chosen = prefs()
    fragments: LruCache[Hashable, Markup] = current_app.extensions["fragments"][macro]
    key = (_hashable(args), chosen.language, chosen.digits)
    fragment = fragments.get(key)
    if fragment is None:
        fragment = _drawn(macro, args, {name: _placeholder(name) for name in fresh})
        fragments.put(key, fragment)
    for name, value in fresh.items():
        fragment = fragment.replace(_placeholder(name), value)
    return fragment


def _hashable(args: tuple[object, ...]) -> Hashable:
    """The arguments themselves, or a digest of them where they hold a dictionary or a list."""
    try:
        hash(args)
    except TypeError:
        return blake2b(repr(args).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return args


def _placeholder(name: str) -> Markup:
    return Markup(f"\0{name}\0")  # HTML cannot hold NUL


def _drawn(macro: str, args: tuple[object, ...], fresh: dict[str, Markup] | dict[str, str]) -> Markup:
    template, _, name = macro.partition(":")
    module = current_app.jinja_env.get_template(template).module
    return Markup(getattr(module, name)(*args, **fresh))


def init_app(app: Flask) -> None:
    """Add the cache to the templates."""
    app.extensions["fragments"] = Fragments(partial(LruCache, MAX_CACHED))
    app.jinja_env.globals.update(remembered=remembered)
