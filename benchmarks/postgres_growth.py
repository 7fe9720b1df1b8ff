"""Response times as a school on PostgreSQL grows, and the plans of all statements: none may read a table that grows.

The schools are those of :mod:`benchmarks.growth`, moved by ``fahm move-data``, which is measured as well.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.growth import (
    MeasuredSchool,
    changed_content,
    closing_school,
    make_class,
    measure_times,
    open_school,
    request_kinds,
    row_of,
)
from benchmarks.postgres_plans import collected_statements, whole_reads
from benchmarks.postgres_process import PostgresServer
from benchmarks.result_row import ResultRow
from benchmarks.school_copies import copy_class
from benchmarks.server_process import ROOT
from webapp.cli.records.move_data import move
from webapp.config import Config
from webapp.store.database_url import sqlite_path

SCHOOL_SIZES = (1_000, 1_000_000)
SMALL_TABLE = 5_000
"""Rows of a table that may be read as a whole: those that hold a row a class, in the largest school."""


def growth_postgres(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure a class of thirty in a school of a thousand and of a million recorded answers, on PostgreSQL."""
    content, kinds = changed_content(folder / "content"), request_kinds()
    tries = make_class(folder / "one")
    with ExitStack() as stack:
        server = stack.enter_context(PostgresServer({"shared_buffers": "256MB"}))
        schools: list[MeasuredSchool] = []
        for size in SCHOOL_SIZES:
            copies = max(1, round(min(size, args.size) / tries))
            url = server.new_database()
            yield _moved_school(folder, copies, url)
            school = open_school(folder / f"{copies}", content, copies, copies * tries, url)
            schools.append(stack.enter_context(closing_school(school)))
        with collected_statements() as statements:
            measure_times(schools[-1:], kinds, 1)
        times = measure_times(schools, kinds, args.requests)
        yield from (row_of(kind, times[kind.name]) for kind in kinds)
        found = whole_reads(url, statements, SMALL_TABLE)
    said = "; ".join(f"{', '.join(tables)}: {' '.join(sql.split())[:80]}" for sql, tables in found.items())
    name = f"statements of these requests that read a table of more than {SMALL_TABLE:,} rows as a whole"
    yield ResultRow(name, "0", f"{len(found)} of {len(statements)} {said}".strip(), not found)


def _moved_school(folder: Path, copies: int, url: str) -> ResultRow:
    """Make a school in SQLite and move it; the row says how long that took, and how long it took no answers."""
    school_folder = folder / f"{copies}"
    shutil.copytree(folder / "one", school_folder)
    source = Config(ROOT, school_folder).database_url
    copy_class(sqlite_path(source), copies)
    began = time.perf_counter()
    moved = move(source, url, lambda done, total: None)
    seconds = time.perf_counter() - began
    rows = {table.name: table.tally.rows for table in moved.tables}
    result = (
        f"{moved.seconds:,.1f} of {seconds:,.0f} s, for {sum(rows.values()):,} rows, {rows['tries']:,} of them answers"
    )
    return ResultRow("fahm move-data from SQLite to PostgreSQL: time without new answers", "", result, None)
