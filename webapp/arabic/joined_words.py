"""Texts compared across the gaps between their words: بيونغ يانغ is بيونغيانغ, لا يزال is لايزال."""

from collections.abc import Collection

from webapp.arabic.normalize import canonical
from webapp.arabic.text_equality import comparable_words, fold_spelling, runs_equal
from webapp.arabic.word_cache import MAX_ANSWER_LENGTH, cached_by_word


def joinable_words(text: str, levels: Collection[str]) -> tuple[str, ...]:
    """The words of a text, folded, to be joined without the gaps between them; digits keep theirs (1 5 is not 15)."""
    return _joinable_words(text, frozenset(levels))


@cached_by_word(1024, MAX_ANSWER_LENGTH)
def _joinable_words(text: str, levels: frozenset[str]) -> tuple[str, ...]:
    keys = [fold_spelling(word, levels) for word in comparable_words(text, levels)]
    return tuple([key if key.isalpha() or not _has_digit(key) else f" {key} " for key in keys])


def _has_digit(word: str) -> bool:
    return "#" in word or any(map(str.isdigit, word))


@cached_by_word(1024, MAX_ANSWER_LENGTH)
def joined_text(text: str, levels: frozenset[str]) -> str:
    """A text without the gaps between its words."""
    return "".join(_joinable_words(text, levels))


def texts_equal(answer: str, accepted: str, levels: Collection[str]) -> bool:
    """Tell if two texts are the same under these levels."""
    left, right = comparable_words(answer, levels), comparable_words(accepted, levels)
    if not left or not right:
        return "spacing" in levels and canonical(answer) == canonical(accepted)
    if runs_equal(left, right, levels):
        return True
    # Only the gaps differ: بيونغيانغ, لايزال.
    joined = ("".join(joinable_words(text, levels)) for text in (answer, accepted))
    return "spacing" in levels and len(left) != len(right) and next(joined) == next(joined)
