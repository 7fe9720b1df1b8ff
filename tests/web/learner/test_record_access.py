"""A reader of a shared device is who they say they are, until they say otherwise; and codes can be changed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins, right_answer
from webapp.content import Lesson
from webapp.store.protocols.store import LearnerDeleted

FIRST = f"/texts/{SLUG}/1"
QUESTION, OTHER = "summit-day", "who-announced"


def code_of(learner: Learner) -> str:
    found = re.search(r'class="code-line">\s*<bdi class="code" dir="ltr">([^<]+)<', learner.opens("/me").html)
    return found[1] if found else ""


def posts(learner: Learner, url: str, **fields: object) -> Page:
    data = {"csrf_token": learner.csrf_token(), **fields}
    return Page(learner.client.post(url, data=data, follow_redirects=True))


def token_on(page: Page) -> str:
    found = re.search(r'data-record="([^"]+)"', page.html)
    assert found
    return found[1]


def kept(page: Page, answer: object, question: str = QUESTION) -> dict[str, Any]:
    """An answer as the page's script keeps it on the device."""
    values = answer if isinstance(answer, list) else [answer]
    fields = {"form": [page.field("form")], "check": [question], question: values}
    return {"token": token_on(page), "path": FIRST, "fields": fields, "ago": 60, "spent": 30}


def sends(learner: Learner, entry: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    reply = learner.client.post("/sync", json=entry, headers={"X-Fahm-Script": "1"})
    return reply.status_code, reply.get_json()


def changes_code(learner: Learner) -> Page:
    page = learner.opens("/me/new-code")
    return posts(learner, "/me/new-code", epoch=page.field("epoch"))


def is_read(learner: Learner) -> bool:
    """Tell whether this device shows the answer that was right."""
    return "إجابة صحيحة" in learner.opens(FIRST).text(QUESTION)


@pytest.fixture
def answered(muna: Desk, layla: Learner, lesson: Lesson) -> Learner:
    """Layla, who is in a class and has answered."""
    layla.answers(FIRST, {QUESTION: right_answer(lesson, QUESTION)})
    return layla


def test_a_kept_answer_does_not_undo_somebody_else(muna: Desk, layla: Learner, app: Flask, lesson: Lesson) -> None:
    entry, code = kept(layla.opens(FIRST), right_answer(lesson, QUESTION)), code_of(layla)
    posts(layla, f"/join/{muna.code}/other")
    assert sends(layla, entry)[1] == {"kept": True, "location": f"{FIRST}#q-{QUESTION}", "mine": False}
    assert code_of(layla) == ""
    assert layla.opens("/me/record.json").status == 404
    assert not is_read(layla)
    # It is in the record of the one before.
    posts(layla, "/me/resume", code=code)
    assert is_read(layla)


def test_a_token_alone_opens_no_page(answered: Learner, app: Flask, lesson: Lesson) -> None:
    page = answered.opens(FIRST)
    visitor = Learner(app)
    status, reply = sends(visitor, kept(page, right_answer(lesson, OTHER), OTHER))
    assert (status, reply["kept"], reply["mine"]) == (200, True, False)
    assert visitor.opens("/me/record.json").status == 404
    assert code_of(visitor) == ""


@pytest.mark.parametrize("how", ["other", "resume", "card", "name", "sign-out"])
def test_a_switch_ends_the_forms_and_pages_of_the_one_before(
    muna: Desk, answered: Learner, app: Flask, lesson: Lesson, how: str
) -> None:
    salma = Learner(app)
    joins(salma, muna.code, "سلمى")
    code, page = code_of(salma), answered.opens(FIRST)
    token = answered.csrf_token()
    address, fields = {
        "other": (f"/join/{muna.code}/other", {}),
        "resume": ("/me/resume", {"code": code}),
        "card": (f"/join/card/{code}", {}),
        "name": (f"/join/{muna.code}", {"name": "سلمى", "resume": code}),
        "sign-out": ("/me/sign-out", {}),
    }[how]
    reply = answered.client.post(address, data={"csrf_token": token, **fields})
    assert reply.status_code == 303
    assert reply.headers["Clear-Site-Data"] == '"cache"'
    assert code_of(answered) == (code if how in ("resume", "card", "name") else "")
    assert not is_read(answered)
    # A tab that is still open for the one before does not answer for the next one.
    form = {"csrf_token": page.field("csrf_token"), "form": page.field("form"), QUESTION: "الجمعة", "check": QUESTION}
    assert answered.client.post(FIRST, data=form).status_code == 400


def test_a_wrong_code_is_no_switch(answered: Learner) -> None:
    token = answered.csrf_token()
    reply = answered.client.post("/me/resume", data={"csrf_token": token, "code": "AAAA"})
    assert "Clear-Site-Data" not in reply.headers
    assert is_read(answered)


def test_a_new_code_ends_cookies_tokens_and_cards_elsewhere(answered: Learner, app: Flask, lesson: Lesson) -> None:
    old, phone = code_of(answered), Learner(app)
    posts(phone, "/me/resume", code=old)
    assert is_read(phone)
    page = phone.opens(FIRST)
    assert old in answered.opens("/me/new-code").html
    changed = changes_code(answered)
    assert "رمز جديد" in changed.notices()
    new = code_of(answered)
    assert new not in ("", old)
    assert is_read(answered)
    assert sends(Learner(app), kept(page, "الجمعة")) == (409, {"kept": False, "why": "token"})
    assert not is_read(phone)
    assert code_of(phone) == ""
    assert phone.opens("/me/record.json").status == 404
    assert "لا يوجد سجل مرتبط بهذه البطاقة" in Learner(app).opens(f"/join/card/{old}").html
    assert "لا يوجد سجل بهذا الرمز" in posts(Learner(app), "/me/resume", code=old).html
    posts(phone, "/me/resume", code=new)
    assert is_read(phone)


def test_this_device_still_sends_what_it_kept_before_its_code_changed(
    answered: Learner, app: Flask, lesson: Lesson
) -> None:
    entry = kept(answered.opens(FIRST), right_answer(lesson, OTHER), OTHER)
    changes_code(answered)
    assert sends(Learner(app), entry)[1] == {"kept": False, "why": "token"}
    assert sends(answered, entry)[1]["mine"] is True


def test_sent_twice_it_changes_one_code(answered: Learner) -> None:
    epoch = answered.opens("/me/new-code").field("epoch")
    posts(answered, "/me/new-code", epoch=epoch)
    new = code_of(answered)
    assert "لم يتغير شيء" in posts(answered, "/me/new-code", epoch=epoch).notices()
    assert code_of(answered) == new


def test_a_teacher_changes_the_code_of_a_lost_card(muna: Desk, answered: Learner, app: Flask) -> None:
    old = code_of(answered)
    (member,) = muna.people.members(muna.school, muna.class_id)
    address = muna.of_class(f"learners/{member.learner}/new-code")
    page = muna.opens(address)
    assert "لا يمكن استعادة الرمز القديم" in page.html
    assert code_of(answered) == old
    done = muna.posts(address, epoch=page.field("epoch"))
    assert "لم تعد البطاقة القديمة صالحة" in done.notices()
    assert not is_read(answered)
    assert "تغيير رمز سجل متعلم" in muna.opens("/desk/teachers/log").html
    assert "لا يوجد سجل مرتبط بهذه البطاقة" in Learner(app).opens(f"/join/card/{old}").html
    assert old not in muna.opens(muna.of_class("cards")).html
    new = re.findall(r'class="code" dir="ltr">([^<]+)<', muna.opens(muna.of_class(f"learners/{member.learner}/")).html)
    posts(answered, "/me/resume", code=new[0])
    assert is_read(answered)
    muna.posts(address, epoch=page.field("epoch"))
    assert is_read(answered)


def test_another_teacher_changes_no_code(muna: Desk, sami: Desk, answered: Learner) -> None:
    old = code_of(answered)
    (member,) = muna.people.members(muna.school, muna.class_id)
    for klass in (muna.class_id, sami.class_id):
        address = f"/desk/classes/{klass}/learners/{member.learner}/new-code"
        assert sami.opens(address).status == 404
        assert sami.posts(address, epoch="").status == 404
    assert code_of(answered) == old


def test_a_merged_records_code_ends_as_well(muna: Desk, answered: Learner, app: Flask) -> None:
    again = Learner(app)
    joins(again, muna.code, "ليلى", numbered="1")
    other = code_of(again)
    kept_id, merged_id = (
        one.learner for one in sorted(muna.people.members(muna.school, muna.class_id), key=lambda one: len(one.name))
    )
    assert muna.people.merge(muna.school, kept_id, merged_id)
    assert is_read(again)
    changes_code(answered)
    assert not is_read(again)
    assert "لا يوجد سجل بهذا الرمز" in posts(Learner(app), "/me/resume", code=other).html


def test_a_deletion_ends_every_cookie_and_token_of_the_record(answered: Learner, app: Flask, lesson: Lesson) -> None:
    phone = Learner(app)
    posts(phone, "/me/resume", code=code_of(answered))
    page = phone.opens(FIRST)
    with phone.client.session_transaction() as session:
        deleted = session["reader"]
    posts(answered, "/me/delete", confirm="حذف")
    assert sends(Learner(app), kept(page, "الجمعة")) == (409, {"kept": False, "why": "token"})
    assert sends(phone, kept(page, "الجمعة")) == (409, {"kept": False, "why": "token"})
    phone.answers(FIRST, {QUESTION: "الجمعة"})
    services = app.extensions["fahm"]
    assert services.store.learner(services.config.school, deleted) is None
    assert {one.learner for one in services.store.all_tries()}.isdisjoint({deleted})


def test_an_answer_on_its_way_does_not_bring_a_deleted_record_back(answered: Learner, app: Flask) -> None:
    store, school = app.extensions["fahm"].store, app.extensions["fahm"].config.school
    with answered.client.session_transaction() as session:
        reader = session["reader"]
    store.people.delete_learner(school, reader)
    for write in (
        lambda: store.add_learner(school, reader),
        lambda: store.save_drafts(school, reader, SLUG, {QUESTION: "الجمعة"}),
        lambda: store.add_hint(school, reader, SLUG, QUESTION, 2),
    ):
        with pytest.raises(LearnerDeleted):
            write()
    assert store.learner(school, reader) is None


def test_signing_out_shows_the_code_first_and_leaves_nobody(muna: Desk, answered: Learner) -> None:
    code = code_of(answered)
    page = answered.opens("/me/sign-out")
    assert code in page.html
    assert "يستطيع معلمك إعطاءك" in page.html
    assert "سُجّل الخروج" in posts(answered, "/me/sign-out").notices()
    assert code_of(answered) == ""
    assert not is_read(answered)
    posts(answered, "/me/resume", code=code)
    assert is_read(answered)


def test_who_is_in_no_class_is_told_that_the_code_is_the_only_way_back(omar: Learner, lesson: Lesson) -> None:
    omar.answers(FIRST, {QUESTION: right_answer(lesson, QUESTION)})
    assert "فلن يستطيع أحد فتح السجل" in omar.opens("/me/sign-out").html


def test_answers_that_wait_are_sent_after_signing_out(answered: Learner, lesson: Lesson) -> None:
    entry = kept(answered.opens(FIRST), right_answer(lesson, OTHER), OTHER)
    posts(answered, "/me/sign-out")
    assert sends(answered, entry)[1]["kept"] is True
    assert code_of(answered) == ""


def test_nobody_has_no_code_to_change(layla: Learner) -> None:
    for path in ("/me/new-code", "/me/sign-out"):
        assert layla.opens(path).status == 404


def test_what_an_earlier_fahm_signed_is_good_until_the_code_changes(answered: Learner) -> None:
    with answered.client.session_transaction() as session:
        assert "epoch" not in session
    changes_code(answered)
    with answered.client.session_transaction() as session:
        session.pop("epoch")
    assert not is_read(answered)


def test_a_deletion_keeps_what_other_readers_of_the_device_have_not_sent(answered: Learner) -> None:
    token = answered.opens("/me/delete").field("csrf_token")
    reply = answered.client.post("/me/delete", data={"csrf_token": token, "confirm": "حذف", "others": "1"})
    assert reply.headers["Clear-Site-Data"] == '"cache"'


def copy_of(device: Learner, app: Flask) -> Learner:
    """A browser that has this device's cookie, as somebody may who sat at it."""
    cookie, thief = device.client.get_cookie("fahm"), Learner(app)
    assert cookie
    thief.client.set_cookie("fahm", cookie.value)
    return thief


@pytest.mark.parametrize("how", ["sign-out", "other", "resume", "card"])
def test_a_copied_cookie_ends_when_the_device_is_left(muna: Desk, answered: Learner, app: Flask, how: str) -> None:
    salma = Learner(app)
    joins(salma, muna.code, "سلمى")
    code, thief = code_of(salma), copy_of(answered, app)
    assert is_read(thief)
    address, fields = {
        "sign-out": ("/me/sign-out", {}),
        "other": (f"/join/{muna.code}/other", {}),
        "resume": ("/me/resume", {"code": code}),
        "card": (f"/join/card/{code}", {}),
    }[how]
    posts(answered, address, **fields)
    assert not is_read(thief)
    assert code_of(thief) == ""
    assert thief.opens("/me/record.json").status == 404


def test_signing_out_ends_no_other_device(answered: Learner, app: Flask) -> None:
    code, phone = code_of(answered), Learner(app)
    posts(phone, "/me/resume", code=code)
    posts(answered, "/me/sign-out")
    assert is_read(phone)
    posts(answered, "/me/resume", code=code)
    assert is_read(answered)


def test_another_code_ends_every_session(answered: Learner, app: Flask) -> None:
    phone, thief = Learner(app), copy_of(answered, app)
    posts(phone, "/me/resume", code=code_of(answered))
    assert "/me/new-code" in answered.opens("/me/sign-out").html
    changes_code(answered)
    assert not is_read(phone)
    assert not is_read(thief)
    assert is_read(answered)


def test_a_cookie_of_an_earlier_fahm_ends_with_signing_out_as_well(answered: Learner, app: Flask) -> None:
    with answered.client.session_transaction() as session:
        session.pop("session", None)
    assert is_read(answered)
    thief = copy_of(answered, app)
    posts(answered, "/me/sign-out")
    assert not is_read(thief)


def test_a_reader_without_a_record_leaves_nothing_behind_by_signing_out(muna: Desk, omar: Learner, app: Flask) -> None:
    omar.opens(FIRST)
    posts(omar, f"/join/{muna.code}/other")
    assert app.extensions["fahm"].store.check()["counts"]["ended_sessions"] == 0


def test_signing_out_without_end_does_not_fill_the_database(
    answered: Learner, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.store.sql.learners.record_access.MAX_ENDED_SESSIONS", 3)
    code, thieves = code_of(answered), []
    for _ in range(8):
        thieves.append(copy_of(answered, app))
        posts(answered, "/me/sign-out")
        posts(answered, "/me/resume", code=code)
    assert app.extensions["fahm"].store.check()["counts"]["ended_sessions"] <= 3
    assert not any(map(is_read, thieves))
    assert is_read(answered)
