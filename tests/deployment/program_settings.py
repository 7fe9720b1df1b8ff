"""Settings that the program knows: the options of a command, the variables of its environment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conftest import ROOT
from webapp.cli.main import fahm
from webapp.config import from_env

DEPLOY = ROOT / "deploy"
OUTSIDE_CONFIG = {"FAHM_REPLICATE"}
"""Variables that a command reads by itself."""


def serve_options(words: Sequence[str]) -> dict[str, Any]:
    """Parse a command line ``fahm serve …`` as the program does, and start nothing."""
    program, command, *arguments = words
    assert (Path(program).name, command) == ("fahm", "serve")
    with fahm.commands["serve"].make_context("serve", list(arguments)) as context:
        return context.params


def assert_settings_are_known(environment: Mapping[str, str]) -> None:
    """Fail for a variable that nothing reads, and for a value that the program refuses."""
    read = set(re.findall(r'"(FAHM_[A-Z_]+)"', (ROOT / "webapp" / "config.py").read_text())) | OUTSIDE_CONFIG
    assert {name for name in environment if name.startswith("FAHM_")} <= read
    from_env(environment)
