"""``fahm answers``: every recorded try, in the form that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from webapp.interchange.exports.attempts_jsonl_csv import write_csv, write_jsonl
from webapp.store.protocols.store import Store


class ClassNames(Mapping[tuple[str, str], str]):
    """By school and learner, the names of their classes: asked of the store once a school."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._schools: dict[str, dict[str, str]] = {}

    def __getitem__(self, key: tuple[str, str]) -> str:
        school, learner = key
        if school not in self._schools:
            self._schools[school] = self._store.people.class_names(school)
        return self._schools[school][learner]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter([(school, learner) for school, names in self._schools.items() for learner in names])

    def __len__(self) -> int:
        return sum(map(len, self._schools.values()))


def write_answers(store: Store, slug: str | None, form: str, now: Callable[[], datetime]) -> None:
    """Write to standard output: ``jsonl``, ``csv``, ``xapi``, or ``xlsx`` as bytes."""
    tries, classes = store.all_tries(text=slug), ClassNames(store)
    if form == "xlsx":
        from webapp.interchange.exports.attempts_table import tries_table
        from webapp.interchange.spreadsheet import to_xlsx

        sys.stdout.buffer.write(to_xlsx(tries_table(tries, classes), now()))
    elif form == "xapi":
        from webapp.interchange.exports.xapi import write_xapi

        write_xapi(
            tries,
            lambda one: store.version_body(one.school, one.text, one.question, one.version),
            sys.stdout,
        )
    else:
        (write_csv if form == "csv" else write_jsonl)(tries, sys.stdout, classes)
