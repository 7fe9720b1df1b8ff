"""Parts of pages that were drawn before: a question's card with the same view of it is the same for every reader.

A macro may be remembered where what it draws follows from its arguments and from the reader's language and digits;
nothing that is new each time, such as a form's token, may stand in it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from hashlib import blake2b

from flask import Flask, current_app
from markupsafe import Markup

from webapp.web.framework.preferences import prefs

MOST = 1500
"""Fragments of one macro that a process keeps: about 2 KB each."""
Key = tuple[str, bytes, str, str]


class Fragments:
    """Drawn fragments by key, the least used one of the same macro dropped first. Safe to share among threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: defaultdict[str, OrderedDict[Key, Markup]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def get(self, key: Key) -> Markup | None:
        """The fragment of this key."""
        with self._lock:
            alike = self._kept[key[0]]
            found = alike.get(key)
            if found is not None:
                alike.move_to_end(key)
            return found

    def put(self, key: Key, drawn: Markup) -> None:
        """Keep it."""
        with self._lock:
            alike = self._kept[key[0]]
            alike[key] = drawn
            while len(alike) > self._most:
                alike.popitem(last=False)


def remembered(macro: str, *args: object) -> Markup:
    """What a macro draws, named as ``template.html:macro``. The arguments must tell themselves by repr.

    The template is opened only where nothing is remembered: importing it into a page costs more than looking here.
    """
    if current_app.debug:  # a template may have changed
        return _drawn(macro, args)
    told = blake2b(repr(args).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    chosen = prefs()
    key = (macro, told, chosen.language, chosen.digits)
    kept: Fragments = current_app.extensions["fragments"]
    found = kept.get(key)
    if found is None:
        found = _drawn(macro, args)
        kept.put(key, found)
    return found


def _drawn(macro: str, args: tuple[object, ...]) -> Markup:
    template, _, name = macro.partition(":")
    module = current_app.jinja_env.get_template(template).module
    return Markup(getattr(module, name)(*args))


def init_app(app: Flask) -> None:
    """Let the templates ask."""
    app.extensions["fragments"] = Fragments()
    app.jinja_env.globals.update(remembered=remembered)
