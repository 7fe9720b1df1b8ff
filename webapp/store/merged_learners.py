"""Records of one learner that were merged, read as one: the rules that need no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from webapp.domain.attempt import Attempt
from webapp.store.protocols.store import Standing
from webapp.store.surrogates import replace_surrogates


def final_ids(merged: Mapping[str, str]) -> dict[str, str]:
    """Resolve chains of merges: by merged record, the one that stays."""
    found = {}
    for learner, into in merged.items():
        while into in merged:
            into = merged[into]
        found[learner] = into
    return found


def merge_attempts(tries: Iterable[Attempt], learner: str) -> list[Attempt]:
    """Read attempts of several records, in the order of recording, as one learner's, numbered without gaps.

    A question answered fully right in one of the records is settled with it: what the others tried there, perhaps
    later, does not lower that. An answer that came after the merge was judged in the light of all and settles nothing
    by itself: it has a greater number than its own record counts.
    """
    found, learner = list(tries), replace_surrogates(learner)
    if all(one.learner == learner for one in found):
        return found
    records: dict[str, dict[str, list[Attempt]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        records[one.question][one.learner].append(one)
    settling = {question: _settling_record(of_question.values()) for question, of_question in records.items()}
    numbers: dict[str, int] = defaultdict(int)
    joined = []
    for one in found:
        if settling[one.question] in (None, one.learner):
            numbers[one.question] += 1
            joined.append(replace(one, learner=learner, number=numbers[one.question]))
    return joined


def _settling_record(records: Iterable[list[Attempt]]) -> str | None:
    """Find the record that answered fully right after the fewest attempts of its own."""
    right = [tries for tries in records if tries[-1].verdict == "accepted" and tries[-1].number == len(tries)]
    return min(right, key=len)[0].learner if right else None


def merge_all_attempts(tries: Iterable[Attempt], roots: Callable[[str], Mapping[str, str]]) -> Iterator[Attempt]:
    """Put attempts of all schools, in time order, under the records that stay; merged ones are renumbered.

    ``roots`` gives, of a school, each merged record with the one that stays.
    """
    kept: dict[str, Mapping[str, str]] = {}
    met: dict[str, set[str]] = {}
    numbers: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for one in tries:
        if one.school not in kept:
            kept[one.school] = roots(one.school)
            met[one.school] = set(kept[one.school].values())
        learner = kept[one.school].get(one.learner, one.learner)
        if learner in met[one.school]:
            place = (one.school, learner, one.text, one.question)
            numbers[place] += 1
            one = replace(one, learner=learner, number=numbers[place])
        yield one


def renumber_rows(tries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort rows of attempts of one learner's records by time, and number them in that order."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for row in sorted(tries, key=lambda row: (row["at"], row["id"])):
        place = (row["text"], row["question"])
        numbers[place] += 1
        found.append(row | {"number": numbers[place]})
    return found


def merge_standings(rows: Iterable[Standing]) -> dict[str, Standing]:
    """Choose one standing a question: that which was calculated from most records. Where none was
    (they were merged by an earlier Fahm), the better: settled before open, then the points."""
    found: dict[str, Standing] = {}
    for one in rows:
        other = found.get(one.question)
        if other is None:
            found[one.question] = one
            continue
        better = max(other, one, key=lambda each: (each.records, each.settled, each.earned, each.at))
        tries, hints = max(other.tries, one.tries), max(other.hints, one.hints)
        found[one.question] = replace(better, tries=tries, hints=hints)
    return found
