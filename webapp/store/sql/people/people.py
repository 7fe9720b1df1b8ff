"""``store.people`` in SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.people import People
from webapp.store.sql.engine.connection import Connections
from webapp.store.sql.people.account_links import SqlAccountLinks
from webapp.store.sql.people.classes import SqlClasses
from webapp.store.sql.people.learner_records import SqlLearnerRecords
from webapp.store.sql.people.removed_members import SqlRemovedMembers
from webapp.store.sql.people.teacher_accounts import SqlTeacherAccounts
from webapp.store.sql.people.two_factor import SqlTwoFactor


class SqlPeople(
    SqlClasses,
    SqlRemovedMembers,
    SqlLearnerRecords,
    SqlTeacherAccounts,
    SqlAccountLinks,
    SqlTwoFactor,
    People,
):
    """Methods are documented in :class:`webapp.store.protocols.people.People`."""

    def __init__(self, connections: Connections, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now
