"""A learner's whole record on the desk; and the door of a database of simulated readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, Page, joins
from webapp import create_app
from webapp.cli.demo import make_demo
from webapp.config import Config
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.web.teacher.classes.learner_data import (
    LEARNERS_WORK,
    OF_ASSIGNMENTS,
    OF_CLASSES,
    OF_CLASSES_OR_ASSIGNMENTS,
)

FIRST = f"/texts/{SLUG}/1"


def learner_of(desk: Desk) -> str:
    return desk.people.members(desk.school, desk.class_id)[0].learner


def test_a_teacher_reads_and_takes_the_whole_record_of_an_own_learner(muna: Desk, layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": "السبت"})
    here = muna.of_class(f"learners/{learner_of(muna)}/")
    assert f"{here}record.json" in muna.opens(here).html
    assert "السبت" in muna.opens(f"{here}record").html
    found = json.loads(muna.opens(f"{here}record.json").html)
    assert [one["answer"] for one in found["answers"]] == ["السبت"]


def test_it_is_closed_to_every_other_teacher_and_to_learners(muna: Desk, sami: Desk, layla: Learner) -> None:
    for end in ("record", "record.json"):
        of_muna = muna.of_class(f"learners/{learner_of(muna)}/{end}")
        assert sami.opens(of_muna).status == 404
        assert sami.opens(sami.of_class(f"learners/{learner_of(muna)}/{end}")).status == 404
        assert layla.client.get(of_muna).status_code == 303


def test_the_classes_of_other_teachers_are_not_in_it(muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى عند سامي")
    found = muna.opens(muna.of_class(f"learners/{learner_of(muna)}/record.json")).html
    assert "ليلى عند سامي" not in found
    assert "السادس" not in found
    mine = layla.opens("/me/record.json").html
    assert "ليلى عند سامي" in mine


def test_what_another_teacher_wrote_and_decided_is_not_in_it(muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى عند سامي")
    store, learner = layla.client.application.extensions["fahm"].store, learner_of(muna)
    rules = AssignmentRules(exam=True, minutes=20)
    exam = store.assignments.add(muna.school, NewAssignment(SLUG, learners=(learner,), rules=rules), muna.id)
    muna.posts(f"/desk/assignments/{exam.id}/learners/{learner}", minutes="10", reason="قراءة بطيئة")
    muna.posts(muna.of_class(f"learners/{learner}/notes"), words="ملاحظة")
    muna.posts(muna.of_class(f"learners/{learner}/report"), words="للأهل")
    for end in ("record", "record.json"):
        own = muna.opens(muna.of_class(f"learners/{learner}/{end}")).html
        other = sami.opens(sami.of_class(f"learners/{learner}/{end}")).html
        for words in ("قراءة بطيئة", "ملاحظة", "للأهل", exam.id):
            assert words in own or end == "record"
            assert words not in other
    assert json.loads(sami.opens(sami.of_class(f"learners/{learner}/record.json")).html)["classes"]


def test_every_table_of_a_learner_has_a_rule_for_teachers(app: Flask, muna: Desk, layla: Learner) -> None:
    tables = muna.people.everything(muna.school, learner_of(muna))
    rules = (LEARNERS_WORK, OF_CLASSES, OF_ASSIGNMENTS, OF_CLASSES_OR_ASSIGNMENTS)
    assert {table: sum(table in rule for rule in rules) for table in tables} == dict.fromkeys(tables, 1)


def test_real_data_bears_no_notice_and_has_no_demo_door(muna: Desk) -> None:
    assert "بيانات تجريبية" not in muna.opens("/desk/").html
    token = muna.people.make_password_link(muna.school, muna.id, 1)
    assert muna.opens(f"/desk/demo/{token}").status == 404
    assert muna.posts(f"/desk/demo/{token}").status == 404


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    config = replace(Config(content=ARTICLE, data=tmp_path / "demo", secret="x", watch_seconds=0))
    made = make_demo(config, 3, 1, lambda length: lambda step: None)
    app = create_app(config)
    yield app, made.path
    app.extensions["fahm"].store.close()


@pytest.mark.sqlite
def test_the_link_of_a_demo_opens_its_desk_once(demo: tuple[Flask, str]) -> None:
    app, path = demo
    visitor, late = Learner(app), Learner(app)
    door = visitor.opens(path)
    assert "بيانات تجريبية" in door.html
    data = {"csrf_token": door.field("csrf_token")}
    inside = Page(visitor.client.post(path, data=data, follow_redirects=True))
    assert "الصف التجريبي (محاكاة)" in inside.html
    assert "بيانات تجريبية" in inside.html
    assert late.opens(path).status == 404
    token = late.csrf_token()
    assert late.client.post(path, data={"csrf_token": token}).status_code == 404


@pytest.mark.sqlite
def test_only_a_link_that_was_made_for_it_opens_the_demo(demo: tuple[Flask, str]) -> None:
    assert Learner(demo[0]).opens("/desk/demo/something-else").status == 404
