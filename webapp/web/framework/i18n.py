"""Interface language: Arabic with English beside it, or one of the two; digits and counted nouns.

The messages in the source are English; their Arabic is in ``translations/ar``, with the plural forms of nouns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel
from jinja2 import pass_context
from markupsafe import Markup, escape

from webapp.arabic.digits import arabic_digits
from webapp.web.framework.preferences import prefs

FOLDER = Path(__file__).parents[2] / "translations"
ARABIC_RUN = re.compile("[\u0600-\u06ff]+(?:[^A-Za-z0-9<>&()]*[\u0600-\u06ff]+)*")
Forms = tuple[str, str]


def N_(message: str) -> str:
    """Mark a message for the catalogue that is translated elsewhere."""
    return message


def NN_(singular: str, plural: str) -> Forms:
    """Mark a counted noun for the catalogue: English for singular and for plural, both with ``%(n)s``."""
    return singular, plural


NOUNS = {
    "learner": NN_("%(n)s learner", "%(n)s learners"),
    "record": NN_("%(n)s record", "%(n)s records"),
    "text": NN_("%(n)s text", "%(n)s texts"),
    "try": NN_("%(n)s attempt", "%(n)s attempts"),
    "question": NN_("%(n)s question", "%(n)s questions"),
    "opinion": NN_("%(n)s opinion question", "%(n)s opinion questions"),
    "hint": NN_("%(n)s hint", "%(n)s hints"),
    "paragraph": NN_("%(n)s paragraph", "%(n)s paragraphs"),
    "word": NN_("%(n)s word", "%(n)s words"),
    "minute": NN_("%(n)s minute", "%(n)s minutes"),
    "name-to-add": NN_("%(n)s name will be added.", "%(n)s names will be added."),
    "name-added": NN_("%(n)s name was added.", "%(n)s names were added."),
}
AFTER = {
    "minute": NN_("in %(n)s minute", "in %(n)s minutes"),
    "hour": NN_("in %(n)s hour", "in %(n)s hours"),
    "day": NN_("in %(n)s day", "in %(n)s days"),
    "month": NN_("in %(n)s month", "in %(n)s months"),
    "year": NN_("in %(n)s year", "in %(n)s years"),
}
AGO = {
    "minute": NN_("%(n)s minute ago", "%(n)s minutes ago"),
    "hour": NN_("%(n)s hour ago", "%(n)s hours ago"),
    "day": NN_("%(n)s day ago", "%(n)s days ago"),
    "month": NN_("%(n)s month ago", "%(n)s months ago"),
    "year": NN_("%(n)s year ago", "%(n)s years ago"),
}
"""Whole phrases, since a preposition before a span of time puts its noun into the genitive."""
SHARES = {
    1: N_("takes all points off"),
    2 / 3: N_("takes two thirds off"),
    1 / 2: N_("takes half off"),
    1 / 3: N_("takes a third off"),
    1 / 4: N_("takes a quarter off"),
    1 / 5: N_("takes a fifth off"),
    1 / 10: N_("takes a tenth off"),
}


class Said(NamedTuple):
    """A message in both languages. A page shows it in the reader's language; another message, in that one's."""

    ar: str
    en: str

    def __html__(self) -> Markup:
        return escape(self.en if speaks_english() else self.ar)

    def __str__(self) -> str:
        return self.en if speaks_english() else self.ar


def init_app(app: Flask) -> None:
    """Add these helpers to the templates, and set Flask-Babel's choice of language."""
    Babel(app, default_locale="ar", locale_selector=page_language, configure_jinja=False)
    helpers = (N_, NN_, ui, say, message_paragraphs, bdi, counted, after, ago, costs, in_arabic, in_english, rtl)
    app.jinja_env.globals.update({helper.__name__: helper for helper in helpers})
    app.jinja_env.globals.update(page_language=page_language, process_names=PROCESS_NAMES)
    # With a context: without one, Jinja evaluates a literal number once, when it compiles the template.
    app.jinja_env.filters["digits"] = pass_context(lambda context, value: digits(value))
    app.jinja_env.filters["points"] = pass_context(lambda context, value: points(value))


def speaks_english() -> bool:
    """Tell whether the interface is in English alone."""
    return prefs().language == "en"


def page_language() -> str:
    """Language of a page as a whole, ``ar`` or ``en``; its direction follows from it."""
    return "en" if speaks_english() else "ar"


def ui(message: str | Said, english: str | None = None, /, **values: object) -> Markup:
    """Format a label in the reader's language: Arabic with its English beside it, or one of the two.

    Each is isolated, so that neither changes the other's direction. ``values`` fill ``%(name)s``.
    """
    if not values and english is None and isinstance(message, str):
        return _label(message, prefs().language)
    if isinstance(message, Said):
        return labelled(message, prefs().language)
    # Both languages, where a template does not use the catalogue.
    said = _said(message, values) if english is None else Said(ar=message, en=english)
    return labelled(said, prefs().language)


@lru_cache(4000)
def _label(message: str, language: str) -> Markup:
    return labelled(_said(message), language)


def labelled(said: Said, language: str) -> Markup:
    """Format a label in a language: ``ar``, ``en``, or ``both`` with the English beside the Arabic."""
    if language == "both":
        return Markup('{} <span class="en" lang="en" dir="ltr">{}</span>').format(*said)
    return escape(said.ar if language == "ar" else said.en)


def say(message: str, /, **values: object) -> Markup:
    """Translate a message into one language, Arabic where both are wished: for attributes and running text."""
    if not values:
        return _wording(message, speaks_english())
    return _in_one((arabic_catalogue().ugettext(message), message), values, speaks_english())


@lru_cache(4000)
def _wording(message: str, english: bool) -> Markup:
    said = _said(message)
    return escape(said.en if english else said.ar)


def message_paragraphs(message: str, /, **values: object) -> Markup:
    """Format a message as a paragraph, followed by a second one in English where both are wished."""
    said, language = _said(message, values), prefs().language
    if language != "both":
        return Markup("<p>{}</p>").format(said)
    return Markup('<p>{}</p>\n<p class="en" lang="en" dir="ltr">{}</p>').format(*said)


def bdi(text: str) -> Markup:
    """Isolate Arabic of a lesson or a learner within a sentence of the interface."""
    return Markup("<bdi{}>{}</bdi>").format(_within_english(' lang="ar"'), text)


def in_arabic() -> Markup:
    """Attributes of an element whose text is Arabic whatever the interface's language."""
    return _within_english(' lang="ar" dir="rtl"')


def rtl() -> Markup:
    """Direction attribute of Arabic text, for an element that names its language already."""
    return _within_english(' dir="rtl"')


def in_english() -> Markup:
    """Attributes of the interface's English words among Arabic ones."""
    return _within_english(' lang="en" dir="ltr"')


def pair(message: str, /, **values: object) -> Said:
    """Translate a message into both languages, for use later or twice: on a page in one, in a file's head in both."""
    return _said(message, values)


def _within_english(attributes: str) -> Markup:
    return Markup(attributes if speaks_english() else "")


def quoting(said: Said) -> Said:
    """Format a sentence that quotes a text: in English, each Arabic quotation is in an element with its language.

    So it keeps its order, and is read aloud as Arabic.
    """
    marked = ARABIC_RUN.sub(lambda run: Markup('<bdi lang="ar">{}</bdi>').format(run[0]), escape(said.en))
    return Said(ar=said.ar, en=Markup(marked))


def digits(value: object) -> str:
    """Format a number in the digits that the reader has chosen; English has its own."""
    return str(value) if speaks_english() else _arabic_digits(str(value))


def points(value: float) -> str:
    """Format points with at most two decimals, in the reader's digits."""
    return digits(_plain(value))


def costs(penalty: float) -> Said:
    """Cost of a wrong try in words: «تُنقص ثلث درجته», takes a third off."""
    if penalty <= 0:
        return _said("costs nothing")
    for share, message in SHARES.items():
        if abs(share - penalty) < 0.005:
            return _said(message)
    return _said(N_("takes %(percent)s%% off"), {"percent": round(penalty * 100)})


def after(delay: timedelta) -> Said:
    """Format a time in the future: «بعد ٣ أيام», in 3 days. Parts of a unit are rounded up."""
    number, unit = _span(delay)
    return _counted(AFTER[unit], number)


def ago(delay: timedelta) -> Said:
    """Format a time in the past: «قبل ٣ أيام», 3 days ago."""
    if delay < timedelta(minutes=1):
        return _said("just now")
    number, unit = _span(delay)
    return _counted(AGO[unit], number)


def _span(delay: timedelta) -> tuple[int, str]:
    minutes = max(1, -(-delay // timedelta(minutes=1)))
    hours, days = -(-minutes // 60), round(minutes / (24 * 60))
    if days >= 730:
        return round(days / 365.25), "year"
    if days >= 60:
        return round(days / 30.44), "month"
    if hours >= 24:
        return days, "day"
    return (hours, "hour") if minutes >= 60 else (minutes, "minute")


def counted(number: int, noun: str) -> Said:
    """Format a number with its noun, one of :data:`NOUNS`, in plural forms: Arabic has six, English two."""
    return _counted(NOUNS[noun], number)


def _counted(forms: Forms, number: int) -> Said:
    arabic = arabic_catalogue().ungettext(*forms, number)
    return _filled(arabic, forms[number != 1], {"n": number})


def _said(message: str, values: Mapping[str, object] = MappingProxyType({})) -> Said:
    return _filled(arabic_catalogue().ugettext(message), message, values)


def _filled(arabic: str, english: str, values: Mapping[str, object]) -> Said:
    if not values:
        return Said(ar=arabic, en=english)
    return Said(ar=_in_one((arabic, english), values, False), en=_in_one((arabic, english), values, True))


def _in_one(forms: Forms, values: Mapping[str, object], english: bool) -> Markup:
    """Fill a message in one language: for running text the other one would be half of the work."""
    shown = {name: escape(_shown(value, not english)) for name, value in values.items()}
    return Markup(str(escape(forms[english])) % shown)


def _shown(value: object, arabic: bool) -> object:
    """Format a value within a message: numbers in its language's digits, a :class:`Said` in its language."""
    if isinstance(value, Said):
        return value.ar if arabic else value.en
    if isinstance(value, int | float):
        return _arabic_digits(_plain(value)) if arabic else _plain(value)
    return value


def _plain(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _arabic_digits(number: str) -> str:
    return arabic_digits(number) if prefs().digits == "arab" else number


@cache
def arabic_catalogue() -> NullTranslations:
    """Arabic translation of every message, read once; English where one is missing."""
    catalogue: Any = Translations.load(FOLDER, ["ar"])
    return catalogue  # type: ignore[no-any-return]


PROCESS_NAMES = {
    "retrieve": _said("Retrieve"),
    "infer": _said("Infer"),
    "interpret": _said("Interpret and integrate"),
    "evaluate": _said("Evaluate"),
}
