"""Every form of the application, read off its own pages, handed in with missing, doubled, overlong and odd fields.

The forms are those of every page of the URL map in a school that has something of everything. An address that takes a
form and has none on these pages is named below, with its fields or with the reason why it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.exceptions import HTTPException

from security.naughty_school import NaughtySchool, naughty_content
from security.test_naughty_pages import browsers, opened, pages, school
from webapp.config import Config

__all__ = ["browsers", "school"]  # fixtures

Fields = dict[str, list[str]]
ODD = ("", "x", "-1", "99999999999999999999", "1e309", "\x00\u202e", "[]", "2026-13-45T99:99", "%s{0}")
LONG = "ا" * 6000
MOST_FIELDS = 8
"""Fields of one form that are each made odd by themselves; all of them are together."""
ENDS = (
    "desk.take_out",
    "desk.move",
    "desk.merge",
    "desk.archive",
    "desk.leave_class",
    "desk.delete_learner",
    "desk.delete_class",
    "data.delete",
    "switching.switch_reader",
    "access.sign_out",
    "desk.end_sessions",
    "desk.sign_out",
)
"""Handed in last, in this order: they would end what the others need."""
BY_HAND: dict[str, Fields] = {}
"""Forms that stand on a page only after something was done, or that a script sends."""


@dataclass(frozen=True)
class Form:
    """A form as a page has it."""

    endpoint: str
    path: str
    fields: Fields
    teacher: bool


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("forms")
    return Config(naughty_content(folder / "content"), folder / "data", "only for tests", watch_seconds=0)


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


@pytest.fixture(scope="module")
def forms(app: Flask, school: NaughtySchool, browsers: dict[str, FlaskClient]) -> list[Form]:
    """One form for each address that takes one."""
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
            teacher = endpoint.startswith("desk.")
            found.setdefault(target, Form(target, action, fields_of(form, page), teacher))
    return sorted(found.values(), key=lambda form: ENDS.index(form.endpoint) if form.endpoint in ENDS else -1)


def variants(fields: Fields) -> Iterator[Fields]:
    """The form as it is, without anything, and with each fault in all fields and in one."""
    yield fields
    yield {}
    yield {name: values * 2 for name, values in fields.items()}
    yield dict.fromkeys(fields, [LONG])
    for value in ODD:
        yield dict.fromkeys(fields, [value])
    for place, name in enumerate(list(fields)[:MOST_FIELDS]):
        yield {other: values for other, values in fields.items() if other != name}
        yield fields | {name: [ODD[place % len(ODD)], LONG]}


def test_each_address_that_takes_a_form_has_one(app: Flask, forms: list[Form]) -> None:
    taking = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert taking == {form.endpoint for form in forms} | set(BY_HAND)


def test_no_form_with_faults_is_our_fault(
    app: Flask, forms: list[Form], browsers: dict[str, FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, reached = [], set()
    for form in forms:
        client = browsers["teacher" if form.teacher else "learner"]
        for fields in variants(form.fields):
            token = client.get("/join").text.partition('name="csrf_token" value="')[2].partition('"')[0]
            reply = client.post(form.path, data={**fields, "csrf_token": token})
            if reply.status_code >= 500:
                wrong.append(f"{form.endpoint}: {reply.status_code} {str(fields)[:200]}")
            if reply.status_code not in (404, 429):
                reached.add(form.endpoint)
    assert wrong == []
    assert reached >= {form.endpoint for form in forms} - set(ENDS)
