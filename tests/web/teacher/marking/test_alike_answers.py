"""Open answers that say the same are marked together; comments are kept and used again."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from conftest import Desk, Learner, Page, joins
from store.helpers import Clock
from web.teacher.marking.test_manual_marking import answers, both, criteria, name, room, writes
from webapp.content import Lesson

__all__ = ["both", "name", "room"]
SAME = ("لأن الخبر منقول عن مصادر.", "لأنّ الخبر منقولٌ عن مصادر", "لأن الخبر منقول عن مصادر!")
OTHER = "لأن الخبر ليس منقولا عن مصادر"


@pytest.fixture
def readers(app: Flask, muna: Desk, name: str) -> list[Learner]:
    """Three who say the same, and one who denies it."""
    found = [Learner(app) for _ in range(4)]
    for number, (reader, words) in enumerate(zip(found, (*SAME, OTHER), strict=True)):
        joins(reader, muna.code, f"قارئ {number}")
        writes(reader, name, words)
    return found


@pytest.fixture
def points(lesson: Lesson, name: str) -> dict[str, str]:
    return {f"c.{n}": str(most) for n, most in enumerate(criteria(lesson, name))}


def alike(page: Page) -> list[str]:
    return re.findall(r'name="alike" value="(\w+)"', page.html)


def open_same(desk: Desk, room: str) -> Page:
    """The page of one of the three."""
    page = desk.opens(room)
    keys = re.findall(r'/marking/[^"]*answer=(\w+)', page.html)
    pages = (desk.opens(f"{room}?answer={key}") for key in dict.fromkeys(keys))
    return next(page for page in pages if len(alike(page)) == 2)


def verdicts(app: Flask, desk: Desk) -> dict[str, float | None]:
    return {str(answer.attempt.response): answer.mark.points if answer.mark else None for answer in answers(app, desk)}


@pytest.mark.usefixtures("readers")
def test_one_mark_is_given_to_all_who_say_the_same(
    app: Flask, muna: Desk, room: str, points: dict[str, str], lesson: Lesson, name: str
) -> None:
    page = open_same(muna, room)
    assert page.html.count('name="alike"') == page.html.count('name="alike" value="') == 2
    after = muna.posts(room, answer=page.field("answer"), alike=alike(page), comment="أحسنت", **points)
    assert verdicts(app, muna) == {**dict.fromkeys(SAME, sum(criteria(lesson, name))), OTHER: None}
    assert "ولما يماثلها" in after.notices()
    assert [answer.mark.comment for answer in answers(app, muna) if answer.mark] == ["أحسنت"] * 3


@pytest.mark.usefixtures("readers")
def test_one_of_them_may_be_left_out(app: Flask, muna: Desk, room: str, points: dict[str, str]) -> None:
    page = open_same(muna, room)
    muna.posts(room, answer=page.field("answer"), alike=alike(page)[:1], **points)
    assert list(verdicts(app, muna).values()).count(None) == 2


@pytest.mark.usefixtures("readers")
def test_an_answer_that_says_something_else_gets_nothing_by_a_forged_form(
    app: Flask, muna: Desk, room: str, points: dict[str, str]
) -> None:
    page = open_same(muna, room)
    keys = dict.fromkeys(re.findall(r'/marking/[^"]*answer=(\w+)', page.html))
    muna.posts(room, answer=page.field("answer"), alike=[*keys, "x"], **points)
    assert verdicts(app, muna)[OTHER] is None


@pytest.mark.usefixtures("readers")
def test_marks_given_together_are_taken_back_together(
    app: Flask, muna: Desk, room: str, points: dict[str, str], clock: Clock, name: str, readers: list[Learner]
) -> None:
    page = open_same(muna, room)
    after = muna.posts(room, answer=page.field("answer"), alike=alike(page), **points)
    undo = re.search(r'<form method="post" action="([^"]*take-back[^"]*)"', after.notices())
    assert undo
    done = muna.posts(undo[1].replace("&amp;", "&"))
    assert set(verdicts(app, muna).values()) == {None}
    assert "تم التراجع" in done.notices()
    standings = app.extensions["fahm"].store.standings
    assert {
        standings("default", answer.learner, answer.attempt.text)[name].earned for answer in answers(app, muna)
    } == {0.0}
    again = muna.posts(undo[1].replace("&amp;", "&"))
    assert "تعذر التراجع" in again.notices()


def undo_of(page: Page) -> str:
    """The address of the undo button in a notice."""
    found = re.search(r'action="([^"]*take-back[^"]*)"', page.notices())
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.usefixtures("readers")
def test_marks_are_not_taken_back_later(
    app: Flask, muna: Desk, room: str, points: dict[str, str], clock: Clock
) -> None:
    page = open_same(muna, room)
    undo = undo_of(muna.posts(room, answer=page.field("answer"), alike=alike(page), **points))
    clock.move(minutes=16)
    muna.posts(undo)
    assert list(verdicts(app, muna).values()).count(None) == 1


@pytest.mark.usefixtures("readers")
def test_marks_are_taken_back_by_their_marker_and_that_is_logged(
    app: Flask, muna: Desk, both: Desk, room: str, points: dict[str, str]
) -> None:
    page = open_same(muna, room)
    undo = undo_of(muna.posts(room, answer=page.field("answer"), alike=alike(page), **points))
    both.posts(undo)
    assert list(verdicts(app, muna).values()).count(None) == 1
    muna.posts(undo)
    assert set(verdicts(app, muna).values()) == {None}
    assert "marks-taken-back" in {entry.action for entry in app.extensions["fahm"].store.audit.entries("default")}


@pytest.mark.parametrize(
    "at", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"]
)
@pytest.mark.usefixtures("readers")
def test_the_time_in_an_undo_is_a_time_with_its_zone(muna: Desk, room: str, at: str) -> None:
    assert muna.posts(f"{room}/take-back?at={quote(at)}", follow=False).status in {303, 404}


@pytest.mark.usefixtures("readers")
def test_a_mark_that_another_followed_is_not_taken_back(
    app: Flask, muna: Desk, room: str, points: dict[str, str], clock: Clock, lesson: Lesson, name: str
) -> None:
    page = open_same(muna, room)
    after = muna.posts(room, answer=page.field("answer"), alike=alike(page), **points)
    undo = re.search(r'action="([^"]*take-back[^"]*)"', after.notices())
    assert undo
    clock.move(minutes=5)
    muna.posts(room, answer=page.field("answer"), **dict.fromkeys(points, "0"))
    muna.posts(undo[1].replace("&amp;", "&"))
    marked = [mark for mark in verdicts(app, muna).values() if mark is not None]
    assert marked == [0.0]


@pytest.mark.usefixtures("readers")
def test_a_second_marker_marks_together_and_blind(
    app: Flask, muna: Desk, both: Desk, room: str, points: dict[str, str], lesson: Lesson, name: str
) -> None:
    key = open_same(muna, room).field("answer")
    muna.posts(f"{room}/second", answer=key, on="1", apart="0.5")
    muna.posts(room, answer=key, comment="كلمة الأولى", **points)  # one of the three alone
    page = open_same(both, room)
    assert "كلمة الأولى" not in page.html
    after = both.posts(room, answer=page.field("answer"), alike=alike(page), **dict.fromkeys(points, "0"))
    found = {str(answer.attempt.response): answer for answer in answers(app, muna)}
    whole = sum(criteria(lesson, name))
    seen = sorted((found[text].first.points, found[text].apart) for text in SAME if found[text].first)  # type: ignore[union-attr]
    assert seen == sorted([(whole, whole), (0.0, None), (0.0, None)], key=lambda pair: pair[0])
    undo = re.search(r'action="([^"]*take-back[^"]*)"', after.notices())
    assert undo
    both.posts(undo[1].replace("&amp;", "&"))
    assert [answer.mark.points for answer in answers(app, muna) if answer.mark] == [whole]
    assert not any(answer.second for answer in answers(app, muna))


def test_answers_alike_of_another_teachers_class_are_not_there(
    app: Flask, muna: Desk, sami: Desk, readers: list[Learner], room: str, name: str, points: dict[str, str]
) -> None:
    stranger = Learner(app)
    joins(stranger, sami.code, "غريب")
    writes(stranger, name, SAME[0])
    assert alike(sami.opens(room)) == []
    sami.posts(room, answer=sami.opens(room).field("answer"), alike=alike(open_same(muna, room)), **points)
    assert set(verdicts(app, muna).values()) == {None}


@pytest.fixture
def uses(muna: Desk, room: str, points: dict[str, str]) -> Callable[..., Page]:
    def use(**fields: object) -> Page:
        page = muna.opens(room)
        return muna.posts(f"{room}/comments", answer=page.field("answer"), **{**points, **fields})

    return use


@pytest.mark.usefixtures("readers")
def test_a_comment_is_kept_inserted_and_forgotten(
    muna: Desk, room: str, points: dict[str, str], uses: Callable[..., Page]
) -> None:
    page = muna.opens(room)
    assert '<select id="kept"' not in page.html
    muna.posts(room, answer=page.field("answer"), comment="ينقص ذكر المصدر.", keep="1", **points)
    kept = re.search(r'<option value="(\w+)">ينقص ذكر المصدر', muna.opens(room).html)
    assert kept
    page = uses(insert="1", kept=kept[1], comment="أحسنت.")
    assert "أحسنت.\nينقص ذكر المصدر.</textarea>" in page.html
    assert page.html.count("checked") >= len(points)  # what was chosen stays
    gone = uses(forget=kept[1], comment="أحسنت.")
    assert "ينقص ذكر المصدر" not in gone.html
    assert "أحسنت.</textarea>" in gone.html


@pytest.mark.usefixtures("readers")
def test_kept_comments_are_ones_own_and_have_an_end(
    app: Flask, muna: Desk, both: Desk, room: str, name: str, points: dict[str, str], uses: Callable[..., Page]
) -> None:
    marks = app.extensions["fahm"].store.manual_marks
    slug = room.split("/")[3]
    for number in (*range(40), 39):
        marks.keep_comment("default", muna.id, slug, name, f"عبارة {number}")
    kept = marks.kept_comments("default", muna.id, slug, name)
    assert [entry.comment for entry in kept] == [f"عبارة {number}" for number in range(39, 9, -1)]
    assert '<select id="kept"' not in both.opens(room).html
    both.posts(f"{room}/comments", answer=both.opens(room).field("answer"), forget=kept[0].id)
    assert len(marks.kept_comments("default", muna.id, slug, name)) == 30
    long = uses(insert="1", kept=kept[0].id, comment="ك" * 1995)
    assert re.search(r'id="comment-fault" role="alert">لم تُدرج', long.html)
    assert "ك" * 1995 in long.html


@pytest.mark.usefixtures("readers")
def test_a_comment_that_is_too_long_is_refused_and_stays(muna: Desk, room: str, points: dict[str, str]) -> None:
    long = "ن" * 2001
    page = muna.posts(room, answer=muna.opens(room).field("answer"), comment=long, keep="1", **points)
    assert page.status == 422
    assert re.search(r'aria-invalid="true" aria-describedby="comment-fault ?">ن+</textarea>', page.html)
    assert f"{long}</textarea>" in page.html
    assert 'name="keep" value="1" checked' in page.html
