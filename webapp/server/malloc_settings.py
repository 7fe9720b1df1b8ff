"""Settings of the C library's allocator (malloc): they save a fifth of the server's memory under load."""

from __future__ import annotations

import ctypes
import os
import sys

M_ARENA_MAX = -8
"""Number of the setting in glibc's ``mallopt``."""
JEMALLOC_SETTINGS = "narenas:1,dirty_decay_ms:500,muzzy_decay_ms:0"


def limit_malloc_arenas() -> None:
    """Use one malloc arena instead of one a thread: Python runs one thread at a time. To be called at the start.

    The second setting is for the allocator inside granian, which reads it when it is loaded.
    """
    os.environ["_RJEM_MALLOC_CONF"] = JEMALLOC_SETTINGS
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none, and needs none
        if mallopt is not None:
            mallopt(M_ARENA_MAX, 1)
