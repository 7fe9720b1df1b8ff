"""Who comes in where: five people at every address of the URL map, with Layla's record and class and with their own.

Layla's record holds words that nobody else may ever read. They are looked for in every reply to everybody else, and
her record must be the same, to the byte, after everybody else has posted to every address.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import SLUG, Desk, Learner
from security.addresses import Address, addresses
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"
SECRET = "كلام لا يقرؤه غيري"
# The doors themselves, the guide, and the demo's link, which is good once and only beside simulated readers.
OPEN = {"sign_in", "check_in", "setup", "make_account", "sign_out", "help", "guide_picture", "demo", "enter_demo"}


class Whoever(Learner):
    """One of the five, and what they may know."""

    def __init__(self, app: Flask, role: str, learner: Learner | None = None) -> None:
        super().__init__(app)
        self.role = role
        if learner is not None:
            self.client = learner.client

    def asks(self, one: Address) -> TestResponse:
        """With a token of one's own, so that nothing is refused for want of it."""
        form = {} if one.method == "GET" else {"csrf_token": self.token, "name": "عمر", "points": "1", "comment": "x"}
        return self.client.open(one.path, method=one.method, data=form)

    @property
    def token(self) -> str:
        """The token of this browser's forms."""
        return self.opens("/join").field("csrf_token")


@pytest.fixture(scope="module")
def sami(app: Flask, muna: Desk) -> Desk:
    return Desk(app, "سامي", "sami", "الصفّ السادس")


@pytest.fixture(scope="module")
def ids(layla: Learner, muna: Desk, sami: Desk, lesson: Lesson) -> dict[str, str]:
    """What names Layla's record and Muna's class in an address."""
    typed = next(item.question.id for item in lesson.items_at(1) if item.question.type == "short")
    layla.answers(FIRST, {typed: SECRET})
    (member,) = muna.people.members(muna.school, muna.class_id)
    return {"class_id": muna.class_id, "learner": member.learner, "code": muna.code, "question": typed}


@pytest.fixture(scope="module")
def secrets(app: Flask, muna: Desk, ids: dict[str, str]) -> list[str]:
    """What must not be in a reply to anybody but Layla and her teacher."""
    services = app.extensions["fahm"]
    found = services.store.learner(services.config.school, ids["learner"])
    return [SECRET, found.code, "ليلى", muna.code] + [
        one.id for one in services.store.all_tries() if one.learner == ids["learner"]
    ]


@pytest.fixture(scope="module")
def others(app: Flask, sami: Desk, ids: dict[str, str]) -> list[Whoever]:
    omar = Whoever(app, "another learner")
    omar.opens(FIRST)
    return [Whoever(app, "visitor"), omar, Whoever(app, "another teacher", sami)]


def of_desk(one: Address) -> str:
    """The name of a room of the desk that is not open to all; empty for anything else."""
    blueprint, _, name = one.endpoint.partition(".")
    return name if blueprint == "desk" and name not in OPEN else ""


def record(layla: Learner) -> dict:
    """Layla's whole record, without the moment at which it was written."""
    found = json.loads(layla.client.get("/me/record.json").data)
    found.pop("written")
    return found


def test_there_is_something_to_find(layla: Learner, muna: Desk, ids: dict[str, str], secrets: list[str]) -> None:
    assert SECRET in json.dumps(record(layla), ensure_ascii=False)
    told = muna.opens(muna.of_class(f"learners/{ids['learner']}/")).html
    assert "ليلى" in told
    assert len(secrets) > 4


def test_nobody_else_is_told_anything_of_layla(
    app: Flask, layla: Learner, muna: Desk, others: list[Whoever], ids: dict[str, str], secrets: list[str]
) -> None:
    before, members = record(layla), muna.people.members(muna.school, muna.class_id)
    asked: Counter[str] = Counter()
    for whoever in others:
        for one in addresses(app, **ids):
            if one.endpoint.endswith("sign_out"):
                continue
            reply = whoever.asks(one)
            said = reply.get_data(as_text=True) + reply.headers.get("Location", "")
            # The class's code opens its door; whoever gives it is shown it again, and no more.
            found = [word for word in secrets if word in said and not (word == muna.code and word in one.path)]
            assert found == [], f"{whoever.role}: {one.method} {one.path}"
            assert reply.status_code < 500, f"{whoever.role}: {one.method} {one.path}"
            asked[whoever.role] += 1
    assert min(asked.values()) > 100
    assert record(layla) == before
    left = [one for one in muna.people.members(muna.school, muna.class_id) if one.learner == ids["learner"]]
    assert left == members


def test_who_is_not_at_the_desk_stands_at_its_door(
    app: Flask, layla: Learner, others: list[Whoever], ids: dict[str, str]
) -> None:
    for whoever in (others[0], others[1], Whoever(app, "learner", layla)):
        for one in addresses(app, **ids):
            if of_desk(one):
                reply = whoever.asks(one)
                assert reply.status_code == 303, f"{whoever.role}: {one.method} {one.path}"
                assert reply.headers["Location"].startswith("/desk/sign-in"), f"{whoever.role}: {one.path}"


def test_another_teacher_finds_nothing_where_the_class_is_anothers(
    app: Flask, sami: Desk, ids: dict[str, str], others: list[Whoever]
) -> None:
    found = [one for one in addresses(app, **ids) if of_desk(one) and ids["class_id"] in one.path]
    assert len(found) > 30
    assert {others[2].asks(one).status_code for one in found} == {404}


def test_a_foreign_learner_is_not_reached_through_ones_own_class(
    app: Flask, sami: Desk, ids: dict[str, str], others: list[Whoever], secrets: list[str]
) -> None:
    through = ids | {"class_id": sami.class_id, "code": sami.code}
    found = [one for one in addresses(app, **through) if of_desk(one) and ids["learner"] in one.path]
    assert len(found) > 4
    for one in found:
        reply = others[2].asks(one)
        assert reply.status_code == 404, f"{one.method} {one.path}"


def test_accounts_are_the_admins_alone(app: Flask, others: list[Whoever], muna: Desk, ids: dict[str, str]) -> None:
    rooms = {of_desk(one) for one in addresses(app, **ids)}
    of_admins = [one for one in addresses(app, **ids) if one.path.startswith("/desk/teachers")]
    assert of_admins
    assert rooms
    assert {others[2].asks(one).status_code for one in of_admins} == {404}
    assert muna.opens("/desk/teachers").status == 200


def test_those_who_may_do_come_in(app: Flask, layla: Learner, muna: Desk, ids: dict[str, str]) -> None:
    """The other half of the matrix: were everything shut, nothing above would show anything."""
    hers = ["/me", "/me/record.json", FIRST, f"/texts/{SLUG}/result"]
    assert [layla.opens(path).status for path in hers] == [200] * len(hers)
    teacher = Whoever(app, "teacher", muna)
    found = [
        one for one in addresses(app, **ids) if one.method == "GET" and of_desk(one) and ids["class_id"] in one.path
    ]
    statuses = Counter(teacher.asks(one).status_code for one in found)
    assert statuses[200] > len(found) * 0.6, statuses
