"""The desk under a clock that stands still."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from store.helpers import Clock
from webapp.config import Config


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config(tmp_path: Path, clock: Clock) -> Config:
    made = Config(content=ROOT, data=tmp_path / "data", secret="only for tests", watch_seconds=0)
    return replace(made, now=clock)
