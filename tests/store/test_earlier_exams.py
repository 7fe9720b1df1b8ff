"""Exams that were handed in before the store noted hand-ins read as handed in, and are told of when begun again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import ROOT, Desk
from store.helpers import taken_back_to
from store.test_earlier_schemas import recorded
from webapp import create_app
from webapp.config import Config
from webapp.store.protocols.store import Store
from webapp.web.framework.current_learner import progress_of

EXAM = "river"
OLDER = "salma"


@pytest.fixture(params=[4, 9, 13])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The text as an exam, over the record that the Fahm of an earlier schema left."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "tests" / "content", content)
    file = content / "questions" / f"{EXAM}.yaml"
    yaml = file.read_text("utf-8").replace("mode: practice\n", "")
    file.write_text(yaml.replace("\nquestions:", "\nmode: exam\nquestions:", 1), encoding="utf-8")
    (tmp_path / "data").mkdir()
    path = recorded(tmp_path / "data" / "fahm.db", min(request.param, 9))
    config = Config(content=content, data=tmp_path / "data", secret="only for tests", watch_seconds=0)
    if request.param > 9:
        create_app(config).extensions["fahm"].store.close()
        taken_back_to(path, request.param)
    made = create_app(config)
    assert made.extensions["fahm"].library.snapshot.lessons[EXAM].settings.exam
    yield made
    made.extensions["fahm"].store.close()


@pytest.fixture
def store(app: Flask) -> Store:
    store: Store = app.extensions["fahm"].store
    return store


@pytest.fixture
def desk(app: Flask, store: Store) -> Desk:
    """A teacher whose class has the learner of the older exam."""
    made = Desk(app, "منى", "muna", "الصفّ الخامس")
    store.people.join(made.school, made.class_id, OLDER, "سلمى")
    return made


def test_its_results_are_told_like_those_of_any_exam(app: Flask, desk: Desk) -> None:
    lesson = app.extensions["fahm"].library.snapshot.lessons[EXAM]
    with app.test_request_context():
        before = progress_of(lesson, OLDER)
    desk.posts(desk.of_class(f"texts/{EXAM}/told"), told="1")
    with app.test_request_context():
        after = progress_of(lesson, OLDER)
    assert before.handed_in
    assert after.handed_in
    assert (before.withheld, after.withheld) == (True, False)
    assert before.total().possible == 0
    assert after.total().possible > 0


def test_begun_again_by_another_record_it_is_told_to_the_teacher(desk: Desk, store: Store) -> None:
    own = [attempt for attempt in store.all_tries() if (attempt.learner, attempt.text) == (OLDER, EXAM)]
    store.people.take_out(desk.school, desk.class_id, OLDER)
    store.people.join(desk.school, desk.class_id, "somebody-who-is-new", "سلمى")
    (again,) = store.exams.earlier_hand_ins(desk.school, desk.class_id)
    assert (again.text, again.at) == (EXAM, max(attempt.at for attempt in own))


def test_each_learner_of_it_has_one_hand_in_however_often_it_starts(app: Flask, store: Store) -> None:
    learners = {attempt.learner for attempt in store.all_tries() if attempt.text == EXAM}
    noted = store.check()["counts"]["hand_ins"]
    assert noted == len(learners)
    again = create_app(app.extensions["fahm"].config)
    again.extensions["fahm"].store.close()
    assert store.check()["counts"]["hand_ins"] == noted
