"""Copies of the database file, made while others write and verified before they are used."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from webapp.store.durable_files import sync_folder
from webapp.store.protocols.database import BackupContents, DamagedBackup, DatabaseInUse, Progress
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sqlite.engine.connections import as_unavailable, connect
from webapp.store.sqlite.schema.schema_version import is_current, schema_version

PAGES_PER_STEP = 2048
"""Pages copied at a time: eight megabytes between two updates of the progress bar."""
BUSY_TIMEOUT_MS = 500
"""Milliseconds to wait for a database that another process may be closing."""


def copy(source: Path, target: Path, progress: Progress | None = None) -> BackupContents:
    """Copy a snapshot of ``source`` into ``target`` while others go on writing, and verify the whole copy.

    Everything acknowledged before the call is in it. The target is written whole or not at all, and an earlier file of
    that name is kept until then. Only the owner may read it.
    """
    if not source.is_file():
        raise StoreUnavailable(f"there is no file {source}")
    with as_unavailable(), TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        copied = Path(folder) / target.name
        _copy(source, copied, progress or (lambda done, total: None))
        contents = examine(copied)
        os.replace(copied, target)
        sync_folder(target.parent)
    return contents


def examine(path: Path, usable: bool = False) -> BackupContents:
    """Verify a whole database file. DamagedBackup where it is damaged or is no Fahm database.

    ``usable``: NewerDatabase where a newer Fahm wrote it.
    """
    if not path.is_file():
        raise StoreUnavailable(f"there is no file {path}")
    try:
        with as_unavailable():
            db = connect(path)
            try:
                return _examined(db, path, usable)
            finally:
                db.close()
    except StoreUnavailable as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise DamagedBackup(f"{path} is damaged: {error}") from error
        raise


def settle(path: Path) -> None:
    """Fold the write-ahead log of a database into its file, so that the file alone is the whole database.

    DatabaseInUse where a process has it open.
    """
    try:
        with as_unavailable():
            db = connect(path)
            try:
                db.conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS:d}")
                # SQLite leaves the log behind only where no other connection, of any process, is open.
                db.conn.execute("PRAGMA journal_mode = DELETE").fetchone()
            finally:
                db.close()
    except StoreUnavailable as error:
        if "locked" in str(error) or "busy" in str(error):
            raise DatabaseInUse(str(error)) from error
        raise DamagedBackup(str(error)) from error


def _copy(source: Path, copied: Path, progress: Progress) -> None:
    """Copy by SQLite's backup API into one file without a log beside it, synchronized to the disk."""
    os.close(os.open(copied, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    origin = connect(source)
    try:
        # An open read transaction fixes the snapshot: else each commit of others would restart the copy.
        origin.conn.execute("BEGIN")
        origin.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        goal = connect(copied)
        try:
            origin.conn.backup(
                goal.conn, pages=PAGES_PER_STEP, progress=lambda _, left, total: progress(total - left, total)
            )
            goal.conn.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            goal.close()
    finally:
        origin.close()
    with copied.open("rb+") as file:
        os.fsync(file.fileno())


def _examined(db: Database, path: Path, usable: bool) -> BackupContents:
    conn = db.conn
    wrong = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(5)")]
    if wrong != ["ok"]:
        raise DamagedBackup(f"{path} is damaged: {'; '.join(wrong)}")
    tables = {str(row[0]) for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not schema_version(db) or not {"learners", "tries"} <= tables:
        raise DamagedBackup(f"{path} is no database of Fahm")
    if usable:
        is_current(db)
    tries, latest = conn.execute("SELECT count(*), max(at) FROM tries").fetchone()
    learners = int(conn.execute("SELECT count(*) FROM learners").fetchone()[0])
    return BackupContents(schema_version(db), learners, int(tries), latest, path.stat().st_size)
