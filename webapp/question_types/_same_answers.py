"""Answers that say the same: an answer that the marking takes where the other one is the whole key."""

from __future__ import annotations

from functools import lru_cache

from webapp.arabic.matching.answer_matching import match
from webapp.arabic.tolerance_levels import ToleranceLevel
from webapp.question_types._answer_reader import AnswerReader
from webapp.question_types._answer_reading import AcceptedWording
from webapp.question_types._bound_reader import Key, reader_of
from webapp.question_types._typed_answer import ANSWER_LIMIT, DEFAULT_TOLERANCE

MAX_READERS = 256


def says_same(
    prompt: str,
    answer: str,
    other: str,
    tolerance: tuple[ToleranceLevel, ...] = DEFAULT_TOLERANCE,
    exact: bool = False,
) -> bool:
    """Tell if an answer says ``other``, whatever frames it; with ``exact`` in its very words.

    Longer answers than are marked by the program are compared word by word.
    """
    if any(map(ANSWER_LIMIT.is_exceeded, (answer, other))):
        return answer.split() == other.split()
    if match(answer, other, tolerance).ok:
        return True
    return not exact and _reader(prompt, other, tolerance).read(answer).reason == "right"


@lru_cache(MAX_READERS)
def _reader(prompt: str, wording: str, tolerance: tuple[ToleranceLevel, ...]) -> AnswerReader:
    return reader_of(Key(prompt, (AcceptedWording(wording, 1.0, ""),), (), (), tolerance))
