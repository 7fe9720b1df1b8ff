"""The simulated class: everybody in it by name, its teacher's marks, kept words, drafts, slips of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import ARTICLE
from webapp.cli.demo import make_demo
from webapp.config import Config
from webapp.demo import simulated_learners
from webapp.demo.demo_class import DRAFT, SIGN_IN, UNUSABLE_PASSWORD, make_class
from webapp.store import open_store
from webapp.store.protocols.store import Store

NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)
S = "default"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    config = Config(content=ARTICLE, data=tmp_path_factory.mktemp("school"), secret="x")
    config = replace(config, now=lambda: NOW)
    told = make_demo(config, 16, 1, lambda length: lambda step: None)
    store = open_store(config.database_url, config.now)
    yield store, told.path
    store.close()


def test_everybody_is_in_one_class_under_a_simulated_name(made: tuple[Store, str]) -> None:
    store, _ = made
    (teacher,) = store.people.teachers(S)
    (klass,) = store.people.classes_of(S, teacher.id)
    assert klass.name == "الصف التجريبي (محاكاة)"
    members = store.people.members(S, klass.id)
    assert {one.name for one in members} == {one.name for one in simulated_learners(16, 1)}
    assert {one.learner for one in members} == {one.learner for one in store.all_tries()}


def test_the_teacher_cannot_sign_in_with_a_password_but_by_the_link(made: tuple[Store, str]) -> None:
    store, path = made
    found = store.people.by_sign_in(S, SIGN_IN)
    assert found
    assert found[1] == UNUSABLE_PASSWORD
    link = store.people.link(S, path.removeprefix("/desk/demo/"))
    assert link
    assert (link.kind, link.teacher) == ("password", found[0].id)


def test_two_open_answers_of_two_readers_are_marked_by_hand_and_others_wait(made: tuple[Store, str]) -> None:
    store, _ = made
    (teacher,) = store.people.teachers(S)
    rows = [mark for one in simulated_learners(16, 1) for mark in store.people.everything(S, one.id)["marks"]]
    assert len({row["learner"] for row in rows}) == len(rows) == 2
    assert {row["marker"] for row in rows} == {teacher.id}
    assert all(row["comment"] for row in rows)
    assert store.unmarked(S)


def test_words_are_kept_drafts_are_left_and_some_answers_are_nearly_right(made: tuple[Store, str]) -> None:
    store, _ = made
    tries = list(store.all_tries())
    assert sum(one.verdict == "nearly" for one in tries) >= 3
    people = simulated_learners(16, 1)
    kept = [word for one in people for word in store.kept_words(S, one.id)]
    assert len(kept) > 20
    assert {word.at for word in kept} <= {one.at for one in tries}
    (text,) = {one.text for one in tries}
    stopped = [one.id for one in people if one.manner == "stops"]
    left = {one.id: store.drafts(S, one.id, text) for one in people}
    assert [learner for learner, drafts in left.items() if drafts] == stopped
    assert {value for drafts in left.values() for value in drafts.values()} == {DRAFT}


def test_a_school_that_has_a_teacher_gets_no_second_demo(tmp_path: Path, made: tuple[Store, str]) -> None:
    with pytest.raises(ValueError, match="teacher already"):
        make_class(made[0], S, [])
