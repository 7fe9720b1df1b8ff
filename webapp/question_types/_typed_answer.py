"""How typed words are marked, for every type in which words are typed: tolerance, refusals, slips of the fingers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, cast

from webapp.arabic.answer_matching import find_idea, match, near_match, normal_words
from webapp.arabic.negation import negated_words, negations
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS, TextMatch
from webapp.domain.question import Grade, Part
from webapp.question_types._options import verdict_of

Rung = Literal[
    "exact",
    "spacing",
    "tashkeel",
    "tatweel",
    "digits",
    "hamza",
    "ta-marbuta",
    "alef-maqsura",
    "number-words",
    "article",
    "conjunction",
]
DEFAULT_TOLERANCE = cast(tuple[Rung, ...], TOLERANCE_LEVELS)
SEPARATORS = str.maketrans("؛;", "||")
EMPTY = "…"
# A shorter word (من, أن) behind another negation repeats nothing.
LEAST_REPEATED = 3


def typed(answer: str) -> str:
    """A typed answer trimmed at the ends; empty where it has neither a letter nor a digit."""
    return answer.strip() if any(sign.isalnum() for sign in answer) else ""


def split_line(line: str) -> list[str]:
    """The parts of one line typed by a person, between | or ؛ or ; and without empty ones at the end."""
    parts = [part.strip() for part in line.translate(SEPARATORS).split("|")]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def looseness(found: TextMatch) -> int:
    """How far up the ladder a match had to go."""
    return TOLERANCE_LEVELS.index(found.rung or "exact")


def best_match(given: str, wordings: Iterable[str], tolerance: Sequence[Rung]) -> TextMatch | None:
    """The closest match with any of several wordings as the whole answer."""
    found = (match(given, wording, tolerance) for wording in wordings)
    return min((one for one in found if one.ok), key=looseness, default=None)


def best_idea(given: str, wordings: Iterable[str], tolerance: Sequence[Rung]) -> TextMatch | None:
    """The closest match with any of several wordings as a part of the answer."""
    found = (find_idea(given, wording, tolerance) for wording in wordings)
    return min((one for one in found if one.ok), key=looseness, default=None)


def denied(
    given: str, refused: Iterable[str], right: Iterable[str], tolerance: Sequence[Rung], beside: Iterable[str] = ()
) -> bool:
    """A refused wording stands in the answer, or it denies where no right wording does.

    beside: the question and the sentences of its evidence; what they deny is repeated, not denied («غير مؤكدة»).
    """
    if best_idea(given, refused, tolerance):
        return True
    allowed = {word for wording in right for word in negations(wording)}
    repeated = {pair for line in beside for pair in negated_words(line)}
    followers = {word.rstrip("ه") for _, word in repeated if len(word) > LEAST_REPEATED}
    return any(
        base not in allowed and (base, word) not in repeated and word.rstrip("ه") not in followers
        for base, word in negated_words(given)
    )


def slip_of(
    given: str,
    wordings: Iterable[str],
    known: frozenset[str],
    tolerance: Sequence[Rung],
    names: frozenset[str] = frozenset(),
) -> TextMatch | None:
    """The answer is one of the wordings but for a slip of the fingers that makes no other ``known`` word."""
    found = (near_match(given, wording, known, tolerance, names) for wording in wordings)
    return next((one for one in found if one), None)


def known_words(lines: Iterable[str], tolerance: Sequence[Rung]) -> frozenset[str]:
    """The folded words of these lines, for `slip_of`."""
    return frozenset(word for line in lines for word in normal_words(line, tolerance))


@lru_cache(maxsize=16)
def known_in(written: tuple[str, ...], tolerance: tuple[Rung, ...]) -> frozenset[str]:
    """The same of a whole text, learnt once for all its questions."""
    return known_words(written, tolerance)


def folded(given: str, tolerance: Sequence[Rung] = DEFAULT_TOLERANCE) -> str:
    """An answer as a label: spellings of one answer count together."""
    return " ".join(word.replace("#", "") for word in normal_words(given, tolerance)) or given


def named(name: str, part: str) -> str:
    """A remark with the name of the part that it is about."""
    return f"{name}: {part}"


def parts_grade(points: float, names: Mapping[str, str], found: Mapping[str, TextMatch | None], why: str) -> Grade:
    """The grade of a question whose parts are all worth the same.

    names: what each part is called in front of a learner, by its name. found: what was made of each part that
    was filled. ``why`` is said when everything is right; before that, which parts are right, and no key.
    """
    right = {name for name in names if (match := found.get(name)) and match.ok}
    slips = {name: match.why for name in names if (match := found.get(name)) and match.nearly}
    parts = tuple(Part(name, 1 / len(names), 1.0 if name in right else 0.0) for name in names)
    notes = [
        named(names[name], match.why) if len(names) > 1 else match.why
        for name in names
        if (match := found.get(name)) and match.ok and match.why
    ]
    note = " ".join(notes)
    if len(right) == len(names):
        loosest = max((match for match in found.values() if match), key=looseness)
        return Grade("accepted", points, points, why, parts, loosest.rung, note)
    said = " ".join([*_standing(names, right, set(found) - right - set(slips)), *_slips(names, slips)])
    if slips and len(slips) + len(right) == len(names):
        return Grade("nearly", 0.0, points, said, parts, None, note)
    share = len(right) / len(names)
    return Grade(verdict_of(share), share * points, points, said, parts, None, note)


def _standing(names: Mapping[str, str], right: set[str], wrong: set[str]) -> list[str]:
    """Which parts are right and which are not, in their order."""
    told = []
    if right:
        told.append(named("صحيح", " و".join(label for name, label in names.items() if name in right)) + ".")
    if wrong:
        told.append(named("يحتاج إلى نظر", " و".join(label for name, label in names.items() if name in wrong)) + ".")
    return told


def _slips(names: Mapping[str, str], slips: Mapping[str, str]) -> list[str]:
    return [named(names[name], why) if len(names) > 1 else why for name, why in slips.items()]
