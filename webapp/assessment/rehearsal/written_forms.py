"""Other ways to write a wording that marking forgives: spelling, numbers, the article, the case of a dual or plural."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from webapp.arabic import clitics
from webapp.arabic.digits import arabic_digits
from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.matching.competing_answers import stems_of_lines
from webapp.arabic.matching.framing_words import DAYS
from webapp.arabic.normalize import canonical, fold_ta_marbuta, strip_tashkeel
from webapp.arabic.number_words import number_words
from webapp.arabic.text_equality import comparable_words
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.wordings.key_variants import key_variants
from webapp.assessment.rehearsal.key_material import KeyMaterial
from webapp.domain.typed_key import SampleAnswer

LEAST_SPELLED = 3
"""Smaller numbers are seldom written in digits: «يوم واحد», «يومان»."""
LEAST_STEM = 3
MOST_FORMS = 2
_OF_NUMBERS = ("كم", "متى", "أي", "أية")
NOMINATIVE = ("ون", "ان")
_PLAIN_ALEF = str.maketrans("أإآ", "ااا")
_SEATS = str.maketrans("ؤئ", "وي")
_CLOCK_OR_DATE = re.compile(r"\d[:./]\d|\d\s*[%٪]|[%٪]\s*\d")
_DATE_PARTS = re.compile(r"(?<=\d) (?=\d)")
_BEFORE_LAST = re.compile(r"(?<=\w[بتثجحخسشصضطظعغفقكلمنهي])(?=\w(?!\w))")
_COMPOUND = re.compile(r"(?<!\w)(عبد|أبو|أبي|أبا) (?=\w)")


def written_forms(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """The main wording in the other forms that the key's tolerance forgives."""
    text = strip_tashkeel(canonical(material.main))
    levels = material.key.levels
    if other := other_case(material):
        yield SampleAnswer("case", other)
    if "digits" in levels:
        yield from _numbers(material, text, "number-words" in levels)
    if material.key.in_sentences and material.asked.interrogative in _OF_NUMBERS:
        forms = (_DATE_PARTS.sub("/", form) for form in key_variants(text) if _digits(form) > _digits(text))
        yield from (SampleAnswer("number-form", form) for form in islice(forms, MOST_FORMS))
    yield from (SampleAnswer("spelling", form) for form in _spellings(text, levels))
    if _COMPOUND.search(text):
        yield SampleAnswer("spacing", _COMPOUND.sub(r"\1", text))
    if "article" in levels:
        yield from _with_other_article(material, text)


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def _spellings(text: str, levels: frozenset[str]) -> Iterator[str]:
    """All that is forgiven at once, as it is often typed; then each fold by itself."""
    alef = text.translate(_PLAIN_ALEF) if "hamza" in levels else text
    ta = fold_ta_marbuta(text) if "ta-marbuta" in levels else text
    together = fold_ta_marbuta(alef) if "ta-marbuta" in levels else alef
    forms = [together, alef, ta]
    if "hamza" in levels:
        forms.append(text.translate(_SEATS))
    if "alef-maqsura" in levels:
        forms += [re.sub(r"ي(?!\w)", "ى", text), re.sub(r"ى(?!\w)", "ي", text)]
    if "tatweel" in levels:
        forms.append(_BEFORE_LAST.sub("ـ", text, count=1))
    yield from (form for form in dict.fromkeys(forms) if form != text)


def _numbers(material: KeyMaterial, text: str, in_words: bool) -> Iterator[SampleAnswer]:
    if material.category != "number" or _CLOCK_OR_DATE.search(text) or key_variants(text):
        return
    if _digits(text):
        yield SampleAnswer("digits", arabic_digits(text))
    if not in_words:
        return
    words = comparable_words(text, TOLERANCE_LEVELS)
    values = [word.partition("#")[2] for word in words if "#" in word]
    if len(values) != 1 or not values[0].isdigit() or int(values[0]) < LEAST_SPELLED:
        return
    digits = " ".join(word.replace("#", "") for word in words)
    spelled = " ".join(word.replace(f"#{values[0]}", number_words(int(values[0]))) for word in words)
    if _digits(text):
        yield SampleAnswer("number-words", spelled)
    else:
        yield from (SampleAnswer("digits", form) for form in (digits, arabic_digits(digits)))
    if len(words) > 1 and "#" in words[0] and not words[0].startswith("ال"):
        yield SampleAnswer("spacing", digits.replace(" ", "", 1))


def _with_other_article(material: KeyMaterial, text: str) -> Iterator[SampleAnswer]:
    """A noun with ال without it, where it stands without it in the text too, and the other way round."""
    if len(text.split()) != 1 or material.category != "noun":
        return
    bare = clitics.without_article(text) if text.startswith("ال") else None
    form = bare or f"ال{text}"
    if form in _plain_words(material):
        yield SampleAnswer("article", form)


def other_case(material: KeyMaterial) -> str:
    """The main wording with its duals and sound plurals in their other case; empty where none is sure."""
    known = material.text.stems | material.prompt_stems | material.key_stems
    written = strip_tashkeel(canonical(material.main)).split()
    changed = [_other_case(word, known) for word in written]
    return " ".join(other or word for other, word in zip(changed, written, strict=True)) if any(changed) else ""


def behind_another(material: KeyMaterial) -> str:
    """The main wording as it stands behind a preposition or a noun; empty for a plural whose case is not sure."""
    first = strip_tashkeel(canonical(material.main.split()[0]))
    nominative = material.category == "noun" and first.endswith(NOMINATIVE)
    return other_case(material) if nominative else material.main


def _other_case(word: str, known: frozenset[str]) -> str:
    read = answer_words(word)
    if len(read) != 1 or read[0].number or read[0].stems & DAYS:
        return ""
    stem, ending = word[:-2], word[-2:]
    if ending in ("ان", "ون"):
        return f"{stem}ين" if _is_known(stem, known) else ""
    if ending == "ين" and _is_known(stem, known):
        # Dual or plural is told by the form that stands elsewhere.
        return next((stem + other for other in ("ان", "ون") if _is_known(stem + other, known)), "")
    return ""


def _is_known(word: str, known: frozenset[str]) -> bool:
    return len(word) >= LEAST_STEM and bool(stems_of_lines([word]) & known)


def _plain_words(material: KeyMaterial) -> frozenset[str]:
    lines = (*material.text.lines, material.question.prompt, *material.wordings)
    return frozenset(strip_tashkeel(canonical(line)) for text in lines for line in text.split())
