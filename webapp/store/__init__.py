"""The record of what readers do. Callers use the methods and types of ``protocols``; an engine stands behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from webapp.config import utc_now
from webapp.store.protocols.store import Store

__all__ = ["Store", "open_store", "sqlite_version"]


def open_store(path: Path, now: Callable[[], datetime] = utc_now, make: bool = True) -> Store:
    """Open the store in the file ``path``, made or brought up to date where needed.

    Without ``make``, it was opened before by whoever says so; where it is gone, every method raises StoreUnavailable
    until it is back, and no empty one takes its place.
    """
    # Only here, because sqlite-utils is slow to import and most who import this package want its types.
    from webapp.store.sqlite.store import SqliteStore

    return SqliteStore(path, now, make)


def sqlite_version() -> str:
    """Which SQLite runs: up to 3.51.2 it could corrupt a database in WAL mode."""
    from webapp.store.sqlite.engine.connections import sqlite_version as version

    return version()
