"""Values that an answer gives to the wrong things: amounts exchanged, a way told from its end to its start.

«كيلو جزر ونصف كيلو موز» has both amounts of the text, each with the other's thing; «من فاس إلى القيروان» turns the way.
"""

from collections.abc import Iterable, Iterator, Sequence

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.told_counts import clauses, numbers_of
from webapp.arabic.keys.word_shapes import folded_words, skeleton_of_counted, unit_of
from webapp.arabic.matching.framing_words import GRAMMAR

_SIZES = {"نصف": "0.5", "نص": "0.5", "ونص": "0.5", "ربع": "0.25", "ثلث": "0.33"}
_PARTS = frozenset(_SIZES)
_FROM = frozenset({"من"})
_TO = folded_words("إلى حتى")
Amount = tuple[str, ...]


def exchanges_values(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if an answer gives a thing of the key the amount of another, or turns the way of the text."""
    return _exchanges_amounts(words, setting) or _exchanges_counts(words, setting) or _turns_way(words, setting)


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


def _size(word: AnswerWord) -> list[str]:
    """A number or a part of one in one form; one of a measure is the measure."""
    size = word.word.partition("#")[2] or next((size for part, size in _SIZES.items() if part in word.stems), "")
    return [] if size == "1" else [size]


def _exchanges_counts(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if a clause gives the one number in it to a thing that the text has beside another number."""
    told, counted = setting.told_counts
    if not any(clause.numbers for clause in told):
        return False
    for clause in clauses(words):
        numbers = numbers_of(clause, counted)
        if len(numbers) != 1:
            continue
        things = [thing.stems for thing in clause if _is_thing_of_key(thing, setting, counted)]
        owned = [_union(line.numbers for line in told if not line.stems.isdisjoint(thing)) for thing in things]
        of_things = frozenset[str]().union(*things)
        others = _union(line.numbers for line in told if line.stems.isdisjoint(of_things))
        # Where it belongs to one of several things in the clause, nothing is exchanged.
        if any(owned) and not any(map(numbers.__le__, owned)) and numbers <= others:
            return True
    return False


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _is_thing_of_key(word: AnswerWord, setting: KeySetting, counted: frozenset[str]) -> bool:
    """Tell if a word of the key has a number in the text, and is neither number nor what is counted."""
    plain = (word.definite or word.stems.isdisjoint(GRAMMAR)) and not word.number  # الأم is not أم
    return plain and not word.stems.isdisjoint(setting.key) and skeleton_of_counted(word.word) not in counted


def _amounts(words: Sequence[AnswerWord]) -> Iterator[tuple[Amount, AnswerWord]]:
    """Each amount in a line of words with the thing that it counts."""
    amount: list[str] = []
    for at, word in enumerate(words):
        if word.joint:
            amount = []
        unit = unit_of(word)
        if word.number or unit or word.stems & _PARTS:
            amount += [unit] if unit else _size(word)
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
