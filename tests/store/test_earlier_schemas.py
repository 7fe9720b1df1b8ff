"""Records of every earlier schema are read as the Fahm that made the last of them read them."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conftest import ROOT
from store.helpers import S, always, submission, taken_back_to
from webapp.cli.main import fahm
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store
from webapp.store.sql.schema import recording_order

HERE = Path(__file__).parent / "earlier_schemas"
LATEST = 9
EXPECTED = {
    schema: group["read"]
    for group in json.loads((HERE / "expected.json").read_text("utf-8"))
    for schema in group["schemas"]
}
LEARNERS = ["again", "omar", "salma", "third"]


def recorded(path: Path, schema: int) -> Path:
    """The record as the Fahm of that schema left it."""
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript((HERE / "schema_9.sql").read_text("utf-8"))
    if schema < LATEST:
        taken_back_to(path, schema)
    return path


def printed(data: Path, *words: str) -> str:
    found = CliRunner().invoke(fahm, [*words, "--data", str(data), "--content", str(ROOT / "tests" / "content")])
    assert found.exit_code == 0, found.output
    return found.stdout


def short(report: dict[str, Any]) -> dict[str, Any]:
    facility = {item["question"]: item["facility"] for item in report["items"]}
    return {"attempts": report["attempts"], "mean": report["text"]["mean"], "facility": facility}


def orders(store: Store) -> dict[str, Any]:
    """The ids of all that is read in the order of recording."""
    learners = [learner for learner in LEARNERS if store.learner(S, learner).id == learner]  # type: ignore[union-attr]
    return {
        "tries": {learner: [one.id for one in store.tries(S, learner, "river")] for learner in learners},
        "reports": [one.id for one in store.reports.tries(S, learners)],
        "latest": [one.id for one in store.reports.latest_tries(S, learners, 2)],
        "open": [one.attempt.id for one in store.manual_marks.answers(S, learners)],
        "reviews": [one.id for one in store.reviews(S, "salma")],
        "regraded": [one.id for _, one in store.regrades.tries(S, "river", ["which-day", "who-went"], None)],
        "batches": [one.batch.id for one in store.regrades.batches(S, "river")],
        "rows": [[row["try_id"], row["number"]] for batch in ("b9", "b1") for row in store.regrades.rows(S, batch)],
    }


def expected_orders(schema: int) -> dict[str, Any]:
    """The same as read then, without what was asked by a merged record's id: no rows are under it now."""
    found, answers = dict(EXPECTED[schema]["orders"]), list(csv.DictReader(EXPECTED[schema]["answers"]))
    learners = sorted({answer["learner"] for answer in answers})
    own = {learner: [answer["id"] for answer in answers if answer["learner"] == learner] for learner in learners}
    read = {learner: found["tries"][learner] for learner in learners}
    counted = {one for tries in read.values() for one in tries}
    latest = {one for tries in own.values() for one in tries[-2:]}
    return found | {
        "tries": read,
        "reports": [one for one in dict.fromkeys(found["reports"]) if one in counted],
        "latest": [one for one in found["latest"] if one in latest],
    }


@pytest.mark.parametrize("schema", sorted(EXPECTED))
def test_every_command_reads_it_as_before(tmp_path: Path, schema: int) -> None:
    path, expected = recorded(tmp_path / "fahm.db", schema), EXPECTED[schema]
    answers = printed(tmp_path, "answers", "--to", "csv").removeprefix("\ufeff")
    then = list(csv.DictReader(expected["answers"]))
    now = list(csv.DictReader(answers.splitlines()))
    # Columns are added, never renamed or moved.
    assert [{name: row[name] for name in then[0]} for row in now] == then
    assert [list(row)[: len(then[0])] for row in now] == [list(row) for row in then]
    assert short(json.loads(printed(tmp_path, "report", "river", "--json"))) == expected["report"]
    with closing(open_store(sqlite_url(path))) as store:
        assert orders(store) == expected_orders(schema)


@pytest.mark.parametrize("schema", [1, LATEST])
def test_what_is_recorded_next_comes_last(tmp_path: Path, schema: int) -> None:
    path = recorded(tmp_path / "fahm.db", schema)
    with closing(open_store(sqlite_url(path))) as store:
        # Neither the clock nor the id puts it there.
        store.record(submission("a", learner="salma", text="river", at=store.tries(S, "omar", "river")[0].at), always())
        assert [one.id for one in store.tries(S, "salma", "river")][-1] == "a"
        assert store.reports.tries(S, LEARNERS)[-1].id == "a"


@pytest.mark.parametrize("table", recording_order.TABLES)
def test_filling_the_order_leaves_rows_as_fixed_as_before(tmp_path: Path, table: str) -> None:
    path = recorded(tmp_path / "fahm.db", LATEST)
    trigger = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY name"
    with closing(sqlite3.connect(path)) as conn:
        before = conn.execute(trigger, (table,)).fetchall()
    open_store(sqlite_url(path)).close()
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute(trigger, (table,)).fetchall() == before
        for change in ("seq = seq + 100", "school = 'other'"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                conn.execute(f"UPDATE {table} SET {change}")
        (rows, different, least) = conn.execute(
            f"SELECT count(*), count(DISTINCT seq), min(seq) FROM {table}"
        ).fetchone()
        assert rows == different
        assert least == 1


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    path = recorded(tmp_path / "fahm.db", LATEST)
    open_store(sqlite_url(path)).close()
    names = (
        "school, learner, text, question, version, response, label, shown, verdict, earned, possible, why, note, parts"
    )
    copied = (
        f"INSERT INTO tries (id, number, hints, seconds, at, seq, {names}) SELECT 'copy', 99, 0, 0, at, seq, {names}"
    )
    with closing(sqlite3.connect(path)) as conn, pytest.raises(sqlite3.IntegrityError, match=r"tries\.seq"):
        conn.execute(f"{copied} FROM tries WHERE seq = 1")


def test_a_database_that_was_compacted_keeps_the_order(tmp_path: Path) -> None:
    path = recorded(tmp_path / "fahm.db", LATEST)
    open_store(sqlite_url(path)).close()
    with closing(sqlite3.connect(path)) as conn:
        # As a copy of another engine would be: the rows in the order of their times.
        conn.executescript("""
            DROP TRIGGER tries_stay;
            PRAGMA foreign_keys = OFF;
            CREATE TEMP TABLE moved AS SELECT * FROM tries ORDER BY at DESC;
            DELETE FROM tries;
            INSERT INTO tries SELECT * FROM moved;
            VACUUM;""")
    with closing(open_store(sqlite_url(path))) as store:
        assert orders(store) == expected_orders(LATEST)
