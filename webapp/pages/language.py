"""How the interface speaks: Arabic with English beside it, Arabic digits, counted nouns."""

from __future__ import annotations

from flask import Flask, has_request_context
from markupsafe import Markup, escape

from webapp.pages.prefs import Prefs, prefs

DIGITS = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
PROCESS_NAMES = {
    "retrieve": ("استخراج المعلومة الصريحة", "Retrieve"),
    "infer": ("الاستنتاج المباشر", "Infer"),
    "interpret": ("التفسير والربط", "Interpret and integrate"),
    "evaluate": ("التقويم والنقد", "Evaluate"),
}
NOUNS = {
    "try": ("لا محاولة", "محاولة واحدة", "محاولتان", "محاولات", "محاولةً", "محاولة"),
    "question": ("لا أسئلة", "سؤال واحد", "سؤالان", "أسئلة", "سؤالًا", "سؤال"),
    "paragraph": ("لا فقرات", "فقرة واحدة", "فقرتان", "فقرات", "فقرةً", "فقرة"),
}


def init_app(app: Flask) -> None:
    """Give the templates these helpers."""
    app.jinja_env.globals.update(ui=ui, counted=counted, process_names=PROCESS_NAMES)
    app.jinja_env.filters.update(digits=digits, points=points)


def chosen() -> Prefs:
    """The reader's choices; the usual ones outside a request."""
    return prefs() if has_request_context() else Prefs()


def ui(arabic: str, english: str) -> Markup:
    """A label in the reader's language: Arabic with its English beside it, isolated so that neither pulls at the
    other's direction, or one of the two alone."""
    language = chosen().language
    if language == "both":
        return Markup('{} <span class="en" lang="en" dir="ltr">{}</span>').format(escape(arabic), escape(english))
    return escape(arabic if language == "ar" else english)


def digits(value: object) -> str:
    """A number in the digits that the reader has chosen."""
    return str(value).translate(DIGITS) if chosen().digits == "arab" else str(value)


def points(value: float) -> str:
    """Points with at most two decimals, in Arabic-Indic digits."""
    return digits(f"{value:.2f}".rstrip("0").rstrip("."))


def counted(number: int, noun: str) -> str:
    """A number with its noun as Arabic counts: none, one, two, a few (3 to 10), many (11 to 99), hundreds."""
    none, one, two, few, many, other = NOUNS[noun]
    if number < 3:
        return (none, one, two)[number]
    rest = number % 100
    form = few if 3 <= rest <= 10 else many if 11 <= rest <= 99 else other
    return f"{digits(number)} {form}"
