"""Addresses of databases: the file that each names, and what is said of one that no engine knows."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.helpers import always, submission
from webapp.config import Config, from_env
from webapp.domain.user_error import UserError
from webapp.store import locate_database, open_store
from webapp.store.database_url import sqlite_path, sqlite_url

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1).filter(
    lambda name: name not in (".", "..")
)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///instance/fahm.db", "instance/fahm.db"),
        ("sqlite:////srv/fahm/fahm.db", "/srv/fahm/fahm.db"),
        ("sqlite:///a%20b%3F.db", "a b?.db"),
        ("sqlite:///%D9%81%D9%87%D9%85.db", "فهم.db"),
    ],
)
def test_an_address_names_a_file(url: str, path: str) -> None:
    assert sqlite_path(url) == Path(path)
    assert sqlite_url(Path(path)) == url


@given(st.lists(NAMES, min_size=1))
def test_any_file_has_an_address(names: list[str]) -> None:
    path = Path(*names)
    assert sqlite_path(sqlite_url(path)) == path
    assert sqlite_path(sqlite_url(Path("/") / path)) == Path("/") / path


@pytest.mark.parametrize("url", ["mysql://fahm:geheim@db/fahm", "instance/fahm.db", "sqlite:", "", "SQLITE:///a.db"])
def test_another_engine_is_refused_in_both_languages_and_no_password_is_shown(url: str) -> None:
    for ask in (open_store, locate_database):
        with pytest.raises(UserError) as refused:
            ask(url)
        assert "sqlite:///PATH" in refused.value.en
        assert "sqlite:///PATH" in refused.value.ar
        assert "geheim" not in refused.value.en


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite://host/a.db"])
def test_an_address_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(UserError, match="must name its file"):
        open_store(url)


def test_without_an_address_the_database_is_in_the_data_folder() -> None:
    assert Config(Path("texts"), Path("instance")).database_url == "sqlite:///instance/fahm.db"
    assert sqlite_path(Config(Path("texts"), Path("/srv/f a?")).database_url) == Path("/srv/f a?/fahm.db")
    assert from_env({"FAHM_DATA": "d"}).database_url == "sqlite:///d/fahm.db"
    assert from_env({"FAHM_DATA": "d", "FAHM_DATABASE": "sqlite:///e.db"}).database_url == "sqlite:///e.db"


def test_a_database_elsewhere_is_nobodys_demo(tmp_path: Path) -> None:
    (tmp_path / "demo.json").touch()
    assert Config(tmp_path, tmp_path).simulated
    assert not Config(tmp_path, tmp_path, database=sqlite_url(tmp_path / "real.db")).simulated


def test_a_location_tells_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    database = locate_database(sqlite_url(path))
    assert str(database) == str(path)
    assert not database.exists()
    with closing(open_store(sqlite_url(path))) as store:
        store.record(submission(), always())
        assert database.exists()
        assert database.is_open()
        locate_database(sqlite_url(tmp_path / "b.db")).copy_from(store)
    assert not database.is_open()
    (tmp_path / "link.db").symlink_to(path)
    assert database.is_kept_in(tmp_path / "link.db")
    assert not database.is_kept_in(tmp_path / "b.db")
    with closing(open_store(sqlite_url(tmp_path / "b.db"))) as copied:
        assert [one.id for one in copied.all_tries()] == ["f1.q1"]


def test_an_address_for_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate_database("sqlite:///a.db").absolute_url() == sqlite_url(tmp_path / "a.db")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:/reader:pass7word@host/fahm",
        "postgres//reader:pass7word@host/fahm",
        "postgresql://reader:p@pass7word@host/fahm",
        "postgresql://reader:pass7word%zz@host/fahm",
        "postgresql://reader:pass7word@[::1/fahm",
    ],
)
def test_an_address_with_a_slip_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UserError) as refused:
        locate_database(url)
    assert refused.value.code == 2
    assert "pass7" not in str(refused.value)
