"""Equality of words and texts under a set of tolerance levels. No edit distance anywhere."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
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
_MAX_CACHED_LENGTH = 1200
"""Most letters of a text that is remembered in pieces; a longer one is cut again each time."""
_MAX_CACHED_WORD = 60
"""Most letters of a word whose forms are remembered."""
_FOLDS = (
    ("tashkeel", normalize.strip_tashkeel),
    ("tatweel", normalize.strip_tatweel),
    ("hamza", normalize.fold_hamza),
    ("ta-marbuta", normalize.fold_ta_marbuta),
    ("alef-maqsura", normalize.fold_alef_maqsura),
)


def comparable_words(text: str, levels: Collection[str]) -> list[str]:
    """Split a text into the words to compare; under "number-words" each number is one word, ``#100``."""
    return list(comparable_tuple(text, frozenset(levels)))


def comparable_tuple(text: str, levels: frozenset[str]) -> tuple[str, ...]:
    """Split a text like `comparable_words`, without a copy of what is remembered."""
    return (_cached_words if len(text) <= _MAX_CACHED_LENGTH else _cached_words.__wrapped__)(text, levels)


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


def _spelling_keys(word: str, levels: frozenset[str]) -> frozenset[str]:
    """Keys of which two words share one if they are one word under the spelling levels alone."""
    keys = {fold_spelling(word, levels)}
    if "hamza" in levels:
        # قاريون for قارئون: its ئ may be typed as ي, though `fold_hamza` takes the ئ of مسئول for و.
        keys |= {f"seat {fold_spelling(word.replace('ئو', 'يو'), levels)}", f"ء {_fold_keeping_hamza(word, levels)}"}
    return frozenset(keys)


@dataclass(frozen=True, slots=True)
class _WordForms:
    """Spelling keys of a word: as written, without its article, without attached letters, without both; and of all."""

    written: frozenset[str]
    bare: frozenset[str]
    stripped: frozenset[str]
    stripped_bare: frozenset[str]
    every: frozenset[str]


def _find_forms(word: str, levels: frozenset[str], prefixes: str) -> _WordForms:
    stripped = list(strip_prefixes(word, prefixes)) if "conjunction" in levels else []
    written, rest = _spelling_keys(word, levels), _keys_of_all(stripped, levels)
    bare, stripped_bare = _keys_of_bare([word], levels), _keys_of_bare(stripped, levels)
    return _WordForms(written, bare, rest, stripped_bare, written | bare | rest | stripped_bare)


# A word of the answer is compared with each word of each wording, and the other way round.
_cached_forms = lru_cache(maxsize=4096)(_find_forms)


def _forms_of(word: str, levels: frozenset[str], prefixes: str) -> _WordForms:
    return (_cached_forms if len(word) <= _MAX_CACHED_WORD else _find_forms)(word, levels, prefixes)


def _keys_of_all(words: Iterable[str], levels: frozenset[str]) -> frozenset[str]:
    return frozenset(key for word in words for key in _spelling_keys(word, levels))


def _keys_of_bare(words: Iterable[str], levels: frozenset[str]) -> frozenset[str]:
    """Keys of the words without their article, of those that have one."""
    if "article" not in levels:
        return frozenset()
    return _keys_of_all([bare for word in words if (bare := clitics.without_article(word)) is not None], levels)


def words_equal(left: str, right: str, levels: Collection[str], prefixes: str = "") -> bool:
    """Tell if two written words count as one.

    prefixes: letters that may be attached on one side only, out of و ف ب ل ك; needs the level "conjunction".
    """
    if left == right:
        return True
    levels = frozenset(levels)
    return _forms_equal(_forms_of(left, levels, prefixes), _forms_of(right, levels, prefixes))


def _forms_equal(one: _WordForms, other: _WordForms) -> bool:
    """Compare two words: each of article and attached letters may be missing on one side, not one on either side."""
    if one.every.isdisjoint(other.every):
        return False
    return not (
        one.written.isdisjoint(other.every)
        and other.written.isdisjoint(one.every)
        and one.bare.isdisjoint(other.stripped)
        and other.bare.isdisjoint(one.stripped)
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


def runs_equal(left: Sequence[str], right: Sequence[str], levels: Collection[str]) -> bool:
    """Tell if two runs of words match word by word; و ف may be attached to the first word, و to the others."""
    if len(left) != len(right):
        return False
    levels = frozenset(levels)
    return all(
        words_equal(x, y, levels, "و" if at else "وف") for at, (x, y) in enumerate(zip(left, right, strict=True))
    )


def find_run(words: Sequence[str], wanted: Sequence[str], levels: frozenset[str], prefixes: str) -> int | None:
    """Find where the wanted words stand side by side in the words; ``prefixes`` as in `words_equal`, for each word."""
    if len(wanted) > len(words):
        return None
    forms, searched = ([_forms_of(word, levels, prefixes) for word in run] for run in (words, wanted))
    first = searched[0].every
    for start in range(len(forms) - len(searched) + 1):
        if not first.isdisjoint(forms[start].every) and all(
            map(_forms_equal, forms[start : start + len(searched)], searched)
        ):
            return start
    return None


def join_keys(text: str, levels: frozenset[str]) -> tuple[str, ...]:
    """Fold the words of a text one by one, to be joined without gaps; digits keep theirs (1 5 is not 15)."""
    return (_cached_join_keys if len(text) <= _MAX_CACHED_LENGTH else _cached_join_keys.__wrapped__)(text, levels)


@lru_cache(maxsize=1024)
def _cached_join_keys(text: str, levels: frozenset[str]) -> tuple[str, ...]:
    return tuple(_join_keys(comparable_tuple(text, levels), levels))


def _join_keys(run: Iterable[str], levels: Collection[str]) -> Iterator[str]:
    for word in run:
        key = fold_spelling(word, levels)
        yield f" {key} " if any(map(str.isdigit, key)) else key


def texts_equal(answer: str, accepted: str, levels: Collection[str]) -> bool:
    """Tell if two texts are the same under these levels."""
    levels = frozenset(levels)
    left, right = comparable_tuple(answer, levels), comparable_tuple(accepted, levels)
    if not left or not right:
        return "spacing" in levels and normalize.canonical(answer) == normalize.canonical(accepted)
    if runs_equal(left, right, levels):
        return True
    # Only the gaps differ: بيونغيانغ, لايزال.
    if "spacing" not in levels or len(left) == len(right):
        return False
    return "".join(join_keys(answer, levels)) == "".join(join_keys(accepted, levels))
