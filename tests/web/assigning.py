"""A clock that tests move, an exam that is begun, and the statements that a page reads: for tests of both rooms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from conftest import SLUG, Learner
from store.helpers import Clock
from webapp.store.sqlite.engine.connections import SqliteConnections

NOON = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """The clock of the application."""
    return Clock(NOON)


def begins(reader: Learner) -> Any:
    """Press the button that begins an exam of the article."""
    front = f"/texts/{SLUG}/"
    return reader.client.post(f"{front}begin", data={"csrf_token": reader.opens(front).field("csrf_token")})


def traced_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are read from here on; those of one trigger or trace count as one each."""
    statements: list[str] = []
    read = SqliteConnections.read

    class Traced:
        def __init__(self, connections: SqliteConnections) -> None:
            self.context = read(connections)

        def __enter__(self) -> Any:
            self.conn = self.context.__enter__()
            self.conn.set_trace_callback(statements.append)
            return self.conn

        def __exit__(self, *error: Any) -> Any:
            self.conn.set_trace_callback(None)
            return self.context.__exit__(*error)

    monkeypatch.setattr(SqliteConnections, "read", lambda connections: Traced(connections))
    return statements
