"""A wording that lists things: its parts, and its other orders; and the two ends of a way, «من فاس إلى طنجة»."""

import re
from collections.abc import Iterator
from itertools import permutations

from webapp.arabic import clitics
from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.word_shapes import fold, folded_words
from webapp.arabic.matching.framing_words import LIMITS, UNITS
from webapp.arabic.matching.negation import negations
from webapp.arabic.normalize import canonical

MOST_PARTS = 4
MOST_WORDS_OF_PART = 4
MOST_TURNED = 3
"""Parts of a list that is said in all its orders; a longer one is only turned round."""
_ORDERED = folded_words("ثم فثم بين إلى حتى أولا ثانيا أخيرا بعد قبل لكن بل أو أم منذ")
_FRACTIONS = folded_words("ونصف والنصف ونص والنص وربع والربع وثلث والثلث")
_ASKS_ORDER = re.compile(
    r"رتب|ترتيب|تسلسل|بالتتابع|(?<!\w)(?:و?(?:من|إلى|الى) أين|ماذا (?:فعل|حدث|جرى|حصل|صنع)\w*)(?!\w)"
)
_WAY = re.compile(r"(?:من )?(?P<start>\S.*?) (?:(?:إلى|الى|حتى) (?P<end>\S.*)|ل(?P<to>\S.*))")


def asks_order(prompt: str) -> bool:
    """Tell if a question asks in which order things come, or from where to where."""
    return bool(_ASKS_ORDER.search(canonical(prompt)))


def listed_parts(wording: str) -> tuple[str, ...]:
    """The things that a wording joins by و or commas; empty where their order may matter."""
    if negations(wording):
        return ()
    parts = list[list[str]]()
    for chunk in re.split(r"\s*[،,]\s*", canonical(wording)):
        words = chunk.split()
        for number, word in enumerate(words):
            if fold(word) in _FRACTIONS and not _begins_measure(words, number):
                return ()
            joined = clitics.without_conjunction(word) if word[0] == "و" else None
            if not number or joined:
                parts.append([])
            parts[-1].append(joined if joined and (number or len(parts) > 1) else word)
    listed = 2 <= len(parts) <= MOST_PARTS and all(0 < len(part) <= MOST_WORDS_OF_PART for part in parts)
    return tuple(map(" ".join, parts)) if listed and _is_free(wording, parts) else ()


def _begins_measure(words: list[str], at: int) -> bool:
    """Tell if a fraction is the amount of another thing («كيلو موز ونصف كيلو جزر») and no part of what is before it."""
    before, behind = words[at - 1] if at > 1 else "", words[at + 1 : at + 2]
    return bool(before and behind) and fold(before) not in UNITS and fold(behind[0]) in UNITS


def _is_free(wording: str, parts: list[list[str]]) -> bool:
    """Tell if nothing in the wording orders its parts: a word of order, or a number of several words."""
    words = answer_words(wording)
    if any(word.number for word in words) and len(words) < sum(map(len, parts)):
        return False
    return not any(word.folded in _ORDERED or word.stems & LIMITS for word in words)


def other_orders(wording: str) -> Iterator[str]:
    """The wording with its things in every other order."""
    parts = listed_parts(wording)
    orders = permutations(parts) if len(parts) <= MOST_TURNED else [parts[::-1]]
    yield from (" و".join(order) for order in orders if tuple(order) != parts)


def way_of(wording: str) -> tuple[tuple[str, str], ...]:
    """Both ends of the way that a wording tells, if it tells one."""
    text = canonical(wording)
    way = _WAY.fullmatch(text) if text.startswith("من ") else None
    if not way:
        return ()
    return ((way["start"], way["end"] or way["to"].removeprefix("ل")),)


def told_way(start: str, end: str) -> Iterator[str]:
    """A way in all its forms, from its start and from its end."""
    to = f"لل{end.removeprefix('ال')}" if end.startswith("ال") else f"ل{end}"
    yield from (f"من {start} إلى {end}", f"من {start} حتى {end}", f"من {start} {to}", f"إلى {end} من {start}")
