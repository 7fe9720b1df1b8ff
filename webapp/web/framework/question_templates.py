"""Templates of question types: ``question_types/<type>/card.html`` is in the type's own folder.

Templates shared by several types, such as ``question_types/_options_card.html``, are in the package itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, TemplateNotFound

from webapp import question_types

PREFIX = "question_types"
Source = tuple[str, str, Callable[[], bool]]


class RegisteredTypes(BaseLoader):
    """Loader of ``<type>/<file>`` from a type's folder, wherever that is; types may be registered at any time."""

    def get_source(self, environment: Environment, template: str) -> Source:
        """Source of a template, its file, and a function that tells whether the file is unchanged."""
        kind, _, name = template.partition("/")
        if kind not in question_types.TYPES:
            raise TemplateNotFound(template)
        return _files_of(kind).get_source(environment, name)

    def list_templates(self) -> list[str]:
        """Names of the templates of all types."""
        return sorted(f"{kind}/{name}" for kind in question_types.TYPES for name in _files_of(kind).list_templates())


def _files_of(kind: str) -> FileSystemLoader:
    return FileSystemLoader(question_types.folder_of(kind))


def loader() -> PrefixLoader:
    """Loader of every template whose name begins with ``question_types/``."""
    shared = FileSystemLoader(Path(question_types.__file__).parent)
    return PrefixLoader({PREFIX: ChoiceLoader([RegisteredTypes(), shared])})


def init_app(app: Flask) -> None:
    """Let ``app`` load these templates beside its own."""
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader([own, loader()] if own else [loader()])
