"""The data folder beside the database: locks that show which processes use it, and small state files."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from webapp.config import Config
from webapp.private_files import make_private_file
from webapp.store import locate_database
from webapp.store.durable_files import sync_folder

SERVING_LOCK = "serving.lock"
"""Lock held by every server (shared), and by a restore (exclusive)."""
REPLICATION_LOCK = "replica.lock"
"""Lock held by the one replicator of the database."""
REPLICA_STATE_FILE = "replica.json"
LAST_BACKUP_FILE = "last-backup.json"
KEY_FILE = "secret.key"
OWN_FILES = ("fahm*.db*", "*.lock", "*.json", "*.key")
"""Patterns of the files that Fahm keeps in its data folder."""

if sys.platform != "win32":
    import fcntl

    def try_lock(path: Path, shared: bool = False) -> int | None:
        """The lock ``path`` as an open file, held until that is closed; None where somebody else has it."""
        # Opened for reading: the server's user may not own the file.
        make_private_file(path)
        file = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return None
        return file

else:  # an open database cannot be replaced there anyway

    def try_lock(path: Path, shared: bool = False) -> int | None:
        """The lock ``path`` as an open file; it keeps nobody out."""
        make_private_file(path)
        return os.open(path, os.O_RDONLY)


def kept_files(config: Config) -> list[Path]:
    """List the data folder and what Fahm keeps in it, and the files of the database wherever they are."""
    own = [path for pattern in OWN_FILES for path in sorted(config.data.glob(pattern))]
    return [config.data, *own, *locate_database(config.database_url).files()]


def is_served(config: Config) -> bool:
    """Tell whether a server runs on this data folder, or a restore is under way in it."""
    if not (config.data / SERVING_LOCK).exists():
        return False
    lock = try_lock(config.data / SERVING_LOCK)
    if lock is not None:
        os.close(lock)
    return lock is None


def write_private(path: Path, words: str) -> None:
    """Write a small file that only its owner may read, whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(words)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def write_state(path: Path, state: dict[str, Any]) -> None:
    """Write a state file. It only informs, so an error such as a full disk is ignored."""
    with suppress(OSError):
        write_private(path, json.dumps(state, ensure_ascii=False) + "\n")


def read_state(path: Path) -> dict[str, Any] | None:
    """Read a state file; None where none can be read."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) else None
