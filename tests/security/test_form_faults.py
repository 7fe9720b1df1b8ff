"""Every form of the application, handed in with missing, doubled, overlong and odd fields: never our own fault.

Forms are read off every page of the URL map, in a school that has something of everything. Fields that stand on no
page, because something was not done before or a script sends them, are those that the view itself asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
import yaml
from flask import Flask, Request
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from conftest import SLUG, csrf_token
from security.addresses import changing
from security.naughty_school import NaughtySchool, naughty_content
from security.test_naughty_pages import browsers, known, opened, pages, school
from webapp.config import Config

__all__ = ["browsers", "school"]  # fixtures

Fields = dict[str, list[str]]
ANSWERED = ("who-announced", "summit-day", "summary-of-news")
"""Questions that the school of naughty_school.py has answers to."""
ODD = ("", "99999999999999999999", "\x00\u202e", "[]", "1e309")
LONG = "ا" * 6000
MOST_FIELDS = 4
"""Fields of one form that are each made odd by themselves; all of them are together."""
MOST_LONG = 10
"""Fields that are too long at once: of more, the form itself would be too large, and no view would see it."""
LEFT_OUT = {"offline.sync": "takes JSON: test_naughty.py", "desk.enter_demo": "only beside simulated readers"}
ENDS = (
    "desk.remove_question_of_text",
    "desk.save_text_outline",
    "desk.save_text_yaml",
    "desk.put_before_readers",
    "desk.archive_text",
    "desk.remove_newcomers",
    "desk.take_out",
    "desk.move",
    "desk.merge",
    "desk.remove_assignment",
    "desk.archive",
    "desk.delete_learner",
    "desk.delete_class",
    "desk.leave_class",
    "switching.switch_reader",
    "data.delete",
    "access.sign_out",
    "desk.end_sessions",
    "desk.sign_out",
)
"""Handed in last, in this order: they would end what the others need."""
NOT_REACHED = {
    "desk.decide_late_answers",
    "desk.hand_in_again",
    "desk.restore_mark",
    "desk.take_back_marks",
    "desk.undo_regrade",
    "desk.unmerge",
    "desk.use_comment",
}
"""They need what has not been done here, something to take back or an exam that is over, and find nothing."""


class Asked(ImmutableMultiDict[str, str]):
    """The fields of a request; notes the names that a view asks for."""

    names: ClassVar[set[str]] = set()

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)

    def __getitem__(self, key: str) -> str:
        self.names.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None, type=None):  # type: ignore[no-untyped-def]
        self.names.add(key)
        return super().get(key, default, type)

    def getlist(self, key, type=None):  # type: ignore[no-untyped-def]
        self.names.add(key)
        return super().getlist(key, type)


class NotingRequest(Request):
    """A request whose fields note what is asked for."""

    parameter_storage_class = Asked


@dataclass(frozen=True)
class Form:
    """An address that takes a form, and the fields of it."""

    endpoint: str
    path: str
    fields: Fields

    @property
    def person(self) -> str:
        """Who hands it in."""
        return "teacher" if self.endpoint.startswith("desk.") else "learner"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("forms")
    content = naughty_content(folder / "content")
    keep_few_questions(content / "questions" / f"{SLUG}.yaml")
    return Config(content, folder / "data", "only for tests", watch_seconds=0)


def keep_few_questions(file: Path) -> None:
    """Leave the questions that the school has answered, and a few: each form of the editor compiles the text again."""
    settings = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    questions = settings["questions"]
    settings["questions"] = [one for one in questions if one in questions[:3] or one["id"] in ANSWERED]
    file.write_text(yaml.dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")


def fields_of(form: LexborNode, page: LexborNode) -> Fields:
    """Names and values of the controls of a form, those elsewhere on the page too."""
    found: Fields = {}
    name = form.attributes.get("id")
    elsewhere = page.css(f"[form='{name}']") if name else []
    for control in [*form.css("input, textarea, select, button"), *elsewhere]:
        key = control.attributes.get("name")
        if key and key != "csrf_token":
            found.setdefault(key, []).append(control.attributes.get("value") or "1")
    return found


def on_pages(app: Flask, school: NaughtySchool, browsers: dict[str, FlaskClient]) -> dict[str, Form]:
    """The first form of each address on the pages of the URL map."""
    found: dict[str, Form] = {}
    bound = app.url_map.bind("localhost")
    for endpoint, path in pages(app, school):
        reply = opened(browsers, endpoint, path)
        page = LexborHTMLParser(reply.text).root if reply.mimetype == "text/html" else None
        for form in page.css("form[method=post]") if page else ():
            action = (form.attributes.get("action") or path).partition("#")[0]
            try:
                target, _ = bound.match(action.partition("?")[0], method="POST")
            except HTTPException:
                continue
            found.setdefault(target, Form(target, action, fields_of(form, page)))
    return found


@pytest.fixture(scope="module")
def forms(app: Flask, school: NaughtySchool, browsers: dict[str, FlaskClient]) -> list[Form]:
    """A form for each address that takes one."""
    shown = on_pages(app, school, browsers)
    taking = {address.endpoint: address.path for address in changing(app, **known(school))}
    found = [shown.get(endpoint) or Form(endpoint, path, {}) for endpoint, path in taking.items()]
    kept = [form for form in found if form.endpoint not in LEFT_OUT]
    return sorted(kept, key=lambda form: ENDS.index(form.endpoint) if form.endpoint in ENDS else -1)


def send(client: FlaskClient, form: Form, fields: Fields) -> int:
    """Hand the form in with its token; the status."""
    return client.post(form.path, data={**fields, "csrf_token": csrf_token(client)}).status_code


def variants(form: Form, client: FlaskClient) -> Iterator[Fields]:
    """The form as it is, without anything, and with each fault in all fields and in one."""
    yield form.fields
    Asked.names.clear()
    yield {}
    fields = {name: ["1"] for name in sorted(Asked.names - {"csrf_token"})} | form.fields
    yield fields
    yield {name: values * 2 for name, values in fields.items()}
    yield fields | {name: [LONG] for name in list(fields)[:MOST_LONG]}
    yield from ({name: [value] for name in fields} for value in ODD)
    for place, name in enumerate(list(fields)[:MOST_FIELDS]):
        yield {other: values for other, values in fields.items() if other != name}
        yield fields | {name: [ODD[place % len(ODD)], LONG]}


def test_no_form_with_faults_is_our_fault(
    app: Flask, forms: list[Form], browsers: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(forms) > 90
    monkeypatch.setattr(app, "request_class", NotingRequest)
    store = type(app.extensions["fahm"].store)
    monkeypatch.setattr(store, "reserve_code_failures", lambda *_: True)  # else most would only be too many
    monkeypatch.setattr(store, "code_failures_since", lambda *_: 0)
    wrong, reached = [], set()
    for form in forms:
        client = browsers[form.person]
        for fields in variants(form, client):
            status = send(client, form, fields)
            if status >= 500:
                wrong.append(f"{form.endpoint}: {status} {str(fields)[:200]}")
            if status not in (404, 429):
                reached.add(form.endpoint)
    assert wrong == []
    left = {form.endpoint for form in forms} - reached - set(ENDS)
    assert left == NOT_REACHED, " ".join(sorted(left))
