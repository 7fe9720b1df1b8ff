"""Whether two stretches of text are the same under a set of rungs. No edit distance anywhere."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

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
"""How many letters are a wording; a longer text is cut each time."""
_FOLDS = (
    ("tashkeel", normalize.strip_tashkeel),
    ("tatweel", normalize.strip_tatweel),
    ("hamza", normalize.fold_hamza),
    ("ta-marbuta", normalize.fold_ta_marbuta),
    ("alef-maqsura", normalize.fold_alef_maqsura),
)


def comparable_words(text: str, rungs: Collection[str]) -> list[str]:
    """The words to compare, as written but for numbers: under "number-words" each is one unit, ``#100``."""
    if len(text) > _MAX_CACHED_LENGTH:
        return _split_words(text, rungs)
    return list(_cached_words(text, frozenset(rungs)))


# Every wording of a key is compared with every other, and with every answer.
@lru_cache(maxsize=1024)
def _cached_words(text: str, rungs: frozenset[str]) -> tuple[str, ...]:
    return tuple(_split_words(text, rungs))


def _split_words(text: str, rungs: Collection[str]) -> list[str]:
    spacing = "spacing" in rungs
    found = _with_waw_attached(_WORD_OR_PERCENT.findall(normalize.canonical(text))) if spacing else text.split(" ")
    if "digits" in rungs:
        found = [_numeral(word) for word in found]
    return numbers.collapse_numbers(found) if "number-words" in rungs else found


def _with_waw_attached(found: list[str]) -> list[str]:
    # «قال و أضاف»: a و typed with a space behind it still belongs to the next word.
    join_words: list[str] = []
    for word in reversed(found):
        if word == "و" and join_words and join_words[-1] != "%":
            join_words[-1] = word + join_words[-1]
        else:
            join_words.append(word)
    return join_words[::-1]


def _numeral(word: str) -> str:
    folded = "%" if word == "\u066a" else normalize.fold_digits(word)
    number = numbers.digits_value(folded) if _NUMERAL.fullmatch(folded) else None
    return folded if number is None else str(number)


def fold_spelling(word: str, rungs: Collection[str]) -> str:
    """One written word with the spelling rungs folded."""
    for rung, fold in _FOLDS:
        if rung in rungs:
            word = fold(word)
    return word


def _fold_keeping_hamza(word: str, rungs: Collection[str]) -> str:
    """A second key under "hamza": which seat is forgiven, that there is a hamza is not.

    It makes قراءة = قرائة and شيء = شئ one without making سائل = سأل or تفاؤل = تفاءل one.
    """
    plain = fold_spelling(word, [rung for rung in rungs if rung in ("tashkeel", "tatweel")])
    plain = _SUFFIXED_HAMZA.sub("ء", _WAW_HAMZA.sub("و", plain))
    plain = _LONG_VOWEL_HAMZA.sub("ء", plain)
    return "ء".join(fold_spelling(part, rungs) for part in plain.split("ء"))


def spellings_equal(left: str, right: str, rungs: Collection[str]) -> bool:
    """Whether two words are one word under the spelling rungs alone."""
    if left == right or fold_spelling(left, rungs) == fold_spelling(right, rungs):
        return True
    if "hamza" not in rungs:
        return False
    # قاريون for قارئون: its ئ may be typed as ي, though `fold_hamza` takes the ئ of مسئول for و.
    seats = [fold_spelling(word.replace("ئو", "يو"), rungs) for word in (left, right)]
    return seats[0] == seats[1] or _fold_keeping_hamza(left, rungs) == _fold_keeping_hamza(right, rungs)


def _equal_but_article(left: str, right: str, rungs: Collection[str]) -> bool:
    if spellings_equal(left, right, rungs):
        return True
    if "article" not in rungs:
        return False
    pairs = ((clitics.without_article(left), right), (left, clitics.without_article(right)))
    return any(x is not None and y is not None and spellings_equal(x, y, rungs) for x, y in pairs)


def words_equal(left: str, right: str, rungs: Collection[str], prefixes: str = "") -> bool:
    """Whether two written words count as one.

    prefixes: letters that may be attached on one side only, out of و ف ب ل ك; needs the rung "conjunction".
    """
    if _equal_but_article(left, right, rungs):
        return True
    if "conjunction" not in rungs:
        return False
    return any(_equal_but_article(x, right, rungs) for x in strip_prefixes(left, prefixes)) or any(
        _equal_but_article(left, x, rungs) for x in strip_prefixes(right, prefixes)
    )


def strip_prefixes(word: str, prefixes: str) -> Iterator[str]:
    """The word without one or two attached letters out of ``prefixes``, each way of taking them off."""
    if word[:1] and word[0] in "وف":
        rest = clitics.without_conjunction(word) if word[0] in prefixes else None
        if rest is None:
            return
        yield rest
        word = rest
    if word[:1] and word[0] in prefixes and word[0] in "بلك":
        yield from clitics.without_preposition(word)


def runs_equal(left: Sequence[str], right: Sequence[str], rungs: Collection[str], prefixes: str | None = None) -> bool:
    """Whether two runs of units match word by word.

    prefixes: as in `words_equal` for every word; None: و ف at the first word, و at the others (a list).
    """
    if len(left) != len(right):
        return False
    allowed = [prefixes if prefixes is not None else "وف" if i == 0 else "و" for i in range(len(left))]
    return all(map(words_equal, left, right, [rungs] * len(left), allowed))


def join_words(run: Sequence[str], rungs: Collection[str]) -> str:
    """A run of units without the gaps between them, folded; digits keep theirs (1 5 is not 15)."""
    keys = [fold_spelling(word, rungs) for word in run]
    return "".join(f" {key} " if any(map(str.isdigit, key)) else key for key in keys)


def texts_equal(given: str, accepted: str, rungs: Collection[str]) -> bool:
    """Whether two texts are the same under these rungs."""
    left, right = comparable_words(given, rungs), comparable_words(accepted, rungs)
    if not left or not right:
        return "spacing" in rungs and normalize.canonical(given) == normalize.canonical(accepted)
    if runs_equal(left, right, rungs):
        return True
    # Only the gaps differ: بيونغيانغ, لايزال.
    return "spacing" in rungs and len(left) != len(right) and join_words(left, rungs) == join_words(right, rungs)
