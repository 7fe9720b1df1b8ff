"""How a fault is told, without a server: what was typed is on the page, secrets are not, and nothing ends in a 500."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlite_utils.utils import sqlite3

from conftest import SLUG, Desk, Learner, Page
from webapp import create_app
from webapp.cli.records.doctor import diagnose
from webapp.config import Config, utc_now
from webapp.store.database_url import sqlite_path
from webapp.store.sqlite.engine import connections

FIRST = f"/texts/{SLUG}/1"
ANSWER = {"summit-day": "السبت", "check": "summit-day"}
LOCK = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def tries(app: Flask) -> list[tuple[str, int]]:
    # By the SQLite that the app has: another one in the same process would undo its locks.
    with closing(sqlite3.connect(sqlite_path(app.extensions["fahm"].config.database_url))) as conn:
        return conn.execute("SELECT response, number FROM tries ORDER BY seq").fetchall()


@pytest.fixture
def locked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """Another program holds the database until it is told to end; ours waits a moment only."""
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.05)
    app.extensions["fahm"].store.close()  # so that every connection is a new one
    words = [sys.executable, "-c", LOCK, str(sqlite_path(app.extensions["fahm"].config.database_url))]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        yield other


def test_a_database_that_another_program_holds(app: Flask, layla: Learner, locked: subprocess.Popen[str]) -> None:
    page = layla.opens(FIRST)  # reading goes on
    assert page.status == 200
    told = layla.answers(FIRST, ANSWER, page)
    assert told.status == 503
    assert layla.client.get("/healthz").status_code == 503
    assert tries(app) == []
    locked.communicate()
    assert layla.client.get("/healthz").status_code == 200
    again = {name: told.field(name) for name in ("csrf_token", "form", *ANSWER)}
    assert Page(layla.client.post(FIRST, data=again)).status == 303
    assert tries(app) == [('"السبت"', 1)]


def test_what_was_ticked_twice_is_on_the_page_twice(layla: Learner, locked: subprocess.Popen[str]) -> None:
    told = layla.answers(FIRST, {**ANSWER, "who-announced": ["a", '<b>&"']})
    assert told.html.count('<input type="hidden" name="who-announced"') == 2
    assert 'value="&lt;b&gt;&amp;&#34;"' in told.html


def test_a_form_that_grew_old_while_nothing_can_be_kept_is_no_500(
    app: Flask, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    layla.opens(FIRST)
    data = app.extensions["fahm"].config.data
    data.rename(data.with_name("elsewhere"))
    page = Page(layla.client.post(FIRST, data={**ANSWER, "csrf_token": "old", "form": "f"}))
    assert page.status == 503
    assert page.field("summit-day") == "السبت"
    assert Page(layla.client.get(FIRST)).status == 503


def test_behind_a_proxy_it_is_sent_again_to_where_the_reader_is(config: Config) -> None:
    app = create_app(replace(config, prefix="/fahm"))
    layla = Learner(app)
    page = layla.opens(f"/fahm{FIRST}")
    config.data.rename(config.data.with_name("elsewhere"))
    assert f'action="/fahm{FIRST}"' in layla.answers(f"/fahm{FIRST}", ANSWER, page).html


def test_doctor_tells_of_a_database_that_is_gone_and_makes_none(app: Flask, config: Config, layla: Learner) -> None:
    layla.answers(FIRST, ANSWER)
    app.extensions["fahm"].store.close()
    assert [finding for finding in diagnose(config) if not finding.ok] == []
    (config.data / "secret.key").touch(mode=0o600)
    sqlite_path(config.database_url).unlink()
    (said,) = [finding.said for finding in diagnose(config) if not finding.ok]
    assert "is missing. Restore it" in said
    assert not sqlite_path(config.database_url).exists()


def test_a_password_is_on_no_page(app: Flask, muna: Desk) -> None:
    token = muna.csrf_token()
    data = app.extensions["fahm"].config.data
    data.rename(data.with_name("elsewhere"))
    sent = {"csrf_token": token, "sign_in": "muna", "password": Desk.PASSWORD}
    page = Page(muna.client.post("/desk/sign-in", data=sent))
    assert page.status == 503
    assert Desk.PASSWORD not in page.html
    assert '<input type="hidden"' not in page.html


def test_a_script_hears_503_and_keeps_the_answer(app: Flask, layla: Learner, locked: subprocess.Popen[str]) -> None:
    page = layla.opens(FIRST)
    sent = {"csrf_token": page.field("csrf_token"), "form": page.field("form"), **ANSWER}
    assert layla.client.post(FIRST, data=sent, headers={"X-Fahm-Script": "1"}).status_code == 503
    record = re.search(r'data-record="([^"]+)"', page.html)
    assert record
    fields = {name: [value] for name, value in {**ANSWER, "form": sent["form"]}.items()}
    kept = {"token": record[1], "path": FIRST, "fields": fields, "ago": 1, "spent": 1}
    # The device sends what it kept as often as it takes.
    assert layla.client.post("/sync", json=kept, headers={"X-Fahm-Script": "1"}).status_code == 503
    locked.communicate()
    for _ in range(2):
        assert layla.client.post("/sync", json=kept, headers={"X-Fahm-Script": "1"}).get_json()["kept"]
    assert tries(app) == [('"السبت"', 1)]


def test_a_second_answer_to_the_same_form_is_told_that_the_first_stands(app: Flask, layla: Learner) -> None:
    page = layla.opens(FIRST)
    layla.answers(FIRST, ANSWER, page)
    after = layla.answers(FIRST, {**ANSWER, "summit-day": "الأحد"}, page)
    assert "والإجابة الأولى هي المحتسبة" in after.notices()
    assert tries(app) == [('"السبت"', 1)]


def test_a_folder_of_nothing_is_not_taken_for_the_one_that_was_lost(app: Flask, layla: Learner) -> None:
    layla.answers(FIRST, ANSWER)
    database = sqlite_path(app.extensions["fahm"].config.database_url)
    for name in ("fahm.db", "fahm.db-wal", "fahm.db-shm"):
        database.with_name(name).unlink()
    database.touch()
    page = layla.opens(FIRST)
    assert page.status == 503
    assert f'href="{FIRST}">إعادة المحاولة' in page.html
    assert layla.client.get("/healthz").status_code == 503
    assert database.stat().st_size == 0


def test_a_clock_that_was_set_back_loses_nobody(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    at = [utc_now()]
    app = create_app(replace(config, now=lambda: at[0]))
    layla, wall = Learner(app), TimestampSigner.get_timestamp
    layla.answers(FIRST, ANSWER)
    for _ in range(10):
        layla.answers("/me/resume", {"code": "WRONGCODE"}, _with_form(layla))
    assert layla.answers("/me/resume", {"code": "WRONGCODE"}, _with_form(layla)).status == 429

    at[0] -= timedelta(days=1)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: wall(self) - 24 * 60 * 60)
    layla.answers(FIRST, {**ANSWER, "summit-day": "الأحد"})
    # The same reader, in the order of recording; and nobody is kept out until tomorrow.
    assert tries(app) == [('"السبت"', 1), ('"الأحد"', 2)]
    store, config = app.extensions["fahm"].store, app.extensions["fahm"].config
    (learner,) = {one.learner for one in store.all_tries()}
    assert [one.number for one in store.tries(config.school, learner, SLUG)] == [1, 2]
    assert layla.answers("/me/resume", {"code": "WRONGCODE"}, _with_form(layla)).status == 200
    store.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A real disk of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounts = shutil.which("mount")
    if not mounts or subprocess.run([mounts, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False).returncode:
        pytest.skip("may not mount a file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_really_full(config: Config, small: Path) -> None:
    app = create_app(replace(config, data=small / "data", min_free_bytes=0))
    layla, kept = Learner(app), 1
    layla.answers(FIRST, ANSWER)
    with (small / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while ballast.write(b"." * 4096):
            pass
    while True:  # the log has some room of its own
        layla = Learner(app)
        page = layla.answers(FIRST, ANSWER)
        if page.status == 503:
            break
        kept += 1
        assert kept < 50
    assert len(tries(app)) == kept
    assert layla.client.get("/healthz").status_code == 503
    (small / "ballast").unlink()
    assert layla.client.get("/healthz").status_code == 200
    again = {name: page.field(name) for name in ("csrf_token", "form", *ANSWER)}
    assert Page(layla.client.post(FIRST, data=again)).status == 303
    app.extensions["fahm"].store.close()


def _with_form(learner: Learner) -> Page:
    page = learner.opens("/me")
    page.html += '<input name="form" value="none">'
    return page
