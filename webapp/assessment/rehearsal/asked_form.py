"""A question taken apart: its interrogative, the preposition before it, the noun behind it, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.word_shapes import fold, is_nisba
from webapp.arabic.matching.framing_words import PREPOSITIONS
from webapp.arabic.matching.negation import negations
from webapp.arabic.normalize import canonical, strip_tashkeel

_FUSED = {
    "لمن": ("ل", "من"),
    "بم": ("ب", "ما"),
    "بماذا": ("ب", "ماذا"),
    "بمن": ("ب", "من"),
    "فيم": ("في", "ما"),
    "عم": ("عن", "ما"),
    "عماذا": ("عن", "ماذا"),
    "عمن": ("عن", "من"),
    "مم": ("من", "ما"),
    "مماذا": ("من", "ماذا"),
    "ممن": ("من", "من"),
    "إلام": ("إلى", "ما"),
    "علام": ("على", "ما"),
}
_INTERROGATIVES = frozenset({"من", "ما", "ماذا", "متى", "أين", "كم", "أي", "أية", "لماذا", "كيف"})
_CAUSE = re.compile(r"لماذا|سبب|لم\s|نتيج|أد[ىت]")
# Questions about words themselves; their answer is a word, and no sentence of the text.
_OF_WORDS = re.compile(
    r"(?<!\w)(?:ال|لل|ب|بال)?"
    r"(?:كلمة|كلمتين|لفظ|لفظة|فعل|حرف|صفة|عبارة|تعبير|مرادف|مضاد|ضد|جمع|مفرد|ضمير|جذر|وزن|إعراب|يعود|تعود|عنوان)(?:ها|ه)?(?!\w)"
)
_ORDER = re.compile("رتب|ترتيب|أول|تسلسل")
_SENTENCE_INSIDE = re.compile(r"[.؟?!]\s+\S")
_CUT = re.compile(r"[،,؛;:()«»“”\"]")


@dataclass(frozen=True)
class AskedForm:
    """The parts of a question; all empty where it does not begin with an interrogative."""

    interrogative: str = ""
    preposition: str = ""
    noun: str = ""
    """The noun behind أي or كم."""
    rest: tuple[str, ...] = ()
    """The words behind these, up to the first comma."""
    cause: bool = False
    about_words: bool = False
    about_order: bool = False
    negative: bool = False


@lru_cache(maxsize=256)
def asked_form(prompt: str) -> AskedForm:
    """Take a question apart."""
    text = strip_tashkeel(canonical(prompt))
    about = AskedForm(
        cause=bool(_CAUSE.search(text)),
        about_words=bool(_OF_WORDS.search(text)),
        about_order=bool(_ORDER.search(text)),
        negative=any(negation != "ما" for negation in negations(prompt)),  # «ما» asks
    )
    if _SENTENCE_INSIDE.search(text):
        return about
    words = _CUT.split(text.rstrip(" .؟?!"))[0].split()
    preposition, interrogative, words = _interrogative(words)
    if interrogative not in _INTERROGATIVES:
        return about
    noun = words.pop(0) if words and interrogative in ("أي", "أية", "كم") else ""
    while noun and words and is_nisba(answer_words(words[0])[0]):  # an adjective of the noun
        words.pop(0)
    return AskedForm(
        interrogative,
        preposition,
        noun,
        tuple(words),
        about.cause,
        about.about_words,
        about.about_order,
        about.negative,
    )


def _interrogative(words: list[str]) -> tuple[str, str, list[str]]:
    """The preposition, the interrogative and the words behind them."""
    if not words:
        return "", "", []
    first, *rest = words
    if first in _FUSED:
        return (*_FUSED[first], rest)
    if rest and rest[0] in _INTERROGATIVES and (first == "من" or fold(first) in PREPOSITIONS):
        return first, rest[0], rest[1:]
    return "", first, rest


def begins_with_preposition(words: tuple[str, ...]) -> bool:
    """Tell if the first of these words is a preposition."""
    return bool(words) and bool(answer_words(words[0])) and answer_words(words[0])[0].folded in PREPOSITIONS
