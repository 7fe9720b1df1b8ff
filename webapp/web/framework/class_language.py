"""Language and digits of what a class reads together or on paper: the class's, whatever the teacher's own are.

Projected pages, cards, worksheets and reports for parents are made by a teacher, and read by the class or at home.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple, Protocol

from flask import Flask
from markupsafe import Markup

from webapp.domain.people import Digits, Language
from webapp.web.framework.i18n import page_language, speaks_english
from webapp.web.framework.preferences import Prefs, prefs, set_for_request

AUTO = "auto"


class Audience(Protocol):
    """A class, or what several of them agree on."""

    @property
    def language(self) -> Language:
        """Language that is set for the class."""

    @property
    def digits(self) -> Digits:
        """Digits that are set for the class."""


class Agreed(NamedTuple):
    """Language and digits of several classes."""

    language: Language = "auto"
    digits: Digits = "auto"


def agreed(classes: Iterable[Audience]) -> Agreed:
    """Find the language and the digits of several classes. Those that differ say nothing, nor does one left open."""
    known = tuple(classes)
    languages = {klass.language for klass in known if klass.language != AUTO}
    digits = {klass.digits for klass in known if klass.digits != AUTO}
    return Agreed(languages.pop() if len(languages) == 1 else "auto", digits.pop() if len(digits) == 1 else "auto")


def class_prefs(klass: Audience, unset: str = "") -> Prefs:
    """Preferences of this request in the class's language and digits.

    ``unset`` is the language of a class that leaves it to each browser; without it, the teacher's stays.
    """
    own = prefs()
    language = klass.language if klass.language != AUTO else unset or own.language
    return replace(own, language=language, digits=own.digits if klass.digits == AUTO else klass.digits)


def speak_to_class(klass: Audience) -> None:
    """Draw the whole page as the class reads it."""
    set_for_request(class_prefs(klass))


def read_by_class(klass: Audience, unset: str = "", *, caller: Callable[[], str]) -> Markup:
    """Draw a part of a teacher's page as the class reads it: ``{% call read_by_class(klass) %}…{% endcall %}``."""
    own = prefs()
    set_for_request(class_prefs(klass, unset))
    try:
        direction = "ltr" if speaks_english() else "rtl"
        return Markup('<div lang="{}" dir="{}">{}</div>').format(page_language(), direction, Markup(caller()))
    finally:
        set_for_request(own)


def init_app(app: Flask) -> None:
    """Let the templates draw parts of a page for the class."""
    app.jinja_env.globals.update(read_by_class=read_by_class)
