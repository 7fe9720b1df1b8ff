"""A fresh store of each engine, and a clock that stands still until a test moves it.

A test that asks for ``store`` is a part of the contract, and runs on both engines. One that asks for ``path`` as well
looks into the file: it is about SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres_store import emptied_database
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a store on each engine."""
    if "engine" in metafunc.fixturenames:
        metafunc.parametrize("engine", ["sqlite"] if "path" in metafunc.fixturenames else ["sqlite", "postgres"])


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the engine's empty database."""
    if engine == "sqlite":
        yield sqlite_url(request.getfixturevalue("path"))
        return
    with emptied_database() as url:
        yield url


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    store = open_store(url, clock)
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
