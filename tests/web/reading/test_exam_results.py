"""Results of an exam wait until a teacher tells them: what a learner sees meanwhile, and who waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, with_content, wrong_fields
from security.test_no_leak_in_exams import KEY, RESULT, exam, hands_in
from web.reading.test_no_leak import library_with_open_gate
from webapp import create_app
from webapp.config import Config

OF_A_MARK = ["ليس هذا ما", "الإجابة الصحيحة", 'class="feedback accepted', 'class="feedback refused', "is-key"]


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(with_content(config, exam(library_with_open_gate(tmp_path, "exam"))))
    yield made
    made.extensions["fahm"].store.close()


def typed(reader: Learner) -> None:
    reader.answers(f"/texts/{SLUG}/1", {"summit-day": "يوم الثلاثاء"})
    hands_in(reader)


def test_what_was_answered_is_shown_as_it_was_given(app: Flask, muna: Desk, layla: Learner) -> None:
    typed(layla)
    page = layla.opens(f"/texts/{SLUG}/1")
    assert "يوم الثلاثاء" in page.card("summit-day")
    assert "disabled" in page.card("summit-day").partition(">")[0]
    assert "لم تُعلن النتائج بعد" in page.card("summit-day")
    assert not [sign for sign in OF_A_MARK if sign in page.html]
    assert "حين يعلنها معلمك" in layla.opens(RESULT).html


def test_words_are_explained_once_the_results_are_told(app: Flask, muna: Desk, layla: Learner) -> None:
    """What a word means may be what a question asks: who has handed in would look it up for the others."""
    typed(layla)
    words = f"/texts/{SLUG}/words/1"
    assert layla.opens(words).status == 404
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert layla.opens(words).status == 200


def test_a_reader_in_no_class_waits_for_the_classes_that_are_to_write_it(app: Flask, muna: Desk) -> None:
    nobody = Learner(app)
    assert "صفوف" in nobody.opens(f"/texts/{SLUG}/").html
    typed(nobody)
    assert nobody.opens(KEY).status == 403
    assert "صفوف" in nobody.opens(RESULT).html
    assert not [sign for sign in OF_A_MARK if sign in nobody.opens(f"/texts/{SLUG}/1").html]
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert nobody.opens(KEY).status == 200


def test_every_class_has_to_be_told_before_who_is_in_none(app: Flask, muna: Desk, sami: Desk) -> None:
    nobody = Learner(app)
    typed(nobody)
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert nobody.opens(KEY).status == 403
    sami.posts(sami.of_class("archive"), away="1")
    assert nobody.opens(KEY).status == 200


def test_a_class_whose_teachers_are_all_gone_keeps_nobody_waiting(app: Flask, muna: Desk, sami: Desk) -> None:
    nobody = Learner(app)
    typed(nobody)
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    muna.people.close_account(muna.school, sami.id, True)
    assert nobody.opens(KEY).status == 200


def test_a_class_that_was_told_keeps_its_results_when_it_is_archived(
    app: Flask, muna: Desk, sami: Desk, layla: Learner
) -> None:
    typed(layla)
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    muna.posts(muna.of_class("archive"), away="1")
    assert layla.opens(KEY).status == 200


def test_where_there_is_no_class_the_results_come_at_once(app: Flask) -> None:
    nobody = Learner(app)
    typed(nobody)
    assert nobody.opens(KEY).status == 200
    assert "لم تُعلن" not in nobody.opens(RESULT).html


def test_who_leaves_the_class_does_not_come_by_the_key(app: Flask, muna: Desk, layla: Learner) -> None:
    typed(layla)
    (member,) = muna.people.members(muna.school, muna.class_id)
    muna.people.take_out(muna.school, muna.class_id, member.learner)
    assert layla.opens(KEY).status == 403


def test_missed_words_are_saved_once_the_results_are_told(app: Flask, muna: Desk, layla: Learner) -> None:
    lesson = app.extensions["fahm"].library.snapshot.lessons[SLUG]
    item = next(item for item in lesson.items if item.question.type == "root")
    layla.answers(f"/texts/{SLUG}/{item.question.paragraph}", wrong_fields(lesson, item.question.id))
    hands_in(layla)
    store = app.extensions["fahm"].store
    (member,) = muna.people.members(muna.school, muna.class_id)
    assert store.kept_words(muna.school, member.learner) == []
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert [word.origin for word in store.kept_words(muna.school, member.learner)] == ["missed"]
