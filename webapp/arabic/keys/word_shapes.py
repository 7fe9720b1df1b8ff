"""The forms of Arabic words by which a word beside a key is judged: nisba, verb, head of a construct, unit."""

import re

from webapp.arabic import clitics
from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.matching.framing_words import UNITS
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.word_cache import cached_by_word

_NISBA = ("يتان", "يتين", "يون", "يين", "يان", "يات", "يه", "ي")
_LEAST_NISBA = 5
LEAST_HEAD = 3
_NUMBERS = ("ات", "ان", "ين", "تان", "تين", "ه")
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
_WEAK = str.maketrans("", "", "اويى")


@cached_by_word(2048)
def fold(word: str) -> str:
    """Fold a word as the lists of framing words are folded."""
    return fold_spelling(strip_marks(word), TOLERANCE_LEVELS)


def looks_like_verb(word: AnswerWord) -> bool:
    """Tell if a word has the ending or the front of a verb, or an object attached."""
    plain, written = word.folded, strip_marks(word.word)
    if word.definite or len(plain) < LEAST_HEAD:
        return False
    past = len(plain) > LEAST_HEAD and written.endswith("ت") and not written.endswith("ات")
    ends = past or written.endswith(("ه", "ها", "هم", "هما", "وا"))
    return ends or (plain[0] in "يت" and len(plain) > LEAST_HEAD)


def may_be_head(word: AnswerWord) -> bool:
    """Tell if a word may be the noun before another: without article, attached pronoun or the form of a verb."""
    plain = word.folded
    if len(plain) < LEAST_HEAD or word.definite or not plain.isalpha():
        return False
    written = strip_marks(word.word)
    if written.endswith(("ها", "هم", "هما", "ون", "ين", "وا", "نا", "تا", "ه", "ت")) and not written.endswith("ات"):
        return False
    if plain[0] == "ي" and len(plain) > LEAST_HEAD:
        return False
    return not (plain[0] == "ت" and len(plain) == LEAST_HEAD + 1)


def folded_words(text: str) -> frozenset[str]:
    """The words of a list, folded."""
    return frozenset(map(fold, text.split()))


@cached_by_word(2048)
def skeleton_of_counted(noun: str) -> str:
    """The letters that a noun keeps in its numbers: دينار, دنانير; كلمة, كلمات."""
    noun = strip_marks(noun)
    plain = fold(clitics.without_article(noun) or noun)
    if plain.endswith(_NUMBERS):
        ending = next((end for end in _NUMBERS if plain.endswith(end) and len(plain) - len(end) >= LEAST_HEAD - 1), "")
        plain = plain.removesuffix(ending)
    return _DOUBLED.sub(r"\1", plain.translate(_WEAK))


def is_nisba(word: AnswerWord) -> bool:
    plain = fold(clitics.without_article(word.word) or word.word)
    # ماضي and ثاني are no nisba.
    least = _LEAST_NISBA - (plain[-1:] == "ي" and plain[1:2] != "ا")
    return len(plain) >= least and plain.endswith(_NISBA)


def unit_of(word: AnswerWord) -> str | None:
    for stem in word.stems:
        if stem in UNITS:
            return UNITS[stem]
    return UNITS.get(word.word)


def nisba_roots(stems: frozenset[str]) -> frozenset[str]:
    """The stems without the endings of a nisba and of the place it is made from (ياباني, يابان; روسي, روسيا)."""
    return frozenset(map(_nisba_root, stems))


@cached_by_word(8192)
def _nisba_root(stem: str) -> str:
    for ending in (*_NISBA, "يا", "ا"):
        if stem.endswith(ending) and len(stem) - len(ending) >= LEAST_HEAD:
            return stem[: -len(ending)]
    return stem


def is_noun_in_hamza(word: AnswerWord) -> bool:
    """Tell if the word is a noun like ماء, that would be a particle without its ء."""
    return word.word.endswith("اء") and len(word.folded) < LEAST_HEAD and not word.definite
