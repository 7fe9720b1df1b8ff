"""Values that an answer gives to the wrong things: amounts exchanged, a way told from its end to its start.

«كيلو جزر ونصف كيلو موز» has both amounts of the text, each with the other's thing; «من فاس إلى القيروان» turns the way.
"""

from collections.abc import Iterator, Sequence

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import folded_words, unit_of
from webapp.arabic.matching.framing_words import GRAMMAR

_PARTS = folded_words("نصف نص ربع ثلث")
_FROM = frozenset({"من"})
_TO = folded_words("إلى حتى")
Amount = tuple[str, ...]


def exchanges_values(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if an answer gives a thing of the key the amount of another, or turns the way of the text."""
    return _exchanges_amounts(words, setting) or _turns_way(words, setting)


def _exchanges_amounts(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    said = [pair for pair in _amounts(words) if not pair[1].stems.isdisjoint(setting.key)]
    if not said:
        return False
    told = [pair for line in setting.sentences for pair in _amounts(line)]
    for amount, thing in said:
        own = {size for size, other in told if other.stems & thing.stems}
        others = {size for size, other in told if not other.stems & thing.stems}
        if own and amount not in own and amount in others:
            return True
    return False


def _amounts(words: Sequence[AnswerWord]) -> Iterator[tuple[Amount, AnswerWord]]:
    """Each amount in a line of words with the thing that it counts."""
    amount: list[str] = []
    for at, word in enumerate(words):
        if word.joint:
            amount = []
        unit = unit_of(word)
        if word.number or unit or word.stems & _PARTS:
            amount.append(unit or next(iter(sorted(word.stems & _PARTS)), word.word.partition("#")[2]))
        elif amount and word.folded != "من":
            yield tuple(amount), word
            amount = []
        elif not amount or at + 1 == len(words):
            amount = []


def _turns_way(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if both ends of a way are exchanged, or one end where the text tells nothing but the other."""
    starts, ends = _ends_of_way(words)
    if not starts or not ends:
        return False
    ways = [_ends_of_way(line) for line in setting.sentences]
    told_starts, told_ends = (frozenset[str]().union(*(way[end] for way in ways)) for end in (0, 1))
    key, told = setting.key - GRAMMAR, setting.quoted - GRAMMAR
    if not (starts & told and ends & told):
        return False
    turned_start = starts & key & told_ends and not starts & told_starts
    return bool(turned_start or (ends & key & told_starts and not ends & told_ends))


def _ends_of_way(words: Sequence[AnswerWord]) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of what stands behind من, and behind إلى or ل."""
    starts, ends = set[str](), set[str]()
    for at, word in enumerate(words):
        before = words[at - 1].folded if at else ""
        if before in _FROM:
            starts |= word.stems
        elif before in _TO or (word.folded.startswith("ل") and len(word.stems) > 1):
            ends |= word.stems
    return frozenset(starts), frozenset(ends)
