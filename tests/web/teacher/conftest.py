"""The desk under a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ARTICLE
from store.helpers import Clock
from web.teacher.demo_class import READERS, Room
from webapp import create_app
from webapp.config import Config


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config(tmp_path: Path, clock: Clock) -> Config:
    made = Config(content=ARTICLE, data=tmp_path / "data", secret="only for tests", watch_seconds=0)
    return replace(made, now=clock)


@pytest.fixture(scope="module")
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A class of simulated readers, for tests that only read; a module may say of how many: ``READERS``."""
    made = Config(content=ARTICLE, data=tmp_path_factory.mktemp("data"), secret="only for tests", watch_seconds=0)
    clock = Clock()
    app = create_app(replace(made, now=clock))
    yield Room(app, clock, getattr(request.module, "READERS", READERS))
    app.extensions["fahm"].store.close()
