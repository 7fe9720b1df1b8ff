"""Two mark, and the second sees nothing of the first mark: not in any page or file until both marks are in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins
from security.addresses import addresses
from web.teacher.marking.test_manual_marking import both, criteria, marks, name, room, writes
from webapp.content import Lesson

__all__ = ["both", "name", "room"]
WORD = "كلمة المصحّحة الأولى وحدها"
SECOND = "ملاحظة المصحّح الثاني وحده"
FILES = ("csv", "xlsx")


@pytest.fixture
def marked(muna: Desk, both: Desk, layla: Learner, lesson: Lesson, name: str, room: str) -> list[float]:
    """Muna has marked Layla's answer, and Sami is to mark it second; the points that she gave."""
    writes(layla, name, "يلخص النص.")
    muna.posts(f"{room}/second", answer=muna.opens(room).field("answer"), on="1", apart="0.5")
    points = criteria(lesson, name)
    marks(muna, room, *points, comment=WORD)
    return points


def learner_of(desk: Desk) -> str:
    (member,) = desk.people.members(desk.school, desk.class_id)
    return member.learner


def everything(app: Flask, desk: Desk, **values: str) -> Iterator[tuple[str, str]]:
    """Every page of the desk about this class, learner and question, and each as a file where it has one."""
    for one in addresses(app, **values):
        if one.method == "GET" and one.endpoint.startswith("desk."):
            yield one.path, desk.client.get(one.path).get_data().decode("utf-8", "replace")  # a workbook is no text
            yield f"{one.path} as a file", desk.client.get(f"{one.path}?as=csv").get_data().decode("utf-8", "replace")


def test_no_page_or_file_tells_the_second_marker_anything(
    app: Flask, muna: Desk, both: Desk, marked: list[float], name: str
) -> None:
    learner = learner_of(muna)
    values = {"class_id": muna.class_id, "learner": learner, "question": name}
    told = [where for where, said in everything(app, both, **values) if WORD in said]
    assert told == []
    assert len(list(everything(app, both, **values))) > 60
    assert WORD in muna.opens(muna.of_class(f"learners/{learner}/scores")).html


@pytest.mark.parametrize("path", ["scores", f"texts/{SLUG}", "learners/{learner}/scores", f"texts/{SLUG}/items"])
def test_the_points_do_not_count_for_the_second_marker_yet(
    muna: Desk, both: Desk, marked: list[float], room: str, path: str, name: str
) -> None:
    address = muna.of_class(path.format(learner=learner_of(muna)))

    def values(desk: Desk) -> list[str]:
        rows = desk.opens(address).html
        assert desk.opens(address).status == 200
        return re.findall(r'data-v="([^"]*)"', rows)

    blind = values(both)
    # Whatever the first mark is, the second marker's page is the same.
    page = muna.opens(f"{room}?answer={muna.opens(room).field('answer')}")
    marks(muna, room, *[0] * len(marked), page=page, comment=WORD)
    assert values(both) == blind
    marks(both, room, *marked)
    assert values(both) == values(muna)


def test_the_record_as_a_file_holds_neither_the_mark_nor_what_it_earned(
    muna: Desk, both: Desk, marked: list[float], room: str
) -> None:
    address = muna.of_class(f"learners/{learner_of(muna)}/record.json")
    own, blind = (desk.client.get(address).get_json() for desk in (muna, both))
    assert [mark["comment"] for mark in own["marks"]] == [WORD]
    assert blind["marks"] == []
    assert sum(row["earned"] for row in blind["standings"]) == 0
    marks(both, room, *[0] * len(marked), comment=SECOND)
    assert [mark["comment"] for mark in both.client.get(address).get_json()["marks"]] == [WORD]
    assert SECOND in both.client.get(address).get_data(as_text=True)


def test_neither_an_archived_class_nor_another_one_shows_it(
    app: Flask, muna: Desk, both: Desk, layla: Learner, marked: list[float], room: str
) -> None:
    joins(layla, both.code, "ليلى")
    learner = learner_of(muna)
    both.posts(muna.of_class("archive"), away="1")
    for class_id in (muna.class_id, both.class_id):
        address = f"/desk/classes/{class_id}/learners/{learner}"
        for page in (f"{address}/scores", f"{address}/record", f"{address}/record.json"):
            assert WORD not in both.opens(page).html
    assert WORD not in both.opens(room).html


def test_who_leaves_the_class_sees_no_more_by_another_one(
    muna: Desk, both: Desk, layla: Learner, marked: list[float], room: str
) -> None:
    joins(layla, both.code, "ليلى")
    learner = learner_of(muna)
    both.posts(muna.of_class("leave"))
    assert both.opens(muna.of_class()).status == 404
    address = both.of_class(f"learners/{learner}")
    for page in (f"{address}/scores", f"{address}/record", f"{address}/record.json", both.of_class("gradebook"), room):
        assert WORD not in both.opens(page).html, page
    muna.posts(
        muna.of_class("share"), teacher=next(one.id for one in muna.people.teachers(muna.school) if one.name == "سامي")
    )
    marks(both, room, *marked)
    assert WORD in both.opens(f"{address}/scores").html


def test_who_marks_second_does_not_end_it_to_look(app: Flask, both: Desk, marked: list[float], room: str) -> None:
    asked = app.extensions["fahm"].store.manual_marks.second_asked
    page = both.posts(f"{room}/second", answer=both.opens(room).field("answer"))
    assert "أنت المصحح الثاني هنا" in page.notices()
    assert WORD not in page.html
    assert asked("default", [both.class_id]) == {} != asked("default", [class_of(app)])
    marks(both, room, *marked)
    both.posts(f"{room}/second", answer=both.opens(room).field("answer"))
    assert asked("default", [class_of(app)]) == {}


def class_of(app: Flask) -> str:
    people = app.extensions["fahm"].store.people
    return next(
        klass.id for one in people.teachers("default") for klass in people.classes_of("default", one.id) if one.is_admin
    )


def test_the_learner_never_sees_the_second_markers_note(
    both: Desk, layla: Learner, marked: list[float], room: str
) -> None:
    marks(both, room, *[0] * len(marked), comment=SECOND)
    for path in ("/me", "/me/record", "/me/record.json", f"/texts/{SLUG}/whole", f"/texts/{SLUG}/result"):
        assert SECOND not in layla.opens(path).html
    record = layla.client.get("/me/record.json").get_json()
    assert "second_marks" not in record
    assert [mark["comment"] for mark in record["marks"]] == [WORD]
