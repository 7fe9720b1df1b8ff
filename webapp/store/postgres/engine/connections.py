"""Connections to one PostgreSQL database, and the write transaction that every write goes through."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from typing import Any

import psycopg
from psycopg import RawCursor
from psycopg_pool import ConnectionPool, PoolTimeout

from webapp.store.postgres.engine.connection import (
    ADAPTERS,
    PostgresConnection,
    RowStream,
    configure,
    connect,
    settings_of,
)
from webapp.store.postgres.engine.standby_reads import StandbyReads, has_ended
from webapp.store.postgres.engine.table_statistics import take_if_never
from webapp.store.postgres.schema.migrations import is_current, migrate, schema_version
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sql.engine.connection import Connection, Connections

MAX_READERS = 11
"""Greatest number of a process's connections that read; one more writes, which so has the plans of writing."""
WAIT_SECONDS = 10
"""Seconds to wait for the write lock."""
CONNECT_SECONDS = 5.0
"""Seconds to wait for a connection. So long goes an attempt to make one: the next use then begins another."""
# One writer at a time, as with SQLite: what was read in the transaction still holds when it writes, numbers have no
# gaps, and whoever reads a number has all before it. The lock is of the transaction, and goes with it.
LOCK = f"""SELECT set_config('lock_timeout', '{WAIT_SECONDS}s', true),
    pg_advisory_xact_lock(hashtextextended('fahm ' || current_schema(), 0))"""

Pool = ConnectionPool[psycopg.Connection[Any]]
# A forked child must not close its parent's connections.
_inherited_from_parent: list[object] = []


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Raise StoreUnavailable for any error of PostgreSQL, of its driver or of the network."""
    try:
        yield
    except (psycopg.Error, OSError) as error:
        raise StoreUnavailable(" ".join(str(error).split())) from error


class PostgresConnections(Connections):
    """Pool of connections, each used by one thread at a time; opened when first needed, and again after a fork."""

    def __init__(self, url: str, make: bool = True) -> None:
        self._url = url
        self._start = threading.Lock()
        self._process: _Process | None = None
        if make:  # on a temporary connection: a server may fork after this
            with as_unavailable():
                self._prepare()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with as_unavailable(), self._current().reading() as conn:
            yield conn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        process = self._current()
        with as_unavailable(), process.writing() as conn, _write_transaction(conn):
            yield conn

    @contextmanager
    def separate_connection(self) -> Iterator[Connection]:
        with as_unavailable(), closing(RowStream(connect(self._url))) as rows:
            yield rows

    def as_unavailable(self) -> AbstractContextManager[None]:
        return as_unavailable()

    def forget_deleted(self) -> None:
        """Nothing: PostgreSQL's vacuum clears deleted rows away, and its log is kept as its keeper decides."""

    def close(self) -> None:
        process, self._process = self._process, None
        if process and process.pid == os.getpid():
            process.close()

    def _current(self) -> _Process:
        process = self._process
        if process is None or process.pid != os.getpid():
            with self._start:
                if self._process is process:
                    _inherited_from_parent.append(process)
                    self._process = _Process(self._new_pool(MAX_READERS), self._new_pool(1), StandbyReads(self._url))
                process = self._process
        assert process
        return process

    def _new_pool(self, connections: int) -> Pool:
        return ConnectionPool(
            self._url,
            kwargs={"autocommit": True, "cursor_factory": RawCursor, "context": ADAPTERS, **settings_of(self._url)},
            configure=self._examine,
            min_size=1,
            max_size=connections,
            timeout=CONNECT_SECONDS,
            reconnect_timeout=CONNECT_SECONDS,
            num_workers=1,
            open=True,
        )

    def _prepare(self) -> None:
        """Create or migrate the schema."""
        raw = connect(self._url)
        try:
            conn = PostgresConnection(raw)
            if not is_current(schema_version(conn)):
                with _write_transaction(conn):
                    migrate(conn)
            take_if_never(raw)
        finally:
            raw.close()

    def _examine(self, raw: psycopg.Connection[Any]) -> None:
        """Look at the schema of a new connection: an older one, of a database that was put back, is migrated first."""
        configure(raw)
        version = schema_version(PostgresConnection(raw))
        if not version:
            raise psycopg.OperationalError("this is not the database that was here: put that one back")
        if not is_current(version):
            self._prepare()


class _Process:
    """Connections and lock of one process: a fork must share neither."""

    def __init__(self, readers: Pool, writer: Pool, standby: StandbyReads) -> None:
        self.pid = os.getpid()
        self._readers, self._writer, self._standby = readers, writer, standby
        self._writing = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        self._readers.close()
        self._writer.close()

    @contextmanager
    def writing(self) -> Iterator[PostgresConnection]:
        """Take a connection for one thread at a time: the others need none while they wait."""
        if not self._writing.acquire(timeout=WAIT_SECONDS):
            raise StoreUnavailable("waited too long for another write to end")
        try:
            with self._connection(self._writer, self._standby.writers_patience()) as conn:
                yield conn
        finally:
            self._writing.release()

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        """Take a connection from the pool, or one to a standby while the primary is away."""
        with ExitStack() as held:
            try:
                conn = held.enter_context(self._connection(self._readers, self._standby.readers_patience()))
            except PoolTimeout:
                if not self._standby.possible:
                    raise
                conn = PostgresConnection(held.enter_context(closing(self._standby.connect())))
            yield conn

    @contextmanager
    def _connection(self, pool: Pool, timeout: float | None) -> Iterator[PostgresConnection]:
        """Take a connection from a pool. After an error of the network the idle ones are tested, and replaced."""
        raw = self._sound_connection(pool, timeout)
        lost = False
        try:
            yield PostgresConnection(raw)
        except psycopg.errors.ReadOnlySqlTransaction:  # the primary has become a standby
            raw.close()
            lost = True
            raise
        except psycopg.OperationalError:
            lost = raw.broken
            raise
        finally:
            pool.putconn(raw)
            if lost:
                with suppress(psycopg.Error):
                    pool.check()

    def _sound_connection(self, pool: Pool, timeout: float | None) -> psycopg.Connection[Any]:
        """Take a connection whose server is there; the pool replaces the others."""
        try:
            while has_ended(raw := pool.getconn(timeout)):
                raw.close()
                pool.putconn(raw)
        except PoolTimeout:
            self._standby.primary_is_away()
            raise
        return raw


@contextmanager
def _write_transaction(conn: PostgresConnection) -> Iterator[None]:
    """Run the block in a transaction that holds the write lock, and commit at its end; roll back if it raises."""
    try:
        with conn.together():
            conn.raw.execute("BEGIN")
            conn.raw.execute(LOCK)
        yield
        conn.raw.execute("COMMIT")
    except BaseException:
        with suppress(psycopg.Error):  # the first error is the one to report
            conn.raw.execute("ROLLBACK")
        raise
