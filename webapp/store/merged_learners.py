"""Rules of merging a learner's records: one list of attempts, one standing a question. Pure functions, no SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from webapp.domain.attempt import Attempt
from webapp.store.protocols.store import Standing
from webapp.store.surrogates import replace_surrogates


def final_ids(merged: Mapping[str, str]) -> dict[str, str]:
    """Resolve chains of merges: the canonical record's id by each merged record's id."""
    final = {}
    for learner, into in merged.items():
        while into in merged:
            into = merged[into]
        final[learner] = into
    return final


def merge_attempts(recorded: Iterable[Attempt], learner: str) -> list[Attempt]:
    """Combine attempts of several records, in the order of recording, under one learner; numbers have no gaps.

    A question answered fully right in one of the records is settled with it: attempts in the others, perhaps later, do
    not lower that. An attempt recorded after the merge was judged with all of them known, so it settles nothing by
    itself: its number is greater than the count of attempts in its record.
    """
    attempts, learner = list(recorded), replace_surrogates(learner)
    if all(attempt.learner == learner for attempt in attempts):
        return attempts
    records: dict[str, dict[str, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for attempt in attempts:
        records[attempt.question][attempt.learner].append(attempt)
    settling = {question: _settling_record(of_question.values()) for question, of_question in records.items()}
    numbers: dict[str, int] = defaultdict(int)
    joined = []
    for attempt in attempts:
        if settling[attempt.question] in (None, attempt.learner):
            numbers[attempt.question] += 1
            joined.append(replace(attempt, learner=learner, number=numbers[attempt.question]))
    return joined


def _settling_record(records: Iterable[list[Attempt]]) -> str | None:
    """Find the record that answered fully right after the fewest attempts in that record."""
    right = [tries for tries in records if tries[-1].verdict == "accepted" and tries[-1].number == len(tries)]
    return min(right, key=len)[0].learner if right else None


def merge_all_attempts(tries: Iterable[Attempt], roots: Callable[[str], Mapping[str, str]]) -> Iterator[Attempt]:
    """Put attempts of all schools, in time order, under their canonical records; those of merged ones are renumbered.

    ``roots`` returns, for a school, the canonical record's id by each merged record's id.
    """
    roots_by_school: dict[str, Mapping[str, str]] = {}
    merged_roots: dict[str, set[str]] = {}
    numbers: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for attempt in tries:
        if attempt.school not in roots_by_school:
            roots_by_school[attempt.school] = roots(attempt.school)
            merged_roots[attempt.school] = set(roots_by_school[attempt.school].values())
        learner = roots_by_school[attempt.school].get(attempt.learner, attempt.learner)
        if learner in merged_roots[attempt.school]:
            place = (attempt.school, learner, attempt.text, attempt.question)
            numbers[place] += 1
            attempt = replace(attempt, learner=learner, number=numbers[place])
        yield attempt


def renumber_rows(tries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort attempt rows of one learner's records by time, and number them in that order."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    renumbered = []
    for row in sorted(tries, key=lambda row: (row["at"], row["id"])):
        place = (row["text"], row["question"])
        numbers[place] += 1
        renumbered.append(row | {"number": numbers[place]})
    return renumbered


def merge_standings(rows: Iterable[Standing]) -> dict[str, Standing]:
    """Choose one standing a question: the one calculated from most records.

    Where none was calculated from several (an earlier Fahm merged the records), the better one: settled before open,
    then the points.
    """
    chosen: dict[str, Standing] = {}
    for standing in rows:
        other = chosen.get(standing.question)
        if other is None:
            chosen[standing.question] = standing
            continue
        better = max(other, standing, key=lambda each: (each.records, each.settled, each.earned, each.at))
        tries, hints = max(other.tries, standing.tries), max(other.hints, standing.hints)
        chosen[standing.question] = replace(better, tries=tries, hints=hints)
    return chosen
