"""A database by its address, whether it is there or not: what concerns the whole of it, and what comes out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from webapp.store.protocols.store import Store, StoreUnavailable

Progress = Callable[[int, int], None]
"""Called with how much is copied, and of how much."""


class DamagedBackup(StoreUnavailable):
    """The file is damaged, or is no backup of a database of Fahm."""


class DatabaseInUse(StoreUnavailable):
    """The database is open in some process."""


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
    """A database that is made ready to take the place of the one that is there."""

    file: Path
    """Where what is fetched from elsewhere is to be written."""

    def copy(self, backup: Path) -> None:
        """Copy a backup into ``file``. DamagedBackup where it is not sound."""

    def prepare(self, now: Callable[[], datetime]) -> BackupContents:
        """Read ``file`` through and bring it up to date. DamagedBackup where it is not sound, NewerDatabase where it
        is of a newer Fahm."""

    def put(self, stamp: str) -> Path | None:
        """Put it in the place of the database; the file with ``stamp`` in its name where the old one is kept, if there
        was one. FileExistsError where there is such a file already, DatabaseInUse where somebody has the old one open.
        """


class DatabaseLocation(Protocol):
    """A database by its address. ``str()`` names it to people, without passwords."""

    def exists(self) -> bool:
        """Tell whether the database is there."""

    def absolute_url(self) -> str:
        """Return its address for processes that run in another folder."""

    def is_open(self) -> bool:
        """Tell whether the database is open in some process, or was left without being closed."""

    def is_kept_in(self, path: Path) -> bool:
        """Tell whether a file is this database itself, and no copy."""

    def back_up(self, target: Path, progress: Progress | None = None) -> BackupContents:
        """Copy a consistent snapshot into a file while others go on writing, and verify the whole copy.

        Whatever was acknowledged before the call is in it. The target is there whole and sound or not at all, and what
        was there before stays until then. Nobody but the owner may read it.
        """

    def copy_from(self, store: Store) -> None:
        """Put a copy of all that another store holds in its place, whole or not at all."""

    def restoration(self) -> AbstractContextManager[Restoration]:
        """Begin to put another database in its place; what is not put there is gone when the block ends."""

    def replicated_file(self) -> Path:
        """Return the file that Litestream copies. UserError where the engine has none."""
