"""Marking of typed words: tolerance of spelling, refused wordings, negation, typing slips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from webapp.arabic.answer_matching import find_idea, match, near_match, normal_words
from webapp.arabic.negation import negated_words, negations
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS, TextMatch, ToleranceLevel
from webapp.domain.question import Grade, Part
from webapp.question_types._options import verdict_of

DEFAULT_TOLERANCE: tuple[ToleranceLevel, ...] = TOLERANCE_LEVELS
SEPARATORS = str.maketrans("؛;", "||")
EMPTY = "…"
UNRELATED_WORD = "كلمة"
"""A sample of a wrong answer to a typed part."""
# A shorter word (من, أن) behind another negation repeats nothing.
LEAST_REPEATED = 3


def typed(answer: str) -> str:
    """A typed answer trimmed at the ends; empty where it has neither a letter nor a digit."""
    return answer.strip() if any(sign.isalnum() for sign in answer) else ""


def split_line(line: str) -> list[str]:
    """Split a typed line at | or ؛ or ; into its parts, without empty ones at the end."""
    parts = [part.strip() for part in line.translate(SEPARATORS).split("|")]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def looseness(matched: TextMatch) -> int:
    """The index in ``TOLERANCE_LEVELS`` of the loosest level that a match needed; 0 for an exact match."""
    return TOLERANCE_LEVELS.index(matched.tolerance_level or "exact")


def best_match(answer: str, wordings: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> TextMatch | None:
    """The strictest match of the whole answer with any of the wordings; None for no match."""
    matches = (match(answer, wording, tolerance) for wording in wordings)
    return min((matched for matched in matches if matched.ok), key=looseness, default=None)


def best_idea(answer: str, wordings: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> TextMatch | None:
    """The strictest match of a part of the answer with any of the wordings; None for no match."""
    matches = (find_idea(answer, wording, tolerance) for wording in wordings)
    return min((matched for matched in matches if matched.ok), key=looseness, default=None)


def denied(
    answer: str,
    refused: Iterable[str],
    right: Iterable[str],
    tolerance: Sequence[ToleranceLevel],
    beside: Iterable[str] = (),
) -> bool:
    """Test an answer for a refused wording, or for a negation that no right wording has.

    ``beside`` are the question and the sentences of its evidence: a negation repeated from them is not counted
    («غير مؤكدة»).
    """
    if best_idea(answer, refused, tolerance):
        return True
    allowed = {word for wording in right for word in negations(wording)}
    repeated = {pair for line in beside for pair in negated_words(line)}
    followers = {word.rstrip("ه") for _, word in repeated if len(word) > LEAST_REPEATED}
    return any(
        base not in allowed and (base, word) not in repeated and word.rstrip("ه") not in followers
        for base, word in negated_words(answer)
    )


def slip_of(
    answer: str,
    wordings: Iterable[str],
    known: frozenset[str],
    tolerance: Sequence[ToleranceLevel],
    names: frozenset[str] = frozenset(),
) -> TextMatch | None:
    """The wording that the answer misses by one typing slip; None where the slip makes another ``known`` word."""
    matches = (near_match(answer, wording, known, tolerance, names) for wording in wordings)
    return next((matched for matched in matches if matched), None)


def known_words(lines: Iterable[str], tolerance: Sequence[ToleranceLevel]) -> frozenset[str]:
    """The folded words of these lines, for ``slip_of``."""
    return frozenset(word for line in lines for word in normal_words(line, tolerance))


@lru_cache(maxsize=16)
def known_in(written: tuple[str, ...], tolerance: tuple[ToleranceLevel, ...]) -> frozenset[str]:
    """The folded words of a whole text, cached for all its questions."""
    return known_words(written, tolerance)


def folded(answer: str, tolerance: Sequence[ToleranceLevel] = DEFAULT_TOLERANCE) -> str:
    """Fold an answer to a label that all its spellings share."""
    return " ".join(word.replace("#", "") for word in normal_words(answer, tolerance)) or answer


def named(name: str, part: str) -> str:
    """Write a remark behind the name of its part."""
    return f"{name}: {part}"


def parts_grade(points: float, names: Mapping[str, str], matches: Mapping[str, TextMatch | None], why: str) -> Grade:
    """Grade a question whose parts have equal shares of its ``points``.

    ``names`` are the learner's words for each part, ``matches`` the outcome of each part that was filled, both by the
    part's name. The reason is ``why`` where everything is right; else it names the right parts and not the key.
    """
    right = {name for name in names if (match := matches.get(name)) and match.ok}
    slips = {name: match.why for name in names if (match := matches.get(name)) and match.nearly}
    parts = tuple(Part(name, 1 / len(names), 1.0 if name in right else 0.0) for name in names)
    notes = [
        named(names[name], match.why) if len(names) > 1 else match.why
        for name in names
        if (match := matches.get(name)) and match.ok and match.why
    ]
    note = " ".join(notes)
    if len(right) == len(names):
        loosest = max((match for match in matches.values() if match), key=looseness)
        return Grade("accepted", points, points, why, parts, loosest.tolerance_level, note)
    remark = " ".join([*_standing(names, right, set(matches) - right - set(slips)), *_slips(names, slips)])
    if slips and len(slips) + len(right) == len(names):
        return Grade("nearly", 0.0, points, remark, parts, None, note)
    share = len(right) / len(names)
    return Grade(verdict_of(share), share * points, points, remark, parts, None, note)


def _standing(names: Mapping[str, str], right: set[str], wrong: set[str]) -> list[str]:
    """Remarks that name the right parts and the wrong ones, in their order."""
    remarks = []
    if right:
        remarks.append(named("صحيح", " و".join(label for name, label in names.items() if name in right)) + ".")
    if wrong:
        remarks.append(named("يحتاج إلى نظر", " و".join(label for name, label in names.items() if name in wrong)) + ".")
    return remarks


def _slips(names: Mapping[str, str], slips: Mapping[str, str]) -> list[str]:
    return [named(names[name], why) if len(names) > 1 else why for name, why in slips.items()]
