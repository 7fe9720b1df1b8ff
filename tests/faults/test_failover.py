"""A primary that dies under load: its standby takes over, the application goes on, and no answer is lost.

A short form of ``python -m benchmarks.failover``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.failover import PAGE_READERS, run_round
from benchmarks.postgres_pair import PostgresPair
from benchmarks.postgres_process import wait_for
from faults.own_thread import apart
from postgres_setup import require
from store.helpers import S, always, submission
from webapp.store import open_store
from webapp.store.protocols.store import Store, StoreUnavailable

GOES_ON_SECONDS = 30


@pytest.fixture
def pair() -> Iterator[PostgresPair]:
    require("PostgreSQL")
    with PostgresPair(synced=False) as pair:
        yield pair


def records(store: Store, form: str) -> bool:
    """Whether an answer is taken."""
    try:
        store.record(submission(form), always("refused"))
    except StoreUnavailable:
        return False
    return True


def test_between_two_primaries_the_store_is_read_and_takes_no_answer(pair: PostgresPair) -> None:
    with closing(open_store(pair.url())) as store:
        assert records(store, "before")
        pair.primary.kill()
        assert [attempt.id for attempt in store.tries(S, "salma", "putin")] == ["before"]
        assert not records(store, "between")
        assert [attempt.id for attempt in store.tries(S, "salma", "putin")] == ["before"]
        pair.standby.promote()
        wait_for(lambda: records(store, "after"), "the store to find the new primary")
        assert [attempt.id for attempt in store.tries(S, "salma", "putin")] == ["before", "after"]


def test_no_acknowledged_answer_is_lost_and_pages_are_read_meanwhile(tmp_path: Path) -> None:
    require("PostgreSQL")
    done = apart(run_round(20, tmp_path / "data", synced=False))
    assert (done.lost, done.duplicates) == (0, 0)
    assert done.back < GOES_ON_SECONDS
    assert done.acknowledged > done.before > 0
    # A page that was being read when the primary died may fail, and none after it.
    assert done.pages[200]
    assert done.pages.total() - done.pages[200] <= PAGE_READERS
