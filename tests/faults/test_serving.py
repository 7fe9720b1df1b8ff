"""Faults under a real server: nothing is promised that is not kept, it is told kindly, and it mends by itself."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import threading
from html import unescape
from pathlib import Path

import pytest

from benchmarks.browser_requests import SLUG, visitor_get
from benchmarks.retrying_clients import attempt_id, posts_by_reader
from faults.conftest import Served
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

PAGE = visitor_get(f"/texts/{SLUG}/")


def told_kindly(served: Served, form: bytes) -> bytes:
    """Post it while nothing can be kept; what the page's own button would then send."""
    reply = served.once(form)
    assert reply.status == 503
    assert reply.header("Retry-After") == "5"
    assert "باقٍ في هذه الصفحة" in reply.body
    assert "إعادة الإرسال" in reply.body
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', reply.body)
    names = {unescape(name): unescape(value) for name, value in fields}
    head, _, body = form.decode().partition("\r\n\r\n")
    sent = dict(pair.split("=", 1) for pair in body.split("&"))
    assert names.keys() == sent.keys()
    assert names["form"] == sent["form"]
    assert f'action="{head.split(" ")[1]}"' in reply.body
    assert served.health().status == 503
    return form


def goes_on(served: Served, form: bytes) -> None:
    """The same form again is one try."""
    assert served.once(form).status == 303
    assert served.health().status == 200
    assert served.found().attempts[attempt_id(form)] == 1


def test_two_hundred_copies_of_one_post_are_one_try(served: Served, form: bytes) -> None:
    replies = served.asks(*[form] * 200)
    assert {(reply.status, reply.header("Location")) for reply in replies} == {
        (303, f"/texts/{SLUG}/1#q-{attempt_id(form).split('.')[1]}")
    }
    assert served.found().attempts == {attempt_id(form): 1}


@pytest.mark.parametrize("word", ["f", "r", "e"], ids=["full", "read-only", "broken"])
def test_a_disk_that_takes_nothing(served: Served, form: bytes, word: str) -> None:
    before = posts_by_reader(1)[0][0]
    assert served.once(before).status == 303
    served.server.set_disk(word)
    again = told_kindly(served, form)
    # Reading goes on, but for what would have to open the database anew on a disk that can only be read.
    assert served.once(PAGE).status in {200, 503 if word == "r" else 200}
    assert served.found().attempts == {attempt_id(before): 1}
    served.server.set_disk("-")
    goes_on(served, again)
    assert served.found().integrity == "ok"


def listens(port: int) -> bool:
    """Whether anybody takes connections: new workers are there a moment before they do."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_a_data_folder_that_is_gone_is_not_made_anew_and_taken_up_where_it_is_put_back(
    served: Served, form: bytes, tmp_path: Path
) -> None:
    before, data = posts_by_reader(1)[0][0], served.server.data
    assert served.once(before).status == 303
    data.rename(tmp_path / "elsewhere")
    told_kindly(served, form)
    # Not by a worker that starts meanwhile either.
    dead = served.server.workers()
    for pid in dead:
        os.kill(pid, signal.SIGKILL)
    while len(set(served.server.workers()) - set(dead)) < 2 or not listens(served.server.port):
        threading.Event().wait(0.01)
    told_kindly(served, form)
    assert not data.exists()
    (tmp_path / "elsewhere").rename(data)
    goes_on(served, form)
    assert served.found().attempts[attempt_id(before)] == 1


def test_a_deleted_data_folder_goes_on_from_a_backup(served: Served, form: bytes, tmp_path: Path) -> None:
    before, data = posts_by_reader(1)[0][0], served.server.data
    assert served.once(before).status == 303
    store = open_store(sqlite_url(served.server.database))
    store.backup(tmp_path / "backup.db")
    store.close()
    shutil.rmtree(data)
    told_kindly(served, form)
    data.mkdir()
    shutil.copy(tmp_path / "backup.db", served.server.database)
    goes_on(served, form)
    assert served.found().attempts == {attempt_id(before): 1, attempt_id(form): 1}
