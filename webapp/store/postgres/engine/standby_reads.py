"""Reading from a standby while no server takes writes: the time between the end of a primary and the promotion."""

from __future__ import annotations

import select
import sys
import time
from typing import Any

import psycopg

from webapp.store.postgres.engine.connection import connect

PATIENCE = 0.5
"""Seconds that a reader waits for the primary where there is a standby, and a writer while it is known to be away.

A server has few threads: were all of them to wait for the primary, no page could be read either.
"""
FIRST_PATIENCE = 1.0
"""Seconds that a writer waits where there is a standby to take over, which takes longer than a short restart."""
SHORT_PATIENCE = 0.02
AWAY_SECONDS = 1.0
"""Time for which a primary that gave no connection is taken to be away."""


class StandbyReads:
    """Connections to any server of a URL that names several. What is read there may lack the last milliseconds."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.possible = "," in url.partition("://")[2].partition("/")[0]
        self._away_until = 0.0
        self._place: dict[str, str] = {}
        """The server that answered last: one that is gone without a word costs seconds each time."""

    def primary_is_away(self) -> None:
        """Note that the primary gave no connection."""
        self._away_until = time.monotonic() + AWAY_SECONDS

    def writers_patience(self) -> float | None:
        """Seconds that a writer waits for the primary; None for the usual time."""
        if time.monotonic() < self._away_until:
            return PATIENCE
        return FIRST_PATIENCE if self.possible else None

    def readers_patience(self) -> float | None:
        """Seconds that a reader waits for the primary; None for the usual time."""
        away = time.monotonic() < self._away_until
        if not self.possible:
            return PATIENCE if away else None
        return SHORT_PATIENCE if away else PATIENCE

    def connect(self) -> psycopg.Connection[Any]:
        """Connect to the first server that answers."""
        try:
            raw = connect(self._url, target_session_attrs="any", **self._place)
        except psycopg.Error:
            if not self._place:
                raise
            self._place = {}
            raw = connect(self._url, target_session_attrs="any")
        self._place = {"host": raw.info.host, "port": str(raw.info.port)}
        return raw


def has_ended(raw: psycopg.Connection[Any]) -> bool:
    """Tell whether the server has closed an idle connection; it is asked only where it has said something unasked."""
    if raw.closed or sys.platform == "win32":
        return raw.closed
    poller = select.poll()
    poller.register(raw.fileno(), select.POLLIN)
    if not poller.poll(0):
        return False
    try:
        raw.execute("SELECT 1")  # what has come may be a notice, or the end
    except psycopg.Error:
        return True
    return False
