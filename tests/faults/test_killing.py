"""A short form of ``python -m benchmarks.killing``: what was acknowledged outlives kill -9 and a power cut."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from benchmarks.killing import run_rounds
from faults.own_thread import apart


def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(shim: Path, tmp_path: Path) -> None:
    made = apart(run_rounds(["workers", "server", "power"], 60, tmp_path / "served", shim))
    assert [(one.kind, one.lost, one.duplicates, one.integrity) for one in made] == [
        ("workers", 0, 0, "ok"),
        ("server", 0, 0, "ok"),
        ("power", 0, 0, "ok"),
    ]
    # Each cut came in the middle of it.
    assert all(one.before for one in made)
    assert any(one.unanswered for one in made)


CHECKPOINTS = """
import os
import sys
from sqlite_utils.utils import sqlite3

def opened():
    conn = sqlite3.connect(sys.argv[1], isolation_level=None)
    conn.execute("PRAGMA synchronous = FULL")
    return conn

one, reader, other = opened(), opened(), opened()
count = "WITH counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 500)"
fill = f"INSERT INTO kept (text) {count} SELECT hex(randomblob(200)) FROM counted"
one.execute(fill)
reader.execute("BEGIN")
reader.execute("SELECT count(*) FROM kept").fetchone()
one.execute(fill)
_, log, done = one.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
assert 0 < done < log, (done, log)
reader.execute("COMMIT")
_, log, done = other.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
assert log == done
one.execute("INSERT INTO kept (text) VALUES ('last')")  # the log begins anew: what is in the database is not in it
os._exit(0)
"""


def test_what_two_checkpoints_wrote_outlives_a_power_cut(shim: Path, tmp_path: Path) -> None:
    # A reader keeps the first from going on to the end; the second syncs what both wrote.
    data, kept = tmp_path / "data", tmp_path / "kept"
    data.mkdir()
    with closing(sqlite3.connect(data / "fahm.db")) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT)")
    shutil.copytree(data, kept)
    env = os.environ | {"LD_PRELOAD": str(shim), "FAULTY_DATA": str(data), "FAULTY_KEPT": str(kept)}
    subprocess.run([sys.executable, "-c", CHECKPOINTS, str(data / "fahm.db")], env=env, check=True, timeout=60)
    with closing(sqlite3.connect(kept / "fahm.db")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert conn.execute("SELECT count(*) FROM kept").fetchone()[0] == 1001
