"""One connection to PostgreSQL, as the shared statements see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg import RawCursor, RawServerCursor
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.pq import TransactionStatus

from webapp.store.postgres.dialect import translate
from webapp.store.sql.engine.connection import Cursor

SETTINGS = {
    "connect_timeout": "3",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "30",
    "client_encoding": "UTF8",
    "application_name": "fahm",
}
"""Settings of libpq, unless the URL says otherwise: a server gone without a word is missed after seconds."""
PREPARE_AFTER = 3
"""Times that a connection runs a statement before it lets the server keep its plan."""
ROWS_AT_ONCE = 1000


class _FlagDumper(Dumper):
    """Send a boolean without a type: it is compared with conditions, and stored as the number 0 or 1."""

    oid = 0

    def dump(self, obj: bool) -> Buffer:
        return b"1" if obj else b"0"


class _NumberLoader(Loader):
    """Read ``numeric``, the type of sums, as Python's numbers."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


def _adapters() -> AdaptersMap:
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(bool, _FlagDumper)
    adapters.register_loader("numeric", _NumberLoader)
    return adapters


ADAPTERS = _adapters()


def settings_of(url: str) -> dict[str, str]:
    """Settings of libpq that a URL does not have itself."""
    named = {name for name, _ in parse_qsl(urlsplit(url).query)}
    return {name: value for name, value in SETTINGS.items() if name not in named}


def connect(url: str) -> psycopg.Connection[Any]:
    """Open a connection. Transactions begin and end explicitly."""
    settings: dict[str, Any] = settings_of(url)
    raw = psycopg.connect(url, autocommit=True, cursor_factory=RawCursor, context=ADAPTERS, **settings)
    configure(raw)
    return raw


def configure(raw: psycopg.Connection[Any]) -> None:
    """Let the server keep plans, unless a pooler stands before it: then each transaction may be another connection's.

    A pooler invents the number by which a client would cancel, so that it is not that of the server's process.
    """
    (process,) = raw.execute("SELECT pg_backend_pid()").fetchone() or (None,)
    raw.prepare_threshold = PREPARE_AFTER if process == raw.info.backend_pid else None


class PostgresConnection:
    """A connection that one thread uses at a time."""

    __slots__ = ("raw",)

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self.raw = raw

    @property
    def in_transaction(self) -> bool:
        return self.raw.pgconn.transaction_status != TransactionStatus.IDLE

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        cursor: Cursor = RawCursor(self.raw)
        return run(cursor, sql, values)


class RowStream:
    """A connection for one long read, whose rows are fetched while they are used."""

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        self._raw = raw

    @property
    def in_transaction(self) -> bool:
        return self._raw.pgconn.transaction_status != TransactionStatus.IDLE

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        cursor = RawServerCursor(self._raw, "rows", withhold=True)
        cursor.itersize = ROWS_AT_ONCE
        return run(cursor, sql, values)


def run(cursor: Any, sql: str, values: Sequence[Any]) -> Cursor:
    """Execute a shared statement. Text for PostgreSQL cannot hold NUL: it is replaced, as lone surrogates are."""
    statement: Any = translate(sql)
    try:
        executed: Cursor = cursor.execute(statement, values or None)
    except psycopg.DataError as error:
        if "NUL" not in str(error):
            raise
        executed = cursor.execute(statement, [_without_nul(value) for value in values])
    return executed


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
