"""The state of one question for one learner, as it follows from the recorded attempts."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.content import Item
from webapp.domain.attempt import Attempt, ManualMark, RegradeSummary
from webapp.domain.scoring import counted_attempts


@dataclass(frozen=True)
class QuestionState:
    """The state of one question for one learner. ``earned`` (rounded for display) and ``possible`` are in points;
    ``left`` counts the attempts that remain.
    """

    item: Item
    attempts: tuple[Attempt, ...]
    left: int
    settled: bool
    earned: float
    possible: float
    mark: ManualMark | None = None
    """The mark by hand, if a person gave one."""
    drafted: bool = False
    """Answered in an exam that is not handed in yet."""
    withheld: bool = False
    """Handed in with an exam whose results this learner may not see yet: the attempts are without their grades."""

    @property
    def answered(self) -> bool:
        """Marked at least once (a spelling slip alone does not count), or answered in an open exam."""
        return self.drafted or bool(counted_attempts(self.attempts))

    @property
    def last(self) -> Attempt | None:
        """The latest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def pending(self) -> bool:
        """Waiting for a person's mark."""
        return self.mark is None and any(attempt.verdict == "pending" for attempt in self.attempts)

    @property
    def decided(self) -> bool:
        """The points count now: marked, or closed without an answer. An opinion has none."""
        return bool(self.possible) and not self.pending and not self.drafted and (self.answered or self.settled)

    @property
    def regraded(self) -> RegradeSummary | None:
        """The latest regrade, if it changed the question's mark."""
        regrade = self.attempts[-1].regraded if self.attempts else None
        return (
            regrade
            if regrade and (regrade.before, regrade.most_before) != (regrade.after, regrade.most_after)
            else None
        )

    @property
    def improved(self) -> bool:
        """Correct in the end, but not at first; a spelling slip is no wrong answer."""
        return self.right and counted_attempts(self.attempts)[0].verdict != "accepted"

    @property
    def weak(self) -> bool:
        """Marked, without full points."""
        return self.answered and not self.pending and self.earned < self.possible - 1e-9

    @property
    def right(self) -> bool:
        """Fully correct."""
        return any(attempt.verdict == "accepted" for attempt in self.attempts)
