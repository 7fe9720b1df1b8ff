"""Each statement of the store that stands as a constant is understood by PostgreSQL, also where no test executes it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import psycopg

from postgres_store import emptied_database
from webapp.store import sql
from webapp.store.postgres.dialect import translate
from webapp.store.sql.engine.connection import COLUMNS_OF_TABLES

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s")
PARTS = {"desk_work.BEGUN", "desk_work.SITTING"}
"""Those that stand inside others only."""


def statements() -> Iterator[tuple[str, str]]:
    """Constants of all modules with statements, by name. Templates with places for other parts are left out."""
    for module in pkgutil.walk_packages(sql.__path__, f"{sql.__name__}."):
        if ".schema" in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            own = f"{module.name.removeprefix(f'{sql.__name__}.')}.{name}"
            if not name.isupper() or name.startswith("_") or own in PARTS:
                continue
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and STATEMENT.match(text) and "{" not in text and text != COLUMNS_OF_TABLES:
                    yield own, text


def test_postgresql_understands_each_statement() -> None:
    asked = list(statements())
    assert len(asked) > 250
    faults = {}
    with emptied_database() as url, psycopg.connect(url, autocommit=True) as conn:
        for name, text in asked:
            prepared = conn.pgconn.prepare(b"", translate(text).encode())
            if prepared.status != psycopg.pq.ExecStatus.COMMAND_OK:
                faults[name] = (prepared.error_message or b"").decode()
    assert faults == {}
