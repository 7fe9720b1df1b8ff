"""Numbers in clauses: what a text counts, and how many of it there are."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from webapp.arabic.keys.answer_words import AnswerWord
from webapp.arabic.keys.word_shapes import skeleton_of_counted

_DUAL = ("ان", "ين")


class Clause(NamedTuple):
    """The numbers and the stems of a clause."""

    numbers: frozenset[str]
    stems: frozenset[str]


class ToldCounts(NamedTuple):
    """The clauses of a text, and the skeletons of the nouns that it counts."""

    clauses: tuple[Clause, ...]
    counted: frozenset[str]


def told_counts(lines: Sequence[Sequence[AnswerWord]]) -> ToldCounts:
    """Read what these sentences count."""
    counted = _counted_nouns(lines)
    told = (clause for line in lines for clause in clauses(line))
    return ToldCounts(tuple(Clause(numbers_of(clause, counted), stems_of(clause)) for clause in told), counted)


def clauses(words: Sequence[AnswerWord]) -> Iterator[Sequence[AnswerWord]]:
    """Cut words at what joins them."""
    starts = [at for at, word in enumerate(words) if not at or word.joint]
    yield from (words[start:end] for start, end in zip(starts, [*starts[1:], len(words)], strict=True))


def stems_of(words: Iterable[AnswerWord]) -> frozenset[str]:
    """All stems of these words."""
    return frozenset[str]().union(*[word.stems for word in words])


def numbers_of(clause: Sequence[AnswerWord], counted: frozenset[str]) -> frozenset[str]:
    """The numbers in a clause; the dual of a counted noun is a two."""
    return frozenset(
        [
            word.word.partition("#")[2] if word.number else "2"
            for word in clause
            if word.number
            or (not word.definite and word.word.endswith(_DUAL) and skeleton_of_counted(word.word) in counted)
        ]
    )


def _counted_nouns(lines: Iterable[Sequence[AnswerWord]]) -> frozenset[str]:
    pairs = (pair for line in lines for pair in pairwise(line))
    return frozenset(skeleton_of_counted(noun.word) for number, noun in pairs if number.number and not noun.number)
