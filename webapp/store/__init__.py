"""The store, which records all attempts. Callers use the types of ``protocols``; an engine implements them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.config import utc_now
from webapp.domain.user_error import UserError
from webapp.store.database_url import POSTGRES, engine_of
from webapp.store.protocols.database import DatabaseLocation
from webapp.store.protocols.store import Store

__all__ = ["Store", "locate_database", "open_store", "sqlite_version"]
# Engines are imported where they are used: each is slow to import, and most importers of this package need types only.


def open_store(url: str, now: Callable[[], datetime] = utc_now, make: bool = True) -> Store:
    """Open the store at an address; create or migrate it where needed. UserError where no engine has that name.

    Without ``make``, the database must exist and be current; where it is missing, every method raises StoreUnavailable
    until it is back, and no empty database is created in its place.
    """
    if engine_of(url) == POSTGRES:
        _require_driver()
        from webapp.store.postgres.store import PostgresStore

        return PostgresStore(url, now, make)
    from webapp.store.sqlite.location import SqliteLocation
    from webapp.store.sqlite.store import SqliteStore

    return SqliteStore(SqliteLocation(url).path, now, make)


def locate_database(url: str) -> DatabaseLocation:
    """Return the database at an address; it need not exist. UserError where no engine has that name."""
    if engine_of(url) == POSTGRES:
        _require_driver()
        from webapp.store.postgres.location import PostgresLocation

        return PostgresLocation(url)
    from webapp.store.sqlite.location import SqliteLocation

    return SqliteLocation(url)


def sqlite_version() -> str:
    """Version of SQLite in use: up to 3.51.2 it could corrupt a database in WAL mode."""
    from webapp.store.sqlite.engine.connections import sqlite_version as version

    return version()


def _require_driver() -> None:
    """UserError where the driver of PostgreSQL, an extra, is not installed."""
    try:
        import psycopg_pool  # noqa: F401
    except ImportError as error:
        raise UserError(
            en="PostgreSQL needs its driver: pip install 'fahm[postgres]'",
            ar="تحتاج PostgreSQL إلى مكتبتها: pip install 'fahm[postgres]'",
        ) from error
