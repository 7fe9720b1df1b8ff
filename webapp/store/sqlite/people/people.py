"""``store.people`` in SQLite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.people import People
from webapp.store.sqlite.engine.connections import Connections
from webapp.store.sqlite.people.account_links import SqliteAccountLinks
from webapp.store.sqlite.people.classes import SqliteClasses
from webapp.store.sqlite.people.learner_records import SqliteLearnerRecords
from webapp.store.sqlite.people.removed_members import SqliteRemovedMembers
from webapp.store.sqlite.people.teacher_accounts import SqliteTeacherAccounts
from webapp.store.sqlite.people.two_factor import SqliteTwoFactor


class SqlitePeople(
    SqliteClasses,
    SqliteRemovedMembers,
    SqliteLearnerRecords,
    SqliteTeacherAccounts,
    SqliteAccountLinks,
    SqliteTwoFactor,
    People,
):
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now
