"""How the interface speaks: Arabic with English beside it, Arabic digits, counted nouns."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup, escape

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


def ui(arabic: str, english: str) -> Markup:
    """A label in Arabic with its English beside it, isolated so that neither pulls at the other's direction."""
    return Markup('{} <span class="en" lang="en" dir="ltr">{}</span>').format(escape(arabic), escape(english))


def digits(value: object) -> str:
    """A number in Arabic-Indic digits."""
    return str(value).translate(DIGITS)


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
