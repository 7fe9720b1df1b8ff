"""Nothing is changed without the token of one's own session: every address that may change something, one by one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from conftest import Desk, Learner
from security.addresses import CHANGING, Address, addresses, changing

EXEMPT = {
    # Who sends kept answers may have lost the cookie; each carries a signed record token instead, and a header that
    # no form and no page of another site can send.
    "offline.sync",
}


def refused(client: FlaskClient, found: list[Address], token: str | None) -> list[str]:
    """The addresses that took a form with this token: there should be none."""
    data = {"name": "x", "points": "1", "word": "x"} | ({} if token is None else {"csrf_token": token})
    return [
        f"{one.method} {one.path}"
        for one in found
        if client.open(one.path, method=one.method, data=data).status_code != 400
    ]


@pytest.fixture
def forms(app: Flask, muna: Desk) -> list[Address]:
    (member,) = muna.people.members(muna.school, muna.class_id)
    found = changing(app, class_id=muna.class_id, learner=member.learner, code=muna.code)
    return [one for one in found if one.endpoint not in EXEMPT]


def test_only_the_door_for_kept_answers_asks_for_no_token(app: Flask) -> None:
    csrf = app.extensions["csrf"]
    views = {f"{view.__module__}.{view.__name__}": name for name, view in app.view_functions.items()}
    assert {views[name] for name in csrf._exempt_views} == EXEMPT
    assert csrf._exempt_blueprints == set()
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert set(app.config["WTF_CSRF_METHODS"]) >= CHANGING


def test_that_door_opens_to_no_form_of_another_site(layla: Learner) -> None:
    reply = layla.client.post("/sync", data="{}", content_type="text/plain")
    assert reply.status_code == 400


def test_a_form_without_a_token_is_not_taken(forms: list[Address], muna: Desk, layla: Learner) -> None:
    assert len(forms) > 35
    assert refused(muna.client, forms, None) == []
    assert refused(layla.client, forms, "") == []


def test_a_token_of_another_session_is_not_taken(forms: list[Address], muna: Desk, omar: Learner) -> None:
    token = omar.csrf_token()
    assert refused(muna.client, forms, token) == []


def test_a_token_that_grew_too_old_is_not_taken(
    app: Flask, forms: list[Address], muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = muna.csrf_token()
    monkeypatch.setitem(app.config, "WTF_CSRF_TIME_LIMIT", -1)
    assert refused(muna.client, forms, token) == []


def test_a_token_that_was_signed_with_another_key_is_not_taken(app: Flask, forms: list[Address], muna: Desk) -> None:
    muna.opens("/join")
    with muna.client.session_transaction() as session:
        kept = dict(session)
    app.secret_key = "another"
    with app.test_request_context():
        from flask import session as fresh

        fresh.update(kept)
        token = generate_csrf()
    app.secret_key = "only for tests"
    assert refused(muna.client, forms, token) == []


def test_looking_changes_nothing_that_a_form_would(app: Flask, muna: Desk, layla: Learner) -> None:
    """A link or an image of another site can only GET: it must leave the class and its people as they are."""
    (member,) = muna.people.members(muna.school, muna.class_id)
    before = muna.people.school_class(muna.school, muna.class_id), muna.people.members(muna.school, muna.class_id)
    for one in addresses(app, class_id=muna.class_id, learner=member.learner, code=muna.code):
        muna.client.get(one.path, query_string={"name": "غيره", "confirm": "حذف", "away": "1"})
    assert (
        muna.people.school_class(muna.school, muna.class_id),
        muna.people.members(muna.school, muna.class_id),
    ) == before
    assert muna.opens("/desk/").status == 200


@pytest.mark.parametrize(
    ("says", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "null"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 400),
        ({"Origin": "https://sibling.localhost"}, 400),
        ({"Origin": "http://["}, 400),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 400),
    ],
)
def test_a_sibling_that_plants_a_cookie_sends_no_form(layla: Learner, says: dict[str, str], status: int) -> None:
    # The token is right: the sibling set the cookie that it belongs to.
    data = {"csrf_token": layla.csrf_token(), "theme": "dark"}
    assert layla.client.post("/settings/", data=data, headers=says).status_code == status
