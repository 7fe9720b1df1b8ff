"""Folds of Arabic spelling, one function each.

Every fold takes any ``str``, returns a ``str``, never raises, and is idempotent: ``fold(fold(x)) == fold(x)``.
Text outside Arabic script is left as it is, save where a fold says otherwise. Call `canonical` before the
other folds: they look for composed letters (أ as one character, not ا with a hamza above).
"""

import re
import unicodedata

from webapp.arabic.unicode_forms import compatible, composed
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word

# Honorifics, tashkeel (U+064B-0652), further vowel signs, dagger alef (U+0670) and the Quranic marks.
# Not U+0653-0655: those are the madda and the hamza, which belong to `fold_hamza`.
TASHKEEL = (
    "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
TATWEEL = "\u0640"
HAMZA_MARKS = "\u0653-\u0655"
# Soft hyphen, grapheme joiner, Arabic letter mark, zero widths, bidi marks and isolates, byte order mark.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
# What may stand between two letters of one word: marks of Arabic, and the accents of decomposed Latin.
INSIDE = TASHKEEL + HAMZA_MARKS + TATWEEL + "\u0300-\u036f"
PUNCTUATION = (
    "\"'`\u2018-\u201f\u2039\u203a\u00ab\u00bb،؛؟?.,;:!\u2026()\\[\\]{}\ufd3e\ufd3f<>\u2010-\u2015\u2212\\-/\\\\|"
    "\u06d4\u00b7\u2022*_~#+=^&@\u066d\u066a%"
)

_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
# Arabic letters alone, with single spaces: most answers, and each part of one.
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_TASHKEEL = re.compile(f"[{TASHKEEL}]")
_HAMZA_MARKS = re.compile(f"[{HAMZA_MARKS}]")
_PUNCTUATION = re.compile(f"[{PUNCTUATION}]")
# Letters of Persian, Urdu and Kurdish keyboards, then letters for foreign sounds, which Arabic writes as its nearest.
_OTHER_KEYBOARDS = str.maketrans(
    "\u06cc\u06d2\u06a9\u06aa\u06c1\u06be\u06d5\u06c3\u06c0\u067e\u0686\u0698\u06a4\u06af", "ييككهههةةبجزفك"
)
_FROM_OTHER_KEYBOARDS = re.compile(f"[{''.join(map(chr, _OTHER_KEYBOARDS))}]")
_HAMZA = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ؤ": "و", "ئ": "ي", "ء": ""})
_HAMZAS = re.compile("[أإآٱٲٳؤئء]")
# Letters alone (marks are none), without those that a fold changes.
_FOLDED = re.compile(f"[^\\W\\d_أإآٱٲٳؤئءةى{TATWEEL}]+")
_HAMZA_BEFORE_WAW = re.compile(f"[ؤئء](?=[{TASHKEEL}{TATWEEL}]*و)")
_END = f"(?=[{INSIDE}]*(?![^\\W_]|[{INSIDE}]))"
_FINAL_TA_MARBUTA = re.compile("ة" + _END)
_FINAL_ALEF_MAQSURA = re.compile("ى" + _END)
_FOLDED_ENDS = {"ة": "ه", "ى": "ي"}
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_SEPARATOR = re.compile(r"(?<=\d)[\u066b\u066c](?=\d)")


def _decompose_form(form: re.Match[str]) -> str:
    # Isolated marks decompose to a space and the mark; the space would cut the word in two.
    return compatible(form[0]).lstrip(" ")


@cached_by_word(1024, MAX_ANSWER_LENGTH)  # an answer is asked for in each reading of it
def canonical(text: str) -> str:
    """Encode the same letters in one way; to be applied before all other folds.

    Presentation forms become letters (ﻻ → لا, ﷲ → الله), letters of other keyboards (ی ک ۃ ہ ھ ە) and of
    foreign sounds (پ چ ڤ گ) become those of Arabic, invisible marks go, the rest is NFC (which also settles the
    order of shadda and vowel), white space runs become one space, and
    both ends are stripped. Nothing but Arabic presentation forms is touched by NFKC, so ² and ﬁ stay.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _FORMS.sub(_decompose_form, text)
    if _FROM_OTHER_KEYBOARDS.search(text):  # a search takes a tenth of the time of a translation
        text = text.translate(_OTHER_KEYBOARDS)
    return " ".join(composed(strip_invisible(text)).split())


def strip_invisible(text: str) -> str:
    """Delete zero-width characters, bidi marks, soft hyphens and the byte order mark."""
    return _INVISIBLE.sub("", text)


def strip_tashkeel(text: str) -> str:
    """Delete vowel marks, shadda, tanwin, dagger alef (هٰذا → هذا: no alef is put) and Quranic marks."""
    return text if text.isalpha() else _TASHKEEL.sub("", text)  # marks are no letters


def is_letters(word: str) -> bool:
    """Tell if a word has letters alone: no mark, no digit, no tatweel."""
    return word.isalpha() and TATWEEL not in word


is_folded = _FOLDED.fullmatch
"""Tell if a word has no letter or mark that the folds of spelling change."""


def fold_letters(word: str) -> str:
    """All folds of spelling on a word of letters alone, at once: it has no mark, and one end."""
    if _HAMZAS.search(word):
        word = (_HAMZA_BEFORE_WAW.sub("و", word) if "و" in word else word).translate(_HAMZA)
    last = word[-1:]
    return word[:-1] + _FOLDED_ENDS[last] if last in _FOLDED_ENDS else word


def strip_tatweel(text: str) -> str:
    """Delete the stretching stroke ـ (U+0640)."""
    return text.replace(TATWEEL, "")


def fold_hamza(text: str) -> str:
    """أ إ آ ٱ → ا, ؤ → و, ئ → ي, ء deleted; and ؤ ئ ء before و all → و.

    The last rule makes one of the three schools of spelling مسؤول / مسئول / مسوول and رؤوس / رءوس.
    """
    if not text.isalpha():
        text = _HAMZA_MARKS.sub("", text)
    if not _HAMZAS.search(text):
        return text
    if "و" in text:
        text = _HAMZA_BEFORE_WAW.sub("و", text)
    return text.translate(_HAMZA)


def fold_ta_marbuta(text: str) -> str:
    """Word-final ة → ه (marks may follow it); a ة inside a word stays."""
    return _FINAL_TA_MARBUTA.sub("ه", text) if "ة" in text else text


def fold_alef_maqsura(text: str) -> str:
    """Word-final ى → ي (marks may follow it); it never becomes ا."""
    return _FINAL_ALEF_MAQSURA.sub("ي", text) if "ى" in text else text


def fold_digits(text: str) -> str:
    """Decimal digits of every script → 0-9; between digits ٫ → . (decimal) and ٬ → , (thousands)."""
    if text.isalpha():
        return text
    text = _SEPARATOR.sub(lambda separator: "." if separator[0] == "\u066b" else ",", text)
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def fold_punctuation(text: str) -> str:
    """Quotes, brackets, dashes and stops of Arabic and Latin → one space each; runs and ends are not joined."""
    return _PUNCTUATION.sub(" ", text)


def skeleton(text: str) -> str:
    """Apply all folds, for a search or an index of words by their letters."""
    text = fold_digits(strip_tatweel(strip_tashkeel(canonical(text))))
    text = fold_alef_maqsura(fold_ta_marbuta(fold_hamza(text)))
    return canonical(fold_punctuation(text))
