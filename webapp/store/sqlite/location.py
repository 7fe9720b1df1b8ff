"""A database in one SQLite file, by its URL. The engine is slow to import, and loaded only where it is needed."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from webapp.store.database_url import sqlite_path, sqlite_url
from webapp.store.protocols.data_move import MovableTables
from webapp.store.protocols.database import BackupContents, DatabaseLocation, Progress, Restoration
from webapp.store.protocols.store import Store


class SqliteLocation(DatabaseLocation):
    """Methods are documented in :class:`webapp.store.protocols.database.DatabaseLocation`."""

    def __init__(self, url: str) -> None:
        self.path = sqlite_path(url)

    def __str__(self) -> str:
        return str(self.path)

    def exists(self) -> bool:
        return self.path.exists()

    def absolute_url(self) -> str:
        return sqlite_url(self.path.absolute())

    def is_open(self) -> bool:
        # The last to close it folds the log into it.
        return self.path.with_name(f"{self.path.name}-wal").exists()

    def is_kept_in(self, path: Path) -> bool:
        return path.exists() and self.path.exists() and path.samefile(self.path)

    def files(self) -> list[Path]:
        return [self.path.with_name(f"{self.path.name}{end}") for end in ("", "-wal", "-shm", ".lock")]

    def back_up(self, target: Path, progress: Progress | None = None) -> BackupContents:
        from webapp.store.sqlite.engine.backup import copy

        return copy(self.path, target, progress)

    def copy_from(self, store: Store) -> None:
        store.backup(self.path)

    def movable_tables(self) -> MovableTables:
        from webapp.store.sqlite.engine.connections import SqliteConnections
        from webapp.store.sqlite.movable_tables import SqliteMovableTables

        return SqliteMovableTables(SqliteConnections(self.path))

    def restoration(self) -> AbstractContextManager[Restoration]:
        from webapp.store.sqlite.restoration import restoration

        return restoration(self.path)

    def replicated_file(self) -> Path:
        return self.path
