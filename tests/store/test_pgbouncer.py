"""The store by way of PgBouncer in transaction mode, where each transaction may have another connection."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from store.helpers import S, always, submission
from webapp.cli.records.move_data import move
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_store
from webapp.store.protocols.store import Store, StoreUnavailable
from webapp.store.sql.engine.connection import together

WRITERS, ANSWERS = 8, 25


@pytest.fixture
def pooled(pooled_url: str) -> Iterator[Store]:
    with closing(open_store(pooled_url)) as store:
        yield store


def test_many_writers_and_readers_share_its_few_connections(pooled: Store) -> None:
    def answers(writer: int) -> None:
        for number in range(ANSWERS):
            sent = submission(f"{writer}-{number}", learner=f"learner-{writer}", question=f"q{number}")
            pooled.record(sent, always("refused"))
            assert len(pooled.reading_state(S, sent.learner, sent.text).attempts) == number + 1

    with ThreadPoolExecutor(WRITERS) as threads:
        list(threads.map(answers, range(WRITERS)))
    assert sum(counts.tries for counts in pooled.counts(S)) == WRITERS * ANSWERS


def test_statements_that_are_sent_together_are_undone_together(pooled: Store) -> None:
    pooled.record(submission("f1"), always("refused"))

    def write() -> None:
        with pooled._connections.write() as conn, together(conn):  # type: ignore[attr-defined]
            conn.execute("DELETE FROM standings WHERE school = ?", (S,))
            conn.execute("INSERT INTO standings (school) VALUES (?)", (S,))

    with pytest.raises(StoreUnavailable, match="null value"):
        write()
    assert list(pooled.standings(S, "salma", "putin")) == ["q1"]
    pooled.record(submission("f2"), always("refused"))


def test_a_long_read_goes_on_while_others_write(pooled: Store) -> None:
    for number in range(3):
        pooled.record(submission(f"{number}", question=f"q{number}"), always("refused"))
    rows = pooled.all_tries()
    first = next(rows)
    pooled.record(submission("later", question="q9"), always("refused"))
    assert [first.id, *(attempt.id for attempt in rows)] == ["0", "1", "2"]


def test_the_store_is_ready_and_knows_its_server(pooled: Store) -> None:
    pooled.ready()
    assert pooled.check()["quick_check"] == "ok"


def test_data_is_moved_by_way_of_it(pooled: Store, pooled_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    pooled.record(submission("one"), always("refused"))
    target = f"sqlite:///{tmp_path_factory.mktemp('moved')}/fahm.db"
    move(pooled_url, target, lambda done, total: None)
    with closing(open_store(target)) as store:
        assert [attempt.id for attempt in store.all_tries()] == ["one"]
    assert locate_database(pooled_url).exists()
    with pytest.raises(UserError):
        move(pooled_url, target, lambda done, total: None)
