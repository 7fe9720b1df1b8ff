"""``fahm report --all-schools``: counts of the answers to each text in each school, one school open at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import click

from webapp.cli.common_options import ChosenSchools
from webapp.cli.records.existing_store import recorded_counts
from webapp.domain.user_error import UserError
from webapp.server.schools.schools_file import School
from webapp.store.protocols.store import Counts

HEAD = ("school", "text", "questions", "answers", "accepted", "first_answers", "first_accepted", "earned")
"""Columns of the rows, and keys of the JSON objects; these have the school's title as well."""


@dataclass(frozen=True)
class TextTally:
    """Counts of the answers to a text in a school: ``first`` are those of each learner's first attempts."""

    school: str
    title: str
    text: str
    questions: int
    answers: int
    accepted: int
    first_answers: int
    first_accepted: int
    earned: float

    def as_object(self) -> dict[str, object]:
        """The object that ``--json`` prints."""
        return {"school": self.school, "title": self.title} | {name: getattr(self, name) for name in HEAD[1:]}

    def as_row(self) -> str:
        """The columns with tabs between them."""
        return "\t".join(f"{value:g}" if isinstance(value, float) else str(value) for value in map(self._value, HEAD))

    def _value(self, name: str) -> object:
        return getattr(self, name)


def print_tallies(chosen: ChosenSchools, text: str | None, as_json: bool) -> int:
    """Print a line for each school and text, as it is read; return the exit code: 1 where a school was not read."""
    faults = list[str]()

    def report_fault(school: School, fault: UserError) -> None:
        faults.append(school.name)
        click.echo(f"fahm: {school.name}: {fault.en} — {fault.ar}", err=True)

    if not as_json:
        click.echo("\t".join(HEAD))
    for tally in school_tallies(chosen.schools, text, report_fault):
        click.echo(json.dumps(tally.as_object(), ensure_ascii=False) if as_json else tally.as_row())
    return 1 if faults else 0


def school_tallies(
    schools: Iterable[School], text: str | None, report_fault: Callable[[School, UserError], None]
) -> Iterator[TextTally]:
    """Yield the tally of each text of each school, of one text or of all. One that cannot be read is reported."""
    for school in schools:
        try:
            counts = recorded_counts(school.config)
        except UserError as fault:
            report_fault(school, fault)
            continue
        of_texts = sorted((c for c in counts if text in (None, c.text)), key=lambda counted: counted.text)
        for name, of_text in groupby(of_texts, key=lambda counted: counted.text):
            yield _tally(school, name, list(of_text))


def _tally(school: School, text: str, counts: list[Counts]) -> TextTally:
    return TextTally(
        school.name,
        school.title,
        text,
        questions=len({counted.question for counted in counts}),
        answers=sum(counted.tries for counted in counts),
        accepted=sum(counted.accepted for counted in counts),
        first_answers=sum(counted.first_tries for counted in counts),
        first_accepted=sum(counted.first_accepted for counted in counts),
        earned=round(sum(counted.earned for counted in counts), 6),
    )
