"""The learner's record says nothing of keys that are open, also for merged records and for texts that are gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins, right_fields, with_content, wrong_fields
from security.test_no_leak_in_exams import exam, hands_in
from web.reading.test_no_leak import library_with_open_gate
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"
CHOICE = "who-announced"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return exam(library_with_open_gate(tmp_path, "exam"))


@pytest.fixture
def exam_app(config: Config, folder: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, folder))
    yield made
    made.extensions["fahm"].store.close()


def record(learner: Learner) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(learner.client.get("/me/record.json").data)
    return found


def test_an_open_question_has_no_digest_in_the_record(app: Flask, layla: Learner, lesson: Lesson) -> None:
    """Whoever knows the question as the page shows it could else try every key until the digest is the same."""
    layla.answers(FIRST, wrong_fields(lesson, CHOICE), check=CHOICE)
    (answer,) = record(layla)["answers"]
    assert (answer["question_version"], answer["parts"]) == ("", [])
    layla.answers(FIRST, right_fields(lesson, CHOICE), check=CHOICE)
    assert all(answer["question_version"] for answer in record(layla)["answers"])


def in_an_exam(app: Flask) -> tuple[Desk, Learner, Learner]:
    """A class, and two learners of it who have handed in."""
    desk = Desk(app, "منى", "muna", "الصفّ الخامس")
    learners = []
    for name, day in (("ليلى", "الخميس"), ("نور", "الأربعاء")):
        learner = Learner(app)
        joins(learner, desk.code, name)
        learner.answers(FIRST, {"summit-day": day})
        hands_in(learner)
        learners.append(learner)
    return desk, learners[0], learners[1]


def says_nothing(found: dict[str, Any]) -> bool:
    graded = [answer for answer in found["answers"] if answer["earned"] is not None or answer["verdict"] != "pending"]
    return graded == [] and found["standings"] == [] and '"standings"' not in json.dumps(found["merge_rows"])


def test_the_log_of_a_merge_tells_no_mark_of_an_exam(exam_app: Flask) -> None:
    desk, layla, _ = in_an_exam(exam_app)
    ids = {one.name: one.learner for one in desk.people.members(desk.school, desk.class_id)}
    assert desk.people.merge(desk.school, ids["ليلى"], ids["نور"])
    found = record(layla)
    assert len(found["answers"]) == 2
    assert found["merge_rows"]
    assert says_nothing(found)
    desk.posts(desk.of_class(f"texts/{SLUG}/told"), told="1")
    assert {answer["verdict"] for answer in record(layla)["answers"]} == {"accepted", "refused"}


def test_an_exam_whose_file_is_gone_is_still_one(exam_app: Flask, config: Config, folder: Path) -> None:
    _, layla, _ = in_an_exam(exam_app)
    (folder / "questions" / f"{SLUG}.yaml").unlink()
    exam_app.extensions["fahm"].library.refresh()
    assert SLUG not in exam_app.extensions["fahm"].library.snapshot.lessons
    assert says_nothing(record(layla))


def with_the_same_form(app: Flask, desk: Desk) -> list[Learner]:
    """Two records that handed in one form, as a pupil may send it, so that merging them logs the later attempts."""
    form, learners = "1890abcdef-sameform", [Learner(app), Learner(app)]
    for learner, name, day in zip(learners, ("سلمى", "سلمى ب"), ("الخميس", "الأربعاء"), strict=True):
        joins(learner, desk.code, name)
        page = learner.answers(FIRST, {"summit-day": day})
        token = page.field("csrf_token")
        reply = learner.client.post(f"/texts/{SLUG}/review", data={"csrf_token": token, "form": form})
        assert reply.status_code == 303
    return learners


def test_the_log_of_a_merge_holds_no_graded_attempt_of_an_exam(exam_app: Flask) -> None:
    """An attempt that both records have goes to the log whole, with its grade."""
    desk = Desk(exam_app, "منى", "muna", "الصفّ الخامس")
    _, other = with_the_same_form(exam_app, desk)
    ids = {one.name: one.learner for one in desk.people.members(desk.school, desk.class_id)}
    assert desk.people.merge(desk.school, ids["سلمى"], ids["سلمى ب"])
    logged = [row for row in record(other)["merge_rows"] if row["of_table"] == "tries" and row["old"]]
    assert logged, "the answer of the other record is in the file as well"
    assert "الأربعاء" in logged[0]["old"]
    state = json.loads(logged[0]["old"])
    assert (state["verdict"], state["earned"], state["why"], state["parts"]) == ("pending", None, "", [])
    desk.posts(desk.of_class(f"texts/{SLUG}/told"), told="1")
    (logged,) = [row for row in record(other)["merge_rows"] if row["of_table"] == "tries" and row["old"]]
    assert json.loads(logged["old"])["verdict"] == "accepted"


def shown_after_a_merge(app: Flask, first: str, second: str) -> tuple[list[str], list[Any]]:
    """Answers that the page of the exam shows after two records with these were merged, and their numbers."""
    desk, learners = Desk(app, "منى", "muna", "الصفّ الخامس"), [Learner(app), Learner(app)]
    for learner, name, day in zip(learners, ("ليلى", "نور"), (first, second), strict=True):
        joins(learner, desk.code, name)
        learner.answers(FIRST, {"summit-day": day})
        hands_in(learner)
    ids = {one.name: one.learner for one in desk.people.members(desk.school, desk.class_id)}
    assert desk.people.merge(desk.school, ids["ليلى"], ids["نور"])
    card = learners[0].opens(FIRST).card("summit-day")
    numbers = [(row["number"], row["place"]) for row in record(learners[0])["merged_tries"]]
    return re.findall(f"{first}|{second}", card), numbers


@pytest.mark.parametrize("pair", [("الخميس", "الأربعاء"), ("الأربعاء", "الخميس"), ("الأحد", "الاثنين")])
def test_of_two_merged_records_nothing_tells_which_answer_of_an_exam_is_right(
    exam_app: Flask, pair: tuple[str, str]
) -> None:
    shown, numbers = shown_after_a_merge(exam_app, *pair)
    assert set(shown) == {pair[1]}, "the latest, whether it is right or not"
    assert numbers == [(1, None), (2, None)]
