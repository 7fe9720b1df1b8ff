"""Difference that a changed question makes to earlier marks, by learner and by question. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from webapp.domain.attempt import Attempt

Regrade = Callable[[Attempt], Attempt | None]
"""Gives an attempt the grade of the present question; None if its answer does not fit that question."""
MarkOf = Callable[[str, str, Sequence[Attempt]], tuple[float, float]]
"""Computes a learner's mark at a question, and the most it can be, from the attempts there."""
MARK_EPSILON = 1e-9


@dataclass(frozen=True)
class MarkShift:
    """A mark before and after, and the points possible before and after."""

    before: float
    most_before: float
    after: float
    most_after: float

    @property
    def way(self) -> str:
        """``up``, ``down`` or ``same``. If the points differ too, the share decides."""
        if abs(self.most_before - self.most_after) < MARK_EPSILON:
            by = self.after - self.before
        else:
            by = _share(self.after, self.most_after) - _share(self.before, self.most_before)
        return "up" if by > MARK_EPSILON else "down" if by < -MARK_EPSILON else "same"

    @property
    def changes(self) -> bool:
        """The mark or the points possible differ."""
        return abs(self.before - self.after) + abs(self.most_before - self.most_after) > MARK_EPSILON


@dataclass(frozen=True)
class MarkChange:
    """The change for one learner at one question. ``misfits`` counts answers that no longer fit; their grade stays.

    ``unsure_before`` and ``unsure_after`` count the answers of which the program is not sure.
    """

    learner: str
    question: str
    shift: MarkShift
    misfits: int
    unsure_before: int = 0
    unsure_after: int = 0


@dataclass(frozen=True)
class MarkChangeTotal:
    """Changes added up: over the questions of one learner, or over the learners at one question."""

    name: str
    shift: MarkShift
    up: int
    down: int
    same: int
    misfits: int
    unsure_before: int = 0
    unsure_after: int = 0


@dataclass(frozen=True)
class Diff:
    """All changes. ``graded`` pairs the learner of every attempt to be regraded with the new attempt; an attempt that
    does not fit stays as it is.
    """

    lines: tuple[MarkChange, ...]
    graded: tuple[tuple[str, Attempt], ...]

    @property
    def by_learner(self) -> list[MarkChangeTotal]:
        """Totals by learner: lowered marks first, then raised ones."""
        return lowered_first(_totals(self.lines, lambda line: line.learner))

    @property
    def by_question(self) -> list[MarkChangeTotal]:
        """Totals by question."""
        return _totals(self.lines, lambda line: line.question)

    @property
    def misfits(self) -> int:
        """The count of answers that no longer fit."""
        return sum(line.misfits for line in self.lines)


def regrade_diff(
    attempts: Iterable[tuple[str, Attempt]],
    asked: Callable[[Attempt], bool],
    regrade: Regrade,
    mark_after: MarkOf,
    mark_before: MarkOf | None = None,
) -> Diff:
    """Regrade the attempts that are ``asked`` for and compare every learner's mark.

    Attempts come in the order of recording, each behind its learner; those not asked for count as they are.
    ``mark_before`` computes the mark before, if that is not what ``mark_after`` makes of the old attempts.
    """
    histories: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
    for learner, attempt in attempts:
        histories[learner, attempt.question].append(attempt)
    lines, graded = [], []
    for (learner, question), old in histories.items():
        if not any(map(asked, old)):
            continue
        new, misfits = [], 0
        for attempt in old:
            regraded = regrade(attempt) if asked(attempt) else attempt
            misfits += regraded is None
            new.append(regraded or attempt)
            if asked(attempt):
                graded.append((learner, new[-1]))
        shift = MarkShift(*(mark_before or mark_after)(learner, question, old), *mark_after(learner, question, new))
        lines.append(MarkChange(learner, question, shift, misfits, _unsure(old), _unsure(new)))
    return Diff(tuple(lines), tuple(graded))


def lowered_first(totals: Iterable[MarkChangeTotal]) -> list[MarkChangeTotal]:
    """Sort totals: lowered marks first, then raised ones."""
    order = {"down": 0, "up": 1, "same": 2}
    return sorted(totals, key=lambda total: order[total.shift.way])


def added(first: MarkChangeTotal, second: MarkChangeTotal) -> MarkChangeTotal:
    """Add two totals of one name up."""
    shifts = (first.shift, second.shift)
    return MarkChangeTotal(
        first.name,
        _shift_of(shifts),
        first.up + second.up,
        first.down + second.down,
        first.same + second.same,
        first.misfits + second.misfits,
        first.unsure_before + second.unsure_before,
        first.unsure_after + second.unsure_after,
    )


def _totals(lines: Iterable[MarkChange], key: Callable[[MarkChange], str]) -> list[MarkChangeTotal]:
    groups: dict[str, list[MarkChange]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return [_total(name, group_lines) for name, group_lines in groups.items()]


def _total(name: str, lines: Sequence[MarkChange]) -> MarkChangeTotal:
    shifts = [line.shift for line in lines]
    ways = [shift.way for shift in shifts]
    return MarkChangeTotal(
        name,
        _shift_of(shifts),
        ways.count("up"),
        ways.count("down"),
        ways.count("same"),
        sum(line.misfits for line in lines),
        sum(line.unsure_before for line in lines),
        sum(line.unsure_after for line in lines),
    )


def _shift_of(shifts: Sequence[MarkShift]) -> MarkShift:
    return MarkShift(
        round(sum(shift.before for shift in shifts), 6),
        round(sum(shift.most_before for shift in shifts), 6),
        round(sum(shift.after for shift in shifts), 6),
        round(sum(shift.most_after for shift in shifts), 6),
    )


def _unsure(attempts: Iterable[Attempt]) -> int:
    return sum(attempt.undecided for attempt in attempts)


def _share(mark: float, most: float) -> float:
    return mark / most if most else 0.0
