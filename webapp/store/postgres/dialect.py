"""The shared statements in PostgreSQL's SQL: placeholders, lists that come as JSON, and a few functions.

Each statement is translated once. What is not named here is the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from webapp.store.sql.engine.connection import BEGIN_READ, COLUMNS_OF_TABLES, DEFER_FOREIGN_KEYS

STATEMENTS = {
    BEGIN_READ: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    DEFER_FOREIGN_KEYS: "SET CONSTRAINTS ALL DEFERRED",
    COLUMNS_OF_TABLES: """
        SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0
            AND NOT a.attisdropped ORDER BY c.relname, a.attnum""",
}
"""Statements that have nothing in common."""
_QUOTED = "'(?:[^']|'')*'"
_PLACE = re.compile(rf"{_QUOTED}|\?(\d*)")
# Said to SQLite's planner, which takes tables in the order of a CROSS JOIN, and the index that is named.
_ADVICE = re.compile(r"\bINDEXED BY \w+|\bCROSS (?=JOIN\b)")
# Alone, a value that is only compared with NULL has no type.
_UNTYPED = re.compile(r"(\$\d+)(?= IS (?:NOT )?NULL\b)")


@lru_cache(maxsize=2000)
def translate(sql: str) -> str:
    """Translate a statement; its values become ``$1``, ``$2``."""
    known = STATEMENTS.get(sql)
    return known or _UNTYPED.sub(r"CAST(\1 AS text)", _calls(_ADVICE.sub("", _numbered(sql))))


def _numbered(sql: str) -> str:
    """Number the places of values as SQLite does: one without a number is the next after the greatest."""
    greatest = 0

    def number(place: re.Match[str]) -> str:
        nonlocal greatest
        if place[1] is None:  # a quoted text
            return place[0]
        wanted = int(place[1] or greatest + 1)
        greatest = max(greatest, wanted)
        return f"${wanted}"

    return _PLACE.sub(number, sql)


def translate_calls(sql: str) -> str:
    """Translate the functions alone: for statements without values."""
    return _calls(sql)


def _calls(sql: str) -> str:
    """Translate calls of the functions that PostgreSQL lacks, or has by another name."""
    translated, done = list[str](), 0
    for call in _CALL.finditer(sql):
        if call[1] is None or call.start() < done:  # a quoted text, or inside the last call
            continue
        arguments, end = _arguments(sql, call.end())
        translated += sql[done : call.start()], FUNCTIONS[call[1]]([_calls(argument) for argument in arguments])
        done = end
    return "".join(translated) + sql[done:]


def _arguments(sql: str, start: int) -> tuple[list[str], int]:
    """Split the arguments of a call, whose parenthesis was opened before ``start``; the place after the closing one."""
    arguments, depth, began = list[str](), 0, start
    for mark in _MARK.finditer(sql, start):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")" and depth:
            depth -= 1
        elif mark[0] in ",)" and not depth:
            arguments.append(sql[began : mark.start()].strip())
            began = mark.end()
            if mark[0] == ")":
                break
    return arguments, began


def _json(value: str) -> str:
    """A value as JSON text; one that was made as JSON stays so."""
    return value if value.startswith("('['") else f"coalesce(CAST(to_json({value}) AS text), 'null')"


def _json_array(values: Sequence[str]) -> str:
    # Written as Python writes it, without spaces: the keys of a merge's log are compared as text.
    elements = " || ',' || ".join(map(_json, values))
    return f"('[' || {elements} || ']')"


def _json_extract(arguments: Sequence[str]) -> str:
    document, path = arguments
    step = path.strip("'").removeprefix("$")
    key = step.strip("[]") if step.startswith("[") else f"'{step.removeprefix('.')}'"
    return f"(CAST({document} AS jsonb) ->> {key})"


def _json_set(arguments: Sequence[str]) -> str:
    document, path, value = arguments
    name = path.strip("'").removeprefix("$.")
    return f"CAST(jsonb_set(CAST({document} AS jsonb), '{{{name}}}', to_jsonb(CAST({value} AS text))) AS text)"


def _time_before(arguments: Sequence[str]) -> str:
    _, time, before = arguments
    days = before.strip("'").removeprefix("-")
    return (
        f"to_char(CAST(CAST({time} AS text) AS timestamptz) AT TIME ZONE 'UTC' - interval '{days}', "
        """'YYYY-MM-DD"T"HH24:MI:SS')"""
    )


def _of_two(several: str, one: str) -> Callable[[Sequence[str]], str]:
    """SQLite's ``max`` of several values is another function than that of several rows."""
    return lambda arguments: f"{several if len(arguments) > 1 else one}({', '.join(arguments)})"


FUNCTIONS: dict[str, Callable[[Sequence[str]], str]] = {
    "json_each": lambda arguments: f"jsonb_array_elements_text(CAST(CAST({arguments[0]} AS text) AS jsonb))",
    "json_extract": _json_extract,
    "json_set": _json_set,
    "json_array": _json_array,
    "json_group_array": lambda arguments: f"('[' || coalesce(string_agg({_json(arguments[0])}, ','), '') || ']')",
    "group_concat": lambda arguments: f"string_agg({', '.join(arguments)})",
    "strftime": _time_before,
    "hex": lambda _: "replace(CAST(gen_random_uuid() AS text), '-', '')",  # of random bytes, nothing else is asked
    "max": _of_two("greatest", "max"),
    "min": _of_two("least", "min"),
}
_CALL = re.compile(rf"{_QUOTED}|\b({'|'.join(FUNCTIONS)})\(")
_MARK = re.compile(rf"{_QUOTED}|[(),]")
