"""What a changed question makes of earlier answers: before and after, by learner and by question. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from webapp.domain.attempt import Attempt

Regrade = Callable[[Attempt], Attempt | None]
"""A try with the grade that the present question gives; None where its answer does not fit that question."""
MarkOf = Callable[[str, str, Sequence[Attempt]], tuple[float, float]]
"""A learner's mark at a question, and the most it can be, out of the tries there."""
MARK_EPSILON = 1e-9


@dataclass(frozen=True)
class MarkShift:
    """A mark before and after, and the most that it could be and can be."""

    before: float
    most_before: float
    after: float
    most_after: float

    @property
    def way(self) -> str:
        """``up``, ``down`` or ``same``. Where the points differ too, the share decides."""
        if abs(self.most_before - self.most_after) < MARK_EPSILON:
            by = self.after - self.before
        else:
            by = _share(self.after, self.most_after) - _share(self.before, self.most_before)
        return "up" if by > MARK_EPSILON else "down" if by < -MARK_EPSILON else "same"

    @property
    def changes(self) -> bool:
        """Whether anything of it differs."""
        return abs(self.before - self.after) + abs(self.most_before - self.most_after) > MARK_EPSILON


@dataclass(frozen=True)
class MarkChange:
    """One learner at one question. ``misfits`` counts answers that no longer fit and are kept as they were."""

    learner: str
    question: str
    shift: MarkShift
    misfits: int


@dataclass(frozen=True)
class MarkChangeTotal:
    """Lines added up: over the questions of one learner, or over the learners at one question."""

    name: str
    shift: MarkShift
    up: int
    down: int
    same: int
    misfits: int


@dataclass(frozen=True)
class Diff:
    """Everything that would change. ``graded`` pairs every try that is to be graded anew with what it becomes; one
    that does not fit is itself."""

    lines: tuple[MarkChange, ...]
    graded: tuple[tuple[str, Attempt], ...]

    @property
    def by_learner(self) -> list[MarkChangeTotal]:
        """A sum a learner, those who fall first, then those who rise."""
        order = {"down": 0, "up": 1, "same": 2}
        found = _sums(self.lines, lambda line: line.learner)
        return sorted(found, key=lambda one: order[one.shift.way])

    @property
    def by_question(self) -> list[MarkChangeTotal]:
        """A sum a question."""
        return _sums(self.lines, lambda line: line.question)

    @property
    def misfits(self) -> int:
        """Answers that no longer fit."""
        return sum(line.misfits for line in self.lines)


def regrade_diff(
    tries: Iterable[tuple[str, Attempt]],
    asked: Callable[[Attempt], bool],
    regrade: Regrade,
    stand: MarkOf,
    stood: MarkOf | None = None,
) -> Diff:
    """Grade the tries that are ``asked`` for and compare every learner's mark. Tries come in the order of recording,
    each behind the learner whose it is; those not asked for count as they are. ``stood`` gives the mark before, where
    that is not what ``stand`` makes of the old tries."""
    histories: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
    for learner, one in tries:
        histories[learner, one.question].append(one)
    lines, graded = [], []
    for (learner, question), old in histories.items():
        if not any(map(asked, old)):
            continue
        new, misfits = [], 0
        for one in old:
            found = regrade(one) if asked(one) else one
            misfits += found is None
            new.append(found or one)
            if asked(one):
                graded.append((learner, new[-1]))
        shift = MarkShift(*(stood or stand)(learner, question, old), *stand(learner, question, new))
        lines.append(MarkChange(learner, question, shift, misfits))
    return Diff(tuple(lines), tuple(graded))


def _sums(lines: Iterable[MarkChange], key: Callable[[MarkChange], str]) -> list[MarkChangeTotal]:
    groups: dict[str, list[MarkChange]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return [_sum(name, found) for name, found in groups.items()]


def _sum(name: str, lines: Sequence[MarkChange]) -> MarkChangeTotal:
    shifts = [line.shift for line in lines]
    whole = MarkShift(
        round(sum(one.before for one in shifts), 6),
        round(sum(one.most_before for one in shifts), 6),
        round(sum(one.after for one in shifts), 6),
        round(sum(one.most_after for one in shifts), 6),
    )
    ways = [one.way for one in shifts]
    return MarkChangeTotal(
        name, whole, ways.count("up"), ways.count("down"), ways.count("same"), sum(x.misfits for x in lines)
    )


def _share(mark: float, most: float) -> float:
    return mark / most if most else 0.0
