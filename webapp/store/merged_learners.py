"""Rules of merging a learner's records: which attempts count, and which of two rows stays. Pure functions, no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

Row = Mapping[str, Any]
"""A row of a table, by column."""


class RecordedAttempt(Protocol):
    """An attempt, as far as these rules look at it; ``number`` is the one it was recorded with."""

    @property
    def question(self) -> str: ...
    @property
    def record(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def verdict(self) -> str: ...


A = TypeVar("A", bound=RecordedAttempt)


def without_superseded(recorded: Iterable[A]) -> list[A]:
    """Leave out attempts that do not count beside those of another record.

    A question answered fully right in one of the records is settled with it: attempts in the others, perhaps later, do
    not lower that. An attempt recorded after the merge was judged with all of them known, so it settles nothing by
    itself: its number is greater than the count of attempts in its record.
    """
    attempts = list(recorded)
    records: dict[str, dict[str, list[A]]] = defaultdict(lambda: defaultdict(list))
    for attempt in attempts:
        records[attempt.question][attempt.record].append(attempt)
    settling = {question: _settling_record(of_question) for question, of_question in records.items()}
    return [attempt for attempt in attempts if settling[attempt.question] in (None, attempt.record)]


def _settling_record(records: Mapping[str, Sequence[RecordedAttempt]]) -> str | None:
    """Find the record that answered fully right after the fewest attempts in that record."""
    right = {
        record: len(tries)
        for record, tries in records.items()
        if tries[-1].verdict == "accepted" and tries[-1].number == len(tries)
    }
    return min(right, key=right.__getitem__) if len(records) > 1 and right else None


def merge_rows(table: str, old: Row, kept: Row) -> Row:
    """Choose of two rows under one key: the one of the merged record (``old``), or that of the kept one."""
    return _CHOICES[table](old, kept)


def _better_standing(old: Row, kept: Row) -> Row:
    """Used where a standing cannot be calculated: settled before open, then the points."""
    better = max(kept, old, key=lambda row: (row["records"], row["settled"], row["earned"], row["at"]))
    return {**better, "tries": max(old["tries"], kept["tries"]), "hints": max(old["hints"], kept["hints"])}


def _later_draft(old: Row, kept: Row) -> Row:
    return old if old["at"] > kept["at"] else kept


def _better_word(old: Row, kept: Row) -> Row:
    """The card that is not dropped, then the one with more reviews."""
    return min(old, kept, key=lambda row: (row["removed_at"] is not None, -row["reviews"], row["at"], row["learner"]))


def _further_place(old: Row, kept: Row) -> Row:
    return max(kept, old, key=lambda row: row["step"])


def _kept_row(_old: Row, kept: Row) -> Row:
    return kept


_CHOICES = {
    "standings": _better_standing,
    "drafts": _later_draft,
    "late_answers": _later_draft,
    "kept_words": _better_word,
    "live_places": _further_place,
    "memberships": _kept_row,
    "assignment_learners": _kept_row,
    "notes": _kept_row,
    "group_members": _kept_row,
    "grade_excuses": _kept_row,
    "report_words": _kept_row,
    "reopened_exams": _kept_row,
}
