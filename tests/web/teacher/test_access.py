"""Who comes in where: every address of the desk, one by one."""

from __future__ import annotations

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page

OPEN = {"desk.sign_in", "desk.check_in", "desk.setup", "desk.make_account", "desk.sign_out"}
OPEN |= {"desk.help", "desk.guide_picture"}  # the guide tells nothing of anybody
OPEN |= {"desk.demo", "desk.enter_demo"}  # a link of its own, and only beside simulated readers


def addresses(app: Flask, method: str, *, class_id: str, learner: str = "x", prefix: str = "desk.") -> dict[str, str]:
    """Every address that answers to ``method``, by endpoint."""
    given = {"class_id": class_id, "learner": learner, "token": "t", "code": "AAAAAA", "session_id": "s"}
    given |= {
        "slug": SLUG,
        "question": "summit-day",
        "teacher_id": "nobody",
        "language": "ar",
        "name": "desk",
        "number": 1,
        "assignment_id": "a",
        "group": "nothing",
    }
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        return {
            rule.endpoint: bound.build(rule.endpoint, {name: given[name] for name in rule.arguments}, method)
            for rule in app.url_map.iter_rules()
            if rule.endpoint.startswith(prefix) and method in (rule.methods or ())
        }


@pytest.mark.parametrize("prefix", ["desk.", "joining."])
def test_no_form_is_taken_without_its_token(app: Flask, muna: Desk, prefix: str) -> None:
    found = addresses(app, "POST", class_id=muna.class_id, prefix=prefix)
    assert len(found) >= 4
    for address in found.values():
        assert muna.client.post(address, data={"name": "منى"}).status_code == 400, address
    assert muna.opens(muna.of_class()).status == 200


def test_who_is_not_signed_in_is_sent_to_the_door(app: Flask, muna: Desk, omar: Learner) -> None:
    token = omar.csrf_token()
    for method in ("GET", "POST"):
        for endpoint, address in addresses(app, method, class_id=muna.class_id).items():
            if endpoint not in OPEN:
                reply = omar.client.open(address, method=method, data={"csrf_token": token})
                assert reply.status_code == 303, address
                assert reply.headers["Location"].startswith("/desk/sign-in"), address


def test_another_teachers_class_is_not_there(app: Flask, muna: Desk, sami: Desk) -> None:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    found = [
        (method, address)
        for method in ("GET", "POST")
        for address in addresses(app, method, class_id=muna.class_id, learner=layla.learner).values()
        if muna.class_id in address
    ]
    assert len(found) > 15
    token = sami.csrf_token()
    for method, address in found:
        assert sami.client.open(address, method=method, data={"csrf_token": token}).status_code == 404, address


def test_an_admin_sees_accounts_and_not_the_classes_of_others(muna: Desk, sami: Desk) -> None:
    assert muna.opens("/desk/teachers").status == 200
    assert sami.opens("/desk/teachers").status == 404
    assert sami.posts("/desk/teachers", name="x").status == 404
    assert muna.opens(sami.of_class()).status == 404
    assert "الصفّ السادس" not in muna.opens("/desk/").html


def test_a_learner_of_another_class_cannot_be_reached_through_ones_own(muna: Desk, sami: Desk) -> None:
    (layla,) = muna.people.members(muna.school, muna.class_id)
    for path in (f"learners/{layla.learner}/", f"merge?a={layla.learner}&b={layla.learner}"):
        assert sami.opens(sami.of_class(path)).status == 404
    for act in ("rename", "move", "out", "delete"):
        address = sami.of_class(f"learners/{layla.learner}/{act}")
        assert sami.posts(address, name="ليلى", **{"class": sami.class_id}).status == 404
    assert [one.name for one in muna.people.members(muna.school, muna.class_id)] == ["ليلى"]


def test_pages_of_the_desk_stay_in_no_cache(muna: Desk) -> None:
    for address in ("/desk/", muna.of_class("cards"), "/desk/sign-in"):
        assert muna.opens(address).response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "desk"])
def test_the_door_leads_nowhere_else(app: Flask, muna: Desk, omar: Learner, back: str) -> None:
    token = omar.csrf_token()
    fields = {"csrf_token": token, "sign_in": "muna", "password": Desk.PASSWORD, "next": back}
    assert omar.client.post("/desk/sign-in", data=fields).headers["Location"] == "/desk/"


def test_the_door_leads_back_to_where_one_was_going(muna: Desk, omar: Learner) -> None:
    asked = muna.of_class("code")
    door = omar.opens(asked)
    fields = {"csrf_token": door.field("csrf_token"), "next": door.field("next"), "sign_in": "muna"}
    page = Page(omar.client.post("/desk/sign-in", data={**fields, "password": Desk.PASSWORD}))
    assert page.response.headers["Location"] == asked
