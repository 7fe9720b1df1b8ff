"""Names of the class's list: taken with one press by who has not come yet, seen by the teacher, and given back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins, right_answer
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"
NAMES = "سلمى\nأحمد سالم\nيوسف"


@pytest.fixture
def listed(muna: Desk) -> Desk:
    """Muna's class with three names that nobody has used."""
    muna.posts(muna.of_class("names"), names=NAMES)
    return muna


def picks(learner: Learner, desk: Desk, name: str) -> Page:
    return joins(learner, desk.code, "", pick=name)


def offered(learner: Learner, desk: Desk) -> list[str]:
    html = learner.opens(f"/join/{desk.code}").html
    return [unescape(name) for name in re.findall(r'name="pick" value="([^"]+)"', html)]


def ids(desk: Desk) -> dict[str, str]:
    return {member.name: member.learner for member in desk.people.members(desk.school, desk.class_id)}


def card_of(desk: Desk, name: str) -> str:
    html = desk.opens(desk.of_class("cards")).html
    return html[html.index(name) :].partition('class="code" dir="ltr">')[2][:14]


def opens_card(learner: Learner, code: str) -> Page:
    data = {"csrf_token": learner.csrf_token()}
    return Page(learner.client.post(f"/join/card/{code}", data=data, follow_redirects=True))


def gives_back(desk: Desk, *names: str) -> Page:
    html = desk.opens(desk.of_class()).html
    records = {name: record for record, name in re.findall(r'name="name" value="([^"]+)"> <bdi>([^<]+)<', html)}
    return desk.posts(desk.of_class("claims/undo"), name=[records[name] for name in names])


def test_a_name_is_taken_with_one_press(listed: Desk, omar: Learner, lesson: Lesson) -> None:
    omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    assert offered(omar, listed) == ["أحمد سالم", "سلمى", "يوسف"]
    page = picks(omar, listed, "أحمد سالم")
    assert "مرحبًا" in page.html
    assert "أحمد سالم" in omar.opens("/").html
    assert list(ids(listed)) == ["أحمد سالم", "سلمى", "ليلى", "يوسف"]
    assert "إجابة صحيحة" in omar.opens(FIRST).text("summit-day")
    assert offered(Learner(omar.client.application), listed) == ["سلمى", "يوسف"]


def test_the_way_to_the_reading_comes_before_the_record_code(listed: Desk, omar: Learner) -> None:
    html = picks(omar, listed, "يوسف").html
    assert html.index("متابعة القراءة") < html.index("اخترت اسمًا غير اسمي") < html.index('class="code" dir="ltr">')


def test_a_name_of_the_list_that_is_typed_is_taken_without_a_code(listed: Desk, omar: Learner) -> None:
    page = joins(omar, listed.code, "احمد سالم")
    assert "مرحبًا" in page.html
    assert list(ids(listed)) == ["أحمد سالم", "سلمى", "ليلى", "يوسف"]


def test_the_card_of_a_taken_name_opens_the_same_record(listed: Desk, app: Flask, omar: Learner) -> None:
    code = card_of(listed, "يوسف")
    picks(omar, listed, "يوسف")
    tablet = Learner(app)
    opens_card(tablet, code)
    assert tablet.opens("/me").html.count("يوسف") == omar.opens("/me").html.count("يوسف")


def test_a_name_whose_card_was_opened_is_offered_to_nobody(listed: Desk, app: Flask, omar: Learner) -> None:
    opens_card(omar, card_of(listed, "سلمى"))
    stranger = Learner(app)
    assert offered(stranger, listed) == ["أحمد سالم", "يوسف"]
    assert "هل هذا أنت؟" in joins(stranger, listed.code, "سلمى").html
    assert "أُخذ هذا الاسم" in picks(stranger, listed, "سلمى").html
    assert "مرحبًا" not in stranger.opens(f"/join/{listed.code}").html


def test_a_name_that_joined_by_itself_is_not_taken_by_a_press(listed: Desk, omar: Learner) -> None:
    assert "أُخذ هذا الاسم" in picks(omar, listed, "ليلى").html
    assert "مرحبًا" not in omar.opens(f"/join/{listed.code}").html


def test_a_press_by_mistake_is_taken_back_until_something_is_answered(
    listed: Desk, omar: Learner, lesson: Lesson
) -> None:
    picks(omar, listed, "يوسف")
    joins(omar, f"{listed.code}/give-back", "")
    assert offered(omar, listed) == ["أحمد سالم", "سلمى", "يوسف"]
    assert "اخترت اسمًا غير اسمي" in picks(omar, listed, "سلمى").html
    omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    assert "اخترت اسمًا غير اسمي" not in joins(omar, f"{listed.code}/give-back", "").html
    assert "سلمى" in omar.opens("/").html


def test_the_teacher_sees_who_took_a_name_and_gives_it_back(
    listed: Desk, app: Flask, omar: Learner, lesson: Lesson
) -> None:
    record, code = ids(listed)["يوسف"], card_of(listed, "يوسف")
    picks(omar, listed, "يوسف")
    omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    page = listed.opens(listed.of_class()).html
    assert "أسماء اختارها متعلمون من القائمة" in page
    assert "السجلّات المدموجة" not in page
    assert "عادت الأسماء إلى القائمة" in gives_back(listed, "يوسف").html
    assert ids(listed)["يوسف"] == record
    assert "يوسف" not in omar.opens("/").html
    assert "إجابة صحيحة" in omar.opens(FIRST).text("summit-day"), "the answers stay with who gave them"
    assert "هل هذا أنت؟" in joins(omar, listed.code, "يوسف").html, "the same record does not take it again"
    owner = Learner(app)
    opens_card(owner, code)
    assert "يوسف" in owner.opens("/").html
    assert "إجابة صحيحة" not in owner.opens(FIRST).text("summit-day")
    assert "إعادة أسماء مختارة إلى قائمة صف" in listed.opens("/desk/teachers/log").html


def test_another_class_gives_nothing_back(listed: Desk, sami: Desk, omar: Learner) -> None:
    record = ids(listed)["يوسف"]
    picks(omar, listed, "يوسف")
    sami.posts(sami.of_class("claims/undo"), name=record)
    assert ids(listed)["يوسف"] != record
    picks(omar, listed, "سلمى")
    page = listed.posts(listed.of_class("claims/undo"))
    assert re.search(r'id="claims-fault">لم تختر أحدًا', page.html)


LEAVING = ["/me/switch", "/me/sign-out", "/join/{code}/other", "/join/card/{card}"]


def leaves(learner: Learner, desk: Desk, exit_: str, card: str) -> Page:
    data = {"csrf_token": learner.csrf_token()}
    return Page(learner.client.post(exit_.format(code=desk.code, card=card), data=data, follow_redirects=True))


@pytest.mark.parametrize("exit_", LEAVING)
def test_a_name_that_a_device_leaves_without_an_answer_is_on_the_list_again(
    listed: Desk, app: Flask, omar: Learner, exit_: str
) -> None:
    record, card = ids(listed)["يوسف"], card_of(listed, "أحمد سالم")
    picks(omar, listed, "يوسف")
    leaves(omar, listed, exit_, card)
    assert ids(listed)["يوسف"] == record
    owner = Learner(app)
    assert "يوسف" in offered(owner, listed)
    assert "مرحبًا" in picks(owner, listed, "يوسف").html
    assert "إعادة أسماء مختارة إلى قائمة صف" in listed.opens("/desk/teachers/log").html


@pytest.mark.parametrize("exit_", LEAVING)
def test_a_name_with_answers_stays_with_who_gave_them(
    listed: Desk, app: Flask, omar: Learner, lesson: Lesson, exit_: str
) -> None:
    card = card_of(listed, "أحمد سالم")
    picks(omar, listed, "يوسف")
    omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    mine = ids(listed)["يوسف"]
    leaves(omar, listed, exit_, card)
    assert ids(listed)["يوسف"] == mine
    assert "يوسف" not in offered(Learner(app), listed)


def test_who_opens_the_own_card_keeps_the_name(listed: Desk, omar: Learner) -> None:
    card = card_of(listed, "يوسف")
    picks(omar, listed, "يوسف")
    mine = ids(listed)["يوسف"]
    opens_card(omar, card)
    assert ids(listed)["يوسف"] == mine


@pytest.mark.parametrize("taken", [False, True])
def test_who_goes_back_at_once_has_the_name_again_unless_it_was_taken(
    listed: Desk, app: Flask, omar: Learner, taken: bool
) -> None:
    picks(omar, listed, "يوسف")
    mine = ids(listed)["يوسف"]
    leaves(omar, listed, "/me/switch", "")
    if taken:
        picks(Learner(app), listed, "يوسف")
    leaves(omar, listed, "/me/switch/back", "")
    assert (ids(listed)["يوسف"] == mine) is not taken
    assert ("يوسف" in omar.opens("/").html) is not taken


def test_one_device_that_takes_many_names_is_told(listed: Desk, omar: Learner, lesson: Lesson) -> None:
    for name in ("يوسف", "سلمى"):
        picks(omar, listed, name)
        omar.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
        token = omar.csrf_token()
        omar.client.post("/me/switch", data={"csrf_token": token})
    assert listed.opens(listed.of_class()).html.count("أسماء أُخذت من الجهاز نفسه: ٢") == 2


def test_the_list_is_shown_to_nobody_where_the_teacher_hides_it(listed: Desk, omar: Learner) -> None:
    listed.posts(listed.of_class("show-names"), shown="0")
    assert offered(omar, listed) == []
    assert "يوسف" not in omar.opens(f"/join/{listed.code}").html
    assert "مرحبًا" in joins(omar, listed.code, "يوسف").html, "typed, it is taken all the same"
    listed.posts(listed.of_class("show-names"), shown="1")
    assert offered(Learner(omar.client.application), listed) == ["أحمد سالم", "سلمى"]


def test_names_are_not_taken_faster_than_a_class_joins(
    listed: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.web.framework.write_limits.MAX_JOINS_A_MINUTE", 3)  # one of them was Layla
    pages = [picks(Learner(app), listed, name).html for name in ("سلمى", "يوسف", "أحمد سالم")]
    assert ["مرحبًا" in page for page in pages] == [True, True, False]


def makes_a_new_code(learner: Learner) -> None:
    page = learner.opens("/me/new-code")
    learner.client.post("/me/new-code", data={name: page.field(name) for name in ("csrf_token", "epoch")})


def test_who_takes_a_name_and_makes_a_new_code_ends_the_card_and_the_teacher_brings_it_back(
    listed: Desk, omar: Learner, app: Flask
) -> None:
    card, owner = card_of(listed, "يوسف"), Learner(app)
    picks(omar, listed, "يوسف")
    makes_a_new_code(omar)
    opens_card(owner, card)
    assert "يوسف" not in owner.opens("/").html
    assert "وأنشأ رمزًا جديدًا، فلم تعد البطاقة" in listed.opens("/desk/").html, "the teacher is told"
    assert "ولم تعد البطاقة المطبوعة بهذا الاسم صالحة" in listed.opens(listed.of_class()).html
    gives_back(listed, "يوسف")
    assert card_of(listed, "يوسف") == card
    opens_card(owner, card)
    assert "يوسف" in owner.opens("/").html
    assert "يوسف" not in omar.opens("/").html


def test_a_code_that_a_teacher_has_ended_stays_ended(listed: Desk, omar: Learner) -> None:
    card = card_of(listed, "يوسف")
    picks(omar, listed, "يوسف")
    address = listed.of_class(f"learners/{ids(listed)['يوسف']}/new-code")
    listed.posts(address, epoch=listed.opens(address).field("epoch"))
    gives_back(listed, "يوسف")
    assert card_of(listed, "يوسف") != card


def test_of_two_teachers_who_give_a_name_back_the_second_takes_it_from_nobody(
    listed: Desk, omar: Learner, app: Flask
) -> None:
    picks(omar, listed, "يوسف")
    page = listed.opens(listed.of_class()).html
    (record, seen) = re.search(r'name="seen" value="(([^" ]+) [^"]+)"', page).group(2, 1)
    gives_back(listed, "يوسف")
    owner = Learner(app)
    picks(owner, listed, "يوسف")
    reply = listed.posts(listed.of_class("claims/undo"), name=[record], seen=[seen])
    assert "أُعيد الاسم من قبل" in reply.notices()
    assert "يوسف" in owner.opens("/").html
