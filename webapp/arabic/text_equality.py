"""Equality of words and texts under a set of tolerance levels. No edit distance anywhere."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from operator import eq

from webapp.arabic import clitics, normalize, numbers
from webapp.arabic.tokenizer import WORD

# A minus right before a number is part of it, unless a second dash makes the pair a parenthesis (-5 سنوات-).
_WORD_OR_PERCENT = re.compile(rf"(?:(?<![^\s(])[-\u2212](?=\d)(?![^-\u2212]*[-\u2212]))?{WORD}|[%\u066a]")
_NUMERAL = re.compile(r"[-\u2212]?\d[\d.,]*")
_LONG_VOWEL_HAMZA = re.compile("(?<=[اوي])[ئء]")
# أصدقاؤه / أصدقائه / أصدقاءه: one word in three cases.
_SUFFIXED_HAMZA = re.compile("(?<=ا)[ؤئء](?=(?:ه|ها|هم|هما|هن|ك|كم|نا|ي)$)")
_WAW_HAMZA = re.compile("[ؤئء](?=و)")
_MAX_CACHED_LENGTH = 200
"""Most letters of a wording that is remembered in pieces; a longer text is cut again each time."""
_FOLDS = (
    ("tashkeel", normalize.strip_tashkeel),
    ("tatweel", normalize.strip_tatweel),
    ("hamza", normalize.fold_hamza),
    ("ta-marbuta", normalize.fold_ta_marbuta),
    ("alef-maqsura", normalize.fold_alef_maqsura),
)


def comparable_words(text: str, levels: Collection[str]) -> list[str]:
    """Split a text into the words to compare; under "number-words" each number is one word, ``#100``."""
    if len(text) > _MAX_CACHED_LENGTH:
        return _split_words(text, levels)
    return list(_cached_words(text, frozenset(levels)))


# Every wording of a key is compared with every other, and with every answer.
@lru_cache(maxsize=1024)
def _cached_words(text: str, levels: frozenset[str]) -> tuple[str, ...]:
    return tuple(_split_words(text, levels))


def _split_words(text: str, levels: Collection[str]) -> list[str]:
    spacing = "spacing" in levels
    words = _with_waw_attached(_WORD_OR_PERCENT.findall(normalize.canonical(text))) if spacing else text.split(" ")
    if "digits" in levels:
        words = [_numeral(word) for word in words]
    return numbers.collapse_numbers(words) if "number-words" in levels else words


def _with_waw_attached(words: list[str]) -> list[str]:
    # «قال و أضاف»: a و typed with a space behind it still belongs to the next word.
    join_words: list[str] = []
    for word in reversed(words):
        if word == "و" and join_words and join_words[-1] != "%":
            join_words[-1] = word + join_words[-1]
        else:
            join_words.append(word)
    return join_words[::-1]


def _numeral(word: str) -> str:
    folded = "%" if word == "\u066a" else normalize.fold_digits(word)
    number = numbers.digits_value(folded) if _NUMERAL.fullmatch(folded) else None
    return folded if number is None else str(number)


def fold_spelling(word: str, levels: Collection[str]) -> str:
    """Fold the spelling of one written word under the given levels."""
    for level, fold in _FOLDS:
        if level in levels:
            word = fold(word)
    return word


def _fold_keeping_hamza(word: str, levels: Collection[str]) -> str:
    """Fold a word, but keep each hamza as ء: its seat is forgiven, its presence is not.

    It makes قراءة = قرائة and شيء = شئ without making سائل = سأل or تفاؤل = تفاءل.
    """
    plain = fold_spelling(word, [level for level in levels if level in ("tashkeel", "tatweel")])
    plain = _SUFFIXED_HAMZA.sub("ء", _WAW_HAMZA.sub("و", plain))
    plain = _LONG_VOWEL_HAMZA.sub("ء", plain)
    return "ء".join(fold_spelling(part, levels) for part in plain.split("ء"))


def _folds(word: str, levels: Collection[str]) -> tuple[str, ...]:
    """Fold a word in each way that spelling may be forgiven; words that agree in one of them are one word."""
    folded = fold_spelling(word, levels)
    if "hamza" not in levels:
        return (folded,)
    # قاريون for قارئون: its ئ may be typed as ي, though `fold_hamza` takes the ئ of مسئول for و.
    return folded, fold_spelling(word.replace("ئو", "يو"), levels), _fold_keeping_hamza(word, levels)


# Every word of an answer is compared with every word of a key.
_cached_folds = lru_cache(maxsize=4096)(_folds)


def spellings_equal(left: str, right: str, levels: Collection[str]) -> bool:
    """Tell if two words are one word under the spelling levels alone."""
    if left == right:
        return True
    if len(left) > _MAX_CACHED_LENGTH or len(right) > _MAX_CACHED_LENGTH:
        return any(map(eq, _folds(left, levels), _folds(right, levels)))
    known = frozenset(levels)
    return any(map(eq, _cached_folds(left, known), _cached_folds(right, known)))


def _equal_but_article(left: str, right: str, levels: Collection[str]) -> bool:
    if spellings_equal(left, right, levels):
        return True
    if "article" not in levels:
        return False
    pairs = ((clitics.without_article(left), right), (left, clitics.without_article(right)))
    return any(x is not None and y is not None and spellings_equal(x, y, levels) for x, y in pairs)


def words_equal(left: str, right: str, levels: Collection[str], prefixes: str = "") -> bool:
    """Tell if two written words count as one.

    prefixes: letters that may be attached on one side only, out of و ف ب ل ك; needs the level "conjunction".
    """
    if _equal_but_article(left, right, levels):
        return True
    if "conjunction" not in levels:
        return False
    return any(_equal_but_article(x, right, levels) for x in strip_prefixes(left, prefixes)) or any(
        _equal_but_article(left, x, levels) for x in strip_prefixes(right, prefixes)
    )


def strip_prefixes(word: str, prefixes: str) -> Iterator[str]:
    """Yield the word without one or two attached letters out of ``prefixes``, in each possible way."""
    if word[:1] and word[0] in "وف":
        stripped = clitics.without_conjunction(word) if word[0] in prefixes else None
        if stripped is None:
            return
        yield stripped
        word = stripped
    if word[:1] and word[0] in prefixes and word[0] in "بلك":
        yield from clitics.without_preposition(word)


def runs_equal(left: Sequence[str], right: Sequence[str], levels: Collection[str], prefixes: str | None = None) -> bool:
    """Tell if two runs of words match word by word.

    prefixes: as in `words_equal` for every word; None: و ف at the first word, و at the others (a list).
    """
    if len(left) != len(right):
        return False
    allowed = [prefixes if prefixes is not None else "وف" if i == 0 else "و" for i in range(len(left))]
    return all(map(words_equal, left, right, [levels] * len(left), allowed))


def join_words(run: Sequence[str], levels: Collection[str]) -> str:
    """Join a run of words without the gaps between them, folded; digits keep theirs (1 5 is not 15)."""
    keys = [fold_spelling(word, levels) for word in run]
    return "".join(f" {key} " if any(map(str.isdigit, key)) else key for key in keys)


def texts_equal(answer: str, accepted: str, levels: Collection[str]) -> bool:
    """Tell if two texts are the same under these levels."""
    left, right = comparable_words(answer, levels), comparable_words(accepted, levels)
    if not left or not right:
        return "spacing" in levels and normalize.canonical(answer) == normalize.canonical(accepted)
    if runs_equal(left, right, levels):
        return True
    # Only the gaps differ: بيونغيانغ, لايزال.
    return "spacing" in levels and len(left) != len(right) and join_words(left, levels) == join_words(right, levels)
