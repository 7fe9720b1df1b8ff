"""A return to a point in time, as docs/scale.md tells it: what was before it is there, what came after is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.postgres_process import SUPERUSER, PostgresServer, new_folder, wait_for
from conftest import ROOT
from deployment.test_two_machines import WRITES_NO_FILES, postgres_settings
from postgres_setup import require
from store.helpers import S, always, submission
from webapp.store import open_store

ARCHIVE = "/mnt/archive"
RESTORE_COMMAND = "cp /mnt/archive/%f %p"


class RestoredServer(PostgresServer):
    """A server that begins with a base copy, and follows the archive to the moment that its settings name."""

    base: Path

    def _copy(self, basis: PostgresServer) -> None:
        self._as_user("/bin/cp", "-a", self.base, self.data)
        self._as_user("/usr/bin/touch", self.data / "recovery.signal")


@pytest.fixture
def archive() -> Iterator[Path]:
    """The folder that stands for the other machine's disk."""
    require("PostgreSQL")
    folder = new_folder("archive")
    yield folder
    shutil.rmtree(folder)


def settings(archive: Path) -> dict[str, str]:
    """The primary's, alone on this machine."""
    found = postgres_settings("postgresql-primary.conf")
    found["archive_command"] = found["archive_command"].replace(ARCHIVE, str(archive))
    return {**found, **WRITES_NO_FILES, "listen_addresses": "127.0.0.1", "synchronous_standby_names": ""}


def answers(url: str) -> list[str]:
    """The ids of the recorded answers."""
    with closing(open_store(url)) as store:
        return [attempt.id for attempt in store.tries(S, "salma", "putin")]


def record(url: str, form: str) -> None:
    """Record an answer."""
    with closing(open_store(url)) as store:
        store.record(submission(form), always("refused"))


def archive_all(server: PostgresServer) -> None:
    """Wait until what was written so far is in the archive."""
    segment = server.run("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
    last = "SELECT last_archived_wal FROM pg_stat_archiver WHERE length(last_archived_wal) = 24"
    wait_for(lambda: any(name >= segment for (name,) in server.run(last)), "the archive")


def test_what_was_answered_before_a_mishap_comes_back(archive: Path) -> None:
    with PostgresServer(settings(archive)) as server:
        url = server.new_database()
        record(url, "before-the-copy")
        base = server.folder / "base"
        address = server.url("", SUPERUSER).removesuffix("/")
        server._as_user("pg_basebackup", "-D", base, "-d", address, "--checkpoint=fast", "--wal-method=none")
        record(url, "after-the-copy")
        (moment,) = server.run("SELECT clock_timestamp()::text")[0]
        record(url, "after-the-moment")
        assert len(answers(url)) == 3
        archive_all(server)
        RestoredServer.base = base
        recovery = {
            "restore_command": RESTORE_COMMAND.replace(ARCHIVE, str(archive)),
            "recovery_target_time": moment,
            "recovery_target_action": "promote",
            "archive_mode": "off",
        }
        with RestoredServer({**settings(archive), **recovery}, basis=server) as restored:
            wait_for(lambda: restored.run("SELECT pg_is_in_recovery()") == [(False,)], "the end of the recovery")
            back = restored.url(url.rpartition("/")[2])
            assert answers(back) == ["before-the-copy", "after-the-copy"]
            record(back, "anew")
            assert len(answers(back)) == 3


def test_the_page_tells_the_same_commands() -> None:
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    for words in (
        RESTORE_COMMAND,
        "recovery_target_time",
        "recovery_target_action",
        "recovery.signal",
        "pg_basebackup",
    ):
        assert words in page
