"""Removing those who joined lately, after a class code has leaked, and bringing them back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins, right_answer
from store.helpers import Clock
from webapp.content import Lesson
from webapp.store.sql.people import classes

STRANGERS = 20


def names(desk: Desk) -> list[str]:
    return [member.name for member in desk.people.members(desk.school, desk.class_id)]


@pytest.fixture
def flooded(muna: Desk, app: Flask, clock: Clock) -> Desk:
    """Layla joined yesterday; strangers have joined just now."""
    clock.move(hours=24)
    muna.sign_in()
    for number in range(STRANGERS):
        muna.people.join(muna.school, muna.class_id, f"stranger-{number}", f"غريب {number}")
    return muna


def shown(desk: Desk, **asked: str) -> list[str]:
    """Ids of the members that the page would remove."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page = desk.opens(desk.of_class(f"newcomers?{query}"))
    assert page.status == 200
    return re.findall(r'name="learner" value="([^"]+)" checked', page.html)


def removes(desk: Desk, learners: list[str], **more: str) -> str:
    return desk.posts(desk.of_class("newcomers"), learner=learners, **more).html


def removal_on(html: str) -> str:
    found = re.search(r'name="removal" value="([^"]+)"', html)
    assert found
    return found[1]


def test_newcomers_are_shown_before_they_are_removed_together(flooded: Desk) -> None:
    assert flooded.of_class("newcomers") in flooded.opens(flooded.of_class()).html
    chosen = shown(flooded, minutes="60")
    assert len(chosen) == STRANGERS
    assert len(names(flooded)) == STRANGERS + 1, "looking removes nobody"
    html = removes(flooded, chosen)
    assert "غريب" not in html.partition('id="beforehand"')[0].partition('id="removed"')[0]
    assert names(flooded) == ["ليلى"]
    assert f"{STRANGERS}" in html.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))


def test_who_is_not_ticked_stays(flooded: Desk) -> None:
    chosen = shown(flooded, minutes="60")
    removes(flooded, chosen[1:])
    assert len(names(flooded)) == 2


def test_nobody_ticked_removes_nobody(flooded: Desk) -> None:
    page = flooded.posts(flooded.of_class("newcomers"), renew="1")
    assert page.status == 422
    assert 'aria-describedby="newcomers-fault "' in page.html
    assert "لم تختر أحدًا" in page.html
    assert 'name="renew" value="1" checked' in page.html
    assert not re.search(r'name="learner" value="[^"]+" checked', page.html), "the ticks stay as they were sent"
    assert "لم تختر أحدًا" in removes(flooded, ["nobody"])
    assert len(names(flooded)) == STRANGERS + 1


def test_the_time_is_the_schools(flooded: Desk, app: Flask, clock: Clock) -> None:
    zone = app.extensions["fahm"].config.timezone
    for ago, count in ((timedelta(minutes=5), STRANGERS), (timedelta(days=2), STRANGERS + 1), (-timedelta(hours=1), 0)):
        since = (clock() - ago).astimezone(zone).strftime("%Y-%m-%dT%H:%M")
        assert len(shown(flooded, since=since)) == count


@pytest.mark.parametrize("since", ["", "x", "0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T00:00", "٢٠٢٦"])
def test_an_odd_time_is_no_fault(flooded: Desk, since: str) -> None:
    assert len(shown(flooded, since=since)) in (0, STRANGERS, STRANGERS + 1)


def test_the_class_gets_a_new_code_at_once_if_asked(flooded: Desk, omar: Learner) -> None:
    old = flooded.code
    removes(flooded, shown(flooded, minutes="60")[:2])
    assert flooded.code == old
    removes(flooded, shown(flooded, minutes="60"), renew="1")
    assert flooded.code != old
    assert "لا يوجد صف بهذا الرمز" in joins(omar, old, "غريب آخر").html


def test_it_is_undone_with_names_and_times(flooded: Desk) -> None:
    before = flooded.people.members(flooded.school, flooded.class_id)
    removal = removal_on(removes(flooded, shown(flooded, minutes="60")))
    html = flooded.posts(flooded.of_class("newcomers/undo"), removal=removal).html
    assert flooded.people.members(flooded.school, flooded.class_id) == before
    assert 'name="removal"' not in html
    assert flooded.posts(flooded.of_class("newcomers/undo"), removal=removal).status == 200
    assert flooded.people.members(flooded.school, flooded.class_id) == before


def test_records_stay_their_owners_and_come_back_with_their_answers(
    muna: Desk, layla: Learner, omar: Learner, lesson: Lesson, app: Flask, clock: Clock
) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": right_answer(lesson, "summit-day")})
    clock.move(hours=24)
    muna.sign_in()
    joins(omar, muna.code, "عمر")
    (member,) = (one for one in muna.people.members(muna.school, muna.class_id) if one.name == "ليلى")
    removal = removal_on(removes(muna, [member.learner]))
    assert "إجابة صحيحة" in layla.opens(f"/texts/{SLUG}/1").text("summit-day")
    joins(omar, muna.code, "ليلى")
    muna.posts(muna.of_class("newcomers/undo"), removal=removal)
    assert muna.people.members(muna.school, muna.class_id)[-1].learner == member.learner


def test_a_name_that_was_taken_meanwhile_gets_a_number(flooded: Desk, app: Flask) -> None:
    removal = removal_on(removes(flooded, shown(flooded, minutes="60")[:1]))
    (gone,) = {f"غريب {number}" for number in range(STRANGERS)} - set(names(flooded))
    joins(Learner(app), flooded.code, gone)
    flooded.posts(flooded.of_class("newcomers/undo"), removal=removal)
    assert f"{gone} ٢" in names(flooded)


def test_who_deletes_the_record_meanwhile_does_not_come_back(muna: Desk, layla: Learner, omar: Learner) -> None:
    joins(omar, muna.code, "عمر")
    removal = removal_on(removes(muna, [one.learner for one in muna.people.members(muna.school, muna.class_id)]))
    omar.client.post("/me/delete", data={"csrf_token": omar.csrf_token(), "confirm": "حذف"})
    muna.posts(muna.of_class("newcomers/undo"), removal=removal)
    assert names(muna) == ["ليلى"]


def test_a_record_that_was_merged_meanwhile_comes_back_once(muna: Desk, layla: Learner, omar: Learner) -> None:
    joins(omar, muna.code, "عمر")
    ids = {one.name: one.learner for one in muna.people.members(muna.school, muna.class_id)}
    removal = removal_on(removes(muna, [ids["عمر"]]))
    assert muna.people.merge(muna.school, ids["ليلى"], ids["عمر"])
    muna.posts(muna.of_class("newcomers/undo"), removal=removal)
    assert names(muna) == ["ليلى"]


def test_what_has_no_room_in_the_class_waits(flooded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    removal = removal_on(removes(flooded, shown(flooded, minutes="60")))
    monkeypatch.setattr(classes, "MAX_MEMBERS", 5)
    html = flooded.posts(flooded.of_class("newcomers/undo"), removal=removal).html
    assert len(names(flooded)) == 5
    assert removal_on(html) == removal


def test_a_removal_can_be_undone_for_a_month(flooded: Desk, clock: Clock) -> None:
    removes(flooded, shown(flooded, minutes="60"))
    clock.move(hours=24 * 31)
    flooded.sign_in()
    assert 'name="removal"' not in flooded.opens(flooded.of_class()).html


def test_the_log_says_how_many_were_removed_and_brought_back(flooded: Desk) -> None:
    removal = removal_on(removes(flooded, shown(flooded, minutes="60")))
    flooded.posts(flooded.of_class("newcomers/undo"), removal=removal)
    log = flooded.client.get("/desk/teachers/log?as=csv").text
    assert log.count(f'"{STRANGERS}"') == 2
    assert "غريب" not in log


def test_another_teacher_removes_nobody(flooded: Desk, sami: Desk) -> None:
    chosen = shown(flooded, minutes="60")
    assert sami.opens(flooded.of_class("newcomers")).status == 404
    assert sami.posts(flooded.of_class("newcomers"), learner=chosen).status == 404
    removes(sami, chosen)
    removal = removal_on(removes(flooded, chosen))
    assert sami.posts(sami.of_class("newcomers/undo"), removal=removal).status == 200
    assert names(sami) == []
    assert names(flooded) == ["ليلى"]
