"""Wording of numbers in Arabic sentences: Arabic-Indic digits, shares in percent, options by letter."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.arabic.counting import CountedNoun
from webapp.arabic.digits import arabic_digits

OPTION_LETTERS = "أبجدهوزحطي"


def arabic_figure(value: float | str) -> str:
    """Write a number with at most two decimals, in Arabic-Indic digits."""
    written = value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
    return arabic_digits(written)


WRONG_ANSWERS = CountedNoun("إجابة واحدة خاطئة", "إجابتان خاطئتان", "إجابات خاطئة", "إجابة خاطئة", "إجابة خاطئة")
ATTEMPTS = CountedNoun("محاولة واحدة", "محاولتان", "محاولات", "محاولة", "محاولة")
MINUTES = CountedNoun("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة", "دقيقة")
DAYS = CountedNoun("يوم واحد", "يومين", "أيام", "يومًا", "يوم")
QUESTIONS = CountedNoun("سؤال واحد", "سؤالين", "أسئلة", "سؤالًا", "سؤال")
"""Minutes, days and questions are in the genitive, behind في, منذ and آخر."""
ANSWERS = CountedNoun("إجابة واحدة", "إجابتان", "إجابات", "إجابة", "إجابة")


def percent(share: float) -> str:
    """Write a share (0 to 1) in whole percent: ``42%``."""
    return f"{100 * share:.0f}%"


def option_name(label: str, options: Sequence[str]) -> str:
    """Name an option by its letter in the file's order and its words: «ب» (يوم الخميس)."""
    at = options.index(label) if label in options else len(OPTION_LETTERS)
    return f"«{OPTION_LETTERS[at]}» ({label})" if at < len(OPTION_LETTERS) else f"«{label}»"
