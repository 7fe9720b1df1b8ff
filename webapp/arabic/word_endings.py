"""A quick no: two words whose last consonants differ are not equal under any tolerance.

What may differ between two spellings of a word are its marks, its weak letters and what is attached before it; so its
last two consonants behind such particles stay. To look at them costs a hundredth of comparing all forms of two words,
and nearly all words of an answer are none of the key.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from webapp.arabic.normalize import INSIDE
from webapp.arabic.word_cache import cached_by_word

KEPT = 2
_MARK_CODES = (0x300, 0x900)
_SIGNS_INSIDE = re.findall(f"[{INSIDE}]", "".join(map(chr, range(*_MARK_CODES))))
_MARKS = str.maketrans(dict.fromkeys(_SIGNS_INSIDE))
_WEAK = str.maketrans(dict.fromkeys([*"اأإآٱٲٳويىئؤءةه", *_SIGNS_INSIDE]))
_PARTICLES = re.compile("[وف]?[بكل]?")


def ending_of(spelling: str) -> str:
    """The last consonants of a spelling that belong to no particle before it."""
    return _PARTICLES.sub("", spelling.translate(_MARKS), count=1).translate(_WEAK)[-KEPT:]


def endings_of(spellings: Iterable[str]) -> frozenset[str]:
    """The endings of several spellings."""
    return frozenset(map(ending_of, spellings))


@cached_by_word(4096)
def _consonants(word: str) -> str:
    return word.translate(_WEAK)


@lru_cache(maxsize=256)  # an answer is searched for each wording of the key
def places_by_ending(words: tuple[str, ...]) -> dict[str, list[int]]:
    """The places of the words by each ending that a spelling of them may have."""
    places = defaultdict[str, list[int]](list)
    for at, word in enumerate(words):
        consonants = _consonants(word)
        places[consonants[-2:]].append(at)
        if consonants[1:]:
            places[consonants[-1]].append(at)
    places[""] = list(range(len(words)))
    return dict(places) if words else {}


def likely_places(words: Sequence[str], endings: frozenset[str]) -> list[int]:
    """The places of the words that may equal a word with one of these endings."""
    places = places_by_ending(tuple(words))
    return sorted({at for ending in endings & places.keys() for at in places[ending]})
