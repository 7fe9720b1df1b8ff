"""Feedback on a tolerated or near spelling: one short sentence in Arabic and English, without grammatical gender."""

import re
from collections.abc import Sequence

from webapp.arabic.clitics import strip_marks
from webapp.arabic.tolerance_levels import SPELLING_LEVELS

_HAMZA = re.compile("[أإآٱؤئء]")
_DIFFERENCE_NOTES = {
    "spacing": ("الترقيم والمسافات لا تغيّر هذه الإجابة.", "Only spaces or punctuation differ."),
    "tashkeel": ("الفرق في التشكيل وحده.", "Only the vowel marks differ."),
    "tatweel": ("الفرق في التطويل وحده.", "Only the stretching of letters differs."),
    "digits": ("الرقم نفسه في صورة أخرى.", "The same figure in other digits."),
    "number-words": ("العدد نفسه في صورة أخرى.", "The same number, written another way."),
    "article": ("تُقبل الإجابة بأل التعريف ودونها.", "Accepted with or without the definite article."),
    "conjunction": ("تُقبل الإجابة بالحرف المتصل بأولها ودونه.", "Accepted with or without the attached particle."),
}


def spelling_note(levels: Sequence[str], slips: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Explain the tolerance levels that were needed as (why, why_en); ("", "") for an exact match.

    slips: (typed, accepted) words whose spelling was forgiven; their right form is named before all else.
    """
    forgiven = [level for level in SPELLING_LEVELS if level in levels]
    if forgiven and slips:
        named = "، ".join(dict.fromkeys(right for _, right in slips))
        lead, lead_en = _lead(forgiven, *slips[0]) if len(slips) == 1 else _SPELLING_LEADS["any"]
        return f"{lead}: {named}.", f"{lead_en}: {named}."
    return _DIFFERENCE_NOTES.get(levels[-1], ("", "")) if levels else ("", "")


_SPELLING_LEADS = {
    "any": ("تُكتب هكذا", "It is spelled"),
    "hamza": ("تُكتب بهمزة", "Spelled with a hamza"),
    "no hamza": ("تُكتب بلا همزة", "Spelled without a hamza"),
    "seat": ("تُكتب الهمزة هكذا", "The hamza is written so"),
    "ة": ("تُكتب بتاء مربوطة", "Spelled with a ta marbuta"),
    "ه": ("تُكتب بهاء", "Spelled with a final ha"),
    "ى": ("تُكتب بألف مقصورة", "Spelled with an alef maqsura"),
    "ي": ("تُكتب بياء", "Spelled with a final ya"),
}


def _lead(forgiven: Sequence[str], typed: str, right: str) -> tuple[str, str]:
    if len(forgiven) > 1:
        return _SPELLING_LEADS["any"]
    if forgiven[0] != "hamza":
        return _SPELLING_LEADS.get(strip_marks(right)[-1:], _SPELLING_LEADS["any"])
    had, has = len(_HAMZA.findall(typed)), len(_HAMZA.findall(right))
    return _SPELLING_LEADS["seat" if had == has else "hamza" if has > had else "no hamza"]


def slip_note(word: str) -> tuple[str, str]:
    """Ask to look at a word that is a typing slip away, as (why, why_en); the right word is not given away."""
    return f"إجابة قريبة جدًا؛ يُرجى مراجعة إملاء «{word}».", f"Very near: look at the spelling of “{word}”."
