"""Forms of the editor outlive an ended session whole, and never pass from one teacher to another."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask, redirect, request
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from conftest import Desk, Page
from webapp.domain.people import Teacher
from webapp.web.teacher.access import teacher_only
from webapp.web.teacher.kept_forms import keeps_what_was_typed

Saved = list[list[tuple[str, str]]]
ADDRESS = "/kept/questions/new?type=short&words=1:2"
TYPED = [
    ("base", "a" * 64),
    ("kept", "123"),
    ("prompt", 'أين <b>"وصل"</b> الوفد؟'),
    ("evidence.words", "1:2"),
    ("evidence.words", "1:3"),
    ("accept.0", "القاهرة"),
    ("accept.1", "في\r\nالقاهرة"),
    ("empty", ""),
    ("add", "accept"),
]


@pytest.fixture
def saved(app: Flask) -> Saved:
    """What a view of the editor was given to save."""
    forms: Saved = []

    @keeps_what_was_typed
    @teacher_only
    def save(teacher: Teacher) -> Response | tuple[str, int]:
        forms.append(list(request.form.items(multi=True)))
        return ("no", 422) if "bad" in request.form else redirect("/desk/", 303)

    app.add_url_rule("/kept/questions/new", view_func=save, methods=["POST"], endpoint="kept_test")
    return forms


def posts(client: FlaskClient, token: str, fields: list[tuple[str, str]], address: str = ADDRESS) -> Page:
    return Page(client.post(address, data=MultiDict([("csrf_token", token), *fields])))


def fields_of(page: Page) -> list[tuple[str, str]]:
    """The fields of the page's last form, as a browser would send them."""
    form = page.html.rpartition("<form")[2]
    hidden = r'<input type="hidden" name="([^"]*)" value="([^"]*)">'
    area = r'<textarea [^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>'
    found = re.findall(f"{hidden}|{area}", form, re.S)
    pairs = [(unescape(name or typed), unescape(value or text)) for name, value, typed, text in found]
    return [pair for pair in pairs if pair[0] != "csrf_token"]


def normal(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value.replace("\r\n", "\n")) for name, value in fields]


def token_of(desk: Desk) -> str:
    return desk.csrf_token()


def test_each_field_outlives_the_session(saved: Saved, muna: Desk) -> None:
    fields = [*TYPED, ("typed_by", muna.id)]
    muna.posts("/desk/sign-out")
    page = posts(muna.client, token_of(muna), fields)
    assert page.status == 401
    assert saved == []
    assert normal(fields_of(page)) == normal(fields)
    assert "<b>" not in page.html
    action = unescape(re.findall(r'<form[^>]* action="([^"]*)"', page.html)[-1])
    assert action == ADDRESS
    muna.sign_in()
    again = posts(muna.client, token_of(muna), fields_of(page), action)
    assert again.status == 303
    assert normal(saved[0][1:]) == normal(fields)


def test_another_teacher_neither_sends_nor_sees_it(saved: Saved, muna: Desk, sami: Desk) -> None:
    page = posts(sami.client, token_of(sami), [*TYPED, ("typed_by", muna.id)])
    assert page.status == 403
    assert saved == []
    assert not any(value in unescape(page.html) for name, value in TYPED if len(value) > 3 and name != "base")


def test_a_form_in_which_nothing_was_typed_leads_to_the_door(saved: Saved, muna: Desk) -> None:
    muna.posts("/desk/sign-out")
    page = posts(muna.client, token_of(muna), [("base", "a"), ("typed_by", muna.id), ("kept", "1")])
    assert page.response.headers["Location"].startswith("/desk/sign-in")


def test_the_next_page_names_the_form_that_was_saved_once(saved: Saved, muna: Desk) -> None:
    posts(muna.client, token_of(muna), [*TYPED, ("bad", "1")])
    assert 'data-saved=""' in muna.opens("/desk/").html
    posts(muna.client, token_of(muna), TYPED)
    muna.client.get("/desk/", headers={"X-Fahm-Background": "1"})
    posts(muna.client, token_of(muna), [("kept", '"><script>'), ("prompt", "x")])
    assert 'data-saved="123"' in muna.opens("/desk/").html
    assert 'data-saved=""' in muna.opens("/desk/").html
    assert f'data-teacher="{muna.id}"' in muna.opens("/desk/").html
