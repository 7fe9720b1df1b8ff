"""Results of readers beside the estimated level of a text: the shares of questions that were right at the first try."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.analysis.minimum_sample_sizes import FOR_FACILITY
from webapp.content import Lesson
from webapp.store.protocols.store import Counts

ENOUGH_READERS = FOR_FACILITY
"""Readers from which a text's share is told and compared."""


@dataclass(frozen=True)
class ReadersResult:
    """First tries at the questions of a text that the program marks."""

    readers: int
    """Most first tries at one question."""
    tries: int
    right: int

    @property
    def enough(self) -> bool:
        """There are enough readers to tell anything."""
        return self.readers >= ENOUGH_READERS

    @property
    def share(self) -> float | None:
        """Share of the first tries that were right; None with too few readers."""
        return self.right / self.tries if self.enough else None


@dataclass(frozen=True)
class ReadersComparison:
    """The order of texts by their readers beside the order by the estimate."""

    result: ReadersResult
    others: int
    """Other texts with enough readers and an estimate; none where this text has too few."""
    easier_for_readers: int
    """Those of them of which readers had more right."""
    easier_by_estimate: int
    """Those of them that are estimated lower."""


def readers_result(lesson: Lesson, counts: Iterable[Counts]) -> ReadersResult:
    """Add up the counters of a text, all versions of a question as one; opinions and open answers are left out."""
    marked = {item.question.id for item in lesson.items if item.question.points and not item.question.criteria()}
    tries: dict[str, int] = {}
    right = 0
    for count in counts:
        if count.text == lesson.slug and count.question in marked:
            tries[count.question] = tries.get(count.question, 0) + count.first_tries
            right += count.first_accepted
    return ReadersResult(max(tries.values(), default=0), sum(tries.values()), right)


def compare_with_readers(
    lesson: Lesson, others: Sequence[Lesson], averages: Mapping[str, float | None], counts: Sequence[Counts]
) -> ReadersComparison:
    """Compare how readers did in a text and in the others, with the averages of the estimate."""
    own, average = readers_result(lesson, counts), averages[lesson.slug]
    if own.share is None or average is None:
        return ReadersComparison(own, 0, 0, 0)
    beside = [
        (share, place)
        for other in others
        if (share := readers_result(other, counts).share) is not None and (place := averages[other.slug]) is not None
    ]
    return ReadersComparison(
        own, len(beside), sum(share > own.share for share, _ in beside), sum(place < average for _, place in beside)
    )
