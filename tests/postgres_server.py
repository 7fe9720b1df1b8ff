"""The PostgreSQL of the tests: one a process, begun when a test first needs it, gone with the process.

A new server takes about a second, a new database 20 ms. Tests take a database of their own by the fixture
``postgres_url``, or by :func:`new_database`, also as a copy of one that was prepared once.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from functools import cache

from benchmarks.pgbouncer_process import PgBouncer
from benchmarks.postgres_process import PostgresServer
from postgres_setup import require


@cache
def postgres_server() -> PostgresServer:
    """The server of this process. A test is skipped (in CI: failed) where there is no PostgreSQL."""
    require("PostgreSQL")
    server = PostgresServer()
    atexit.register(server.stop)
    return server


@cache
def pgbouncer() -> PgBouncer:
    """PgBouncer before that server, likewise."""
    require("PgBouncer")
    pooler = PgBouncer(postgres_server())
    atexit.register(pooler.stop)
    return pooler


def new_database(prepare: Callable[[str], None] | None = None) -> str:
    """Return the URL of a new database, which drop_database takes away again.

    ``prepare`` fills the first one from its URL and closes it; later ones are copies of that.
    """
    return postgres_server().new_database(_template(prepare) if prepare else None)


def drop_database(url: str) -> None:
    """Delete a database, whoever is connected to it."""
    postgres_server().drop_database(url)


@cache
def _template(prepare: Callable[[str], None]) -> str:
    url = postgres_server().new_database()
    prepare(url)
    return url.rpartition("/")[2]
