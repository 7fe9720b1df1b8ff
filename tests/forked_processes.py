"""Processes of their own that begin in a moment: each is forked from one that has imported Fahm, and may be killed.

A Python that begins anew takes half a second to import it, which is most of what such a test would do.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
processes = multiprocessing.get_context(METHOD)
processes.set_forkserver_preload(["webapp.assessment.authoring.working_copy", "webapp.store.sql.store"])


def started(target: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Start a function in a process; what it sends through its last argument, a pipe, comes out of this one."""
    ours, theirs = processes.Pipe(duplex=False)
    process: BaseProcess = processes.Process(target=target, args=(*arguments, theirs))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return process, ours


def ended(process: BaseProcess, pipe: Connection, seconds: float = 60) -> int | None:
    """Wait for its end; the code that it ended with."""
    process.join(seconds)
    code = process.exitcode
    process.close()
    pipe.close()
    return code
