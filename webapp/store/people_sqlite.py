"""``store.people`` in the same SQLite file as the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.connections import Connections
from webapp.store.people import People
from webapp.store.people_accounts import AccountsStore
from webapp.store.people_classes import ClassesStore
from webapp.store.people_codes import CodesStore
from webapp.store.people_records import RecordsStore


class SqlitePeople(ClassesStore, RecordsStore, AccountsStore, CodesStore, People):
    """Methods are documented in :class:`webapp.store.people.People`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now
