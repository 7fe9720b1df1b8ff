"""What several tests of the store need. Importable by name, because processes of their own run parts of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from webapp.model import Part, Try
from webapp.store import Judged, Store, Submission, open_store

START = datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC)
S = "default"


class Clock:
    """Stands still."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def submission(id: str = "f1.q1", **changes: Any) -> Submission:
    fields: dict[str, Any] = {
        "id": id,
        "school": S,
        "learner": "salma",
        "text": "putin",
        "question": "q1",
        "version": "v1",
        "version_body": '{"prompt": "من؟"}',
        "response": "بوتين",
        "label": "بوتين",
        "shown": ("ب", "أ"),
        "seconds": 12.5,
        "at": START,
    }
    return Submission(**(fields | changes))


def judged(verdict: str = "accepted", **changes: Any) -> Judged:
    earned = 1.0 if verdict == "accepted" else 0.0
    fields: dict[str, Any] = {
        "verdict": verdict,
        "earned": earned,
        "possible": 1.0,
        "why": "هو بوتين",
        "note": "",
        "rung": None,
        "parts": (Part("", 1.0, earned),),
        "standing_earned": earned,
        "settled": verdict == "accepted",
    }
    return Judged(**(fields | changes))


def always(verdict: str = "accepted", **changes: Any) -> Callable[[Sequence[Try]], Judged]:
    return lambda previous: judged(verdict, **changes)


def at_once(threads: int, work: Callable[[int], Any], times: int) -> list[Any]:
    """``work(0)`` to ``work(times - 1)`` on that many threads; the first error is raised."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(times)))


def write_many(path: Path, name: str, count: int, acknowledged: Connection) -> None:
    """Record ``count`` tries of one learner at one question, telling each that is safe."""
    store = open_store(path)
    acknowledged.send("ready")
    for n in range(count):
        recorded = store.record(submission(f"{name}-{n}", learner="both"), always("refused"))
        assert recorded.try_ is not None
        acknowledged.send(recorded.try_.id)
    store.close()
    acknowledged.send(None)
    acknowledged.close()


def numbers(store: Store, learner: str, question: str = "q1") -> list[int]:
    return [one.number for one in store.tries(S, learner, "putin", question)]
