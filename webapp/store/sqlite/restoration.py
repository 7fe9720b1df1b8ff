"""Restore: replace the database file by another, and keep the old one under another name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from webapp.private_files import make_private_folder
from webapp.store.durable_files import sync_folder
from webapp.store.protocols.database import BackupContents, DamagedBackup, Restoration
from webapp.store.sqlite.engine.backup import copy, examine, settle
from webapp.store.sqlite.store import SqliteStore


@contextmanager
def restoration(path: Path) -> Iterator[Restoration]:
    """Begin a restore in a temporary folder beside the database, so that a rename can put the file in place."""
    make_private_folder(path.parent)
    with TemporaryDirectory(prefix=".restore.", dir=path.parent) as folder:
        yield SqliteRestoration(path, Path(folder) / path.name)


class SqliteRestoration(Restoration):
    """Methods are documented in :class:`webapp.store.protocols.database.Restoration`."""

    def __init__(self, path: Path, file: Path) -> None:
        self._path = path
        self.file = file

    def copy(self, backup: Path) -> None:
        copy(backup, self.file)

    def prepare(self, now: Callable[[], datetime]) -> BackupContents:
        contents = examine(self.file, usable=True)
        settle(self.file)
        self.file.chmod(0o600)
        # Migrated before it is put in place: a file that cannot be migrated must not replace the old one.
        SqliteStore(self.file, now).close()
        settle(self.file)
        with self.file.open("rb+") as written:
            os.fsync(written.fileno())
        return contents

    def put(self, stamp: str) -> Path | None:
        self._take_rights()
        aside = self._set_aside(stamp)
        os.replace(self.file, self._path)
        sync_folder(self._path.parent)
        return aside

    def _take_rights(self) -> None:
        """Give the new database the owner and mode of the old one: restore and server may run as different users."""
        old = self._path if self._path.exists() else None
        owner = (old or self._path.parent).stat()
        if old:
            self.file.chmod(owner.st_mode & 0o700)
        if sys.platform != "win32":
            with suppress(PermissionError):
                os.chown(self.file, owner.st_uid, owner.st_gid)

    def _set_aside(self, stamp: str) -> Path | None:
        """Give the old database a second name. It keeps its own until the new file replaces it."""
        old = self._path
        if not old.exists():
            return None
        aside = old.with_name(f"{old.stem}-before-{stamp}{old.suffix}")
        if aside.exists():
            raise FileExistsError(None, "is there already", str(aside))
        with suppress(DamagedBackup):  # perhaps the reason for the restore: kept unchanged, with the log beside it
            settle(old)
        try:
            os.link(old, aside)
        except OSError:
            os.rename(old, aside)
        for ending in ("-wal", "-shm"):
            beside = old.with_name(old.name + ending)
            if beside.exists():
                os.replace(beside, aside.with_name(aside.name + ending))
        return aside
