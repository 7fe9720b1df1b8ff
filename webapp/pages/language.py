"""How the interface speaks: Arabic with English beside it, Arabic digits, counted nouns."""

from __future__ import annotations

from datetime import timedelta

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
    "learner": ("لا متعلّمين", "متعلّم واحد", "متعلّمان", "متعلّمين", "متعلّمًا", "متعلّم"),
    "record": ("لا سجلّات", "سجلّ واحد", "سجلّان", "سجلّات", "سجلًّا", "سجلّ"),
    "text": ("لا نصوص", "نصّ واحد", "نصّان", "نصوص", "نصًّا", "نصّ"),
    "try": ("لا محاولة", "محاولة واحدة", "محاولتان", "محاولات", "محاولةً", "محاولة"),
    "question": ("لا أسئلة", "سؤال واحد", "سؤالان", "أسئلة", "سؤالًا", "سؤال"),
    "hint": ("لا تلميح", "تلميح واحد", "تلميحان", "تلميحات", "تلميحًا", "تلميح"),
    "paragraph": ("لا فقرات", "فقرة واحدة", "فقرتان", "فقرات", "فقرةً", "فقرة"),
    "word": ("لا كلمات", "كلمة واحدة", "كلمتان", "كلمات", "كلمةً", "كلمة"),
    # Behind «بعد», which puts them into the genitive.
    "minute": ("أقلّ من دقيقة", "دقيقة واحدة", "دقيقتين", "دقائق", "دقيقةً", "دقيقة"),
    "hour": ("أقلّ من ساعة", "ساعة واحدة", "ساعتين", "ساعات", "ساعةً", "ساعة"),
    "day": ("أقلّ من يوم", "يوم واحد", "يومين", "أيام", "يومًا", "يوم"),
    "month": ("أقلّ من شهر", "شهر واحد", "شهرين", "أشهر", "شهرًا", "شهر"),
    "year": ("أقلّ من سنة", "سنة واحدة", "سنتين", "سنوات", "سنةً", "سنة"),
}


SHARES = {1: "كل", 2 / 3: "ثلثَي", 1 / 2: "نصف", 1 / 3: "ثلث", 1 / 4: "ربع", 1 / 5: "خُمس", 1 / 10: "عُشر"}


def init_app(app: Flask) -> None:
    """Give the templates these helpers."""
    app.jinja_env.globals.update(ui=ui, counted=counted, after=after, ago=ago, costs=costs, process_names=PROCESS_NAMES)
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


def costs(penalty: float) -> tuple[str, str]:
    """What a wrong try costs, in Arabic and English: «تُنقص ثلث درجته», takes 33% off."""
    english = f"takes {penalty:.0%} off" if penalty > 0 else "costs nothing"
    if penalty <= 0:
        return "لا تُنقص من درجته شيئًا", english
    for share, name in SHARES.items():
        if abs(share - penalty) < 0.005:
            return f"تُنقص {name} درجته", english
    return f"تُنقص {digits(round(penalty * 100))}٪ من درجته", english


def after(delay: timedelta) -> tuple[str, str]:
    """When something comes back, in Arabic and in English: «بعد ٣ أيام», in 3 days. A part counts as whole."""
    arabic, english = _span(delay)
    return f"بعد {arabic}", f"in {english}"


def ago(delay: timedelta) -> tuple[str, str]:
    """How long ago something was: «قبل ٣ أيام», 3 days ago."""
    if delay < timedelta(minutes=1):
        return "الآن", "just now"
    arabic, english = _span(delay)
    return f"قبل {arabic}", f"{english} ago"


def _span(delay: timedelta) -> tuple[str, str]:
    minutes = max(1, -(-delay // timedelta(minutes=1)))
    hours, days = -(-minutes // 60), round(minutes / (24 * 60))
    number, noun = minutes, "minute"
    if minutes >= 60:
        number, noun = hours, "hour"
    if hours >= 24:
        number, noun = days, "day"
    if days >= 60:
        number, noun = round(days / 30.44), "month"
    if days >= 730:
        number, noun = round(days / 365.25), "year"
    return counted(number, noun), f"{number} {noun}{'' if number == 1 else 's'}"


def counted(number: int, noun: str) -> str:
    """A number with its noun as Arabic counts: none, one, two, a few (3 to 10), many (11 to 99), hundreds."""
    none, one, two, few, many, other = NOUNS[noun]
    if number < 3:
        return (none, one, two)[number]
    rest = number % 100
    form = few if 3 <= rest <= 10 else many if 11 <= rest <= 99 else other
    return f"{digits(number)} {form}"
