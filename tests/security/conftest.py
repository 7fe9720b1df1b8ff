"""One house for all tests of a module: they look, and leave it standing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, joins
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Texts of its own, since some of the addresses that are tried write into them."""
    content = shutil.copytree(ARTICLE, tmp_path_factory.mktemp("content") / "article")
    return Config(content=content, data=tmp_path_factory.mktemp("data"), secret="only for tests", watch_seconds=0)


@pytest.fixture(scope="module")
def app(config: Config) -> Iterator[Flask]:
    made = create_app(config)
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture(scope="module")
def lesson(app: Flask) -> Lesson:
    return app.extensions["fahm"].library.snapshot.lessons[SLUG]


@pytest.fixture(scope="module")
def layla(app: Flask) -> Learner:
    return Learner(app)


@pytest.fixture
def omar(app: Flask) -> Learner:
    """Somebody new each time."""
    return Learner(app)


@pytest.fixture(scope="module")
def muna(app: Flask, layla: Learner) -> Desk:
    made = Desk(app, "منى", "muna", "الصفّ الخامس")
    joins(layla, made.code, "ليلى", follow=False)
    return made
