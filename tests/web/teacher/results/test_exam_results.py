"""An exam that is begun again is told to the teacher, and its key sheet waits for the results."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Desk, Learner, Page, joins, with_content
from store.helpers import Clock
from webapp import create_app
from webapp.config import Config

FIRST = f"/texts/{SLUG}/1"
REVIEW = f"/texts/{SLUG}/review"
KEY = f"/texts/{SLUG}/worksheet?answers=1"
AGAIN = "أو سلّموا"
TYPED = "يوم الثلاثاء بعد الظهر"


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "content"
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions").mkdir()
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text("utf-8").replace("mode: practice", "mode: exam")
    (folder / "questions" / f"{SLUG}.yaml").write_text(yaml, encoding="utf-8")
    made = create_app(with_content(config, folder))
    yield made
    made.extensions["fahm"].store.close()


def posts(learner: Learner, url: str, **fields: object) -> Page:
    data = {"csrf_token": learner.csrf_token(), **fields}
    return Page(learner.client.post(url, data=data, follow_redirects=True))


def hands_in(learner: Learner) -> None:
    learner.answers(FIRST, {"summit-day": TYPED})
    posts(learner, REVIEW, form=learner.opens(REVIEW).field("form"))


def told(desk: Desk) -> list[bool]:
    """Tell of the roster and of the text's results whether they say that the exam was begun again."""
    return [AGAIN in desk.opens(desk.of_class(path)).html for path in ("", f"texts/{SLUG}")]


def test_an_exam_begun_again_after_a_deletion_is_told(muna: Desk, layla: Learner) -> None:
    hands_in(layla)
    assert told(muna) == [False, False]
    assert "يحتفظ صفك" in layla.opens("/me/delete").html
    posts(layla, "/me/delete", confirm="حذف")
    assert told(muna) == [False, False]
    joins(layla, muna.code, "لَيْلى")
    assert told(muna) == [True, True]
    hands_in(layla)
    assert told(muna) == [True, True]


def test_also_under_the_name_that_the_teacher_had_given(muna: Desk, layla: Learner) -> None:
    hands_in(layla)
    (member,) = muna.people.members(muna.school, muna.class_id)
    muna.people.rename(muna.school, muna.class_id, member.learner, "ليلى حسن")
    posts(layla, "/me/delete", confirm="حذف")
    joins(layla, muna.code, "ليلى حسن")
    assert told(muna) == [True, True]


def test_who_leaves_and_joins_again_with_another_record_is_told(muna: Desk, layla: Learner, omar: Learner) -> None:
    hands_in(layla)
    (member,) = muna.people.members(muna.school, muna.class_id)
    muna.people.take_out(muna.school, muna.class_id, member.learner)
    joins(omar, muna.code, "ليلى")
    assert told(muna) == [True, True]


def test_who_comes_back_with_the_same_record_has_begun_nothing_again(muna: Desk, layla: Learner) -> None:
    hands_in(layla)
    (member,) = muna.people.members(muna.school, muna.class_id)
    muna.people.take_out(muna.school, muna.class_id, member.learner)
    joins(layla, muna.code, "ليلى")
    assert told(muna) == [False, False]


def test_a_merged_record_is_the_same_learners(muna: Desk, layla: Learner, omar: Learner) -> None:
    hands_in(layla)
    (member,) = muna.people.members(muna.school, muna.class_id)
    joins(omar, muna.code, "ليلى", numbered="1")
    (other,) = (one for one in muna.people.members(muna.school, muna.class_id) if one.learner != member.learner)
    assert muna.people.merge(muna.school, other.learner, member.learner)
    muna.people.take_out(muna.school, muna.class_id, other.learner)
    joins(omar, muna.code, "ليلى")
    assert told(muna) == [False, False]


def test_what_a_merged_record_has_handed_in_counts_for_the_name(
    muna: Desk, layla: Learner, omar: Learner, app: Flask
) -> None:
    (member,) = muna.people.members(muna.school, muna.class_id)
    joins(omar, muna.code, "ليلى", numbered="1")
    hands_in(omar)
    (other,) = (one for one in muna.people.members(muna.school, muna.class_id) if one.learner != member.learner)
    assert muna.people.merge(muna.school, member.learner, other.learner)
    assert told(muna) == [False, False]
    muna.people.take_out(muna.school, muna.class_id, member.learner)
    joins(Learner(app), muna.code, "ليلى")
    assert told(muna) == [True, True]


def test_another_name_and_another_class_are_told_nothing(muna: Desk, sami: Desk, layla: Learner, omar: Learner) -> None:
    hands_in(layla)
    posts(layla, "/me/delete", confirm="حذف")
    joins(omar, muna.code, "عمر")
    joins(layla, sami.code, "ليلى")
    assert told(muna) == [False, False]
    assert told(sami) == [False, False]


@pytest.mark.sqlite
def test_only_the_name_the_text_and_the_time_are_kept_and_they_end(
    muna: Desk, layla: Learner, app: Flask, config: Config, clock: Clock
) -> None:
    hands_in(layla)
    store = app.extensions["fahm"].store
    (member,) = muna.people.members(muna.school, muna.class_id)
    posts(layla, "/me/delete", confirm="حذف")
    bytes_left = b"".join(file.read_bytes() for file in config.data.iterdir() if file.name.startswith("fahm.db"))
    assert member.learner.encode() not in bytes_left
    assert TYPED.encode() not in bytes_left
    joins(layla, muna.code, "ليلى")
    assert len(store.exams.earlier_hand_ins(muna.school, muna.class_id)) == 1
    store.people.delete_inactive_since(muna.school, clock() + timedelta(days=1))
    joins(Learner(app), muna.code, "ليلى")
    assert store.exams.earlier_hand_ins(muna.school, muna.class_id) == []


def test_a_class_takes_all_of_it_along(muna: Desk, layla: Learner, app: Flask) -> None:
    hands_in(layla)
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    muna.posts(muna.of_class("delete"), name="الصفّ الخامس", records="1")
    counts = app.extensions["fahm"].store.check()["counts"]
    assert [counts[table] for table in ("hand_ins", "earlier_hand_ins", "told_results")] == [0, 0, 0]


def test_the_key_sheet_of_a_class_waits_until_the_results_are_told(muna: Desk, layla: Learner) -> None:
    assert layla.opens(KEY).status == 403
    hands_in(layla)
    closed = layla.opens(KEY)
    assert closed.status == 403
    assert "حين يعلن معلمك نتائجه" in closed.html
    assert "answers=1" not in layla.opens(f"/texts/{SLUG}/worksheet").html
    assert "أُعلنت النتائج" in muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1").notices()
    assert layla.opens(KEY).status == 200
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="0")
    assert layla.opens(KEY).status == 403


def test_telling_opens_nothing_before_handing_in(muna: Desk, layla: Learner) -> None:
    muna.posts(muna.of_class(f"texts/{SLUG}/told"), told="1")
    assert layla.opens(KEY).status == 403


def test_without_a_class_the_sheet_opens_after_handing_in(omar: Learner) -> None:
    hands_in(omar)
    assert omar.opens(KEY).status == 200


def test_one_of_two_classes_is_enough(muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    hands_in(layla)
    assert layla.opens(KEY).status == 403
    sami.posts(sami.of_class(f"texts/{SLUG}/told"), told="1")
    assert layla.opens(KEY).status == 200


def test_another_teacher_tells_nothing(muna: Desk, sami: Desk, layla: Learner) -> None:
    hands_in(layla)
    assert sami.posts(muna.of_class(f"texts/{SLUG}/told"), told="1").status == 404
    assert layla.opens(KEY).status == 403
