"""Names beforehand: looked over before anything is written, from a paste or a file, and taken back."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest

from conftest import Desk, Learner, Page
from web.assigning import traced_reads

LONG = "عبد الرحمن " * 7


def names(desk: Desk) -> list[str]:
    return [member.name for member in desk.people.members(desk.school, desk.class_id)]


def preview(desk: Desk, pasted: str, file: bytes | None = None) -> Page:
    upload = {"file": (io.BytesIO(file), "class.csv")} if file is not None else {}
    return desk.posts(desk.of_class("names/preview"), names=pasted, **upload)


def in_field(page: Page) -> list[str]:
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.html)
    assert found
    return unescape(found[1]).split("\n")


def near_pairs(page: Page) -> list[list[str]]:
    """Names that stand side by side, each with its line."""
    legends = re.findall(r"<legend>(.*?)</legend>", page.html, re.S)
    line = r"<bdi>([^<]*)</bdi>\s*<span class=\"small\">(?:السطر )?([^< ]*)"
    return [[part for found in re.findall(line, legend) for part in found] for legend in legends]


def test_a_dirty_list_is_shown_with_what_was_left_out_before_it_is_written(muna: Desk) -> None:
    page = preview(muna, "1. يوسف عمر\nسارة محمود,\nريم علي r.ali@example.com\n12345\nاحمد سالم\nأحمد سالم\nليلى")
    assert names(muna) == ["ليلى"]
    assert in_field(page) == ["يوسف عمر", "سارة محمود", "ريم علي", "احمد سالم", "أحمد سالم"]
    for told in ("<del><bdi>1.</bdi></del>", "r.ali@example.com", "<del><bdi>12345</bdi></del>", "السطر ٤ مما ألصقته"):
        assert told in page.html
    assert near_pairs(page) == [["احمد سالم", "٤", "أحمد سالم", "٥"]], "side by side, by the lines of the box below"
    assert "هذه الأسماء موجودة في الصف" in page.html
    added = muna.posts(muna.of_class("names"), names="\n".join(in_field(page)), twice="1")
    assert "أُضيفت ٥ أسماء" in added.html
    assert names(muna) == ["احمد سالم", "أحمد سالم ٢", "ريم علي", "سارة محمود", "ليلى", "يوسف عمر"]


def test_lines_that_were_left_out_are_told_above_the_box_with_how_many_are_added(muna: Desk) -> None:
    pasted = "\n".join(
        ["الاسم\tالبريد", *(f"سلمى {letter}\ts@example.com" for letter in "ابتثجحخدذرز"), "7\t\tn@x.org"]
    )
    page = preview(muna, pasted)
    alert = re.search(r'<div[^>]*role="alert">.*?</div>', page.html, re.S)
    assert alert
    assert "n@x.org" in alert[0]
    assert "السطر ١٣" in alert[0]
    assert alert.start() < page.html.index("سيُضاف ١١ اسمًا") < page.html.index("<textarea")
    assert page.html.count("n@x.org") == 1
    added = muna.posts(muna.of_class("names"), names="\n".join(in_field(page)))
    assert "أُضيف ١١ اسمًا" in added.html


def test_nothing_is_warned_of_where_no_line_is_left_out(muna: Desk) -> None:
    page = preview(muna, "سلمى\nهند")
    assert 'role="alert"' not in page.html
    assert "سيُضاف اسمان" in page.html


def test_names_that_were_added_are_taken_back(muna: Desk, omar: Learner) -> None:
    page = muna.posts(muna.of_class("names"), names="سلمى\nهند")
    undo = re.search(r'action="([^"]*names/undo[^"]*)"', page.html)
    assert undo
    token = omar.csrf_token()
    omar.client.post(f"/join/{muna.code}", data={"csrf_token": token, "pick": "هند"})
    assert "حُذفت الأسماء" in muna.posts(unescape(undo[1])).html
    assert names(muna) == ["ليلى", "هند"]
    assert "التراجع عن إضافة أسماء إلى صف" in muna.opens("/desk/teachers/log").html
    assert "لم يتغير شيء" in muna.posts(unescape(undo[1])).html
    assert "لم يتغير شيء" in muna.posts(muna.of_class("names/undo?added=now")).html


@pytest.mark.parametrize("pasted", ["1. يوسف", "يوسف\nيوسف", "ليلى", LONG])
def test_nothing_is_cut_or_numbered_unseen(muna: Desk, pasted: str) -> None:
    page = muna.posts(muna.of_class("names"), names=pasted, twice="0")
    assert page.status == 422
    assert "مراجعة الأسماء" in page.html
    assert names(muna) == ["ليلى"]


def test_a_name_of_the_class_that_is_written_again_gets_a_number_once_it_was_shown(muna: Desk) -> None:
    page = muna.posts(muna.of_class("names"), names="ليلى\nهند", twice="0")
    assert "موجودة في الصف" in page.html
    assert in_field(page) == ["ليلى", "هند"]
    muna.posts(muna.of_class("names"), names="\n".join(in_field(page)), twice=page.field("twice"))
    assert names(muna) == ["ليلى", "ليلى ٢", "هند"]


def test_a_long_name_waits_for_the_teacher(muna: Desk) -> None:
    page = preview(muna, f"سلمى\n{LONG}")
    assert "اختصر هذه الأسماء" in page.html
    assert LONG.strip() in page.html
    assert muna.posts(muna.of_class("names"), names=f"سلمى\n{LONG}").status == 422
    assert names(muna) == ["ليلى"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_a_file_of_moodle_comes_in(muna: Desk, encoding: str) -> None:
    file = '"First name","Last name","Email address"\r\nيوسف,سالم,y@example.com\r\nهند,حداد,h@example.com\r\n'
    page = preview(muna, "", file.encode(encoding))
    assert in_field(page) == ["يوسف سالم", "هند حداد"]
    assert "Email address" in page.html


def test_a_file_that_is_no_text_is_refused_in_words(muna: Desk) -> None:
    page = preview(muna, "سلمى", b"PK\x03\x04\x00\x00\x08\x00\xff\xfe")
    assert page.status == 422
    assert "ليس هذا نصًا" in page.html
    assert in_field(page) == ["سلمى"]


def test_nothing_pasted_is_told(muna: Desk) -> None:
    assert "اكتب الاسم أولًا" in preview(muna, " ").html


def test_the_roster_says_who_has_come_and_finds_a_name(muna: Desk) -> None:
    muna.posts(muna.of_class("names"), names="\n".join(f"سلمى {letter}" for letter in "ابتثجحخدذر"))
    page = muna.opens(muna.of_class()).html
    assert page.count("لم ينضم بعد") == 10
    assert page.count("لم يُجب عن أي سؤال بعد") == 1
    found = muna.opens(muna.of_class("?q=لَيلى")).html
    assert "سلمى" not in found
    assert "ليلى" in found
    assert "لا يوجد اسم مطابق" in muna.opens(muna.of_class("?q=زيد")).html


def test_cards_say_where_their_code_is_typed(muna: Desk) -> None:
    page = muna.opens(muna.of_class("cards")).html
    assert "localhost/join" in page
    assert "data-print" in page


@pytest.mark.parametrize("path", ["", "code", "settings"])
def test_each_page_with_the_code_has_its_address_and_picture(muna: Desk, path: str) -> None:
    for page in (muna.opens(muna.of_class(path)).html, muna.opens("/desk/").html):
        assert muna.code in page
        assert "localhost/join" in page
        assert "<svg" in page


def test_a_page_that_others_cannot_open_names_the_computers_addresses(
    muna: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ["127.0.0.1", "192.0.2.7", "169.254.1.1", "192.0.2.7"]
    monkeypatch.setattr("webapp.web.teacher.classes.network_addresses._addresses", lambda: found)
    page = muna.opens(muna.of_class("code")).html
    assert page.count(f">http://192.0.2.7/desk/classes/{muna.class_id}/code<") == 1
    assert page.count(f'href="http://192.0.2.7/desk/classes/{muna.class_id}/code"') == 1
    assert page.index("الحل: ") < page.index("fahm serve"), "what to do comes before what a technician needs"
    assert "169.254" not in page
    other = muna.client.get(muna.of_class("code"), base_url="http://192.0.2.7:8000")
    assert "192.0.2.7:8000/join" in other.text or other.status_code == 303


def test_a_new_class_code_is_asked_for_first_and_taken_back(muna: Desk) -> None:
    before = muna.code
    assert before in muna.opens(muna.of_class("renew")).html
    assert muna.code == before
    page = muna.posts(muna.of_class("renew"))
    assert muna.code != before
    undo = re.search(r'action="([^"]*restore-code[^"]*)"', page.html)
    assert undo
    assert "عاد الرمز القديم" in muna.posts(unescape(undo[1])).html
    assert muna.code == before
    assert "لم يتغير شيء" in muna.posts(unescape(undo[1])).html


def test_merging_suggests_the_name_without_a_number(muna: Desk, omar: Learner) -> None:
    token = omar.csrf_token()
    data = {"csrf_token": token, "name": "ليلى", "numbered": "1"}
    omar.client.post(f"/join/{muna.code}", data=data)
    ids = {member.name: member.learner for member in muna.people.members(muna.school, muna.class_id)}
    page = muna.opens(muna.of_class(f"merge?a={ids['ليلى ٢']}&b={ids['ليلى']}")).html
    (checked,) = re.findall(r'name="kept" value="([^"]+)" checked', page)
    assert checked == ids["ليلى"]


def test_a_forgotten_password_is_explained_at_the_door(omar: Learner, muna: Desk) -> None:
    assert "هل نسيت كلمة المرور" in omar.opens("/desk/sign-in").html


def test_of_two_near_names_both_are_kept_or_one(muna: Desk) -> None:
    muna.posts(muna.of_class("names"), names="يوسف حسن")
    pasted = "أحمد علي\nاحمد علي\nساره خليل\nسارا خليل\nيوسف حسين"
    page = preview(muna, pasted)
    assert near_pairs(page) == [
        ["أحمد علي", "١", "احمد علي", "٢"],
        ["ساره خليل", "٣", "سارا خليل", "٤"],
        ["يوسف حسن", "في", "يوسف حسين", "٥"],
    ]
    fields = dict(re.findall(r'name="(near\.\d+)" value="([^"]*)" checked', page.html))
    assert fields == {"near.1": "", "near.2": "", "near.3": ""}
    twice = page.field("twice")
    assert 'value="3 ساره خليل"' in page.html
    chosen = {**fields, "near.1": "2 احمد علي", "near.2": "3 ساره خليل", "near.3": "5 يوسف حسين"}
    muna.posts(muna.of_class("names"), names=pasted, twice=twice, **chosen)
    assert set(names(muna)) == {"ليلى", "يوسف حسن", "أحمد علي", "سارا خليل"}
    muna.posts(muna.of_class("names"), names="سلمى نور\nسلما نور", **{"near.1": ""})
    assert {"سلمى نور", "سلما نور"} <= set(names(muna))


def test_names_stand_by_their_lines_in_the_preview(muna: Desk) -> None:
    html = preview(muna, "سلمى\nهند\nرنا").html
    for number, name in (("١", "سلمى"), ("٢", "هند"), ("٣", "رنا")):
        assert re.search(rf">{number}</span>\s*<bdi>{name}<", html)


def test_a_list_that_is_far_too_long_is_not_compared(muna: Desk) -> None:
    page = preview(
        muna,
        "\n".join(
            f"اسم طويل {letter}{other}" for letter in "ابتثجحخدذرزسشصضطظعغفق" for other in "ابتثجحخدذرزسشصضطظعغفق"
        ),
    )
    assert page.status == 422
    assert near_pairs(page) == []


def test_the_class_code_leads_on_to_assigning(muna: Desk) -> None:
    html = muna.opens(muna.of_class("code")).html
    assert f'href="/desk/assignments/new?class={muna.class_id}"' in html


def test_cards_of_a_larger_class_ask_no_more_of_the_database(muna: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for names in (["سلمى"], [f"قارئة {number}" for number in range(30)]):
        muna.people.add_names(muna.school, muna.class_id, names)
        with monkeypatch.context() as patch:
            statements = traced_reads(patch)
            assert muna.opens(muna.of_class("cards")).html.count('class="qr"') > len(names)
        counts.append(len(statements))
    assert counts[0] == counts[1]
