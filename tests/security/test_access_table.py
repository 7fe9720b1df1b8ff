"""The access matrix as a table: each address of the URL map belongs to a kind of room, each person comes in or not.

A room that opens later falls under its kind by its address alone. Words of Layla's record are looked for in
``test_access_matrix.py``; here it is only who comes in.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from conftest import SLUG, Desk, Learner, joins
from security.addresses import Address, addresses
from webapp.domain.assignment import NewAssignment
from webapp.store.protocols.audit_log import OPERATOR

FIRST = f"/texts/{SLUG}/1"
DOORS = {"sign_in", "check_in", "setup", "make_account", "help", "guide_picture", "demo", "enter_demo"}
ENDS_THE_SESSION = {"desk.sign_out", "access.sign_out", "switching.switch_reader"}
AT_THE_DOOR, NOT_THERE, INSIDE = "at the door", "not there", "inside"
PEOPLE = [
    "visitor",
    "learner",
    "former member",
    "closed teacher",
    "another teacher",
    "co-teacher",
    "maker",
    "admin",
    "teacher",
]
READ_BY_ALL = {"texts", "text_yaml", "text_versions", "text_version", "text_makers", "export_text", "exported_file"}
"""Pages of a text that every teacher reads; all others are its makers'."""
TABLE: dict[str, dict[str, str]] = {
    "everybody's": dict.fromkeys(PEOPLE, INSIDE),
    "a teacher's": dict.fromkeys(PEOPLE[:4], AT_THE_DOOR) | dict.fromkeys(PEOPLE[4:], INSIDE),
    "the class's": dict.fromkeys(PEOPLE[:4], AT_THE_DOOR)
    | {"another teacher": NOT_THERE, "co-teacher": INSIDE, "maker": NOT_THERE, "admin": NOT_THERE, "teacher": INSIDE},
    "an admin's": dict.fromkeys(PEOPLE[:4], AT_THE_DOOR)
    | {
        "another teacher": NOT_THERE,
        "co-teacher": NOT_THERE,
        "maker": NOT_THERE,
        "admin": INSIDE,
        "teacher": NOT_THERE,
    },
    "a text's makers'": dict.fromkeys(PEOPLE[:4], AT_THE_DOOR)
    | {"another teacher": NOT_THERE, "co-teacher": NOT_THERE, "maker": INSIDE, "admin": INSIDE, "teacher": NOT_THERE},
}


def kind_of(one: Address, known: dict[str, str]) -> str:
    """The kind of room behind an address."""
    blueprint, _, name = one.endpoint.partition(".")
    if blueprint != "desk" or name in DOORS:
        return "everybody's"
    if one.path.startswith("/desk/teachers"):
        return "an admin's"
    if one.path.startswith(f"/desk/texts/{SLUG}/") and name not in READ_BY_ALL:
        return "a text's makers'"
    of_class = known["class_id"] in one.path or f"/assignments/{known['assignment_id']}" in one.path
    return "the class's" if of_class else "a teacher's"


@pytest.fixture(scope="module")
def admin(app: Flask) -> Desk:
    """Manages accounts, and has a class of the own alone: the first account of a house."""
    return Desk(app, "هدى", "huda", "الصفّ الأوّل")


@pytest.fixture(scope="module")
def people(app: Flask, admin: Desk, layla: Learner) -> dict[str, Learner]:
    """Everybody, by what they are to the class of the teacher."""
    teacher = Desk(app, "منى", "muna", "الصفّ الخامس")
    joins(layla, teacher.code, "ليلى")
    layla.opens(FIRST)
    former = Learner(app)
    joins(former, teacher.code, "نور")
    (left,) = [one for one in teacher.people.members(teacher.school, teacher.class_id) if one.name == "نور"]
    teacher.people.take_out(teacher.school, teacher.class_id, left.learner)
    shares, closed = Desk(app, "رنا", "rana", "الصفّ التاسع"), Desk(app, "زيد", "zayd", "الصفّ الثامن")
    for other in (shares, closed):
        teacher.people.share(teacher.school, teacher.class_id, other.id)
    maker = Desk(app, "نجلاء", "najla", "الصفّ السابع")
    for other in (maker, closed):
        app.extensions["fahm"].store.makers.add(teacher.school, SLUG, other.id, OPERATOR)
    teacher.people.close_account(teacher.school, closed.id, True)
    return {
        "visitor": Learner(app),
        "learner": layla,
        "former member": former,
        "closed teacher": closed,
        "another teacher": Desk(app, "سامي", "sami", "الصفّ السادس"),
        "co-teacher": shares,
        "maker": maker,
        "admin": admin,
        "teacher": teacher,
    }


@pytest.fixture(scope="module")
def known(app: Flask, people: dict[str, Learner]) -> dict[str, str]:
    """What names Layla, her class with its assignment and group, and her teacher in an address."""
    teacher = people["teacher"]
    assert isinstance(teacher, Desk)
    (member,) = teacher.people.members(teacher.school, teacher.class_id)
    store = app.extensions["fahm"].store
    assignment = store.assignments.add(teacher.school, NewAssignment(SLUG, classes=(teacher.class_id,)), teacher.id)
    return {
        "class_id": teacher.class_id,
        "learner": member.learner,
        "teacher_id": teacher.id,
        "code": teacher.code,
        "assignment_id": assignment.id,
        "group": store.groups.add(teacher.school, teacher.class_id, "مجموعة", [member.learner]).id,
    }


def asks(learner: Learner, one: Address) -> TestResponse:
    form = {} if one.method == "GET" else {"csrf_token": learner.csrf_token()}
    return learner.client.open(one.path, method=one.method, data=form)


def where(reply: TestResponse) -> str:
    if reply.status_code == 303 and reply.headers["Location"].startswith("/desk/sign-in"):
        return AT_THE_DOOR
    return NOT_THERE if reply.status_code == 404 else INSIDE


def differing(
    app: Flask, people: dict[str, Learner], known: dict[str, str], which: Callable[[Address, str], bool]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Addresses where somebody stands elsewhere than the table says, and the cells that were looked at."""
    wrong, seen = [], set()
    for role, learner in people.items():
        for one in addresses(app, **known):
            kind = kind_of(one, known)
            expected = TABLE[kind][role]
            if one.endpoint in ENDS_THE_SESSION or not which(one, expected):
                continue
            reply = asks(learner, one)
            # A part of the address that names nothing is not there for those inside either.
            ok = {INSIDE, NOT_THERE} if expected == INSIDE else {expected}
            if where(reply) not in ok or reply.status_code >= 500:
                wrong.append(f"{role}: {one.method} {one.path} {reply.status_code}")
            seen.add((kind, role))
    return wrong, seen


def test_who_may_not_come_in_stays_out_of_every_address_looking_and_changing(
    app: Flask, people: dict[str, Learner], known: dict[str, str]
) -> None:
    wrong, seen = differing(app, people, known, lambda one, expected: expected != INSIDE)
    assert wrong == []
    assert seen == {(kind, role) for kind, row in TABLE.items() for role, there in row.items() if there != INSIDE}


def test_who_may_come_in_looks_at_every_address(app: Flask, people: dict[str, Learner], known: dict[str, str]) -> None:
    wrong, seen = differing(app, people, known, lambda one, expected: expected == INSIDE and one.method == "GET")
    assert wrong == []
    assert seen == {(kind, role) for kind, row in TABLE.items() for role, there in row.items() if there == INSIDE}


def test_a_co_teacher_finds_in_every_room_of_the_class_what_the_teacher_finds(
    app: Flask, people: dict[str, Learner], known: dict[str, str]
) -> None:
    rooms = [one for one in addresses(app, **known) if one.method == "GET" and kind_of(one, known) == "the class's"]
    statuses = [[asks(people[role], one).status_code for one in rooms] for role in ("teacher", "co-teacher")]
    assert statuses[0] == statuses[1]
    assert statuses[0].count(200) > len(rooms) * 0.6
