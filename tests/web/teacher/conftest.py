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
def content() -> Path:
    """The folder of the texts, which these tests only read; a folder of tests that write has a copy."""
    return ARTICLE


@pytest.fixture
def config(config: Config, content: Path, clock: Clock) -> Config:
    return replace(config, content=content, now=clock)


@pytest.fixture(scope="module")
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A class of simulated readers, for tests that only read; a module may say of how many: ``READERS``."""
    made = Config(content=ARTICLE, data=tmp_path_factory.mktemp("data"), secret="only for tests", watch_seconds=0)
    clock = Clock()
    app = create_app(replace(made, now=clock))
    yield Room(app, clock, getattr(request.module, "READERS", READERS))
    app.extensions["fahm"].store.close()
