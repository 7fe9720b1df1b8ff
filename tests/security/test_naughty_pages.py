"""Every page of the URL map in a school whose every free text breaks things: shown as text, within its own place.

``SHOWN`` says which texts each page shows. An address that is neither there nor among ``ELSEWHERE`` fails, so that a
page that is added is looked at too. How wide these pages are is looked at in ``tests/browser/test_naughty_width.py``.
"""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from conftest import SLUG
from security.markup import faults, shown
from security.naughty_school import WORKED_OUT, NaughtySchool, naughty_content, naughty_school
from webapp.config import Config
from webapp.web.teacher.classes import network_addresses

SHOWN: dict[str, str] = {
    "access.ask_for_new_code": "class learner title",
    "access.ask_to_sign_out": "class learner title",
    "components.index": "class learner title",
    "data.ask_to_delete": "class learner title",
    "data.deleted": "class learner title",
    "data.record": "answer class comment learner open teacher title",
    "data.record_file": "",
    "desk.account": "teacher",
    "desk.allowance": "class learner reason teacher title",
    "desk.answers_to_decide": "class teacher title",
    "desk.ask_for_new_code": "class learner teacher",
    "desk.ask_for_password_link": "other teacher",
    "desk.ask_to_close": "other teacher",
    "desk.ask_to_delete": "class other teacher",
    "desk.ask_to_drop_second_step": "other teacher",
    "desk.ask_to_renew_code": "class teacher",
    "desk.ask_to_revoke": "link teacher",
    "desk.assignment": "assignment class learner teacher title unused",
    "desk.audit_log": "link other teacher",
    "desk.cards": "class learner teacher unused",
    "desk.change_assignment": "assignment class learner teacher title unused",
    "desk.choose_kept": "class learner teacher title",
    "desk.class_assignments": "class teacher title",
    "desk.class_code": "class teacher",
    "desk.class_notes": "class class-note teacher",
    "desk.class_settings": "class other teacher",
    "desk.edit_text": "teacher title",
    "desk.export_text": "teacher title",
    "desk.exported_file": "",
    "desk.import_questions": "teacher title",
    "desk.import_text": "teacher",
    "desk.grade_rule": "class learner teacher title unused",
    "desk.gradebook": "class group learner teacher title unused",
    "desk.groups": "class group learner teacher unused",
    "desk.heat_map": "class teacher title",
    "desk.help": "teacher",
    "desk.home": "archived class teacher title",
    "desk.item_scores": "class teacher title",
    "desk.learner": "class learner teacher title unused",
    "desk.learner_file": "",
    "desk.learner_notes": "class learner note teacher",
    "desk.learner_record_page": "answer class comment learner open teacher title",
    "desk.learner_scores": "answer class comment learner open teacher title",
    "desk.live": "class teacher title",
    "desk.live_now": "class teacher title",
    "desk.live_projector": "class title",
    "desk.live_projector_state": "",
    "desk.live_state": "",
    "desk.mark_question": "kept open teacher title",
    "desk.marking": "class teacher title",
    "desk.new_assignment": "class learner teacher title unused",
    "desk.new_question": "teacher title",
    "desk.new_text": "teacher",
    "desk.newcomers": "class learner teacher unused",
    "desk.parent_report": "class group learner parents teacher title",
    "desk.parent_reports": "class group learner parents teacher title unused",
    "desk.preview_question": "teacher title",
    "desk.publish_text": "teacher title",
    "desk.question_form": "teacher title",
    "desk.question_scores": "class learner open teacher title",
    "desk.regrade": "teacher",
    "desk.regrade_text": "teacher title",
    "desk.roster": "class learner teacher unused",
    "desk.scores": "class group learner teacher title unused",
    "desk.second_step": "teacher",
    "desk.setup": "link teacher",
    "desk.sign_in": "",
    "desk.teachers": "link other teacher",
    "desk.text_makers": "other teacher title",
    "desk.text_outline": "teacher title",
    "desk.text_scores": "class group learner teacher title",
    "desk.text_settings": "teacher title",
    "desk.text_version": "teacher title",
    "desk.text_versions": "teacher title",
    "desk.text_words": "teacher title",
    "desk.text_yaml": "teacher title",
    "desk.texts": "class teacher title",
    "desk.words_file": "teacher title",
    "exam.review": "",
    "health.healthz": "",
    "joining.card": "class learner",
    "joining.door": "",
    "joining.name_yourself": "class unused",
    "led.join_in": "",
    "led.open_to": "",
    "me.me": "class learner title",
    "news.page": "class class-note comment learner note teacher title",
    "offline.device": "title",
    "offline.manifest": "",
    "offline.worker": "",
    "reading.front": "assignment class learner reason title",
    "reading.paragraph": "answer class learner title",
    "reading.result": "class learner title",
    "reading.whole": "class comment learner open title",
    "review.anki": "",
    "review.every": "class learner title",
    "review.today": "class learner title",
    "settings.choose_language": "class learner title",
    "settings.page": "class learner title",
    "shelf.library": "assignment class learner title",
    "words.paragraph": "class learner title",
    "worksheet.worksheet": "class learner title",
}
"""By page, the first words of the texts that it shows."""
ELSEWHERE: dict[str, str] = {
    "static": "files of ours",
    "components.state": "a gallery of our own parts",
    "desk.guide_picture": "a picture",
    "desk.question_sheet": "a workbook of ours",
    "pictures.picture": "a picture",
    "audio.recording": "a sound file, of which the article has none",
    "desk.demo": "only beside simulated readers",
}
"""Addresses that show nothing that anybody wrote, or that other tests look at, each with the reason."""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("naughty")
    return Config(naughty_content(folder / "content"), folder / "data", "only for tests", watch_seconds=0)


@pytest.fixture(scope="module")
def school(app: Flask) -> NaughtySchool:
    services = app.extensions["fahm"]
    return naughty_school(services.store, services.library.snapshot.lessons[SLUG])


@pytest.fixture(scope="module")
def browsers(app: Flask, school: NaughtySchool) -> dict[str, FlaskClient]:
    """A teacher who manages accounts, the first learner of the class, and a visitor."""
    found = {name: app.test_client() for name in ("teacher", "learner", "visitor")}
    token = app.extensions["fahm"].store.people.start_session("default", school.teacher.id, "browser")
    found["teacher"].set_cookie("fahm_desk", token)
    with found["learner"].session_transaction() as session:
        session["reader"] = school.learners[0]
    return found


def known(school: NaughtySchool) -> dict[str, str]:
    """What names the school's people and things in an address."""
    return {
        "slug": SLUG,
        "class_id": school.class_id,
        "learner": school.learners[0],
        "assignment_id": school.assignment_id,
        "question": "summary-of-news",
        "number": "1",
        "teacher_id": school.other.id,
        "token": school.link,
        "code": school.code,
        "language": "ar",
        "group": school.group,
    }


def pages(app: Flask, school: NaughtySchool) -> list[tuple[str, str]]:
    """Every endpoint that is looked at, with an address of it."""
    found = []
    asked = {
        "desk.export_text": {"to": "gift"},
        "desk.exported_file": {"to": "csv"},
        "desk.choose_kept": {"a": school.learners[0], "b": school.learners[1]},
        "desk.ask_to_revoke": {"link": app.extensions["fahm"].store.people.links("default")[0].id},
    }
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in ELSEWHERE:
                own = {"code": school.record_code} if rule.endpoint == "joining.card" else {}
                values = {name: (known(school) | own)[name] for name in rule.arguments}
                values |= asked.get(rule.endpoint, {})
                found.append((rule.endpoint, bound.build(rule.endpoint, values)))
    return found


def opened(browsers: dict[str, FlaskClient], endpoint: str, path: str) -> TestResponse:
    """The page as the person opens it whom it is for."""
    who = "teacher" if endpoint.startswith("desk.") else "visitor" if endpoint.startswith("joining.") else "learner"
    return browsers[who].get(path)


def wrong_in(reply: TestResponse) -> list[str]:
    """What is wrong with a page, whatever it shows."""
    if reply.status_code not in (200, 303):
        return [f"status {reply.status_code}"]
    said = reply.get_data(as_text=True)
    found = ["a text was read as a template"] if WORKED_OUT in said else []
    if reply.mimetype == "text/html":
        found += faults(said)
    elif reply.mimetype == "application/json":
        json.loads(said)
    elif reply.mimetype == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(said, newline="")) for cell in row]
        found += [f"a formula: {cell[:40]}" for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)]
    return found


def test_each_address_is_looked_at_or_named_with_a_reason(app: Flask, school: NaughtySchool) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert endpoints == set(SHOWN) | set(ELSEWHERE)
    assert not set(SHOWN) & set(ELSEWHERE)


def test_every_page_shows_every_text_as_text(
    app: Flask, school: NaughtySchool, browsers: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The desk links to itself at the addresses that this machine has in its network; these are ours as well.
    monkeypatch.setattr(network_addresses, "own_addresses", list)
    wrong = []
    for endpoint, path in pages(app, school):
        reply = opened(browsers, endpoint, path)
        wrong += [f"{endpoint} {path}: {fault}" for fault in wrong_in(reply)]
        read = shown(reply.get_data(as_text=True)) if reply.mimetype == "text/html" else ""
        wrong += [f"{endpoint}: no {word}-word" for word in SHOWN[endpoint].split() if f"{word}-word" not in read]
    assert wrong == []


def test_every_file_of_the_class_holds_no_formula(school: NaughtySchool, browsers: dict[str, FlaskClient]) -> None:
    klass = f"/desk/classes/{school.class_id}"
    for path in ("gradebook?as=csv", "gradebook?as=moodle", "gradebook?as=classroom", f"texts/{SLUG}?as=csv"):
        reply = browsers["teacher"].get(f"{klass}/{path}")
        assert reply.mimetype == "text/csv", path
        assert "learner-word" in reply.text, path
        assert wrong_in(reply) == [], path
