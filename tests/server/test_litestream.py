"""``fahm serve --replicate`` and ``fahm restore --from``: Litestream beside the server; what a replica brings back."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from benchmarks.replica import attempt_ids, kill_all, start_replicating, start_writing
from conftest import ARTICLE, ROOT
from webapp.cli.records.doctor import diagnose
from webapp.cli.records.restore import restore
from webapp.config import Config
from webapp.domain.user_error import UserError
from webapp.secret_key import read_or_create
from webapp.server import litestream_config, litestream_process
from webapp.server.data_folder import REPLICA_STATE_FILE, REPLICATION_LOCK, read_state, try_lock, write_state
from webapp.server.litestream_config import (
    config_text,
    litestream_program,
    redact_credentials,
    restore_replica,
    write_config,
)
from webapp.server.litestream_process import LitestreamProcess, parse_log_line, serving_lock_and_replication
from webapp.store import open_store
from webapp.store.database_url import sqlite_path, sqlite_url
from webapp.store.protocols.store import StoreUnavailable
from webapp.store.sqlite.engine.backup import examine


def installed() -> bool:
    """Whether the extra is there; `make test` installs it wherever there is one for the machine."""
    try:
        return bool(litestream_program())
    except UserError:
        return False


needs_litestream = pytest.mark.skipif(not installed(), reason="the extra fahm[replicate] is not installed")


def until(asked: Callable[[], Any], what: str) -> Any:
    """What ``asked`` gives, as soon as it gives something."""
    for _ in range(1200):
        found = asked()
        if found:
            return found
        threading.Event().wait(0.05)
    raise AssertionError(f"{what} never came")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A data folder with an empty database and a key."""
    made = Config(content=ARTICLE, data=tmp_path / "data")
    read_or_create(made.data)
    open_store(made.database_url).close()
    return made


def program(folder: Path, script: str) -> str:
    """A program that stands for Litestream."""
    path = folder / "litestream"
    path.write_text(f"#!{sys.executable}\nimport json, sys, time\nfrom pathlib import Path\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_without_litestream_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(litestream_config.sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(litestream_config.shutil, "which", lambda name: None)
    with pytest.raises(UserError, match=r'pip install "fahm\[replicate\]"') as caught:
        litestream_program()
    assert "غير مثبت" in caught.value.ar


@pytest.mark.parametrize("version, sound", [("v0.3.13", False), ("0.5.16", False), ("0.5.17", True), ("1.0.0", True)])
def test_a_litestream_that_can_damage_a_database_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, sound: bool
) -> None:
    path = program(tmp_path, f"print({version!r})")
    monkeypatch.setattr(litestream_config.sys, "executable", str(tmp_path / "python"))
    if sound:
        assert litestream_program() == path
    else:
        with pytest.raises(UserError, match="can damage a database"):
            litestream_program()


def test_the_configuration_is_private_and_the_key_goes_along(config: Config, tmp_path: Path) -> None:
    path = write_config(config, str(tmp_path / "my replica"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    one = json.loads(path.read_text())["dbs"][0]
    assert one["path"] == str(sqlite_path(config.database_url))
    assert one["replica"] == {"type": "file", "path": str(tmp_path / "my replica"), "sync-interval": "500ms"}
    assert (tmp_path / "my replica" / "secret.key").read_text() == (config.data / "secret.key").read_text()


def test_an_address_is_handed_on_and_its_password_is_never_shown(tmp_path: Path) -> None:
    place = "sftp://school:geheim$1@backup.example:22/fahm"
    assert json.loads(config_text(tmp_path / "fahm.db", place))["dbs"][0]["replica"]["url"] == place
    assert redact_credentials(place) == "sftp://backup.example:22/fahm"
    assert redact_credentials("replica") == str(Path("replica").absolute())


def test_a_folder_that_cannot_be_made_is_told(config: Config, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot write to"):
        write_config(config, str(tmp_path / "file" / "replica"))


@pytest.mark.parametrize(
    "line, found",
    [
        ('{"level":"ERROR","msg":"monitor error","error":"no space"}', ("ERROR", "monitor error", "no space")),
        ('{"level":"INFO","msg":"litestream","version":"0.5.17","level":"info"}', ("INFO", "litestream", "")),
        ("Error: no such bucket\n", ("ERROR", "Error: no such bucket", "")),
        ("[1, 2]\n", ("INFO", "[1, 2]", "")),
    ],
)
def test_what_litestream_says_is_understood(line: str, found: tuple[str, str, str]) -> None:
    assert parse_log_line(line) == found


TROUBLED = """
folder = Path(sys.argv[-1]).parent
def say(level, msg, **more):
    print(json.dumps({"level": level, "msg": msg, **more}), file=sys.stderr, flush=True)
if not (folder / "again").exists():
    (folder / "again").touch()
    say("ERROR", "monitor error", error="the disk is full")
    sys.exit(3)
for _ in range(2):
    say("ERROR", "monitor error", error="no route")
while not (folder / "route").exists():
    time.sleep(0.01)
say("INFO", "replica sync recovered")
while True:
    time.sleep(0.01)
"""


def test_a_replicator_that_dies_is_started_again_and_its_errors_are_told_once(
    monkeypatch: pytest.MonkeyPatch, config: Config, tmp_path: Path
) -> None:
    path = program(tmp_path, TROUBLED)
    monkeypatch.setattr(litestream_process, "litestream_program", lambda: path)
    said: list[str] = []

    def state() -> dict[str, Any]:
        return read_state(config.data / REPLICA_STATE_FILE) or {}

    running = LitestreamProcess(config, str(tmp_path / "replica"), said.append, pauses=(0.01,)).start()
    try:
        until(lambda: state().get("state") == "failing" and state()["restarts"] == 1, "the second failure")
        assert try_lock(config.data / REPLICATION_LOCK) is None
        (config.data / "route").touch()
        until(lambda: any("works again" in line for line in said), "the recovery")
        until(lambda: state()["state"] == "running", "the state")
    finally:
        running.stop()
    assert state()["state"] == "ended"
    assert [
        line.split(" — ")[0].partition(": ")[2].replace(redact_credentials(str(tmp_path)), "") for line in said
    ] == [
        "replication to /replica: monitor error: the disk is full",
        "replication stopped (monitor error: the disk is full); again in 0.01 s",
        "replication to /replica: monitor error: no route",
        "replication to /replica works again",
    ]


def test_the_doctor_says_whether_it_is_replicated(config: Config) -> None:
    def finding() -> tuple[bool, str] | None:
        return next(((one.ok, one.said) for one in diagnose(config) if one.what.startswith("replica")), None)

    assert finding() is None
    state = {"state": "failing", "place": "/disk", "error": "no space", "at": "2026-11-25T04:45:46.147634+00:00"}
    write_state(config.data / REPLICA_STATE_FILE, state)
    assert finding() == (True, "/disk: no server is running, so nothing is replicated")
    with serving_lock_and_replication(config, None, lambda line: None):
        assert finding() == (False, "/disk: nothing is being replicated")
        lock = try_lock(config.data / REPLICATION_LOCK)
        assert lock is not None
        try:
            assert finding() == (False, "/disk: failing since 2026-11-25T04:45:46 (UTC): no space")
            write_state(config.data / REPLICA_STATE_FILE, state | {"state": "running", "error": ""})
            assert finding() == (True, "/disk: running since 2026-11-25T04:45:46 (UTC)")
        finally:
            os.close(lock)


@needs_litestream
def test_what_had_reached_the_replica_comes_back_after_the_machine_died_in_the_middle(
    config: Config, tmp_path: Path
) -> None:
    place = tmp_path / "replica"
    replicas = start_replicating(config, place)
    writing = start_writing(sqlite_path(config.database_url), "m", 0.005)
    try:
        until(lambda: len(writing.acknowledged) > 50, "the first answers")
        early = set(writing.acknowledged)

        def arrived() -> bool:
            fresh = tmp_path / "look" / "look.db"
            fresh.parent.mkdir(exist_ok=True)
            fresh.unlink(missing_ok=True)
            try:
                restore_replica(str(place), fresh)
                return early <= attempt_ids(fresh)
            except (UserError, StoreUnavailable):
                return False

        until(arrived, "what was answered first")
    finally:
        kill_all(replicas, writing.process)
    assert writing.reader
    writing.reader.join()
    there = attempt_ids(sqlite_path(config.database_url))
    done = restore(config, None, str(place))
    back = attempt_ids(sqlite_path(config.database_url))
    assert early <= back <= there
    for thread in range(4):  # a replica is a moment of the past: of each thread's answers it has the first so many
        mine = {form for form in back if form.startswith(f"m-{thread}-")}
        assert mine == {f"m-{thread}-{number}" for number in range(len(mine))}
    assert examine(sqlite_path(config.database_url)).tries == len(back)
    assert done.key
    assert done.aside
    assert attempt_ids(done.aside) == there


class Served:
    """``fahm serve --replicate`` as a process, with what it says line by line."""

    def __init__(self, config: Config, place: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = [
            "serve",
            "--port",
            port,
            "--workers",
            1,
            "--content",
            ARTICLE,
            "--data",
            config.data,
            "--replicate",
            place,
        ]
        self.config = config
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *map(str, words)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        self.said: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._listen)
        self.reader.start()
        self.until("replicating to")

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.put(line)

    def until(self, words: str) -> None:
        """Wait for a line that holds ``words``."""
        while words not in self.said.get(timeout=60):
            pass

    def replicator(self) -> int | None:
        """The process id of the Litestream that runs."""
        state = read_state(self.config.data / REPLICA_STATE_FILE) or {}
        return state["pid"] if state.get("state") == "running" else None

    def end(self, how: int) -> None:
        """Send a signal and wait."""
        self.process.send_signal(how)
        self.process.wait(timeout=60)


@pytest.fixture
def served(config: Config, tmp_path: Path) -> Iterator[Served]:
    server = Served(config, tmp_path / "replica")
    yield server
    if server.process.poll() is None:
        server.end(signal.SIGTERM)
    server.reader.join()
    assert server.process.stderr
    server.process.stderr.close()


def gone(config: Config) -> bool:
    """Whether nobody replicates any more."""
    lock = try_lock(config.data / REPLICATION_LOCK)
    if lock is not None:
        os.close(lock)
    return lock is not None


def begun(replica: Path) -> bool:
    """Whether the replicator has sent anything: before that there is nothing to bring back."""
    return any(path.is_file() and path.suffix == ".ltx" for path in replica.rglob("*"))


def brought_back(config: Config, place: Path) -> bool:
    """Whether the learner comes back from the replica."""
    for old in config.data.glob("fresh.db*"):
        old.unlink()
    fresh = config.data / "fresh.db"
    restore_replica(str(place), fresh)
    with closing(open_store(sqlite_url(fresh))) as store:
        return store.learner("default", "salma") is not None


@needs_litestream
def test_a_server_replicates_starts_the_replicator_again_and_sends_the_last_when_it_ends(
    served: Served, config: Config, tmp_path: Path
) -> None:
    first = until(served.replicator, "the replicator")
    os.kill(first, signal.SIGKILL)
    served.until("replication stopped")
    until(lambda: served.replicator() not in {first, None}, "another replicator")
    until(lambda: begun(tmp_path / "replica"), "the first files of the replica")
    with closing(open_store(config.database_url)) as store:
        store.add_learner("default", "salma")
    served.end(signal.SIGTERM)
    assert gone(config)
    assert (read_state(config.data / REPLICA_STATE_FILE) or {})["state"] == "ended"
    assert brought_back(config, tmp_path / "replica")


@needs_litestream
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_server_that_is_killed_leaves_no_replicator_behind(served: Served, config: Config, tmp_path: Path) -> None:
    until(served.replicator, "the replicator")
    until(lambda: begun(tmp_path / "replica"), "the first files of the replica")
    with closing(open_store(config.database_url)) as store:
        store.add_learner("default", "salma")
    # What is killed sends nothing more: the last seconds are not promised.
    until(lambda: brought_back(config, tmp_path / "replica"), "the learner in the replica")
    served.end(signal.SIGKILL)
    until(lambda: gone(config), "the replicator's end")
    assert brought_back(config, tmp_path / "replica")
