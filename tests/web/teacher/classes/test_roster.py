"""What a teacher does with classes and their learners."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins, right_answer, wrong_answer
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"


def ids(desk: Desk) -> dict[str, str]:
    return {one.name: one.learner for one in desk.people.members(desk.school, desk.class_id)}


def test_the_desk_shows_my_classes(muna: Desk) -> None:
    page = muna.opens("/desk/").html
    assert "الصفّ الخامس" in page
    assert "متعلم واحد" in page
    assert muna.code in page


def test_a_class_is_made_with_a_code_to_project(muna: Desk) -> None:
    page = muna.posts("/desk/classes", name="الصفّ الرابع")
    assert "لا يوجد أحد هنا بعد" in page.html
    made = next(one for one in muna.people.classes_of(muna.school, muna.id) if one.name == "الصفّ الرابع")
    projected = muna.opens(f"/desk/classes/{made.id}/code").html
    assert made.code in projected
    assert "<svg" in projected
    assert "style=" not in projected
    assert set(made.code) <= set("34679ACDEFGHJKMNPQRTUVWXY")
    assert "اكتب الاسم أولًا" in muna.posts("/desk/classes", name=" ").html


def test_a_class_can_be_shared_and_left_but_not_by_the_last(muna: Desk, sami: Desk) -> None:
    muna.posts(muna.of_class("leave"))
    assert muna.opens(muna.of_class()).status == 200
    assert muna.posts(muna.of_class("share"), teacher="nobody").status == 400
    muna.posts(muna.of_class("share"), teacher=sami.id)
    assert sami.opens(muna.of_class()).status == 200
    muna.posts(muna.of_class("leave"))
    assert muna.opens(muna.of_class()).status == 404
    assert "ليلى" in sami.opens(muna.of_class()).html


def test_a_class_goes_only_when_its_name_is_typed(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    asked = muna.opens(muna.of_class("delete")).html
    assert "سجل واحد، محاولة واحدة" in asked
    assert "لم يُحذف شيء" in muna.posts(muna.of_class("delete"), name="الصفّ السادس").html
    assert muna.opens(muna.of_class()).status == 200
    assert "حُذف الصف" in muna.posts(muna.of_class("delete"), name="الصف الخامس").html
    assert muna.opens(muna.of_class()).status == 404
    assert "إجابة صحيحة" in layla.opens(FIRST).text("summit-day")


def test_the_records_go_with_a_class_where_that_is_asked(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    omar = Learner(app)
    joins(omar, muna.code, "عمر")
    joins(layla, sami.code, "ليلى")
    muna.posts(muna.of_class("delete"), name="الصفّ الخامس", records="1")
    assert "سامي" not in layla.opens("/me").html
    assert "الصفّ السادس" in layla.opens("/me").html
    assert "لا يوجد سجل على هذا الجهاز" in omar.opens("/me").html


def test_a_learner_is_renamed_moved_and_taken_out(muna: Desk, sami: Desk, layla: Learner) -> None:
    muna.posts(muna.of_class("names"), names="سلمى")
    learner = ids(muna)["ليلى"]
    here = muna.of_class(f"learners/{learner}/")
    assert "يوجد في الصف متعلم آخر بهذا الاسم" in muna.posts(f"{here}rename", name="سَلمى").html
    assert "ليلى حدّاد" in muna.posts(f"{here}rename", name="ليلى حدّاد").html
    assert muna.posts(f"{here}move", **{"class": sami.class_id}).status == 404
    other = muna.people.add_class(muna.school, muna.id, "الصفّ السابع").id
    muna.people.add_names(muna.school, other, ["ليلى حدّاد"])
    assert "نُقل المتعلم" in muna.posts(f"{here}move", **{"class": other}).html
    assert list(ids(muna)) == ["سلمى"]
    names = [one.name for one in muna.people.members(muna.school, other)]
    assert names == ["ليلى حدّاد", "ليلى حدّاد ٢"]
    muna.posts(f"/desk/classes/{other}/learners/{learner}/out")
    assert len(muna.people.members(muna.school, other)) == 1
    assert muna.people.summary(muna.school, learner) is not None


def merged(muna: Desk, kept: str, other: str) -> None:
    page = muna.opens(muna.of_class(f"merge?a={kept}&b={other}"))
    assert page.status == 200
    assert "صار السجلان" in muna.posts(muna.of_class("merge"), a=kept, b=other, kept=kept).html


def test_two_records_of_one_learner_count_as_one_until_undone(
    app: Flask, muna: Desk, layla: Learner, lesson: Lesson
) -> None:
    again = Learner(app)  # Layla on another device, who did not know her code
    joins(again, muna.code, "ليلى", numbered="1")
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    again.answers(FIRST, {"summit-day": wrong_answer(lesson, "summit-day")})
    mine, other = ids(muna)["ليلى"], ids(muna)["ليلى ٢"]
    code = muna.people.summary(muna.school, other)
    assert code
    merged(muna, mine, other)
    assert list(ids(muna)) == ["ليلى"]
    for device in (layla, again):
        assert "إجابة صحيحة" in device.opens(FIRST).text("summit-day")
    for typed in (code.learner.code, muna.people.summary(muna.school, mine).learner.code):  # type: ignore[union-attr]
        new = Learner(app)
        data = {"csrf_token": new.opens("/me").field("csrf_token"), "code": typed}
        new.client.post("/me/resume", data=data)
        assert "إجابة صحيحة" in new.opens(FIRST).text("summit-day")
    assert "تراجع" in muna.opens(muna.of_class()).html
    muna.posts(muna.of_class("unmerge"), learner=other)
    assert list(ids(muna)) == ["ليلى", "ليلى ٢"]
    assert "إجابة صحيحة" not in again.opens(FIRST).text("summit-day")


def test_merging_asks_for_two_of_the_class(muna: Desk, sami: Desk) -> None:
    layla = ids(muna)["ليلى"]
    (stranger,) = sami.people.add_names(sami.school, sami.class_id, ["غريب"])
    assert muna.opens(muna.of_class(f"merge?a={layla}&b={stranger.learner}")).status == 404
    assert muna.opens(muna.of_class(f"merge?a={layla}&b={layla}")).status == 404
    assert muna.posts(muna.of_class("merge"), a=layla, b=stranger.learner, kept=layla).status == 404
    assert muna.posts(muna.of_class("merge"), a=layla, b=layla, kept=layla).status == 400
    assert muna.posts(muna.of_class("unmerge"), learner=layla).status == 404


def test_a_learner_goes_with_everything_when_the_name_is_typed(muna: Desk, layla: Learner, lesson: Lesson) -> None:
    layla.answers(FIRST, {"summit-day": right_answer(lesson, "summit-day")})
    address = muna.of_class(f"learners/{ids(muna)['ليلى']}/delete")
    assert "لم يُحذف شيء" in muna.posts(address, name="عمر").html
    assert "حُذف المتعلم" in muna.posts(address, name="ليلى").html
    assert ids(muna) == {}
    assert "إجابة صحيحة" not in layla.opens(FIRST).text("summit-day")


def test_a_learner_of_another_teacher_too_is_not_deleted_from_here(muna: Desk, sami: Desk, layla: Learner) -> None:
    joins(layla, sami.code, "ليلى")
    learner = ids(muna)["ليلى"]
    assert "في صف لمعلم آخر" in muna.opens(muna.of_class(f"learners/{learner}/")).html
    muna.posts(muna.of_class(f"learners/{learner}/delete"), name="ليلى")
    assert muna.people.summary(muna.school, learner) is not None


def test_what_a_merged_device_kept_is_recorded_for_the_record_that_stays(
    app: Flask, muna: Desk, layla: Learner, lesson: Lesson
) -> None:
    again = Learner(app)
    joins(again, muna.code, "ليلى", numbered="1")
    page = again.opens(FIRST)
    kept = {
        "token": re.findall(r'data-record="([^"]+)"', page.html)[0],
        "path": FIRST,
        "fields": {"form": [page.field("form")], "check": ["summit-day"], "summit-day": ["الأربعاء"]},
        "ago": 60,
        "spent": 30,
    }
    mine = ids(muna)["ليلى"]
    merged(muna, mine, ids(muna)["ليلى ٢"])
    reply = again.client.post("/sync", json=kept, headers={"X-Fahm-Script": "1"})
    assert reply.get_json()["kept"]
    assert "إجابة صحيحة" in layla.opens(FIRST).text("summit-day")
    summary = muna.people.summary(muna.school, mine)
    assert summary
    assert summary.tries == 1


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [("ar", "يُكتب الرمز في العنوان", "Type it at"), ("en", "Type it at", "يُكتب الرمز في العنوان")],
)
def test_cards_are_in_the_language_of_their_class(
    muna: Desk, layla: Learner, language: str, said: str, unsaid: str
) -> None:
    both = muna.opens(muna.of_class("cards")).html
    assert said in both
    assert unsaid in both
    muna.people.set_class_language(muna.school, muna.class_id, language, "auto")
    cards = muna.opens(muna.of_class("cards")).html
    assert said in cards
    assert unsaid not in cards
    assert re.search(rf'<div lang="{language}" dir="\w+">\s*<ul class="cards"', cards)


@pytest.mark.parametrize("page", ["code", "cards"])
@pytest.mark.parametrize(
    "host, warned",
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("192.168.1.20:8000", False),
        ("fahm.school", False),
        ("localhost.school", False),
    ],
)
def test_an_address_for_this_computer_alone_is_not_projected_without_a_word(
    app: Flask, muna: Desk, page: str, host: str, warned: bool
) -> None:
    token = muna.client.get_cookie("fahm_desk")
    assert token
    elsewhere = app.test_client(use_cookies=False)
    reply = elsewhere.get(muna.of_class(page), headers={"Host": host, "Cookie": f"fahm_desk={token.value}"})
    assert reply.status_code == 200
    assert ("fahm serve --host" in reply.get_data(as_text=True)) == warned


def test_nearly_the_same_names_stand_side_by_side_with_the_way_to_merge_them(muna: Desk, layla: Learner) -> None:
    assert 'id="near"' not in muna.opens(muna.of_class()).html
    (second,) = (member.learner for member in muna.people.add_names(muna.school, muna.class_id, ["ليلى ٢"]))
    near = muna.opens(muna.of_class()).html.partition('id="near"')[2].partition("</section>")[0]
    address = f"merge?a={ids(muna)['ليلى']}&amp;b={second}"
    assert address in near
    assert muna.opens(muna.of_class(address.replace("&amp;", "&"))).status == 200
    assert 'id="near"' not in muna.opens(muna.of_class("?q=ليلى")).html, "who looks for a name sees that alone"


@pytest.mark.parametrize(
    ("form", "typed", "page", "field", "shown"),
    [
        ("/desk/classes", " ", "/desk/", "name", ""),
        ("rename", " ", "settings", "name", "الصفّ الخامس"),
        ("delete", "الخامس ب", "delete", "confirm", "الخامس ب"),
        ("groups", " ", "groups", "new-name", ""),
        ("learners/{layla}/rename", " ", "learners/{layla}/", "name", "ليلى"),
        ("learners/{layla}/rename", "عمر", "learners/{layla}/", "name", "عمر"),
        ("learners/{layla}/delete", "ليل", "learners/{layla}/", "confirm", "ليل"),
    ],
)
def test_a_refused_field_says_so_itself_and_keeps_what_was_typed(
    muna: Desk, layla: Learner, form: str, typed: str, page: str, field: str, shown: str
) -> None:
    muna.people.add_names(muna.school, muna.class_id, ["عمر"])
    form, page = (
        address if address.startswith("/desk") else muna.of_class(address.format(layla=ids(muna)["ليلى"]))
        for address in (form, page)
    )
    muna.posts(form, follow=False, name=typed)
    html = muna.opens(page).html
    (tag,) = re.findall(rf'<input id="{field}"[^>]*>', html)
    assert f'value="{shown}"' in tag
    assert f'aria-invalid="true" aria-describedby="{field}-fault"' in tag
    assert f'<span class="fault" id="{field}-fault">' in html
    assert "aria-invalid" not in muna.opens(page).html, "it is said once"
