"""Nobody else learns who reads: not another server, not a log, and not this one for longer than the school keeps it.

That no page names another server is in ``test_markup.py``; what ``fahm serve`` and a proxy write down while somebody
reads is in ``test_real_proxies.py``.
"""

from __future__ import annotations

import logging
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from conftest import ARTICLE, ROOT, SLUG, Desk, Learner, joins, right_answer
from store.helpers import Clock
from webapp import create_app
from webapp.cli.main import fahm
from webapp.cli.records.retention import delete_inactive
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.user_error import UserError

FIRST = f"/texts/{SLUG}/1"


def test_nothing_is_written_down_of_who_asks_for_what(app: Flask, muna: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    layla = Learner(app)
    for url in ("/me?secret=1", "/join/card/AAAACCCCDDDD", FIRST, "/nowhere/secret"):
        layla.opens(url)
    assert caplog.text == ""


def test_a_fault_is_written_down_without_the_code_in_its_address(
    app: Flask, omar: Learner, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(code: str) -> str:
        raise RuntimeError("wires")

    monkeypatch.setitem(app.view_functions, "joining.card", broken)
    assert omar.opens("/join/card/AAAACCCCDDDD?x=secret").status == 500
    assert "joining.card [GET]" in caplog.text
    assert "wires" in caplog.text
    assert "AAAACCCC" not in caplog.text
    assert "secret" not in caplog.text


def test_no_page_makes_this_server_ask_another(
    app: Flask, muna: Desk, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reach(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", reach)
    monkeypatch.setattr(socket, "getaddrinfo", reach)
    for url in ("/", FIRST, "/me", "/settings/", "/words"):
        assert layla.opens(url).status == 200
    for url in ("/desk/", "/desk/account", "/desk/teachers", muna.of_class(), muna.of_class("cards")):
        assert muna.opens(url).status == 200


# How long records are kept.


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Config:
    made = Config(content=ARTICLE, data=tmp_path / "data", secret="only for tests", watch_seconds=0, keep_days=200)
    return replace(made, now=clock)


def answered(app: Flask, lesson: Lesson) -> Learner:
    reader = Learner(app)
    reader.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    return reader


def rows(app: Flask) -> int:
    return len(list(app.extensions["fahm"].store.all_tries()))


def test_learners_who_were_not_seen_for_long_are_counted_and_then_deleted(
    kept: Config, clock: Clock, lesson: Lesson
) -> None:
    app = create_app(kept)
    try:
        desk = Desk(app, "منى", "muna", "صف")
        layla = answered(app, lesson)
        joins(layla, desk.code, "ليلى")
        clock.move(days=150)
        omar = answered(app, lesson)
        joins(omar, desk.code, "عمر")
        clock.move(days=60)
        found = delete_inactive(kept, apply=False)
        assert (found.learners, found.tries, found.deleted) == (1, 1, False)
        assert "--apply" in found.spoken()
        assert rows(app) == 2
        assert delete_inactive(kept, apply=True).learners == 1
        assert [one.name for one in desk.people.members(desk.school, desk.class_id)] == ["عمر"]
        assert rows(app) == 1
        assert delete_inactive(kept, apply=True).learners == 0
        assert "لا يوجد سجل على هذا الجهاز" in layla.opens("/me").html
    finally:
        app.extensions["fahm"].store.close()


def test_a_record_stays_while_one_that_was_merged_into_it_is_young(kept: Config, clock: Clock, lesson: Lesson) -> None:
    app = create_app(kept)
    try:
        store = app.extensions["fahm"].store
        answered(app, lesson)
        (old,) = (one.learner for one in store.all_tries())
        clock.move(days=199)
        answered(app, lesson)
        (young,) = (one.learner for one in store.all_tries() if one.learner != old)
        assert store.people.merge("default", old, young)
        clock.move(days=100)
        assert delete_inactive(kept, apply=True).learners == 0
        clock.move(days=101)
        assert delete_inactive(kept, apply=True).tries == 2
        assert rows(app) == 0
    finally:
        store.close()


def test_who_only_came_by_counts_from_then_and_in_their_school_alone(kept: Config, clock: Clock) -> None:
    app = create_app(kept)
    try:
        store, learner = app.extensions["fahm"].store, "x" * 20
        store.add_learner("default", learner)
        clock.move(days=201)
        assert store.people.inactive_since("default", clock() - timedelta(days=200)).learners == (learner,)
        assert store.people.inactive_since("elsewhere", clock()).learners == ()
    finally:
        store.close()


def test_without_a_setting_everybody_is_kept(kept: Config) -> None:
    with pytest.raises(UserError, match="FAHM_KEEP_DAYS"):
        delete_inactive(replace(kept, keep_days=0), apply=True)


def test_the_command_says_what_it_did_and_what_it_needs(tmp_path: Path) -> None:
    words = ["tidy", "--data", str(tmp_path), "--content", str(ROOT)]
    asked = CliRunner().invoke(fahm, words, env={"FAHM_KEEP_DAYS": ""})
    assert (asked.exit_code, asked.stderr.count("\n")) == (2, 1)
    asked = CliRunner().invoke(fahm, words, env={"FAHM_KEEP_DAYS": "365"})
    assert (asked.exit_code, asked.stderr.count("\n")) == (1, 1)
    asked = CliRunner().invoke(fahm, words, env={"FAHM_KEEP_DAYS": "a year"})
    assert (asked.exit_code, asked.stderr.count("\n")) == (2, 1)
    app = create_app(Config(content=ARTICLE, data=tmp_path, secret="only for tests", watch_seconds=0))
    app.extensions["fahm"].store.add_learner("default", "x" * 20)
    app.extensions["fahm"].store.close()
    asked = CliRunner().invoke(fahm, [*words, "--apply"], env={"FAHM_KEEP_DAYS": "365"})
    assert (asked.exit_code, asked.stdout[:20]) == (0, "deleted: 0 learner(s")
