"""Names of a list that are nearly the same: perhaps one learner who was written twice, perhaps two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.domain.pasted_names import PastedName
from webapp.domain.people import Membership, name_key, without_number

LEAST_LETTERS = 5
"""Letters of a name from which on one letter more or less is worth a word."""

MOST_PAIRS = 40
"""Pairs that are worth looking at one by one."""


@dataclass(frozen=True)
class NearNames:
    """Two names that are compared alike, or differ by one letter. ``first_line`` is 0 for a name of the class."""

    first: str
    first_line: int
    second: PastedName
    same: bool
    """They are the same in the eyes of marking: the second learner would get a number."""


def near_members(members: Sequence[Membership]) -> list[tuple[Membership, Membership]]:
    """Pairs of a class whose names differ by one letter, or by a number alone: perhaps one learner with two records."""
    keyed = [(member, name_key(without_number(member.name))) for member in members]
    pairs = []
    for place, (first, key) in enumerate(keyed):
        for second, other in keyed[place + 1 :]:
            if key == other or one_letter_apart(key, other):
                pairs.append((first, second))
        if len(pairs) >= MOST_PAIRS:
            break
    return pairs[:MOST_PAIRS]


def near_names(names: Sequence[PastedName], members: Sequence[str]) -> list[NearNames]:
    """Pairs of a list, and of the list with a class, in the order of the list; of many alike, the first ones."""
    earlier = [(name, 0, name_key(name)) for name in members]
    pairs = []
    for name in names:
        key = name_key(name.name)
        pairs += list(_near(name, key, earlier))
        earlier.append((name.name, name.line, key))
        if len(pairs) >= MOST_PAIRS:
            break
    return pairs[:MOST_PAIRS]


def _near(name: PastedName, key: str, earlier: Sequence[tuple[str, int, str]]) -> Iterator[NearNames]:
    for other, line, other_key in earlier:
        # What is in the class under the same name is told apart from these, and left out.
        if (key == other_key and line and line == name.repeats) or one_letter_apart(key, other_key):
            yield NearNames(other, line, name, key == other_key)


def one_letter_apart(one: str, other: str) -> bool:
    """Tell whether one letter is more, missing, another one, or two beside each other are exchanged.

    Not where the letter is a digit: numbers tell two learners of one name apart.
    """
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < LEAST_LETTERS:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    exchanged = len(left) == len(right) == 2 and left == right[::-1]
    return (exchanged or max(len(left), len(right)) <= 1) and not any(c.isdigit() for c in left + right)
