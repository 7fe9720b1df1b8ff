"""A store in a fresh file, and a clock that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.helpers import Clock
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
