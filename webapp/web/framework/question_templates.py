"""Templates of question types: ``question_types/<type>/card.html`` lies in the type's own folder.

What several types share, such as ``question_types/_options_card.html``, lies in the package itself.
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
    """``<type>/<file>`` out of the folder of a type, wherever that is; types may be registered at any time."""

    def get_source(self, environment: Environment, template: str) -> Source:
        """The text of a template, its file, and a check that the file is unchanged."""
        kind, _, name = template.partition("/")
        if kind not in question_types.TYPES:
            raise TemplateNotFound(template)
        return _files_of(kind).get_source(environment, name)

    def list_templates(self) -> list[str]:
        """The templates of all types."""
        return sorted(f"{kind}/{name}" for kind in question_types.TYPES for name in _files_of(kind).list_templates())


def _files_of(kind: str) -> FileSystemLoader:
    return FileSystemLoader(question_types.folder_of(kind))


def loader() -> PrefixLoader:
    """The loader of everything whose name begins with ``question_types/``."""
    shared = FileSystemLoader(Path(question_types.__file__).parent)
    return PrefixLoader({PREFIX: ChoiceLoader([RegisteredTypes(), shared])})


def init_app(app: Flask) -> None:
    """Let ``app`` find these templates beside its own."""
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader([own, loader()] if own else [loader()])
