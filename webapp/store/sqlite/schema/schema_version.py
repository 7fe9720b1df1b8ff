"""Schema version of a database: what it is, whether it is the present one, and the missing migrations."""

from __future__ import annotations

from sqlite_utils import Database

from webapp.store.protocols.store import NewerDatabase
from webapp.store.sqlite.schema.migrations import SCHEMA_VERSION, migrations


def schema_version(db: Database) -> int:
    """Number of the latest migration applied to a database; 0 for an empty one."""
    return int(db.conn.execute("PRAGMA user_version").fetchone()[0])


def is_current(db: Database) -> bool:
    """Tell whether the database has this schema. NewerDatabase if it has a later one."""
    version = schema_version(db)
    if version > SCHEMA_VERSION:
        raise NewerDatabase(
            en=f"the database belongs to a newer version of Fahm (schema {version}, this version knows "
            f"{SCHEMA_VERSION}). Install that version.",
            ar=f"قاعدة البيانات من إصدار أحدث من فَهْم (المخطط {version}، وهذا الإصدار يعرف {SCHEMA_VERSION}). "
            "ثبّت ذلك الإصدار.",
        )
    return version == SCHEMA_VERSION


def migrate(db: Database) -> None:
    """Apply missing migrations inside the caller's write transaction: two processes may open a database at once."""
    if not is_current(db):
        migrations.apply(db)
        db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
