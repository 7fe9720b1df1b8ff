"""Forms that answers are typed in: words run together with numbers or each other, lengthened letters, number signs.

All take canonical text. Each form is brought to the one that texts are printed in, so that the comparison of words
need not know of it: 100عام → 100 عام, مئةعام → مئة عام, أحدعشر → أحد عشر, كيلو متر → كيلومتر, الأربعااااء → الأربعاء,
%40 → 40%, 12 500 → 12500, 12.500 → 12500, 9:30 → 9.30, 3½ → 3.5.
"""

import re

from webapp.arabic.normalize import INSIDE, TATWEEL
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word

_M = f"[{INSIDE}]*"
_LETTER = "[\u0621-\u063a\u0641-\u064a]"
# A ة ends its word.
_TA_INSIDE = re.compile(f"(ة{_M})(?={_LETTER})")
_JOINED_TEN = re.compile(
    "((?<![^\\W_])[وف]?(?:[بكل]?(?:ال)?|لل)(?:[أاإ]حد[ىي]?|[اإ][ثت]نت?[اي]|[أا]ربع|ثلاث|خمس|ست|سبع|ثماني?|تسع))(?=عشرة?(?!\\w))"
)
_SPACED_UNIT = re.compile("(?<=كيلو) (?=(?:متر|غرام|جرام)(?:ات|ا|ًا)?(?!\\w))")
# No word has a long vowel three times, or another letter four times, running (تتتبع has it three times).
_LENGTHENED = re.compile(rf"([اوي])\1{{2,}}|({_LETTER})\2{{3,}}")
_SPECIAL = re.compile(r"[\d½¼¾%٪]")
_LETTERS_BEFORE_DIGIT = re.compile(rf"(?<![^\W\d_])((?:{_LETTER}{_M})+)(?=\d)")
_DIGIT_BEFORE_LETTER = re.compile(rf"(?<=\d)(?={_LETTER})")
# و500, ب100, بال100: particles stay on their number.
_PARTICLES = re.compile("[وف]?(?:[بكل]?(?:ال)?|لل)")
_SIGN_BEFORE = re.compile(r"(?<!\d)([%٪])\s?(\d[\d.,٫٬]*)")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,٫٬/])(?<![\d/] )([1-9١-٩۱-۹]\d{0,2}(?: \d{3})+)(?![.,٫٬]?\d| \d)")
# A decimal does not end in two zeros.
_DOTTED_THOUSANDS = re.compile(r"(?<![\d.,٫٬])([1-9١-٩۱-۹]\d{0,2}(?:\.\d{3})*\.\d[0٠۰]{2})(?![.,٫٬]?\d)")
_TIME = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:])")
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_LONE_FRACTION = re.compile("[½¼¾]")
_FRACTION = re.compile(r"(\d) ?([½¼¾])")


_LABEL = re.compile(r"\W*(?:ج|جـ|س|(?:ال)?(?:جواب|إجابة|اجابة))\s?\d{0,2}\s?[/:)\].،-]+\s*(?=\w)")
_SUM = re.compile(r"\s*\d[\d\s.,٫]*(?:[×xX*+÷/\u2212-]\s*\d[\d\s.,٫]*)+=\s*(?=\d)")


def without_label(text: str) -> str:
    """Return an answer without the label, or the sum, that pupils write before it (ج/ …, الجواب: …, 6×2=12)."""
    for ahead in (_LABEL, _SUM):
        if begun := ahead.match(text):
            text = text[begun.end() :]
    return text


_ORDINAL = "(?:(?:ال)?(?:[أا]ول[ىي]?|ثان[يى]ة?|ثالثة?|رابعة?|خامسة?|سادسة?|سابعة?|ثامنة?|تاسعة?|عاشرة?|[أا]خيرة?)|\\d+)"
_PLACE_IN_TEXT = re.compile(
    r"[\s،,(]*(?<!\w)(?:و?(?:هو|هي|ذلك|جاءت?|وردت?|مذكورة?|موجودة?)\s+)?(?:في|من)\s+"
    r"(?:(?:[آا]خر|[أا]ول|نهاية|بداية|وسط|منتصف)\s+)?(?:ال)?(?:فقرة|جملة|سطر|نص)"
    rf"(?:\s+{_ORDINAL})?(?!\w)(?:\s+(?:في|من)\s+(?:ال)?(?:فقرة|نص)(?:\s+{_ORDINAL})?(?!\w))?\)?"
)


def without_place_in_text(text: str) -> str:
    """Return an answer without the words that say where in the text it stands (…، في آخر الفقرة الأولى)."""
    rest = _PLACE_IN_TEXT.sub(" ", text)
    return rest.strip() if any(map(str.isalnum, rest)) else text


_OPENING = re.compile(r"\s*[وف](?=(?:لم|لن|لا|ما|قد|كان|كانت|إن|أن)\s)")


def without_opening_joint(text: str) -> str:
    """Return a quoted answer without the و or ف that joined it to the sentence before (فلم يكن…)."""
    return _OPENING.sub("", text, count=1) if _OPENING.match(text) else text


@cached_by_word(256, MAX_ANSWER_LENGTH)
def fold_typed_forms(text: str) -> str:
    """Bring all the forms of this module to the printed one."""
    if "ة" in text:
        text = _TA_INSIDE.sub(r"\1 ", text)
    if "عشر" in text:
        text = _JOINED_TEN.sub(r"\1 ", text)
    if "كيلو " in text:
        text = _SPACED_UNIT.sub("", text)
    text = _LENGTHENED.sub(lambda letters: letters[1] or letters[2], text)
    return _fold_number_forms(text) if _SPECIAL.search(text) else text


def _fold_number_forms(text: str) -> str:
    # A sign that is not in the text is looked for in no time, a pattern with it takes a look at every letter.
    if any(map(text.__contains__, _FRACTIONS)):
        text = _FRACTION.sub(lambda number: f"{number[1]}.{_FRACTIONS[number[2]]}", text)
        text = _LONE_FRACTION.sub(lambda number: f" 0.{_FRACTIONS[number[0]]} ", text)
    if "%" in text or "٪" in text:
        text = _SIGN_BEFORE.sub(r"\2\1", text)
    text = _SPACED_THOUSANDS.sub(lambda number: number[0].replace(" ", ""), text)
    if "." in text:
        text = _DOTTED_THOUSANDS.sub(lambda number: number[0].replace(".", ""), text)
    if ":" in text:
        text = _TIME.sub(r"\1.\2", text)
    return _DIGIT_BEFORE_LETTER.sub(" ", _LETTERS_BEFORE_DIGIT.sub(_set_apart, text))


def _set_apart(letters: re.Match[str]) -> str:
    return letters[0] if _PARTICLES.fullmatch(letters[0].replace(TATWEEL, "")) else f"{letters[0]} "
