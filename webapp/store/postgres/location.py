"""A database of a PostgreSQL server, by its URL."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from pathlib import Path

import psycopg

from webapp.store.database_url import without_password
from webapp.store.postgres.engine.connection import PostgresConnection, connect
from webapp.store.postgres.engine.connections import PostgresConnections
from webapp.store.postgres.movable_tables import PostgresMovableTables
from webapp.store.postgres.schema.migrations import schema_version
from webapp.store.postgres.store import no_file
from webapp.store.protocols.data_move import MovableTables
from webapp.store.protocols.database import BackupContents, DatabaseLocation, Progress, Restoration
from webapp.store.protocols.store import Store


class PostgresLocation(DatabaseLocation):
    """Methods are documented in :class:`webapp.store.protocols.database.DatabaseLocation`."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __str__(self) -> str:
        return without_password(self._url)

    def exists(self) -> bool:
        try:
            with closing(connect(self._url)) as raw:
                return schema_version(PostgresConnection(raw)) > 0
        except psycopg.Error:
            return True  # not known: opening it says why

    def absolute_url(self) -> str:
        return self._url

    def is_open(self) -> bool:
        return False  # the server takes any number of processes

    def is_kept_in(self, path: Path) -> bool:
        return False

    def files(self) -> list[Path]:
        return []

    def back_up(self, target: Path, progress: Progress | None = None) -> BackupContents:
        raise no_file()

    def copy_from(self, store: Store) -> None:
        raise no_file()

    def movable_tables(self) -> MovableTables:
        return PostgresMovableTables(PostgresConnections(self._url))

    def restoration(self) -> AbstractContextManager[Restoration]:
        raise no_file()

    def replicated_file(self) -> Path:
        raise no_file()
