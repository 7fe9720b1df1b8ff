"""Joining a class: by code and name, by card; never into somebody else's record."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins, right_answer
from store.helpers import Clock
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.people import MAX_MEMBERS
from webapp.web.framework.http import rate_limit

FIRST = f"/texts/{SLUG}/1"


def code_of(learner: Learner) -> str:
    found = re.search(r'class="code" dir="ltr">([^<]+)<', learner.opens("/me").html)
    assert found
    return found[1]


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.people.members(desk.school, desk.class_id)]


def knocks(learner: Learner, code: str) -> Page:
    data = {"csrf_token": learner.csrf_token(), "code": code}
    return Page(learner.client.post("/join", data=data, follow_redirects=True))


def test_a_code_however_typed_and_a_name_make_a_member(muna: Desk, omar: Learner) -> None:
    spoken = f" {muna.code[:3].lower()}-{muna.code[3:]}\u200f"
    assert "الصفّ الخامس" in knocks(omar, spoken).html
    page = joins(omar, muna.code, "  عمر\u202e ")
    assert "مرحبًا" in page.html
    assert code_of(omar) in page.html
    assert names(muna) == ["عمر", "ليلى"]
    assert "الصفّ الخامس" in omar.opens("/me").html


def test_what_was_read_before_comes_along(muna: Desk, omar: Learner, lesson: Lesson) -> None:
    omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    joins(omar, muna.code, "عمر")
    (member,) = (one for one in muna.people.members(muna.school, muna.class_id) if one.name == "عمر")
    summary = muna.people.summary(muna.school, member.learner)
    assert summary
    assert summary.tries == 1


def test_a_learner_may_be_in_two_classes(muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    page = layla.opens("/me").html
    assert "الصفّ الخامس" in page
    assert "الصفّ السادس" in page


@pytest.mark.parametrize("typed", ["ليلى", "لَيْلى", " ليلى ", "ليـلى"])
def test_a_name_that_another_has_opens_nothing_without_the_code(muna: Desk, omar: Learner, typed: str) -> None:
    page = joins(omar, muna.code, typed)
    assert "هل هذا أنت؟" in page.html
    assert names(muna) == ["ليلى"]
    page = joins(omar, muna.code, typed, resume="AAAA-CCCC-DDDD")
    assert page.status == 422
    assert "لا يوجد سجل بهذا الرمز" in page.html
    assert names(muna) == ["ليلى"]


def test_somebody_else_of_that_name_gets_a_number(muna: Desk, omar: Learner, app: Flask) -> None:
    joins(omar, muna.code, "ليلى", numbered="1")
    joins(Learner(app), muna.code, "ليلى", numbered="1")
    assert names(muna) == ["ليلى", "ليلى ٢", "ليلى ٣"]


def test_who_has_the_code_of_that_record_goes_on_with_it(
    muna: Desk, layla: Learner, omar: Learner, lesson: Lesson
) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    joins(omar, muna.code, "ليلى", resume=code_of(layla))
    assert code_of(omar) == code_of(layla)
    assert "إجابة صحيحة" in omar.opens(FIRST).text("summit-day")
    assert names(muna) == ["ليلى"]


def test_the_code_of_another_record_is_no_proof(muna: Desk, omar: Learner, app: Flask) -> None:
    joins(omar, muna.code, "عمر")
    stranger = Learner(app)
    assert joins(stranger, muna.code, "ليلى", resume=code_of(omar)).status == 422
    assert "لا يوجد سجل على هذا الجهاز" in stranger.opens("/me").html


def test_a_shared_device_begins_a_record_for_each_reader(muna: Desk, layla: Learner) -> None:
    before = code_of(layla)
    assert "أنا قارئ آخر" in layla.opens(f"/join/{muna.code}").html
    token = layla.csrf_token()
    layla.client.post(f"/join/{muna.code}/other", data={"csrf_token": token})
    joins(layla, muna.code, "عمر")
    assert names(muna) == ["عمر", "ليلى"]
    assert code_of(layla) != before


def test_an_archived_class_lets_nobody_in(muna: Desk, omar: Learner) -> None:
    code = muna.code
    muna.posts(muna.of_class("archive"), away="1")
    assert "لا يوجد صف بهذا الرمز" in knocks(omar, code).html
    muna.posts(muna.of_class("archive"), away="0")
    assert "الصفّ الخامس" in knocks(omar, code).html


def test_a_renewed_code_ends_the_old_one(muna: Desk, omar: Learner) -> None:
    old = muna.code
    muna.posts(muna.of_class("renew"))
    assert muna.code != old
    assert "لا يوجد صف بهذا الرمز" in knocks(omar, old).html
    assert names(muna) == ["ليلى"]


def test_guessing_codes_is_limited_and_joining_is_not(muna: Desk, app: Flask, omar: Learner, clock: Clock) -> None:
    for n in range(30):
        joins(Learner(app), muna.code, f"متعلم {n}")
    assert len(names(muna)) == 31
    token = omar.csrf_token()
    # A class that mistypes is no attack: a hundred failures may come from one address.
    for _ in range(50):
        assert omar.client.post("/join", data={"csrf_token": token, "code": "AAAAAA"}).status_code == 303
        assert omar.client.get("/join/AAAAAC").status_code == 303
    assert Learner(app).client.get(f"/join/{muna.code}").status_code == 200, "only this device waits"
    assert omar.client.get(f"/join/{muna.code}").status_code == 429
    clock.move(minutes=15, seconds=1)
    assert omar.client.get(f"/join/{muna.code}").status_code == 200


def test_a_code_that_is_wrong_on_the_board_locks_nobody_out(muna: Desk, app: Flask) -> None:
    for _ in range(120):
        assert Learner(app).client.get("/join/AAAAAA").status_code == 303
    assert Learner(app).client.get(f"/join/{muna.code}").status_code == 200


def test_a_wrong_code_that_is_sent_without_end_does_not_fill_the_database(
    muna: Desk, app: Flask, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "MAX_REPEATS", 5)
    for _ in range(20):
        assert Learner(app).client.get("/join/AAAAAA").status_code == 303
    store = app.extensions["fahm"].store
    with store._connections.read() as conn:
        assert conn.execute("SELECT count(*) FROM code_failures WHERE address LIKE 'join%'").fetchone()[0] <= 3 + 2 * 5


def test_many_codes_from_one_network_are_guessing(muna: Desk, app: Flask) -> None:
    for number in range(100):
        ending = f"{'ACDEFGHJKM'[number // 10]}{'ACDEFGHJKM'[number % 10]}"
        there = {"REMOTE_ADDR": f"2001:db8::{number:x}"}
        assert Learner(app).client.get(f"/join/AAAA{ending}", environ_base=there).status_code == 303
    for address, status in (("2001:db8::ffff", 429), ("2001:db8:0:1::1", 200), ("192.0.2.1", 200)):
        reply = Learner(app).client.get(f"/join/{muna.code}", environ_base={"REMOTE_ADDR": address})
        assert reply.status_code == status, address


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4000", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[::ffff:192.0.2.1]:4000", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("[2001:db8::2]", "2001:db8::/64"),
        ("[2001:db8::3]:4000", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
    ],
)
def test_a_network_is_the_same_however_a_proxy_writes_its_address(app: Flask, written: str, name: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": written}):
        assert rate_limit.network() == name


def test_ten_wrong_record_codes_keep_no_other_card_out(muna: Desk, app: Flask, layla: Learner) -> None:
    code, joker = code_of(layla), Learner(app)
    statuses = [joker.client.get(f"/join/card/AAAACCCCDDD{letter}").status_code for letter in "ACDEFGHJKMN"]
    assert statuses == [303] * 10 + [429]
    assert Learner(app).client.get(f"/join/card/{code}").status_code == 200


def test_no_number_of_wrong_record_codes_in_a_network_keeps_a_card_out(
    config: Config, muna: Desk, app: Flask, layla: Learner
) -> None:
    code = code_of(layla)
    app.extensions["fahm"] = replace(app.extensions["fahm"], config=replace(config, record_code_failures=3))
    statuses = [Learner(app).client.get(f"/join/card/AAAACCCCDDD{letter}").status_code for letter in "ACDEF"]
    assert statuses == [303] * 3 + [429] * 2
    assert Learner(app).client.get(f"/join/card/{code}").status_code == 200


def test_names_that_do_not_fit_are_all_still_there_and_none_is_saved(muna: Desk) -> None:
    before, typed = names(muna), "\n".join(f"متعلم {number}" for number in range(MAX_MEMBERS))
    page = muna.posts(muna.of_class("names"), names=typed)
    assert page.status == 422
    assert "وعدد الأسماء الزائدة ١" in page.html
    assert f">{typed}</textarea>" in page.html
    assert names(muna) == before
    assert muna.posts(muna.of_class("names"), names=typed.partition("\n")[2]).status == 200
    assert len(names(muna)) == MAX_MEMBERS == 400


def test_a_card_brings_its_learner_to_the_device(muna: Desk, omar: Learner) -> None:
    page = muna.posts(muna.of_class("names"), names="سلمى\n\n  يوسف \u202e\n")
    assert names(muna) == ["سلمى", "ليلى", "يوسف"]
    assert page.html.count("<svg") == 3
    (salma,) = (one for one in muna.people.members(muna.school, muna.class_id) if one.name == "سلمى")
    code = muna.opens(muna.of_class(f"learners/{salma.learner}/")).html.partition('class="code" dir="ltr">')[2][:14]
    assert code in page.html
    assert "سلمى" in omar.opens(f"/join/card/{code}").html
    token = omar.csrf_token()
    done = Page(omar.client.post(f"/join/card/{code}", data={"csrf_token": token}, follow_redirects=True))
    assert "مرحبًا" in done.html
    assert code_of(omar) == code
    assert names(muna) == ["سلمى", "ليلى", "يوسف"]


def test_a_card_of_nobody_opens_nothing(omar: Learner) -> None:
    assert "لا يوجد سجل مرتبط بهذه البطاقة" in omar.opens("/join/card/AAAACCCCDDDD").html


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "\u200b\ufeff"])
def test_a_name_that_shows_nothing_is_none(muna: Desk, omar: Learner, name: str) -> None:
    assert "اكتب الاسم أولًا" in joins(omar, muna.code, name).html
    assert names(muna) == ["ليلى"]


def test_a_name_is_text_and_no_markup(muna: Desk, omar: Learner) -> None:
    joins(omar, muna.code, "<b>عمر</b>" + "ا" * 100)
    (member,) = (one for one in muna.people.members(muna.school, muna.class_id) if "عمر" in one.name)
    assert len(member.name) == 60
    for page in (muna.of_class(), muna.of_class("cards"), muna.of_class(f"learners/{member.learner}/")):
        assert "<b>عمر" not in muna.opens(page).html
        assert "<bdi>&lt;b&gt;عمر" in muna.opens(page).html
