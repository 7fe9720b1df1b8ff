"""One connection to PostgreSQL, as the shared statements see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import psycopg
from psycopg import RawCursor, RawServerCursor
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.pq import TransactionStatus

from webapp.store.postgres.dialect import translate
from webapp.store.sql.engine.connection import BEGIN_READ, Cursor

SETTINGS = {
    "connect_timeout": "5",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "30",
    "client_encoding": "UTF8",
    "application_name": "fahm",
}
"""Settings of libpq, unless the URL says otherwise: a server gone without a word is missed after seconds."""
PREPARE_AFTER = 1
"""Times that a connection runs a statement without values before it lets the server keep its plan; one with values is
planned once, at its first use."""
KEPT_PLANS = 400
"""Greatest number of plans of a connection: of fewer statements, some of which have a form for each number of rows."""
ROWS_AT_ONCE = 1000
# The statements are written for searches by key, row by row, as SQLite makes them. Where PostgreSQL expects more rows
# than there are it joins otherwise, and reads a table of the whole school for it, which takes three times as long. A
# plan that is kept serves all values: to plan anew takes longer than the search, also inside the write transaction.
# Made while a table was small, it would go on reading all of it: an index is taken wherever there is one. What is
# ruled out so counts as dear, and would be compiled for that.
SETTINGS_OF_PLANS = {
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}
CONFIGURE = "SELECT pg_backend_pid(), " + ", ".join(
    f"set_config('{name}', '{value}', false)" for name, value in SETTINGS_OF_PLANS.items()
)
JOIN_WHOLE_TABLES = "; ".join(f"SET LOCAL enable_{way} = on" for way in ("hashjoin", "mergejoin", "seqscan"))
"""For a read of all rows, which such joins are made for."""
NUL_IN_JSON = "\\u0000"
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # not the six characters that somebody typed


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


def connect(url: str, **more: str) -> psycopg.Connection[Any]:
    """Open a connection, by settings that replace those of the URL. Transactions begin and end explicitly."""
    settings: dict[str, Any] = settings_of(url) | more
    raw = psycopg.connect(url, autocommit=True, cursor_factory=RawCursor, context=ADAPTERS, **settings)
    configure(raw)
    return raw


def configure(raw: psycopg.Connection[Any]) -> None:
    """Let the server keep plans, unless a pooler stands before it: then each transaction may be another connection's.

    A pooler invents the number by which a client would cancel, so that it is not that of the server's process.
    """
    process, *_ = raw.execute(CONFIGURE).fetchone() or (None,)
    raw.prepared_max = KEPT_PLANS
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
        return _run(RawCursor(self.raw), sql, values, prepare=bool(values) or None)

    def together(self) -> AbstractContextManager[object]:
        """Send the statements of the block without waiting between them; its end raises the error of the first."""
        return self.raw.pipeline()


class RowStream(PostgresConnection):
    """A connection for one long read, whose rows are fetched while they are used."""

    __slots__ = ("_rows",)

    def __init__(self, raw: psycopg.Connection[Any]) -> None:
        super().__init__(raw)
        raw.execute(translate(BEGIN_READ))
        raw.execute(JOIN_WHOLE_TABLES)
        self._rows = RawServerCursor(raw, "rows")
        self._rows.itersize = ROWS_AT_ONCE

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Cursor:
        return _run(self._rows, sql, values)

    def close(self) -> None:
        """End the read."""
        with suppress(psycopg.Error):
            self._rows.close()
        self.raw.close()


def _run(cursor: Any, sql: str, values: Sequence[Any], **how: Any) -> Cursor:
    if any(type(value) is str and ("\0" in value or NUL_IN_JSON in value) for value in values):
        values = [without_nul(value) if type(value) is str else value for value in values]
    executed: Cursor = cursor.execute(translate(sql), values or None, **how)
    return executed


def without_nul(text: str) -> str:
    """Replace NUL, which PostgreSQL cannot store in a text, by U+FFFD; also inside JSON, which it could not read."""
    if text.startswith(("[", "{", '"')):
        text = _ESCAPED_NUL.sub(lambda escape: escape[0].replace(NUL_IN_JSON, "\ufffd"), text)
    return text.replace("\0", "\ufffd")
