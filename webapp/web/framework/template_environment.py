"""Jinja's environment, compiling each template once although many threads want it at the same time.

Jinja compiles a template when it is first used, and each thread that wants it meanwhile compiles it too. A server that
starts under load would compile the reading pages sixteen times a worker, and every reader would wait for that.
"""

from __future__ import annotations

import re
import threading
from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import Template

# The line break after a statement is dropped by Jinja: there the indentation may be all that parts two words.
_INDENTATION = re.compile(r"(%\}\n)?^[ \t]+(?=[<{])", re.MULTILINE)


class TemplateEnvironment(Environment):
    """Flask's environment for an application whose threads share it."""

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.compiling = threading.RLock()
        """Held while a template is taken from the cache or compiled into it."""

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Drop the indentation before tags, which is a tenth of a page; one space stays after a statement."""
        shorter = _INDENTATION.sub(lambda found: f"{found[1]} " if found[1] else "", source)
        return super().preprocess(shorter, name, filename)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template without globals of its own the environment's: Jinja copies them for each drawing.

        Jinja's own overlay of two dictionaries would be read name by name.
        """
        return super().make_globals(d) if d else self.globals

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Take a template from the cache, or compile it if no other thread has done so."""
        with self.compiling:
            return super().get_template(name, parent, globals)


def init_app(app: Flask) -> None:
    """Let ``app`` draw its pages with this environment. To be called before it has another one."""
    app.jinja_environment = TemplateEnvironment
