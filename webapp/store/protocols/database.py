"""A database located by its URL, present or not: backup, restore, and tests of its state."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from webapp.store.protocols.data_move import MovableTables
from webapp.store.protocols.store import Store, StoreUnavailable

Progress = Callable[[int, int], None]
"""Called with the amount copied, and the total."""


class DamagedBackup(StoreUnavailable):
    """The file is damaged, or is no backup of a Fahm database."""


class DatabaseInUse(StoreUnavailable):
    """A process has the database open."""


@dataclass(frozen=True)
class BackupContents:
    """Contents of a sound backup: schema version, numbers of learners and attempts, size in bytes.

    ``latest``: when the last attempt was handed in, ISO 8601 in UTC; None where there is none.
    """

    schema: int
    learners: int
    tries: int
    latest: str | None
    size: int


class Restoration(Protocol):
    """A restore in progress: a database file that is prepared to replace the current one."""

    file: Path
    """Path at which a replica is to be written before it is prepared."""

    def copy(self, backup: Path) -> None:
        """Copy a backup into ``file``. DamagedBackup where it is not sound."""

    def prepare(self, now: Callable[[], datetime]) -> BackupContents:
        """Verify ``file`` and migrate it. DamagedBackup: not sound. NewerDatabase: a newer Fahm wrote it."""

    def put(self, stamp: str) -> Path | None:
        """Replace the database by ``file``; return the path at which the old one is kept, None where there was none.

        The old file's new name contains ``stamp``. FileExistsError where a file has that name already, DatabaseInUse
        where a process has the old database open.
        """


class DatabaseLocation(Protocol):
    """A database by its URL. ``str()`` is its name for people, without passwords."""

    def exists(self) -> bool:
        """Tell whether the database exists."""

    def absolute_url(self) -> str:
        """Return its URL for processes with another working folder."""

    def is_open(self) -> bool:
        """Tell whether the database is open in some process, or was left without being closed."""

    def is_kept_in(self, path: Path) -> bool:
        """Tell whether a file is this database itself, and not a copy."""

    def files(self) -> list[Path]:
        """List the files that the database keeps on this machine, those that do not exist yet too."""

    def back_up(self, target: Path, progress: Progress | None = None) -> BackupContents:
        """Copy a consistent snapshot into a file while others go on writing, and verify the whole copy.

        Everything acknowledged before the call is in it. The target is written whole or not at all, and an earlier file
        of that name is kept until then. Only the owner may read it.
        """

    def copy_from(self, store: Store) -> None:
        """Replace the database by a copy of another store, whole or not at all."""

    def movable_tables(self) -> MovableTables:
        """Open its tables for copying; create or migrate the database where needed."""

    def restoration(self) -> AbstractContextManager[Restoration]:
        """Begin a restore; a file that was not put in place when the block ends is deleted."""

    def replicated_file(self) -> Path:
        """Return the file that Litestream copies. UserError where the engine has none."""
