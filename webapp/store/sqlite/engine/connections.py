"""Connections to one SQLite file, and the write transaction that every write goes through."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from webapp.private_files import make_private_file, make_private_folder
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.engine.connection import Connections
from webapp.store.sqlite.engine.file_lock import file_at, flock, unflock
from webapp.store.sqlite.engine.transactions import immediate
from webapp.store.sqlite.schema.schema_version import is_current, migrate, schema_version

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3  # pysqlite3 where it is installed: its errors are not sqlite3's

READERS = 4
"""Number of read connections in a process's pool. Each takes 400 KB; more threads hardly ever read at once."""
READER_SECONDS = 0.05
"""Seconds a thread waits for one of them, before it opens another: long reports must not delay pages."""
BUSY_SECONDS = 5
MUTEX_SECONDS = 10.0
# secure_delete: what a learner takes back is written over, not only forgotten.
# wal_autocheckpoint, in pages (16 MB): a batch of answers writes 50 to 100, and each checkpoint waits for the disk
# three times while everybody waits for the lock. With SQLite's own 1000 that was every tenth commit under load.
PRAGMAS = ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "wal_autocheckpoint = 4000")


def sqlite_version() -> str:
    """Version of SQLite in use: pysqlite3's where it is installed, else Python's own."""
    return str(sqlite3.sqlite_version)


def connect(path: Path, make: bool = True) -> Database:
    """Open a connection with Fahm's settings. Transactions begin and end explicitly.

    ``make``: create the file where it does not exist.
    """
    if not make and not os.access(path, os.W_OK):
        # SQLite would open it read-only, and then so for every later connection of the process.
        raise StoreUnavailable("the database can only be read")
    address = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
    conn = sqlite3.connect(address, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True)
    try:
        for pragma in PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
        return Database(conn, execute_plugins=False)
    except BaseException:
        conn.close()
        raise


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Raise StoreUnavailable for any error of SQLite or of the disk."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreUnavailable(str(error)) from error


class _PooledConnection:
    """An open connection, the file it was opened on, and the process."""

    def __init__(self, path: Path) -> None:
        self.file = file_at(path)
        self.db = connect(path, make=False)
        self.pid = os.getpid()
        self.sound = True
        """True if it may be used again."""

    def close(self) -> None:
        if self.pid == os.getpid():
            self.db.close()
        else:
            _inherited_from_parent.append(self)


# SQLite forbids a forked child even to close its parent's connections.
_inherited_from_parent: list[object] = []


class _Process:
    """Connections and locks of one process: a fork must share neither."""

    def __init__(self, lock_path: Path) -> None:
        self.pid = os.getpid()
        self.readers: list[_PooledConnection] = []
        self.writers: list[_PooledConnection] = []
        """Idle connections; the one used last is taken first, since it caches most statements. Those that
        write cache other statements than those that read."""
        self.free_readers = threading.Semaphore(READERS)
        self.mutex = threading.Lock()
        self.lock_path = lock_path
        self.lock_file: int | None = None
        self.file_replaced = False
        """True once the database's file was replaced: the lock file beside it is another one too."""

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writer's lock: a mutex among threads, then ``flock`` among processes, which is fair to all.

        SQLite's own waiting sleeps and tries again, so that one of two busy processes starves.
        """
        if not self.mutex.acquire(timeout=MUTEX_SECONDS):
            raise StoreUnavailable("waited too long for another write to end")
        try:
            if self.file_replaced:
                self.close_lock_file()
                self.file_replaced = False
            if self.lock_file is None:
                make_private_file(self.lock_path)
                self.lock_file = os.open(self.lock_path, os.O_RDWR)
            flock(self.lock_file)
            try:
                yield
            finally:
                unflock(self.lock_file)
        finally:
            self.mutex.release()

    def close_lock_file(self) -> None:
        """Close the lock file, in a forked child: else the lock would outlive a parent killed while it held it."""
        file, self.lock_file = self.lock_file, None
        if file is not None:
            os.close(file)

    def close(self) -> None:
        with self.mutex:
            for idle in (self.readers, self.writers):
                while idle:
                    idle.pop().close()
            self.close_lock_file()


class SqliteConnections(Connections):
    """Pool of connections, each used by one thread at a time.

    They are opened when first needed, again after a fork, and again when the file was replaced. A file that is deleted
    while it is open can still be written, and what is written is lost: so each use checks that the file is still the
    open one, and each write checks it again after its commit.
    """

    def __init__(self, path: Path, make: bool = True) -> None:
        self.path = path
        self._process = _Process(self._lock_path)
        if not make:
            return  # prepared before the workers were started; where it is missing, they wait until it is back
        with as_unavailable():
            make_private_folder(path.parent)
            try:
                self._prepare()
            finally:
                self._process.close_lock_file()

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    def _prepare(self, make: bool = True) -> None:
        """Create or migrate the database on a temporary connection: a server may fork after this."""
        with self._process.locked():
            if make:
                make_private_file(self.path)  # SQLite itself would make it readable for all
            db = connect(self.path, make)
            try:
                current = is_current(db)
                # Kept in the file; a backup comes without it, because it must be one file.
                if db.journal_mode != "wal":
                    db.conn.execute("PRAGMA journal_mode = WAL")
                if not current:
                    # A table that others refer to is made anew; inside the transaction this cannot be set.
                    db.conn.execute("PRAGMA foreign_keys = OFF")
                    with immediate(db.conn):
                        migrate(db)
            finally:
                db.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        # One context manager and not three inside one another: a page reads six times.
        process = self._current()
        one_of_them = process.free_readers.acquire(timeout=READER_SECONDS)
        try:
            held = self._acquire(process, process.readers)
            try:
                yield held.db.conn
            finally:
                if one_of_them:
                    process.readers.append(held)
                else:
                    held.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        finally:
            if one_of_them:
                process.free_readers.release()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        with as_unavailable():
            process = self._current()
            held = self._acquire(process, process.writers)
            try:
                with process.locked():
                    try:
                        with immediate(held.db.conn):
                            yield held.db.conn
                        if file_at(self.path) != held.file:
                            raise StoreUnavailable("the database was replaced while it was written")
                    except sqlite3.OperationalError:
                        held.sound = False
                        raise
            finally:
                # After an error of the disk it is discarded; where it could not roll back, closing does.
                if held.sound and not held.db.conn.in_transaction:
                    process.writers.append(held)
                else:
                    held.close()

    @contextmanager
    def separate_connection(self) -> Iterator[sqlite3.Connection]:
        with as_unavailable():
            db = connect(self.path, make=False)
            try:
                yield db.conn
            finally:
                db.close()

    def as_unavailable(self) -> AbstractContextManager[None]:
        return as_unavailable()

    def forget_deleted(self) -> None:
        # From the write-ahead log; a reader that is busy with it delays that.
        with self.read() as conn:
            conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        with as_unavailable():
            self._current().close()

    def _current(self) -> _Process:
        process = self._process
        if process.pid != os.getpid():
            _inherited_from_parent.append(process)
            process.close_lock_file()
            process = self._process = _Process(self._lock_path)
        return process

    def _acquire(self, process: _Process, idle: list[_PooledConnection]) -> _PooledConnection:
        """Take an idle connection from the pool, or open one."""
        # Raises where the file is missing; the pool is kept then, to be compared with the file that is put back.
        current = file_at(self.path)
        while True:
            try:
                pooled = idle.pop()
            except IndexError:
                return self._open()
            if pooled.file == current:
                return pooled
            process.file_replaced = True
            pooled.close()

    def _open(self) -> _PooledConnection:
        """Open a connection; a database restored from an older backup is migrated first."""
        pooled = _PooledConnection(self.path)
        version = schema_version(pooled.db)
        if not version:
            pooled.close()
            raise StoreUnavailable("this is not the database that was here: put that one back")
        if not is_current(pooled.db) or pooled.db.journal_mode != "wal":
            pooled.close()
            self._prepare(make=False)
            pooled = _PooledConnection(self.path)
        return pooled
