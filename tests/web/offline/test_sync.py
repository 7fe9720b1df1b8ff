"""Answers that a device kept: recorded once however often they come, under their own reader, and nobody else's."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import ARTICLE, SLUG, Learner, Page, right_answer, with_content
from webapp import create_app
from webapp.config import Config, utc_now
from webapp.content import Lesson
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.questions.submit_answers import NOT_RECORDED

FIRST = f"/texts/{SLUG}/1"
SCRIPT = {"X-Fahm-Script": "1"}
QUESTION = "who-announced"


def token_on(page: Page) -> str:
    found = re.search(r'data-record="([^"]+)"', page.html)
    assert found
    return found[1]


def entry(page: Page, fields: dict[str, object], question: str = QUESTION, **more: Any) -> dict[str, Any]:
    """What the page's script would keep."""
    asked = {"form": page.field("form"), "check": question, **fields}
    lists = {name: [value] if isinstance(value, str) else value for name, value in asked.items()}
    path = page.response.request.path
    return {"token": token_on(page), "path": path, "fields": lists, "ago": 60, "spent": 30, **more}


def sends(learner: Learner, kept: object) -> TestResponse:
    return learner.client.post("/sync", json=kept, headers=SCRIPT)


def recorded(app: Flask) -> list[Any]:
    return list(app.extensions["fahm"].store.all_tries())


def reads_as(learner: Learner) -> str | None:
    with learner.client.session_transaction() as session:
        return session.get("reader")


@pytest.fixture
def right(lesson: Lesson) -> dict[str, object]:
    return {QUESTION: right_answer(lesson, QUESTION)}


@pytest.fixture
def exam(config: Config, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "exam"
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions").mkdir()
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text().replace("mode: practice", "mode: exam")
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml)
    made = create_app(with_content(replace(config, data=tmp_path / "exam-data"), folder))
    yield made
    made.extensions["fahm"].store.close()


def test_a_kept_answer_is_marked_like_any_other(layla: Learner, app: Flask, right: dict[str, object]) -> None:
    reply = sends(layla, entry(layla.opens(FIRST), right))
    assert reply.get_json() == {"kept": True, "location": f"{FIRST}#q-{QUESTION}", "mine": True}
    assert [(one.question, one.verdict) for one in recorded(app)] == [(QUESTION, "accepted")]
    assert "إجابة صحيحة" in layla.opens(FIRST).text(QUESTION)


def test_sent_twice_it_is_one_try(layla: Learner, app: Flask, right: dict[str, object]) -> None:
    kept = entry(layla.opens(FIRST), right)
    first, second = sends(layla, kept), sends(layla, kept)
    assert first.get_json() == second.get_json()
    assert len(recorded(app)) == 1


def test_sent_by_the_form_and_then_from_the_device_it_is_one_try(
    layla: Learner, app: Flask, right: dict[str, object]
) -> None:
    page = layla.opens(FIRST)
    layla.answers(FIRST, right, page, check=QUESTION)
    assert sends(layla, entry(page, right)).get_json()["kept"] is True
    assert len(recorded(app)) == 1


def test_fifty_at_once_are_one_try(layla: Learner, app: Flask, right: dict[str, object]) -> None:
    kept = entry(layla.opens(FIRST), right)
    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(lambda _: sends(Learner(app), kept), range(50)))
    assert {reply.status_code for reply in replies} == {200}
    assert len(recorded(app)) == 1


@pytest.mark.parametrize("opened", [False, True])
def test_a_device_that_lost_its_cookie_sends_for_its_reader_and_becomes_nobody_by_it(
    layla: Learner, app: Flask, right: dict[str, object], opened: bool
) -> None:
    kept = entry(layla.opens(FIRST), right)
    reader = reads_as(layla)
    layla.client.delete_cookie("fahm")
    if opened:
        layla.opens(FIRST)
    now = reads_as(layla)
    assert sends(layla, kept).get_json()["mine"] is False
    assert reads_as(layla) == now != reader
    assert [one.learner for one in recorded(app)] == [reader]


def test_another_reader_of_the_tablet_stays_who_they_are(
    layla: Learner, omar: Learner, app: Flask, right: dict[str, object]
) -> None:
    kept = entry(layla.opens(FIRST), right)
    omar.answers(FIRST, {"summit-day": "الخميس"}, check="summit-day")
    before = reads_as(omar)
    reply = sends(omar, kept).get_json()
    assert reply["kept"] is True
    assert reply["mine"] is False
    assert reads_as(omar) == before
    assert {one.learner for one in recorded(app)} == {reads_as(layla), before}
    assert "إجابة صحيحة" not in omar.opens(FIRST).text(QUESTION)


def test_nothing_is_told_to_another_reader(layla: Learner, omar: Learner, right: dict[str, object]) -> None:
    page = layla.opens(FIRST)
    omar.answers(FIRST, {"summit-day": "الخميس"}, check="summit-day")
    layla.answers(FIRST, right, page, check=QUESTION)
    sends(omar, entry(page, right, path="/texts/none/1"))
    assert omar.opens("/").notices() == ""


@pytest.mark.parametrize("token", ["", "nonsense", "ImEi.abc", None, 7])
def test_a_false_token_records_nothing(layla: Learner, app: Flask, right: dict[str, object], token: object) -> None:
    reply = sends(layla, entry(layla.opens(FIRST), right) | {"token": token})
    assert reply.status_code == 409
    assert reply.get_json()["kept"] is False
    assert recorded(app) == []


@pytest.mark.parametrize(
    "path", ["/texts/none/1", f"/texts/{SLUG}/99", "/nothing", "/me/resume", "/", "", "//evil/1", "/texts/\x00/1"]
)
def test_an_answer_to_what_is_gone_is_refused(layla: Learner, app: Flask, right: dict[str, object], path: str) -> None:
    reply = sends(layla, entry(layla.opens(FIRST), right) | {"path": path})
    assert (reply.status_code, reply.get_json()) == (409, {"kept": False, "why": "gone"})
    assert recorded(app) == []


def test_an_answer_to_a_question_that_is_gone_is_refused(layla: Learner) -> None:
    reply = sends(layla, entry(layla.opens(FIRST), {"once-asked": "x"}, "once-asked"))
    assert (reply.status_code, reply.get_json()) == (409, {"kept": False, "why": "empty"})
    assert layla.opens("/").notices() == ""


def test_a_changed_answer_of_a_form_that_was_recorded_is_refused(
    layla: Learner, app: Flask, right: dict[str, object]
) -> None:
    page = layla.opens(FIRST)
    sends(layla, entry(page, {"summit-day": "الأربعاء"}, "summit-day"))
    reply = sends(layla, entry(page, {"summit-day": "الجمعة"}, "summit-day"))
    assert reply.get_json() == {"kept": False, "why": "changed"}
    assert [one.response for one in recorded(app)] == ["الأربعاء"]


def test_a_closed_paragraph_stays_closed(layla: Learner, app: Flask, right: dict[str, object]) -> None:
    reply = sends(layla, entry(layla.opens(FIRST), right) | {"path": f"/texts/{SLUG}/2"})
    assert reply.get_json() == {"kept": False, "why": "closed"}
    assert recorded(app) == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        "x",
        {"token": "a"},
        {"fields": {"a": "b"}},
        {"fields": {"a": [1]}},
        {"fields": []},
        {"ago": "x"},
        {"spent": "nan"},
        {"spent": -1},
        {"path": 1},
    ],
)
def test_what_cannot_be_read_is_refused(layla: Learner, body: Any, right: dict[str, object]) -> None:
    kept = entry(layla.opens(FIRST), right)
    reply = sends(layla, kept | body if isinstance(body, dict) and body else body)
    assert reply.status_code == 409
    assert reply.get_json()["kept"] is False


def test_what_is_too_large_is_refused_as_such(layla: Learner, right: dict[str, object]) -> None:
    reply = sends(layla, entry(layla.opens(FIRST), right) | {"more": "x" * 300_000})
    assert reply.get_json() == {"kept": False, "why": "unreadable"}


def test_another_site_cannot_send_answers(layla: Learner, app: Flask, right: dict[str, object]) -> None:
    reply = layla.client.post("/sync", json=entry(layla.opens(FIRST), right))
    assert reply.status_code == 400
    assert recorded(app) == []


def test_a_store_that_cannot_keep_says_so(
    layla: Learner, app: Flask, right: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = entry(layla.opens(FIRST), right)

    def refuse(*_: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(app.extensions["fahm"].store, "record_all", refuse)
    reply = sends(layla, kept)
    assert reply.status_code == 503
    assert not reply.is_json


def test_the_time_spent_ends_when_the_answer_was_kept(config: Config, right: dict[str, object]) -> None:
    clock = [utc_now()]
    app = create_app(replace(config, now=lambda: clock[0], data=config.data / "clock"))
    layla = Learner(app)
    page = layla.opens(FIRST)
    drawn: datetime = clock[0]
    clock[0] = drawn + timedelta(hours=5)
    sends(layla, entry(page, right, ago=5 * 3600 - 90, spent=10_000))
    sends(layla, entry(page, {"summit-day": "الخميس"}, "summit-day", ago=5 * 3600 - 90, spent=20))
    sends(layla, entry(page, {"summit-day": "الجمعة"}, "summit-day", ago=-9, spent=20))
    assert {one.question: one.seconds for one in recorded(app)} == {QUESTION: 90, "summit-day": 20}
    assert {one.at for one in recorded(app)} == {clock[0]}
    app.extensions["fahm"].store.close()


def test_in_an_exam_kept_answers_are_drafts_and_the_last_one_stands(exam: Flask) -> None:
    layla = Learner(exam)
    page = layla.opens(FIRST)
    sends(layla, entry(page, {"summit-day": "الأربعاء"}, "summit-day"))
    sends(layla, entry(page, {"summit-day": "الخميس"}, "summit-day"))
    assert "الخميس" in layla.opens(FIRST).card("summit-day")
    assert recorded(exam) == []


def test_an_answer_that_waited_does_not_replace_a_later_one_of_another_device(exam: Flask) -> None:
    phone, computer = Learner(exam), Learner(exam)
    page = phone.opens(FIRST)
    phone.answers(FIRST, {"summit-day": "الأحد"}, page)
    cookie = phone.client.get_cookie("fahm")
    assert cookie
    computer.client.set_cookie("fahm", cookie.value)
    computer.answers(FIRST, {"summit-day": "الأربعاء"})
    assert sends(phone, entry(page, {"summit-day": "الثلاثاء"}, "summit-day", ago=3600)).get_json()["kept"]
    assert "الأربعاء" in phone.opens(FIRST).card("summit-day")
    assert sends(phone, entry(page, {}, "summit-day", ago=3600)).get_json()["kept"]
    assert "الأربعاء" in phone.opens(FIRST).card("summit-day")
    assert sends(phone, entry(page, {"summit-day": "الجمعة"}, "summit-day", ago=0)).get_json()["kept"]
    assert "الجمعة" in phone.opens(FIRST).card("summit-day")


def test_handing_in_an_exam_from_the_device_is_done_once(exam: Flask) -> None:
    layla = Learner(exam)
    review, page = f"/texts/{SLUG}/review", layla.opens(FIRST)
    kept = entry(layla.opens(review), {})
    sends(layla, entry(page, {"summit-day": "الخميس"}, "summit-day"))
    first, second = sends(layla, kept), sends(layla, kept)
    assert first.get_json() == second.get_json() == {"kept": True, "location": f"/texts/{SLUG}/result", "mine": True}
    assert len(recorded(exam)) == 1
    late = sends(layla, entry(page, {"summit-day": "الجمعة"}, "summit-day"))
    assert late.get_json() == {"kept": False, "why": "handed-in"}


def test_a_script_is_told_where_to_go(layla: Learner, right: dict[str, object]) -> None:
    page = layla.opens(FIRST)
    data = {"csrf_token": page.field("csrf_token"), "form": page.field("form"), "check": QUESTION, **right}
    reply = layla.client.post(FIRST, data=data, headers=SCRIPT)
    assert (reply.status_code, reply.get_json()) == (200, {"location": f"{FIRST}#q-{QUESTION}"})
    assert "Location" not in reply.headers
    old = layla.client.post(FIRST, data=data | {"csrf_token": "old"}, headers=SCRIPT)
    assert (old.status_code, old.mimetype) == (400, "text/html")


def test_the_token_is_a_readers_own_and_stays_the_same(layla: Learner, omar: Learner) -> None:
    one, again, other = (token_on(who.opens(FIRST)) for who in (layla, layla, omar))
    assert one == again != other


def test_the_manifest_names_icons_that_are_there(layla: Learner) -> None:
    reply = layla.client.get("/manifest.webmanifest")
    assert reply.mimetype == "application/manifest+json"
    manifest = reply.get_json(force=True)
    assert manifest["dir"] == "rtl"
    for icon in manifest["icons"]:
        body = layla.client.get(icon["src"]).data
        width, height = (int.from_bytes(body[at : at + 4]) for at in (16, 20))
        assert icon["sizes"] == f"{width}x{height}"


def test_the_worker_is_asked_for_each_time_and_names_files_that_are_there(layla: Learner) -> None:
    reply = layla.client.get("/sw.js")
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.mimetype == "text/javascript"
    files = re.findall(r"'(/[^']*)'", reply.text.split("\n")[0])
    assert {layla.client.get(file).status_code for file in files} == {200}
    assert any("offline/offline_queue.js" in file for file in files)


def test_the_worker_is_the_same_for_all_readers(layla: Learner, omar: Learner) -> None:
    layla.opens(FIRST)
    assert layla.client.get("/sw.js").text == omar.client.get("/sw.js").text


def test_the_page_about_the_device_is_nobodys(layla: Learner) -> None:
    layla.opens(FIRST)
    assert "data-record" not in layla.opens("/offline").html


def words_for_scripts(page: Page) -> dict[str, str]:
    """What a page holds for its scripts, by the id of the template."""
    found = re.finditer(r'<template id="([^"]+)".*?</template>', page.html, re.DOTALL)
    return {template[1]: template[0] for template in found}


@pytest.mark.parametrize("language, arabic", [("en", False), ("ar", True), ("both", True)])
def test_what_scripts_say_is_in_the_readers_language(layla: Learner, language: str, arabic: bool) -> None:
    token = layla.opens("/settings/").field("csrf_token")
    layla.client.post("/settings/", data={"csrf_token": token, "language": language})
    words = words_for_scripts(layla.opens(FIRST))
    assert set(words) >= {"offline-messages", "arabic-keyboard", "word-panel"}
    for text in (words["offline-messages"], words["arabic-keyboard"]):
        assert bool(re.search("[\u0621-\u064a]", text)) == arabic
        assert bool(re.search("Saved here|Keyboard", text)) == (language != "ar")


def test_the_page_about_the_device_speaks_the_languages_that_the_device_wants(layla: Learner) -> None:
    worker = layla.client.get("/sw.js").get_data(as_text=True)
    assert "DEVICE_PAGE = '/offline?language=ar&digits=arab'" in worker
    token = layla.opens("/settings/").field("csrf_token")
    layla.client.post("/settings/", data={"csrf_token": token, "language": "both", "digits": "latn"})
    changed = layla.client.get("/sw.js").get_data(as_text=True)
    found = re.search("DEVICE_PAGE = '([^']*)'", changed)
    assert found
    assert found[1] in re.findall(r"'([^']*)'", changed.split("FILES")[1].split("]")[0])
    assert changed.split("VERSION")[1].split(",")[0] != worker.split("VERSION")[1].split(",")[0]
    words = words_for_scripts(layla.opens(found[1]))
    for name in ("place-names", "reasons", "offline-messages"):
        rows = re.findall(r"<(?:span|p) data-name.*", words[name])
        assert rows
        for row in rows:
            assert re.search("[\u0621-\u064a]", row), row
            assert 'lang="en"' in row


def test_every_reason_for_refusing_is_worded_on_the_page_about_the_device(layla: Learner) -> None:
    reasons = set(re.findall(r'data-name="([^"]*)"', words_for_scripts(layla.opens("/offline"))["reasons"]))
    assert reasons >= (NOT_RECORDED | {"gone", "token", "other"})
