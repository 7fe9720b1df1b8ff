"""The store, which records all attempts. Callers use the types of ``protocols``; an engine implements them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.config import utc_now
from webapp.store.database_url import engine_of
from webapp.store.protocols.database import DatabaseLocation
from webapp.store.protocols.store import Store

__all__ = ["Store", "locate_database", "open_store", "sqlite_version"]


def open_store(url: str, now: Callable[[], datetime] = utc_now, make: bool = True) -> Store:
    """Open the store at an address; create or migrate it where needed. UserError where no engine has that name.

    Without ``make``, the database must exist and be current; where it is missing, every method raises StoreUnavailable
    until it is back, and no empty database is created in its place.
    """
    engine_of(url)  # there is one engine yet
    # Imported here, because sqlite-utils is slow to import and most importers of this package need its types only.
    from webapp.store.sqlite.location import SqliteLocation
    from webapp.store.sqlite.store import SqliteStore

    return SqliteStore(SqliteLocation(url).path, now, make)


def locate_database(url: str) -> DatabaseLocation:
    """Return the database at an address; it need not exist. UserError where no engine has that name."""
    engine_of(url)
    from webapp.store.sqlite.location import SqliteLocation

    return SqliteLocation(url)


def sqlite_version() -> str:
    """Version of SQLite in use: up to 3.51.2 it could corrupt a database in WAL mode."""
    from webapp.store.sqlite.engine.connections import sqlite_version as version

    return version()
