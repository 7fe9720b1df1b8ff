"""The files themselves: which one is at a path now, and a lock that is fair to all processes."""

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
        """Let it go."""
        fcntl.flock(file, fcntl.LOCK_UN)

else:  # SQLite's own lock is enough to be right; flock makes it fair

    def flock(file: int) -> None:
        """Nothing."""

    def unflock(file: int) -> None:
        """Nothing."""


def file_at(path: Path) -> tuple[int, int]:
    """Which file that is. StoreUnavailable where there is none: it was there when Fahm started."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise StoreUnavailable(f"the database is gone ({error.strerror}): put it back") from error
    return found.st_dev, found.st_ino
