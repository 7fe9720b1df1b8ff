"""The place of a wording in an answer: neighbouring words, between which framing words may stand."""

from collections.abc import Collection, Sequence

from webapp.arabic.answer_words import AnswerWord
from webapp.arabic.framing_words import FRAMING
from webapp.arabic.text_equality import comparable_words, fold_spelling, words_equal
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

MAX_BETWEEN = 2
_ATTACHABLE = "وفبلك"


def key_positions(words: Sequence[AnswerWord], wording: str, levels: Collection[str]) -> frozenset[int] | None:
    """The indexes of the words that say the wording; None if they do not."""
    wanted = comparable_words(wording, TOLERANCE_LEVELS)
    if not wanted:
        return None
    allowed = frozenset(levels)
    for start, word in enumerate(words):
        if words_equal(word.word, wanted[0], allowed, _ATTACHABLE) and (
            places := _places_from(words, wanted, start, allowed)
        ):
            return places
    return _places_across_gap(words, wanted)


def _places_from(
    words: Sequence[AnswerWord], wanted: Sequence[str], start: int, levels: frozenset[str]
) -> frozenset[int] | None:
    places, at = [start], start + 1
    for word in wanted[1:]:
        end = min(at + MAX_BETWEEN + 1, len(words))
        while at < end and not words_equal(words[at].word, word, levels, _ATTACHABLE):
            at = at + 1 if words[at].stems & FRAMING else end
        if at >= end:
            return None
        places.append(at)
        at += 1
    return frozenset(places)


def _places_across_gap(words: Sequence[AnswerWord], wanted: Sequence[str]) -> frozenset[int] | None:
    """The words where a space was typed or left out (بيونغيانغ, عبدالرحمن)."""
    joined = "".join(fold_spelling(word, TOLERANCE_LEVELS) for word in wanted)
    if any("#" in word for word in wanted):
        return None
    for size in (len(wanted) - 1, len(wanted) + 1):
        for start in range(len(words) - size + 1 if size else 0):
            run = words[start : start + size]
            first = {run[0].folded, *run[0].stems}
            rest = "".join(word.folded for word in run[1:])
            if any(form + rest == joined for form in first):
                return frozenset(range(start, start + size))
    return None
