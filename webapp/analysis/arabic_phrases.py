"""Figures as the sentences of this package write them: Arabic-Indic digits, shares in percent, options by letter."""

from __future__ import annotations

from collections.abc import Sequence

OPTION_LETTERS = "أبجدهوزحطي"
_DIGITS = str.maketrans("0123456789.%", "٠١٢٣٤٥٦٧٨٩٫٪")


def arabic_digits(value: float | str) -> str:
    """A number with at most two decimals, in Arabic-Indic digits."""
    written = value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
    return arabic_digits(written)


WRONG_ANSWERS_FORMS = ("إجابة واحدة خاطئة", "إجابتان خاطئتان", "إجابات خاطئة", "إجابةً خاطئة", "إجابة خاطئة")
ATTEMPTS_FORMS = ("محاولة واحدة", "محاولتان", "محاولات", "محاولةً", "محاولة")
MINUTES_FORMS = ("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقةً", "دقيقة")
DAYS_FORMS = ("يوم واحد", "يومين", "أيام", "يومًا", "يوم")
"""One, two, a few (3 to 10), many (11 to 99), hundreds; minutes and days in the genitive, behind في and منذ."""


def counted_noun(number: int, forms: Sequence[str]) -> str:
    """A number with its noun as Arabic counts: «يومين», «٣ أيام», «٢٧ يومًا»."""
    one, two, few, many, other = forms
    if number in (1, 2):
        return one if number == 1 else two
    rest = number % 100
    return f"{arabic_digits(number)} {few if 3 <= rest <= 10 else many if rest >= 11 else other}"


def percent(share: float) -> str:
    """A share from 0 to 1 as whole percent."""
    return f"{100 * share:.0f}%"


def option_name(label: str, options: Sequence[str]) -> str:
    """An option by its letter in the file's order and its words: «ب» (يوم الخميس)."""
    at = options.index(label) if label in options else len(OPTION_LETTERS)
    return f"«{OPTION_LETTERS[at]}» ({label})" if at < len(OPTION_LETTERS) else f"«{label}»"
