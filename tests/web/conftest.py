"""An application whose clock stands still, for the tests that take ``clock``, and its store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from web.assigning import clock
from webapp.config import Config
from webapp.store.protocols.store import Store

__all__ = ["clock"]


@pytest.fixture
def config(config: Config, request: pytest.FixtureRequest) -> Config:
    """The settings, under the test's clock where it has one; a module in which all have one uses it by a mark."""
    return replace(config, now=request.getfixturevalue("clock")) if "clock" in request.fixturenames else config


@pytest.fixture
def store(app: Flask) -> Store:
    """The store of the application."""
    opened: Store = app.extensions["fahm"].store
    return opened
