"""Whether two stretches of text are the same under a set of rungs. No edit distance anywhere."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from webapp.arabic import clitics, normalize, numbers
from webapp.arabic.tokenizer import WORD

# A minus right before a number is part of it, unless a second dash makes the pair a parenthesis (-5 سنوات-).
_UNIT = re.compile(rf"(?:(?<![^\s(])[-\u2212](?=\d)(?![^-\u2212]*[-\u2212]))?{WORD}|[%\u066a]")
_NUMERAL = re.compile(r"[-\u2212]?\d[\d.,]*")
_LONG_VOWEL_HAMZA = re.compile("(?<=[اوي])[ئء]")
# أصدقاؤه / أصدقائه / أصدقاءه: one word in three cases.
_SUFFIXED_HAMZA = re.compile("(?<=ا)[ؤئء](?=(?:ه|ها|هم|هما|هن|ك|كم|نا|ي)$)")
_WAW_HAMZA = re.compile("[ؤئء](?=و)")
_REMEMBERED = 200
"""How many letters are a wording; a longer text is cut each time."""
_FOLDS = (
    ("tashkeel", normalize.strip_tashkeel),
    ("tatweel", normalize.strip_tatweel),
    ("hamza", normalize.fold_hamza),
    ("ta-marbuta", normalize.fold_ta_marbuta),
    ("alef-maqsura", normalize.fold_alef_maqsura),
)


def units(text: str, rungs: Collection[str]) -> list[str]:
    """The words to compare, as written but for numbers: under "number-words" each is one unit, ``#100``."""
    if len(text) > _REMEMBERED:
        return _cut(text, rungs)
    return list(_remembered(text, frozenset(rungs)))


# Every wording of a key is compared with every other, and with every answer.
@lru_cache(maxsize=1024)
def _remembered(text: str, rungs: frozenset[str]) -> tuple[str, ...]:
    return tuple(_cut(text, rungs))


def _cut(text: str, rungs: Collection[str]) -> list[str]:
    spacing = "spacing" in rungs
    found = _with_waw_attached(_UNIT.findall(normalize.canonical(text))) if spacing else text.split(" ")
    if "digits" in rungs:
        found = [_numeral(word) for word in found]
    return numbers.collapse(found) if "number-words" in rungs else found


def _with_waw_attached(found: list[str]) -> list[str]:
    # «قال و أضاف»: a و typed with a space behind it still belongs to the next word.
    joined: list[str] = []
    for word in reversed(found):
        if word == "و" and joined and joined[-1] != "%":
            joined[-1] = word + joined[-1]
        else:
            joined.append(word)
    return joined[::-1]


def _numeral(word: str) -> str:
    folded = "%" if word == "\u066a" else normalize.fold_digits(word)
    number = numbers.digits_value(folded) if _NUMERAL.fullmatch(folded) else None
    return folded if number is None else str(number)


def spelled(word: str, rungs: Collection[str]) -> str:
    """One written word with the spelling rungs folded."""
    for rung, fold in _FOLDS:
        if rung in rungs:
            word = fold(word)
    return word


def _hamza_kept(word: str, rungs: Collection[str]) -> str:
    """A second key under "hamza": which seat is forgiven, that there is a hamza is not.

    It makes قراءة = قرائة and شيء = شئ one without making سائل = سأل or تفاؤل = تفاءل one.
    """
    plain = spelled(word, [rung for rung in rungs if rung in ("tashkeel", "tatweel")])
    plain = _SUFFIXED_HAMZA.sub("ء", _WAW_HAMZA.sub("و", plain))
    plain = _LONG_VOWEL_HAMZA.sub("ء", plain)
    return "ء".join(spelled(part, rungs) for part in plain.split("ء"))


def spelled_same(left: str, right: str, rungs: Collection[str]) -> bool:
    """Whether two words are one word under the spelling rungs alone."""
    if left == right or spelled(left, rungs) == spelled(right, rungs):
        return True
    if "hamza" not in rungs:
        return False
    # قاريون for قارئون: its ئ may be typed as ي, though `fold_hamza` takes the ئ of مسئول for و.
    seats = [spelled(word.replace("ئو", "يو"), rungs) for word in (left, right)]
    return seats[0] == seats[1] or _hamza_kept(left, rungs) == _hamza_kept(right, rungs)


def _article_same(left: str, right: str, rungs: Collection[str]) -> bool:
    if spelled_same(left, right, rungs):
        return True
    if "article" not in rungs:
        return False
    pairs = ((clitics.without_article(left), right), (left, clitics.without_article(right)))
    return any(x is not None and y is not None and spelled_same(x, y, rungs) for x, y in pairs)


def word_same(left: str, right: str, rungs: Collection[str], prefixes: str = "") -> bool:
    """Whether two written words count as one.

    prefixes: letters that may be attached on one side only, out of و ف ب ل ك; needs the rung "conjunction".
    """
    if _article_same(left, right, rungs):
        return True
    if "conjunction" not in rungs:
        return False
    return any(_article_same(x, right, rungs) for x in peeled(left, prefixes)) or any(
        _article_same(left, x, rungs) for x in peeled(right, prefixes)
    )


def peeled(word: str, prefixes: str) -> Iterator[str]:
    """The word without one or two attached letters out of ``prefixes``, each way of taking them off."""
    if word[:1] and word[0] in "وف":
        rest = clitics.without_conjunction(word) if word[0] in prefixes else None
        if rest is None:
            return
        yield rest
        word = rest
    if word[:1] and word[0] in prefixes and word[0] in "بلك":
        yield from clitics.without_preposition(word)


def units_same(left: Sequence[str], right: Sequence[str], rungs: Collection[str], prefixes: str | None = None) -> bool:
    """Whether two runs of units match word by word.

    prefixes: as in `word_same` for every word; None: و ف at the first word, و at the others (a list).
    """
    if len(left) != len(right):
        return False
    allowed = [prefixes if prefixes is not None else "وف" if i == 0 else "و" for i in range(len(left))]
    return all(map(word_same, left, right, [rungs] * len(left), allowed))


def joined(run: Sequence[str], rungs: Collection[str]) -> str:
    """A run of units without the gaps between them, folded; digits keep theirs (1 5 is not 15)."""
    keys = [spelled(word, rungs) for word in run]
    return "".join(f" {key} " if any(map(str.isdigit, key)) else key for key in keys)


def text_same(given: str, accepted: str, rungs: Collection[str]) -> bool:
    """Whether two texts are the same under these rungs."""
    left, right = units(given, rungs), units(accepted, rungs)
    if not left or not right:
        return "spacing" in rungs and normalize.canonical(given) == normalize.canonical(accepted)
    if units_same(left, right, rungs):
        return True
    # Only the gaps differ: بيونغيانغ, لايزال.
    return "spacing" in rungs and len(left) != len(right) and joined(left, rungs) == joined(right, rungs)
