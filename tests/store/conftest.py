"""A store in a fresh file, and a clock that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.helpers import Clock, S, account
from webapp.domain.people import SchoolClass
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "fahm.db"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    store = open_store(sqlite_url(path), clock)
    yield store
    store.close()


@pytest.fixture
def muna(store: Store) -> str:
    """The id of a teacher's account."""
    return account(store, "Muna")


@pytest.fixture
def klass(store: Store, muna: str) -> SchoolClass:
    """Muna's class with Salma and Omar in it."""
    added = store.people.add_class(S, muna, "الخامس")
    for learner, name in (("salma", "سلمى"), ("omar", "عمر")):
        store.people.join(S, added.id, learner, name)
    return added
