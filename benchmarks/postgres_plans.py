"""Plans of PostgreSQL for the statements that requests execute: which tables they read from beginning to end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from webapp.store.postgres.dialect import translate
from webapp.store.postgres.engine import connection
from webapp.store.sql.engine.connection import Cursor

Statements = set[str]
"""Executed statements."""
SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"}
_COMPARED = re.compile(r"\((\w+) (?:=|[<>]=?) ")
EXPLAINED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@contextmanager
def collected_statements() -> Iterator[Statements]:
    """Collect the statements that this process executes on PostgreSQL in the block."""
    collected: Statements = set()
    run = connection._run

    def collecting(cursor: Any, sql: str, values: Sequence[Any], **how: Any) -> Cursor:
        collected.add(sql)
        return run(cursor, sql, values, **how)

    connection._run = collecting
    try:
        yield collected
    finally:
        connection._run = run


def whole_reads(url: str, statements: Statements, most_rows: float | None = None) -> dict[str, list[str]]:
    """Name the tables that statements read as a whole, by statement.

    A scan by an index without a condition, or on the school alone, reads the whole table too; one whose first rows are
    enough does not. With
    ``most_rows``, smaller tables are left out; without, PostgreSQL is told to use an index wherever there is one, as it
    would for a large table.
    """
    raw = connection.connect(url)
    try:
        if most_rows is None:
            raw.execute("SET enable_seqscan = off")
        sizes = dict(raw.execute("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'").fetchall())
        found: dict[str, list[str]] = {}
        for sql in statements:
            if not sql.lstrip().upper().startswith(EXPLAINED):
                continue
            plans = _generic_plan(raw, translate(sql))
            tables = {name for name in _scanned(plans[0]["Plan"]) if most_rows is None or sizes[name] > most_rows}
            if tables:
                found[sql] = sorted(tables)
        return found
    finally:
        raw.close()


def _generic_plan(raw: Any, statement: str) -> Any:
    """The plan that serves all values, as connections keep it."""
    places = max((int(number) for number in re.findall(r"\$(\d+)", statement)), default=0)
    values = f"({', '.join(['NULL'] * places)})" if places else ""
    raw.execute(f"PREPARE explained AS {statement}")
    try:
        (plans,) = raw.execute(f"EXPLAIN (FORMAT JSON) EXECUTE explained {values}").fetchone()
    finally:
        raw.execute("DEALLOCATE explained")
    return plans


def _scanned(plan: Mapping[str, Any], limited: bool = False) -> Iterator[str]:
    """Tables that a plan reads as a whole."""
    kind = plan["Node Type"]
    compared = set(_COMPARED.findall(plan.get("Index Cond", "")))
    if kind in SCANS and not limited and compared <= {"school"} and "Relation Name" in plan:
        yield plan["Relation Name"]
    for inner in plan.get("Plans", ()):
        yield from _scanned(inner, limited=kind == "Limit")
