"""Figures as the sentences of this package write them: Arabic-Indic digits, shares in percent, options by letter."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.arabic.counting import CountedNoun
from webapp.arabic.digits import arabic_digits

LETTERS = "أبجدهوزحطي"


def arabic(value: float | str) -> str:
    """A number with at most two decimals, in Arabic-Indic digits."""
    written = value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
    return arabic_digits(written)


ANSWERS = CountedNoun("إجابة واحدة خاطئة", "إجابتان خاطئتان", "إجابات خاطئة", "إجابةً خاطئة", "إجابة خاطئة")
TRIES = CountedNoun("محاولة واحدة", "محاولتان", "محاولات", "محاولةً", "محاولة")
MINUTES = CountedNoun("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقةً", "دقيقة")
DAYS = CountedNoun("يوم واحد", "يومين", "أيام", "يومًا", "يوم")
"""Minutes and days are in the genitive, behind في and منذ."""


def percent(share: float) -> str:
    """A share from 0 to 1 as whole percent."""
    return f"{100 * share:.0f}%"


def named(label: str, options: Sequence[str]) -> str:
    """An option by its letter in the file's order and its words: «ب» (يوم الخميس)."""
    at = options.index(label) if label in options else len(LETTERS)
    return f"«{LETTERS[at]}» ({label})" if at < len(LETTERS) else f"«{label}»"
