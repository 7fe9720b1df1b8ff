"""``fahm answers``: print every recorded attempt in one of the export formats."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from webapp.cli.common_options import PARQUET
from webapp.cli.records.existing_store import existing_store
from webapp.config import Config
from webapp.domain.attempt import Attempt
from webapp.domain.user_error import UserError
from webapp.interchange.exports import EXPORTERS, ExportContext
from webapp.store import locate_database
from webapp.store.protocols.store import Store

if TYPE_CHECKING:
    from webapp.server.schools.schools_file import School

_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that a terminal obeys in place of showing them."""


class Terminal:
    """Standard output as a person looks at it: what would steer the terminal is shown as a replacement character."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write a text as it can be shown."""
        return self._out.write(_ORDERS.sub("\ufffd", text.replace("\r\n", "\n")))


class ClassNames(Mapping[tuple[str, str], str]):
    """Names of a learner's classes, by school and learner. The store is queried once a school."""

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


def print_answers(config: Config, slug: str | None, format_name: str) -> None:
    """Write the attempts at all texts, or at the text ``slug``, to standard output. UserError without a database."""
    exporter = EXPORTERS[format_name]
    with existing_store(config) as store:
        if exporter.binary and sys.stdout.isatty():
            raise UserError(
                en="a workbook cannot be shown here. Add > answers.xlsx.",
                ar="لا يُعرض المصنف هنا. احفظه في ملف: > answers.xlsx",
                code=2,
            )
        context = ExportContext(
            config.now(),
            ClassNames(store),
            lambda attempt: store.version_body(attempt.school, attempt.text, attempt.question, attempt.version),
        )
        shown = Terminal(sys.stdout) if sys.stdout.isatty() else sys.stdout
        out = sys.stdout.buffer if exporter.binary else shown
        exporter.write(store.all_tries(text=slug), out, context)


def write_answers_folder(
    of: Config | Sequence[School], slug: str | None, format_name: str, folder: Path | None
) -> None:
    """Write the attempts of a record, or of all schools, as Parquet files into ``folder``.

    UserError unless both the format and a folder are named. Of a school that has no database there are no attempts.
    """
    if folder is None or format_name != PARQUET:
        raise UserError(
            en="Parquet files go into a folder: --to parquet --folder DIR",
            ar="تُكتب ملفات Parquet في مجلد: --to parquet --folder DIR",
            code=2,
        )
    from webapp.interchange.exports.parquet_folder import write_parquet

    if isinstance(of, Config):
        with existing_store(of) as store:
            write_parquet([(store.all_tries(text=slug), ClassNames(store))], folder)
        return
    write_parquet(_attempts_of_schools(of, slug), folder)


def _attempts_of_schools(
    schools: Sequence[School], slug: str | None
) -> Iterator[tuple[Iterator[Attempt], Mapping[tuple[str, str], str]]]:
    """The attempts of each school under its name in the file, with the names of its classes; one is open at a time."""
    for school in schools:
        if locate_database(school.config.database_url).exists():
            with existing_store(school.config) as store:
                attempts = (replace(attempt, school=school.name) for attempt in store.all_tries(text=slug))
                yield attempts, _ClassNamesOf(store, school.config.school)


class _ClassNamesOf(ClassNames):
    """Names of a learner's classes, whatever the school is called in the file."""

    def __init__(self, store: Store, school: str) -> None:
        super().__init__(store)
        self._school = school

    def __getitem__(self, key: tuple[str, str]) -> str:
        return super().__getitem__((self._school, key[1]))
