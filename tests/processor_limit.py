"""A limit of the processor for what reads a file: a pattern that searches again and again is ended."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SECONDS = 2
"""Of the processor, for one file; a file that is read in one pass takes a twentieth of it."""
limited = [
    pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="this system has no limit of the processor"),
    pytest.mark.no_cover,  # what counts the lines that are run would be a third of the work, and other tests run them
]


@contextmanager
def processor_limit() -> Iterator[None]:
    """End what takes seconds of the processor, and would take minutes: a pattern looks at signals while it searches."""

    def end(*_: object) -> None:
        raise AssertionError("read again and again")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
