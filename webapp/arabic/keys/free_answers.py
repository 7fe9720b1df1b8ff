"""The doubt about an answer that says the ideas of a key and may say more besides.

Two things make even such an answer another one, or leave the program unsure:

- a second number joined to the key's («87 صوتًا و52 صوتًا»): another answer;
- an unknown noun right before the only idea («انتقاد المدير»), which may own it: unsure.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from webapp.arabic import clitics
from webapp.arabic.keys.answer_words import AnswerWord, root_forms
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import fold, looks_like_verb, may_be_head, unit_of
from webapp.arabic.keys.words_beside import WordsBeside
from webapp.arabic.matching.framing_words import DAYS, LIGHT, TRANSPARENT_HEADS


def free_doubt(words: Sequence[AnswerWord], setting: KeySetting, single: bool) -> Literal["", "changed", "unsure"]:
    """The doubt about an answer that has all the ideas; ``single``: the key is one idea."""
    if joins_number(words, setting):
        return "changed"
    doubt = WordsBeside(words, setting).doubt()
    return doubt or ("unsure" if single and _has_unknown_owner(words, setting) else "")


def joins_number(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if و joins a number or a day of the key with another one that has nothing of its own but a unit."""
    return any(
        (_says_number(left, setting) and (_is_other_number(right, setting) or _is_one_more(right, setting)))
        or (_says_number(right, setting) and _is_other_number(left, setting))
        for left, right in pairwise(_segments(words))
        if right[0].joint == "و"
    )


def _segments(words: Sequence[AnswerWord]) -> Iterator[list[AnswerWord]]:
    """Cut before each joint."""
    segment: list[AnswerWord] = []
    for word in words:
        if segment and word.joint:
            yield segment
            segment = []
        segment.append(word)
    if segment:
        yield segment


def _says_number(segment: Sequence[AnswerWord], setting: KeySetting) -> bool:
    return any(_is_value(word) and word.stems & setting.key for word in segment)


def _is_value(word: AnswerWord) -> bool:
    """Tell if the word is a number or a day."""
    return word.number or bool(word.stems & DAYS)


def _is_other_number(segment: Sequence[AnswerWord], setting: KeySetting) -> bool:
    numbers = [word for word in segment if _is_value(word)]
    if not numbers or not all(word.stems.isdisjoint(setting.asked) for word in numbers):
        return False
    own = setting.asked | setting.counted
    known = (_is_value(word) or word.stems & own or word.stems & LIGHT or unit_of(word) for word in segment)
    return all(known)


def _is_one_more(segment: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if a stretch is the unit and nothing else: «مئة وعام» is a hundred and one."""
    return len(segment) == 1 and unit_of(segment[0]) is not None and bool(segment[0].stems & setting.counted)


def _has_unknown_owner(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if a noun of neither text nor question stands right before a word of the key."""
    known = setting.asked | setting.quoted | setting.names
    for before, word in pairwise(words):
        if not word.stems & setting.key or word.joint or word.number or before.number or before.stems & known:
            continue
        if before.stems & TRANSPARENT_HEADS:
            continue
        plain = may_be_head(before) and not looks_like_verb(before) and not unit_of(before)
        if plain and _stands_bare(word, setting) and not root_forms(before.word) & setting.roots:
            return True
    return False


def _stands_bare(word: AnswerWord, setting: KeySetting) -> bool:
    """Tell if no preposition is attached to a word of the key."""
    bare = clitics.without_article(word.word)
    return bool({word.folded, fold(bare or word.word)} & setting.key) and not word.folded.startswith("لل")
