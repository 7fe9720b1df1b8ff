"""Limits on writing by readers in no class, and on joining a class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins, wrong_answer
from web.assigning import Clock
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.people import MAX_JOINS_A_MINUTE
from webapp.store.sql.people import classes
from webapp.web.framework import write_limits

pytestmark = pytest.mark.usefixtures("clock")
FIRST = f"/texts/{SLUG}/1"
QUESTION = "summit-day"


@pytest.fixture
def full_disk(config: Config) -> Iterator[Flask]:
    """An application that finds less room than it leaves to classes."""
    made = create_app(replace(config, min_free_bytes=10**18))
    yield made
    made.extensions["fahm"].store.close()


def learners(app: Flask) -> int:
    """How many records there are."""
    return int(app.extensions["fahm"].store.check()["counts"]["learners"])


def answers(who: Learner, lesson: Lesson, **more: str) -> Page:
    """Answer the first page's question wrongly."""
    return who.answers(FIRST, {QUESTION: str(wrong_answer(lesson, QUESTION)), "check": QUESTION, **more})


def test_an_address_begins_so_many_records_and_what_was_sent_is_not_lost(
    app: Flask, lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS", 3)
    readers = [Learner(app) for _ in range(5)]
    first = [answers(reader, lesson) for reader in readers]
    assert [page.status for page in first] == [200, 200, 200, 503, 503]
    assert "رمزه" in first[3].html
    assert str(wrong_answer(lesson, QUESTION)) in first[3].html
    assert learners(app) == 3
    assert [answers(reader, lesson).status for reader in readers] == [200, 200, 200, 503, 503]
    clock.move(minutes=16)
    assert answers(readers[3], lesson).status == 200


def test_a_record_that_is_made_for_its_code_counts_as_well(
    app: Flask, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS", 2)
    readers = [Learner(app) for _ in range(4)]
    for reader in readers:
        page = reader.opens("/me")
        reader.client.post("/me/code", data={"csrf_token": page.field("csrf_token")})
    assert learners(app) == 2
    assert [answers(reader, lesson).status for reader in readers] == [200, 200, 503, 503]


def test_a_reader_counts_once_however_many_empty_forms_are_sent(
    app: Flask, lesson: Lesson, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS", 2)
    for _ in range(3):
        assert omar.answers(FIRST, {}, check=QUESTION).status == 200
    assert [answers(reader, lesson).status for reader in (Learner(app), Learner(app), omar)] == [200, 503, 200]


def test_an_answer_kept_on_a_device_waits_there(app: Flask, omar: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    token = re.search(r'data-record="([^"]+)"', omar.opens(FIRST).html)
    assert token
    monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS", 0)
    entry = {"token": token[1], "path": FIRST, "fields": {QUESTION: ["كلمة"]}, "ago": 1, "spent": 1}
    for most, status in ((0, 503), (1, 200)):
        monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS", most)
        reply = omar.client.post("/sync", json=entry, headers={"X-Fahm-Script": "1"})
        assert reply.status_code == status


def test_the_day_has_a_limit_too(app: Flask, lesson: Lesson, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS_A_DAY", 2)
    for status in (200, 200, 503):
        clock.move(minutes=16)
        assert answers(Learner(app), lesson).status == status


def test_a_class_is_not_stopped_by_what_others_at_its_address_do(
    app: Flask, lesson: Lesson, muna: Desk, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_limits, "MAX_NEW_RECORDS", 0)
    assert answers(omar, lesson).status == 503
    assert joins(omar, muna.code, "عمر").status == 200
    assert answers(omar, lesson).status == 200


def test_four_hundred_pupils_of_a_school_may_begin_in_a_lesson_from_one_address() -> None:
    assert write_limits.MAX_NEW_RECORDS >= 400
    assert MAX_JOINS_A_MINUTE >= 40


@pytest.mark.sqlite
def test_a_nearly_full_disk_is_left_to_classes_and_teachers(full_disk: Flask) -> None:
    lesson = full_disk.extensions["fahm"].library.snapshot.lessons[SLUG]
    muna, stranger, member = Desk(full_disk, "منى", "muna", "الخامس"), Learner(full_disk), Learner(full_disk)
    page = answers(stranger, lesson)
    assert (page.status, page.response.headers["Retry-After"] != "") == (503, True)
    assert "مساحة" in page.html
    joins(member, muna.code, "ليلى")
    assert answers(member, lesson).status == 200
    assert learners(full_disk) == 1


def test_a_form_of_a_reader_in_no_class_has_a_size(
    app: Flask, muna: Desk, layla: Learner, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_limits, "MAX_FORM_BYTES", 2048)
    long = {QUESTION: "ا" + "😀" * 4000}
    assert omar.answers(FIRST, long, keep="1").status == 413
    assert learners(app) == 1
    assert layla.answers(FIRST, long, keep="1").status == 200
    assert omar.answers(FIRST, {"no-question": "😀" * 4000}, keep="1").status == 200  # nothing of it is kept


def test_reviews_of_strangers_are_counted_by_address(
    app: Flask, omar: Learner, layla: Learner, muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_limits, "MAX_REVIEWS", 2)
    statuses = []
    for who in (omar, layla):
        home = who.opens(FIRST)
        keep = {"csrf_token": home.field("csrf_token"), "paragraph": "1", "index": "0"}
        assert who.client.post(f"/texts/{SLUG}/keep", data=keep).status_code == 303
        cards = who.opens("/words")
        for number in range(4):
            data = {"csrf_token": cards.field("csrf_token"), "key": cards.field("key"), "rating": "again"}
            statuses.append(who.client.post("/words", data={**data, "form": f"f{number}"}).status_code)
    assert statuses == [303, 303, 503, 503, 303, 303, 303, 303]


def test_a_class_is_joined_so_often_a_minute_and_the_teacher_is_told(
    app: Flask, muna: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move(minutes=2)
    monkeypatch.setattr(write_limits, "MAX_JOINS_A_MINUTE", 3)
    pages = [joins(Learner(app), muna.code, f"متعلم {number}") for number in range(5)]
    assert ["يُرجى الانتظار دقيقة" in page.html for page in pages] == [False, False, False, True, True]
    assert "رمزًا جديدًا" in muna.opens(muna.of_class()).html
    clock.move(minutes=2)
    assert "يُرجى الانتظار دقيقة" not in joins(Learner(app), muna.code, "نور").html
    clock.move(minutes=16)
    assert "رمزًا جديدًا" not in muna.opens(muna.of_class()).html


def test_a_class_has_so_many_members(
    app: Flask, muna: Desk, layla: Learner, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "MAX_MEMBERS", 3)
    page = muna.posts(muna.of_class("names"), names="سعاد\nنور\nزيد")
    assert "ممتلئ" in page.html
    assert len(muna.people.members(muna.school, muna.class_id)) == 3
    assert "ممتلئ" in joins(omar, muna.code, "عمر").html
    assert "ممتلئ" not in joins(layla, muna.code, "ليلى").html  # is a member already


def test_a_learner_is_moved_into_a_full_class_rather_than_lost(
    muna: Desk, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "MAX_MEMBERS", 0)
    other = muna.people.add_class(muna.school, muna.id, "السادس").id
    (member,) = muna.people.members(muna.school, muna.class_id)
    muna.people.move(muna.school, muna.class_id, member.learner, other)
    assert [moved.name for moved in muna.people.members(muna.school, other)] == ["ليلى"]
