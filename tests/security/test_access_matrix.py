"""Who comes in where: everybody at every address of the URL map, with Layla's record and class and with their own.

There are Layla, her teacher (an admin too), a visitor, another learner, a learner who was in the class, another
teacher, an admin without the class, a teacher whose account is closed, and one who shares the class.

Layla's record holds words that nobody else may ever read. They are looked for in every reply to everybody else, and
her record must be the same, to the byte, after everybody else has posted to every address.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import SLUG, Desk, Learner, joins
from security.addresses import Address, addresses
from webapp.content import Lesson
from webapp.domain.assignment import NewAssignment
from webapp.web.teacher.accounts.passwords import hashed

FIRST = f"/texts/{SLUG}/1"
SECRET = "كلام لا يقرؤه غيري"
ASSIGNED, GROUPED, NOTED, REPORTED = "سطر التكليف", "قارئات الخميس", "كلمة المعلّمة", "كلام إلى أبيها"
"""What the teacher wrote: with an assignment, of a group, to the class and to Layla, to her parents."""
# The doors themselves, the guide, and the demo's link, which is good once and only beside simulated readers.
OPEN = {"sign_in", "check_in", "setup", "make_account", "sign_out", "help", "guide_picture", "demo", "enter_demo"}


AT_THE_DOOR = {"visitor", "learner", "another learner", "closed teacher", "former member"}
"""Those who are not signed in at the desk."""


class Whoever(Learner):
    """One of them, and what they may know."""

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
        return self.csrf_token()


@pytest.fixture(scope="module")
def sami(app: Flask, muna: Desk) -> Desk:
    return Desk(app, "سامي", "sami", "الصفّ السادس")


@pytest.fixture(scope="module")
def ids(app: Flask, layla: Learner, muna: Desk, sami: Desk, lesson: Lesson) -> dict[str, str]:
    """What names Layla's record and Muna's class in an address."""
    typed = next(item.question.id for item in lesson.items_at(1) if item.question.type == "short")
    layla.answers(FIRST, {typed: SECRET})
    (member,) = [one for one in muna.people.members(muna.school, muna.class_id) if one.name == "ليلى"]
    store, school = app.extensions["fahm"].store, muna.school
    assignment = store.assignments.add(school, NewAssignment(SLUG, classes=(muna.class_id,), note=ASSIGNED), muna.id)
    group = store.groups.add(school, muna.class_id, GROUPED, [member.learner])
    store.notes.tell(school, "note", class_id=muna.class_id, teacher=muna.id, words=NOTED)
    store.notes.tell(
        school, "note", learners=[member.learner], class_id=muna.class_id, teacher=muna.id, words=f"{NOTED} لها"
    )
    store.grading.save_report_words(school, muna.class_id, member.learner, REPORTED, muna.id)
    return {
        "class_id": muna.class_id,
        "learner": member.learner,
        "code": muna.code,
        "question": typed,
        "assignment_id": assignment.id,
        "group": group.id,
    }


@pytest.fixture(scope="module")
def secrets(app: Flask, muna: Desk, ids: dict[str, str]) -> list[str]:
    """What must not be in a reply to anybody but Layla and her teacher."""
    services = app.extensions["fahm"]
    found = services.store.learner(services.config.school, ids["learner"])
    return [SECRET, ASSIGNED, GROUPED, NOTED, REPORTED, found.code, "ليلى", muna.code] + [
        one.id for one in services.store.all_tries() if one.learner == ids["learner"]
    ]


@pytest.fixture(scope="module")
def another_admin(app: Flask, sami: Desk) -> Desk:
    """Manages accounts, and has a class of the own alone."""
    services = app.extensions["fahm"]
    token = services.store.people.make_link(services.config.school, "invitation", "admin", "هدى", 24)
    made = services.store.people.use_link(services.config.school, token, "huda", "هدى", hashed(Desk.PASSWORD))
    huda = Desk.__new__(Desk)
    Learner.__init__(huda, app)
    huda.name, huda.sign_in_name, huda.id = made.name, made.sign_in, made.id
    huda.people, huda.school = services.store.people, services.config.school
    huda.class_id = huda.people.add_class(huda.school, made.id, "الصفّ السابع").id
    huda.sign_in()
    return huda


@pytest.fixture(scope="module")
def closed_teacher(app: Flask, muna: Desk) -> Desk:
    """Shared Layla's class until the account was closed; the browser still has the cookie."""
    made = Desk(app, "زيد", "zayd", "الصفّ الثامن")
    muna.people.share(muna.school, muna.class_id, made.id)
    assert made.opens(muna.of_class()).status == 200
    muna.people.close_account(muna.school, made.id, True)
    return made


@pytest.fixture(scope="module")
def former_member(app: Flask, muna: Desk) -> Whoever:
    """Was in Layla's class, and was taken out of it."""
    nur = Whoever(app, "former member")
    joins(nur, muna.code, "نور")
    nur.opens(FIRST)
    member = next(one for one in muna.people.members(muna.school, muna.class_id) if one.name == "نور")
    muna.people.take_out(muna.school, muna.class_id, member.learner)
    return nur


@pytest.fixture(scope="module")
def others(
    app: Flask, sami: Desk, another_admin: Desk, closed_teacher: Desk, former_member: Whoever, ids: dict[str, str]
) -> list[Whoever]:
    omar = Whoever(app, "another learner")
    omar.opens(FIRST)
    return [
        Whoever(app, "visitor"),
        omar,
        Whoever(app, "another teacher", sami),
        Whoever(app, "another admin", another_admin),
        Whoever(app, "closed teacher", closed_teacher),
        former_member,
    ]


@pytest.fixture(scope="module")
def apart(others: list[Whoever]) -> dict[str, Whoever]:
    """The others by their role."""
    return {whoever.role: whoever for whoever in others}


def of_desk(one: Address) -> str:
    """The name of a room of the desk that is not open to all; empty for anything else."""
    blueprint, _, name = one.endpoint.partition(".")
    return name if blueprint == "desk" and name not in OPEN else ""


def of_class(one: Address, ids: dict[str, str]) -> bool:
    """Tell whether an address is the class's: its own, or that of an assignment to it."""
    return ids["class_id"] in one.path or f"/assignments/{ids['assignment_id']}" in one.path


def is_kept_out(role: str, one: Address, reply: TestResponse, ids: dict[str, str]) -> bool:
    """Tell whether a room stays shut: at the door where nobody is signed in, not there where it is another's."""
    if not of_desk(one):
        return True
    if role in AT_THE_DOOR:
        if reply.status_code == 401:  # a page with what was sent, and the way to the door
            return one.method == "POST" and 'href="/desk/sign-in"' in reply.get_data(as_text=True)
        return reply.status_code == 303 and reply.headers["Location"].startswith("/desk/sign-in")
    is_anothers = of_class(one, ids) or (role == "another teacher" and one.path.startswith("/desk/teachers"))
    return not is_anothers or reply.status_code == 404


def record(layla: Learner) -> dict:
    """Layla's whole record, without the moment at which it was written."""
    found = json.loads(layla.client.get("/me/record.json").data)
    found.pop("written")
    return found


def test_there_is_something_to_find(
    app: Flask, layla: Learner, muna: Desk, ids: dict[str, str], secrets: list[str]
) -> None:
    assert SECRET in json.dumps(record(layla), ensure_ascii=False)
    told = muna.opens(muna.of_class(f"learners/{ids['learner']}/")).html
    assert "ليلى" in told
    assert len(secrets) > 4
    everywhere = list(addresses(app, **ids))
    assert len([one for one in everywhere if of_desk(one) and of_class(one, ids)]) > 40
    assert len([one for one in everywhere if one.path.startswith("/desk/teachers")]) > 8


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
            said = reply.get_data().decode("utf-8", "replace") + reply.headers.get("Location", "")
            # The class's code opens its door; whoever gives it is shown it again, and no more.
            found = [word for word in secrets if word in said and not (word == muna.code and word in one.path)]
            assert found == [], f"{whoever.role}: {one.method} {one.path}"
            assert reply.status_code < 500, f"{whoever.role}: {one.method} {one.path}"
            assert is_kept_out(whoever.role, one, reply, ids), f"{whoever.role}: {one.method} {one.path}"
            asked[whoever.role] += 1
    assert min(asked.values()) > 100
    assert record(layla) == before
    left = [one for one in muna.people.members(muna.school, muna.class_id) if one.learner == ids["learner"]]
    assert left == members


def test_a_learner_stands_at_the_door_of_the_desk(app: Flask, layla: Learner, ids: dict[str, str]) -> None:
    learner = Whoever(app, "learner", layla)
    for one in addresses(app, **ids):
        if of_desk(one):
            assert is_kept_out("learner", one, learner.asks(one), ids), f"{one.method} {one.path}"


def test_a_foreign_learner_is_not_reached_through_ones_own_class(
    app: Flask, sami: Desk, another_admin: Desk, ids: dict[str, str], apart: dict[str, Whoever]
) -> None:
    for role, desk in (("another teacher", sami), ("another admin", another_admin)):
        through = ids | {"class_id": desk.class_id, "code": desk.code}
        found = [one for one in addresses(app, **through) if of_desk(one) and ids["learner"] in one.path]
        assert len(found) > 4
        for one in found:
            reply = apart[role].asks(one)
            assert reply.status_code == 404, f"{role}: {one.method} {one.path}"


def test_those_who_may_do_come_in(app: Flask, layla: Learner, muna: Desk, ids: dict[str, str]) -> None:
    """The other half of the matrix: were everything shut, nothing above would show anything."""
    hers = ["/me", "/me/record.json", FIRST, f"/texts/{SLUG}/result"]
    assert [layla.opens(path).status for path in hers] == [200] * len(hers)
    teacher = Whoever(app, "teacher", muna)
    found = [one for one in addresses(app, **ids) if one.method == "GET" and of_desk(one) and of_class(one, ids)]
    statuses = Counter(teacher.asks(one).status_code for one in found)
    assert statuses[200] > len(found) * 0.6, statuses


def test_an_open_desk_of_an_admin_is_not_enough_for_another_account(
    app: Flask, muna: Desk, sami: Desk, another_admin: Desk, ids: dict[str, str]
) -> None:
    """Every address of accounts, known to the map or not yet: without the password none of them changes anything."""
    people, school = muna.people, muna.school
    accounts, links = people.teachers(school), people.links(school)
    password = people.password_of(school, sami.id)
    admin = Whoever(app, "another admin", another_admin)
    changing = [one for one in addresses(app, teacher_id=sami.id) if one.path.startswith("/desk/teachers")]
    changing = [one for one in changing if one.method != "GET"]
    assert len(changing) > 4
    for one in changing:
        reply = admin.asks(one)
        assert reply.status_code in {404, 422}, one.path
        assert "/desk/setup/" not in reply.get_data().decode("utf-8", "replace"), one.path
    assert (people.teachers(school), people.links(school)) == (accounts, links)
    assert people.password_of(school, sami.id) == password


def test_a_teacher_who_shares_the_class_comes_into_it_and_no_further(
    app: Flask, muna: Desk, ids: dict[str, str]
) -> None:
    """Last, because this one may change the class."""
    rana = Desk(app, "رنا", "rana", "الصفّ التاسع")
    muna.people.share(muna.school, muna.class_id, rana.id)
    sharer = Whoever(app, "teacher who shares the class", rana)
    found = [one for one in addresses(app, **ids) if one.method == "GET" and of_desk(one)]
    of_class = Counter(sharer.asks(one).status_code for one in found if ids["class_id"] in one.path)
    assert of_class[200] > sum(of_class.values()) * 0.6, of_class
    of_accounts = [one for one in addresses(app, **ids) if one.path.startswith("/desk/teachers")]
    assert {sharer.asks(one).status_code for one in of_accounts} == {404}
    muna.people.leave(muna.school, muna.class_id, rana.id)
    assert {sharer.asks(one).status_code for one in found if ids["class_id"] in one.path} == {404}
