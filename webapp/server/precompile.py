"""Compiling the content files in a process of its own, while the one that will serve them loads the rest of itself."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from contextlib import suppress

from webapp.config import Config
from webapp.content import Kept, Library

PATIENCE = 10.0
"""Seconds: by then whoever waits compiles for itself."""


def compile_ahead(config: Config) -> Callable[[], object]:
    """Begin to compile what was not kept at an earlier start; call what is returned to wait until it is kept."""
    if sys.platform != "linux":  # elsewhere a process takes longer to start than the compiling
        return lambda: None
    process = multiprocessing.get_context("fork").Process(target=_compile, args=(config,), daemon=True)
    process.start()
    return lambda: process.join(PATIENCE)


def _compile(config: Config) -> None:
    with suppress(OSError, KeyboardInterrupt):  # what is wrong with the folder, the server itself tells
        config.data.mkdir(parents=True, exist_ok=True)
        Library(config.content, Kept(config.kept))
