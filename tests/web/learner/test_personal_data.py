"""The learner's own record: to read, to take along, and to have deleted for good."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, right_answer, right_fields
from webapp.config import Config
from webapp.content import Lesson
from webapp.web.learner.personal_data import confirmed

FIRST = f"/texts/{SLUG}/1"
TYPED = "يوم الثلاثاء بعد الظهر"


def record_of(learner: Learner) -> dict[str, Any]:
    return dict(json.loads(learner.opens("/me/record.json").html))


def deletes(learner: Learner, word: str) -> Page:
    data = {"csrf_token": learner.opens("/me/delete").field("csrf_token"), "confirm": word}
    return Page(learner.client.post("/me/delete", data=data, follow_redirects=True))


def test_the_record_holds_what_was_answered_with_reasons_and_class(muna: Desk, layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": TYPED})
    found = record_of(layla)
    (answer,) = [one for one in found["answers"] if one["question"] == "summit-day"]
    assert answer["answer"] == TYPED
    assert answer["prompt"]
    assert answer["verdict"] == "refused"
    assert answer["reason"]
    assert [(one["class_name"], one["name"]) for one in found["classes"]] == [("الصفّ الخامس", "ليلى")]
    assert len(found["records"][0]["code"]) == 12


def test_the_record_is_a_download_that_nobody_keeps_on_the_way(layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": TYPED})
    reply = layla.opens("/me/record.json").response
    assert reply.mimetype == "application/json"
    assert "attachment" in reply.headers["Content-Disposition"]
    assert reply.headers["Cache-Control"] == "no-store"


def test_the_page_shows_the_same_to_read_and_print(layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": TYPED})
    page = layla.opens("/me/record").html
    assert TYPED in page
    assert "غير صحيحة" in page
    assert 'href="/me/record.json"' in page
    assert "/me/record" in layla.opens("/me").html


def test_what_was_chosen_is_shown_in_words(app: Flask, layla: Learner, lesson: Lesson) -> None:
    first = dict(right_fields(lesson, "who-announced")) | dict(right_fields(lesson, "summit-day"))
    layla.answers(FIRST, first)
    layla.answers(f"/texts/{SLUG}/2", dict(right_fields(lesson, "accepted-referent")), check="accepted-referent")
    record = record_of(layla)
    drafts = {"facilities-place": "not-given"}
    app.extensions["fahm"].store.save_drafts(record["school"], record["learner"], SLUG, drafts)
    page = layla.opens("/me/record").html
    for words in ("الدعوة", "لم يُذكر"):
        assert re.search(f"<bdi[^>]*>{words}</bdi>", page)
    assert not re.search(r"<bdi[^>]*>(w[0-9]+|not-given)</bdi>", page)


def test_what_a_learner_typed_is_text_on_the_page_and_nothing_else(layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in layla.opens("/me/record").html


def test_nobody_has_no_record(layla: Learner) -> None:
    for path in ("/me/record", "/me/record.json", "/me/delete"):
        assert layla.opens(path).status == 404


def test_another_learner_does_not_get_it(layla: Learner, omar: Learner) -> None:
    layla.answers(FIRST, {"summit-day": TYPED})
    omar.answers(FIRST, {"summit-day": "السبت"})
    assert TYPED not in omar.opens("/me/record.json").html


def test_before_the_deletion_it_is_said_what_goes_and_what_stays(layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": TYPED})
    page = layla.opens("/me/delete").html
    assert 'href="/me/record.json"' in page
    assert "أعداد مجملة" in page
    assert re.search(r"الإجابات وأسبابها:.*?١", page, re.S)


def test_nothing_goes_unless_the_word_or_the_code_is_typed(layla: Learner) -> None:
    layla.answers(FIRST, {"summit-day": TYPED})
    for word in ("", "نعم", "AAAA-BBBB-CCCC"):
        assert "لم يُحذف شيء" in deletes(layla, word).html
    assert record_of(layla)["answers"]


@pytest.mark.parametrize("word", ["حذف", "«حذف»", " حَذْف "])
def test_after_the_deletion_this_device_knows_nobody(layla: Learner, config: Config, lesson: Lesson, word: str) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    assert "حُذف السجل" in deletes(layla, word).html
    assert layla.opens("/me/record").status == 404
    assert "لا يوجد سجل على هذا الجهاز" in layla.opens("/me").html
    assert "إجابة صحيحة" not in layla.opens(FIRST).text("summit-day")


def test_the_code_confirms_as_well_however_it_is_written() -> None:
    assert confirmed("aaaa-cccc 3333", ["AAAACCCC3333"])
    assert not confirmed("aaaa-cccc 3334", ["AAAACCCC3333"])
    assert not confirmed("", ["AAAACCCC3333"])


@pytest.mark.sqlite
def test_after_the_deletion_no_byte_is_left_and_the_device_is_told_to_forget(
    muna: Desk, layla: Learner, config: Config
) -> None:
    muna.posts(muna.of_class(f"learners/{record_of_id(muna)}/rename"), name="زهراء الشمّاع")
    layla.answers(FIRST, {"summit-day": TYPED})
    found = record_of(layla)
    secrets = (TYPED, "زهراء الشمّاع", found["learner"], found["records"][0]["code"])
    data = {"csrf_token": layla.opens("/me/delete").field("csrf_token"), "confirm": "حذف"}
    reply = layla.client.post("/me/delete", data=data)
    assert reply.status_code == 303
    assert reply.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert any("fahm=;" in cookie for cookie in reply.headers.getlist("Set-Cookie"))
    bytes_left = b"".join(file.read_bytes() for file in config.data.iterdir() if file.name.startswith("fahm.db"))
    assert [secret for secret in secrets if secret.encode() in bytes_left] == []
    assert "زهراء" not in muna.opens(muna.of_class()).html


def record_of_id(muna: Desk) -> str:
    return muna.people.members(muna.school, muna.class_id)[0].learner
