"""The schema of the PostgreSQL database, and the steps from an earlier one.

The first is a file; each later one is the statements of its SQLite migration, translated. A migration that was released
is never edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from webapp.store.postgres.schema.definitions import definition
from webapp.store.protocols.store import NewerDatabase
from webapp.store.sql.engine.connection import Connection

FIRST_VERSION = 30
LATER: Mapping[int, Sequence[str]] = {}
"""Statements of each later version, as the modules of ``store/sql/schema`` have them."""
SCHEMA_VERSION = max(LATER, default=FIRST_VERSION)
FIRST_SCHEMA = Path(__file__).with_name("first_schema.sql")
VERSION_TABLE = "CREATE TABLE fahm_schema (version bigint NOT NULL)"
FIND_TABLE = "SELECT to_regclass('fahm_schema') IS NOT NULL"
FIND_VERSION = "SELECT version FROM fahm_schema"


def schema_version(conn: Connection) -> int:
    """Number of the latest migration applied to a database; 0 for an empty one."""
    (known,) = conn.execute(FIND_TABLE).fetchone()
    row = conn.execute(FIND_VERSION).fetchone() if known else None
    return int(row[0]) if row else 0


def is_current(version: int) -> bool:
    """Tell whether this is the present version. NewerDatabase if it is a later one."""
    if version > SCHEMA_VERSION:
        raise NewerDatabase(
            en=f"the database belongs to a newer version of Fahm (schema {version}, this version knows "
            f"{SCHEMA_VERSION}). Install that version.",
            ar=f"قاعدة البيانات من إصدار أحدث من فَهْم (المخطط {version}، وهذا الإصدار يعرف {SCHEMA_VERSION}). "
            "ثبّت ذلك الإصدار.",
        )
    return version == SCHEMA_VERSION


def migrate(conn: Connection) -> None:
    """Apply missing migrations inside the caller's write transaction: two processes may open a database at once."""
    version = schema_version(conn)
    if is_current(version):
        return
    for statement in _missing(version):
        conn.execute(statement)
    conn.execute("UPDATE fahm_schema SET version = $1", (SCHEMA_VERSION,))


def _missing(version: int) -> Iterator[str]:
    if not version:
        yield VERSION_TABLE
        yield f"INSERT INTO fahm_schema VALUES ({FIRST_VERSION})"
        yield FIRST_SCHEMA.read_text()
    for later, statements in LATER.items():
        if later > version:
            yield from map(definition, statements)
