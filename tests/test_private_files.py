"""Rights of the data folder: names, answers, codes and hashes are for the owner of the files alone."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest

from webapp.cli.demo import _prepare_folder
from webapp.cli.records.doctor import diagnose
from webapp.config import Config
from webapp.private_files import close_to_others, open_to_others
from webapp.secret_key import read_or_create
from webapp.server.data_folder import LAST_BACKUP_FILE, SERVING_LOCK, kept_files, try_lock, write_state
from webapp.store import open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(content=tmp_path, data=tmp_path / "school" / "data")


def fill(config: Config) -> None:
    """Make what a server, a backup and a lock leave in the data folder."""
    read_or_create(config.data)
    with closing(open_store(config.database_url, config.now)) as store:
        store.ready()
        try_lock(config.data / SERVING_LOCK)
        write_state(config.data / LAST_BACKUP_FILE, {"at": "now"})


def test_nobody_else_can_open_what_is_made(config: Config) -> None:
    fill(config)
    paths = [config.data, *config.data.iterdir()]
    assert {path.name for path in paths} >= {"data", "fahm.db", "fahm.db.lock", "serving.lock", "secret.key"}
    assert {oct(path.stat().st_mode & 0o077) for path in paths} == {"0o0"}


def test_an_old_folder_is_closed_and_doctor_says_so(config: Config) -> None:
    fill(config)
    for path in (config.data, *config.data.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (rights,) = [finding for finding in diagnose(config) if finding.what.startswith("rights")]
    assert not rights.ok
    assert "data" in rights.said
    close_to_others(kept_files(config))
    assert not open_to_others([config.data, *config.data.iterdir()])
    (rights,) = [finding for finding in diagnose(config) if finding.what.startswith("rights")]
    assert rights.ok


def test_a_database_elsewhere_is_closed_too(config: Config, tmp_path: Path) -> None:
    path = tmp_path / "db" / "school.db"
    elsewhere = Config(content=tmp_path, data=config.data, database=f"sqlite:///{path}")
    with closing(open_store(elsewhere.database_url, config.now)):
        path.chmod(0o644)
        assert open_to_others(kept_files(elsewhere)) == [path]
        close_to_others(kept_files(elsewhere))
    assert path.stat().st_mode & 0o777 == 0o600


def test_other_files_of_the_folder_keep_their_rights(config: Config) -> None:
    fill(config)
    other = config.data / "notes.txt"
    other.touch(mode=0o644)
    close_to_others(kept_files(config))
    assert other.stat().st_mode & 0o777 == 0o644


def test_a_demo_has_a_folder_of_its_own(config: Config) -> None:
    _prepare_folder(config)
    assert config.data.stat().st_mode & 0o777 == 0o700
