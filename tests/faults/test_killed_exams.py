"""``fahm serve`` killed while a class hands its exam in and a teacher assigns texts: nothing acknowledged is lost."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from browser.serving import wait_until_up
from conftest import ARTICLE, ROOT, SLUG, Desk, Learner, joins, right_fields
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.secret_key import read_or_create
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Store

LEARNERS, ANSWERS = 10, 6
KILLED_AFTER = 4
"""Hand-ins, and as many assignments, that are acknowledged before the server is killed."""
MOST_ASSIGNMENTS = 60
TOLD = "told-of-each-assignment"
"""A learner of the other class, who has news of whatever was assigned."""


@dataclass(frozen=True)
class Post:
    """A form, ready to be sent: as a browser would that knows nothing of the kill."""

    path: str
    cookie: str
    fields: dict[str, str]

    def send(self, port: int) -> str:
        """Send it; where its reply leads to. OSError where the server goes away meanwhile."""
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", self.path, urlencode(self.fields), headers)
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 303, f"{reply.status} {self.path}"
            return reply.headers["Location"]


@dataclass
class Week:
    """An exam that waits to be handed in, and the teacher's class for other assignments."""

    data: Path
    hand_ins: dict[str, Post]
    assign: Post
    other_class: str
    answers: frozenset[str]
    acknowledged: set[str] = field(default_factory=set)
    """Learners and notes of assignments."""
    enough: threading.Event = field(default_factory=threading.Event)

    def sent(self, name: str) -> None:
        """Note that something was acknowledged, and whether the server may be killed."""
        self.acknowledged.add(name)
        learners = len(self.acknowledged & self.hand_ins.keys())
        if min(learners, len(self.acknowledged) - learners) >= KILLED_AFTER:
            self.enough.set()


def cookies(learner: Learner) -> str:
    """The cookies of a browser as it sends them."""
    found = (learner.client.get_cookie(name) for name in ("fahm", "fahm_desk"))
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in found if cookie)


def prepared(app: Flask, lesson: Lesson, data: Path) -> Week:
    """A class whose exam is typed but not handed in."""
    store, desk = app.extensions["fahm"].store, Desk(app, "منى", "muna", "الصفّ الخامس")
    other = store.people.add_class(desk.school, desk.id, "الصفّ السادس").id
    store.add_learner(desk.school, TOLD)
    store.people.join(desk.school, other, TOLD, "هند")
    rules = AssignmentRules(exam=True)
    readers = [Learner(app) for _ in range(LEARNERS)]
    for number, reader in enumerate(readers):
        joins(reader, desk.code, f"قارئة {number}")
    store.assignments.add(desk.school, NewAssignment(SLUG, classes=(desk.class_id,), rules=rules), desk.id)
    items = [item for item in lesson.items if item.question.points][:ANSWERS]
    typed = {item.question.id: item.question.read(as_lists(right_fields(lesson, item.question.id))) for item in items}
    posts = {}
    for reader in readers:
        with reader.client.session_transaction() as session:
            learner = session["reader"]
        store.save_drafts(desk.school, learner, SLUG, typed)
        page = reader.opens(f"/texts/{SLUG}/review")
        fields = {name: page.field(name) for name in ("csrf_token", "form")}
        posts[learner] = Post(f"/texts/{SLUG}/review", cookies(reader), fields)
    token = desk.opens("/desk/assignments/new").field("csrf_token")
    assign = Post(
        "/desk/assignments/new", cookies(desk), {"csrf_token": token, "text": SLUG, "class": other, "mode": "practice"}
    )
    return Week(data, posts, assign, other, frozenset(typed))


def as_lists(fields: dict[str, object]) -> dict[str, list[str]]:
    """Fields as a form carries them."""
    return {name: value if isinstance(value, list) else [str(value)] for name, value in fields.items()}


@contextmanager
def killable(data: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """``fahm serve`` in a process group of its own; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    words = ["serve", "--port", str(port), "--data", str(data), "--content", str(ARTICLE)]
    command = [sys.executable, "-m", "webapp.cli", *words]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield port, server
    finally:
        kill(server)


def kill(server: subprocess.Popen[bytes]) -> None:
    """End the server and its workers at once, whatever they do."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def hand_in(week: Week, learner: str, port: int) -> None:
    """Hand an exam in; nothing is noted where no reply came."""
    try:
        location = week.hand_ins[learner].send(port)
    except (OSError, http.client.HTTPException):
        return
    assert location.endswith("/result")
    week.sent(learner)


def assign_on(week: Week, port: int) -> None:
    """Make one assignment after another until the server is gone."""
    for number in range(MOST_ASSIGNMENTS):
        note = f"التكليف {number}"
        try:
            Post(week.assign.path, week.assign.cookie, {**week.assign.fields, "note": note}).send(port)
        except (OSError, http.client.HTTPException):
            return
        week.sent(note)


def attempts_of(store: Store, learner: str) -> Counter[str]:
    """How often each question was recorded."""
    return Counter(attempt.question for attempt in store.tries("default", learner, SLUG))


@pytest.fixture
def week(tmp_path: Path) -> Week:
    """The data folder of the server, as it was left when nobody served it."""
    data = tmp_path / "data"
    app = create_app(Config(ARTICLE, data, read_or_create(data), watch_seconds=0))
    try:
        return prepared(app, app.extensions["fahm"].library.snapshot.lessons[SLUG], data)
    finally:
        app.extensions["fahm"].store.close()


def test_a_kill_amid_hand_ins_and_assignments_loses_nothing_acknowledged(week: Week) -> None:
    with killable(week.data) as (port, server), ThreadPoolExecutor(4) as people:
        people.submit(assign_on, week, port)
        for learner in week.hand_ins:
            people.submit(hand_in, week, learner, port)
        assert week.enough.wait(60)
        kill(server)
    handed_in, noted = week.acknowledged & week.hand_ins.keys(), week.acknowledged - week.hand_ins.keys()
    once = Counter(dict.fromkeys(week.answers, 1))
    with closing(open_store(sqlite_url(week.data / "fahm.db"))) as store:
        for learner in week.hand_ins:
            recorded = attempts_of(store, learner)
            # All answers of a hand-in are recorded together: whoever was told nothing has handed in all or nothing.
            assert recorded == once or (not recorded and learner not in handed_in)
            assert learner not in handed_in or store.sittings.hand_in("default", learner, SLUG)
        given = {assignment.note: assignment for assignment in store.assignments.of_class("default", week.other_class)}
        assert given.keys() >= noted
        assert all(assignment.classes == (week.other_class,) for assignment in given.values())
        told = {note.assignment for note in store.notes.of_learner("default", TOLD, MOST_ASSIGNMENTS)}
        assert told >= {given[note].id for note in noted}
    with killable(week.data) as (port, _):
        for learner in week.hand_ins:  # once more, as a browser does that had no answer
            hand_in(week, learner, port)
    with closing(sqlite3.connect(week.data / "fahm.db")) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with closing(open_store(sqlite_url(week.data / "fahm.db"))) as store:
        assert {learner: attempts_of(store, learner) for learner in week.hand_ins} == dict.fromkeys(week.hand_ins, once)
        assert all(store.sittings.hand_in("default", learner, SLUG) for learner in week.hand_ins)
