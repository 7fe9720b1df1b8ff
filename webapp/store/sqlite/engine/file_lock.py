"""File identity, and a file lock that is fair to all processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from webapp.store.protocols.store import StoreUnavailable

if sys.platform != "win32":
    import fcntl

    def flock(file: int) -> None:
        """Wait for the lock of an open file."""
        fcntl.flock(file, fcntl.LOCK_EX)

    def unflock(file: int) -> None:
        """Release the lock."""
        fcntl.flock(file, fcntl.LOCK_UN)

else:  # SQLite's own lock is enough to be right; flock makes it fair

    def flock(file: int) -> None:
        """Do nothing."""

    def unflock(file: int) -> None:
        """Do nothing."""


def file_at(path: Path) -> tuple[int, int]:
    """Identify the file at a path by device and inode. StoreUnavailable if it is gone."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise StoreUnavailable(f"the database is gone ({error.strerror}): put it back") from error
    return status.st_dev, status.st_ino
