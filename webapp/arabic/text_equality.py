"""Equality of words and texts under a set of tolerance levels. No edit distance anywhere."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from webapp.arabic import clitics, normalize, numbers
from webapp.arabic.tokenizer import WORD
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS
from webapp.arabic.typed_forms import fold_typed_forms
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word
from webapp.arabic.word_endings import endings_of, likely_places
from webapp.arabic.word_variants import case_variants, maqsura_variants, may_have_case

# A minus right before a number is part of it, unless a second dash makes the pair a parenthesis (-5 سنوات-).
_WORD_OR_PERCENT = re.compile(rf"(?:(?<![^\s(])[-\u2212](?=\d)(?![^-\u2212]*[-\u2212]))?{WORD}|[%\u066a]")
_DIGIT_OR_PERCENT = re.compile(r"[\d\u066a]")
_NUMERAL = re.compile(r"[-\u2212]?\d[\d.,]*")
_LONG_VOWEL_HAMZA = re.compile("(?<=[اوي])[ئء]")
# أصدقاؤه / أصدقائه / أصدقاءه: one word in three cases.
_SUFFIXED_HAMZA = re.compile("(?<=ا)[ؤئء](?=(?:ه|ها|هم|هما|هن|ك|كم|نا|ي)$)")
_SEATED_HAMZA = re.compile("[ؤئء]")
_SEVERAL_SPELLINGS = re.compile("[ؤئءى]")
_WAW_HAMZA = re.compile("[ؤئء](?=و)")
SPLITTING_LEVELS = frozenset({"spacing", "digits", "number-words"})
"""The levels that tell where words end; the others fold one word."""
_FOLDS = (
    ("tashkeel", normalize.strip_tashkeel),
    ("tatweel", normalize.strip_tatweel),
    ("hamza", normalize.fold_hamza),
    ("ta-marbuta", normalize.fold_ta_marbuta),
    ("alef-maqsura", normalize.fold_alef_maqsura),
)
MANY_PLACES = 6
"""Of so many places for a run of words the likely ones are sought first."""
_EVERY_LEVEL = frozenset(TOLERANCE_LEVELS)
_SPELLING = frozenset(level for level, _ in _FOLDS)


def comparable_words(text: str, levels: Collection[str]) -> tuple[str, ...]:
    """Split a text into the words to compare; under "number-words" each number is one word, ``#100``."""
    every = levels is TOLERANCE_LEVELS or levels == _EVERY_LEVEL
    return _split_words(text, SPLITTING_LEVELS if every else SPLITTING_LEVELS.intersection(levels))


@cached_by_word(1024, MAX_ANSWER_LENGTH)
def _split_words(text: str, levels: frozenset[str]) -> tuple[str, ...]:
    spacing = "spacing" in levels
    typed = fold_typed_forms(normalize.canonical(text)) if spacing else text
    words = _with_waw_attached(_WORD_OR_PERCENT.findall(typed)) if spacing else text.split(" ")
    if "digits" in levels and _DIGIT_OR_PERCENT.search(typed):
        words = [word if word.isalpha() else _numeral(word) for word in words]
    return tuple(numbers.collapse_numbers(words) if "number-words" in levels else words)


def _with_waw_attached(words: list[str]) -> list[str]:
    # «قال و أضاف»: a و typed with a space behind it still belongs to the next word.
    if "و" not in words:
        return words
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
    if normalize.is_folded(word):
        return word
    if levels is TOLERANCE_LEVELS or (allowed := frozenset(levels)) >= _SPELLING:
        return _folded_wholly(word)
    return _folded_by_levels(word, allowed)


@cached_by_word(4096)
def _folded_wholly(word: str) -> str:
    return normalize.fold_letters(word) if normalize.is_letters(word) else _folded_by_levels(word, _SPELLING)


@cached_by_word(4096)
def _folded_by_levels(word: str, levels: frozenset[str]) -> str:
    for level, fold in _FOLDS:
        if level in levels:
            word = fold(word)
    return word


def _fold_keeping_hamza(word: str, levels: frozenset[str]) -> str:
    """Fold a word, but keep each hamza as ء: its seat is forgiven, its presence is not.

    It makes قراءة = قرائة and شيء = شئ without making سائل = سأل or تفاؤل = تفاءل.
    """
    plain = word if normalize.is_letters(word) else fold_spelling(word, levels & {"tashkeel", "tatweel"})
    plain = _WAW_HAMZA.sub("و", plain)
    if "ؤ" in plain or "ئ" in plain:
        plain = _LONG_VOWEL_HAMZA.sub("ء", _SUFFIXED_HAMZA.sub("ء", plain))
    wholly = levels >= _SPELLING and normalize.is_letters(plain)
    fold = normalize.fold_letters if wholly else partial(fold_spelling, levels=levels)
    return "ء".join(map(fold, plain.split("ء")))


def _spellings(word: str, levels: frozenset[str]) -> set[str]:
    """The folded spellings of a word: two words that share one are one word under the spelling levels alone."""
    spellings = {fold_spelling(word, levels)}
    if "hamza" in levels and _SEATED_HAMZA.search(word):  # without one these are the same
        # قاريون for قارئون: its ئ may be typed as ي, though `fold_hamza` takes the ئ of مسئول for و.
        if "ئو" in word:
            spellings.add(fold_spelling(word.replace("ئو", "يو"), levels))
        spellings.add(_fold_keeping_hamza(word, levels))
    if "tashkeel" in levels and may_have_case(word):
        spellings |= {fold_spelling(variant, levels) for variant in case_variants(word)}
    if "alef-maqsura" in levels and "ى" in word:
        spellings |= {fold_spelling(variant, levels) for variant in maqsura_variants(word)}
    return spellings


_NONE = frozenset[str]()


class _Forms(NamedTuple):
    """The spellings of a word as written, without its article, without its prefixes, without both; and all of them."""

    whole: frozenset[str]
    bare: frozenset[str]
    detached: frozenset[str]
    detached_bare: frozenset[str]
    every: frozenset[str]


FormsOfWord = Callable[[str], _Forms]


def _forms_under(levels: frozenset[str], prefixes: str) -> FormsOfWord:
    """The function that gives the forms of a word; under all levels, as most are read, from a memo of their own."""
    return _memo_of_forms(prefixes) if levels == _EVERY_LEVEL else partial(_forms, levels=levels, prefixes=prefixes)


@lru_cache(maxsize=8)
def _memo_of_forms(prefixes: str) -> FormsOfWord:
    def forms(word: str) -> _Forms:
        return _folded_once(word, _EVERY_LEVEL, prefixes)

    return cached_by_word(2048)(forms)


@cached_by_word(1024)
def _forms(word: str, levels: frozenset[str], prefixes: str) -> _Forms:
    return _folded_once(word, levels, prefixes)


def _folded_once(word: str, levels: frozenset[str], prefixes: str) -> _Forms:
    """Fold a word once for all its comparisons."""
    spelled = _speller(word, levels)
    whole = spelled([word])
    if word[:1] not in clitics.ATTACHABLE:
        return _Forms(whole, _NONE, _NONE, _NONE, whole)
    detached = list(strip_prefixes(word, prefixes)) if "conjunction" in levels else []
    bare, detached_forms, detached_bare = spelled(_bare([word], levels)), spelled(detached), _NONE
    if detached:
        detached_bare = spelled(_bare(detached, levels))
    return _Forms(whole, bare, detached_forms, detached_bare, whole | bare | detached_forms | detached_bare)


def _speller(word: str, levels: frozenset[str]) -> Callable[[Sequence[str]], frozenset[str]]:
    """The function that spells forms of a word: most words, and so all their forms, have one spelling."""
    if not may_have_case(word):
        if normalize.is_folded(word):
            return frozenset
        if levels >= _SPELLING and not _SEVERAL_SPELLINGS.search(word):
            return _folded_forms
    return partial(_spelled_forms, levels=levels)


def _folded_forms(forms: Sequence[str]) -> frozenset[str]:
    return frozenset(map(normalize.fold_letters, forms))


def _spelled_forms(forms: Sequence[str], levels: frozenset[str]) -> frozenset[str]:
    return frozenset([spelling for form in forms for spelling in _spellings(form, levels)])


def _bare(words: Iterable[str], levels: frozenset[str]) -> list[str]:
    """The words that have an article, without it."""
    return [bare for word in words if (bare := clitics.without_article(word))] if "article" in levels else []


def every_spelling(word: str, levels: frozenset[str], prefixes: str) -> frozenset[str]:
    """The spellings of all forms of a word: words without one in common are not equal (`words_equal`)."""
    return _forms_under(levels, prefixes)(word).every


def words_equal(left: str, right: str, levels: Collection[str], prefixes: str = "") -> bool:
    """Tell if two written words count as one.

    An article may stand on one side only, and so may a prefix. prefixes: letters that may be attached, out of
    و ف ب ل ك; needs the level "conjunction".
    """
    if left == right:
        return True
    allowed = frozenset(levels)
    forms = _forms_under(allowed, prefixes)
    return _forms_equal(forms(left), forms(right))


def _forms_equal(ours: _Forms, theirs: _Forms) -> bool:
    if ours.every.isdisjoint(theirs.every):
        return False
    return not (
        ours.whole.isdisjoint(theirs.every)
        and theirs.whole.isdisjoint(ours.every)
        and ours.bare.isdisjoint(theirs.detached)
        and ours.detached.isdisjoint(theirs.bare)
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
    allowed = ["وف" if at == 0 else "و" for at in range(len(left))]
    return all(map(words_equal, left, right, [levels] * len(left), allowed))


def find_run(words: Sequence[str], wanted: Sequence[str], levels: frozenset[str], prefixes: str) -> int | None:
    """Find where the wanted words stand side by side in the words; ``prefixes`` as in `words_equal`, for each word."""
    last = len(words) - len(wanted)
    if last < 0:
        return None
    starts: Iterable[int] = range(last + 1)
    if last >= MANY_PLACES:
        likely = likely_places(words, endings_of_word(wanted[0], levels, prefixes))
        starts = (start for start in likely if start <= last)
    forms = _forms_under(levels, prefixes)
    wanted_forms = [(word, forms(word)) for word in wanted]
    for start in starts:
        for at, (word, sought) in enumerate(wanted_forms, start):
            typed = words[at]
            if typed != word and not _forms_equal(forms(typed), sought):
                break
        else:
            return start
    return None


@cached_by_word(2048)
def endings_of_word(word: str, levels: frozenset[str], prefixes: str) -> frozenset[str]:
    """The endings of all spellings of a word (`word_endings`)."""
    return endings_of(_forms_under(levels, prefixes)(word).every)


@lru_cache(maxsize=64)  # an answer is searched for the wordings of each idea
def spellings_of_words(words: tuple[str, ...], levels: frozenset[str], prefixes: str) -> frozenset[str]:
    """The spellings of all forms of these words."""
    forms = _forms_under(levels, prefixes)
    return frozenset[str]().union(*[forms(word).every for word in words])
