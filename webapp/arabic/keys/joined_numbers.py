"""A second number joined to the key's: «87 صوتًا و52 صوتًا» is another answer, whatever else an answer may say."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.keys.word_shapes import unit_of
from webapp.arabic.matching.framing_words import LIGHT


def joins_number(words: Sequence[AnswerWord], setting: KeySetting) -> bool:
    """Tell if و joins a number of the key with another one that has nothing of its own but a unit."""
    return any(
        (_says_number(left, setting) and _is_other_number(right, setting))
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
    return any(word.number and word.stems & setting.key for word in segment)


def _is_other_number(segment: Sequence[AnswerWord], setting: KeySetting) -> bool:
    own = setting.key | setting.prompt | setting.counted | LIGHT
    numbers = [word for word in segment if word.number]
    return (
        bool(numbers)
        and not any(word.stems & (setting.key | setting.prompt) for word in numbers)
        and all(word.number or word.stems & own or unit_of(word) for word in segment)
    )
