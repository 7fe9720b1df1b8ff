"""A short form of ``python -m bench.killing``: what was acknowledged outlives kill -9 and a power cut."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bench.killing import rounds


def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(shim: Path, tmp_path: Path) -> None:
    made = asyncio.run(rounds(["workers", "server", "power"], 60, tmp_path / "served", shim))
    assert [(one.kind, one.lost, one.twice, one.integrity) for one in made] == [
        ("workers", 0, 0, "ok"),
        ("server", 0, 0, "ok"),
        ("power", 0, 0, "ok"),
    ]
    # Each cut came in the middle of it.
    assert all(one.before for one in made)
    assert any(one.hanging for one in made)
