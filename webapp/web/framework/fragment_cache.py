"""Cache of rendered template macros: a question's card with the same view of it is the same for every reader.

A macro may be cached where its output follows from its arguments and from the reader's language and digits; nothing
that is new each time, such as a form's token, may be in it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from hashlib import blake2b

from flask import Flask, current_app
from markupsafe import Markup

from webapp.web.framework.preferences import prefs

MAX_CACHED = 1500
"""Greatest number of cached fragments of one macro in a process: about 2 KB each."""
Key = tuple[str, bytes, str, str]


class Fragments:
    """Rendered fragments by key; the least recently used one of the same macro is dropped first. Thread-safe."""

    def __init__(self, most: int = MAX_CACHED) -> None:
        self._most = most
        self._kept: defaultdict[str, OrderedDict[Key, Markup]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def get(self, key: Key) -> Markup | None:
        """Fragment of this key."""
        with self._lock:
            alike = self._kept[key[0]]
            fragment = alike.get(key)
            if fragment is not None:
                alike.move_to_end(key)
            return fragment

    def put(self, key: Key, drawn: Markup) -> None:
        """Store a fragment."""
        with self._lock:
            alike = self._kept[key[0]]
            alike[key] = drawn
            while len(alike) > self._most:
                alike.popitem(last=False)


def remembered(macro: str, *args: object) -> Markup:
    """Render a macro, named as ``template.html:macro``, or take it from the cache. Arguments are compared by repr.

    The template is loaded only where nothing is cached: importing it into a page costs more than the look-up.
    """
    if current_app.debug:  # a template may have changed
        return _drawn(macro, args)
    digest = blake2b(repr(args).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    chosen = prefs()
    key = (macro, digest, chosen.language, chosen.digits)
    kept: Fragments = current_app.extensions["fragments"]
    fragment = kept.get(key)
    if fragment is None:
        fragment = _drawn(macro, args)
        kept.put(key, fragment)
    return fragment


def _drawn(macro: str, args: tuple[object, ...]) -> Markup:
    template, _, name = macro.partition(":")
    module = current_app.jinja_env.get_template(template).module
    return Markup(getattr(module, name)(*args))


def init_app(app: Flask) -> None:
    """Add the cache to the templates."""
    app.extensions["fragments"] = Fragments()
    app.jinja_env.globals.update(remembered=remembered)
