"""The language of the interface: the reader's own choice, the class's or the account's, the browser's, Arabic."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, Page, joins
from webapp.web.framework.interface_language import browser_language

FIRST = f"/texts/{SLUG}/1"
ENGLISH, FRENCH = "en-US,en;q=0.9", "fr-FR,fr;q=0.9"


def language(page: Page) -> str:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)"', page.html)
    assert found
    assert found[2] == {"ar": "rtl", "en": "ltr"}[found[1]]
    return "both" if '<span class="en" lang="en"' in page.html.partition("<main")[2] else found[1]


def asks_for(learner: Learner, languages: str) -> Learner:
    learner.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = languages
    return learner


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ("", "ar"),
        ("ar", "ar"),
        ("ar-EG,ar;q=0.9,en-US;q=0.8,en;q=0.7", "ar"),
        ("AR_eg", "ar"),
        (ENGLISH, "en"),
        ("en-GB,en;q=0.9,ar;q=0.8", "en"),
        ("ar,en", "ar"),
        ("en;q=0.8,ar;q=0.8", "ar"),
        ("*", "ar"),
        (FRENCH, "en"),
        ("fr-FR,fr;q=0.9,ar;q=0.5", "ar"),
        ("ar;q=0,fr", "en"),
        ("ar-", "ar"),
        (",;q=x", "ar"),
    ],
)
def test_the_browser_chooses(app: Flask, languages: str, expected: str) -> None:
    with app.test_request_context(headers={"Accept-Language": languages}):
        assert browser_language() == expected


@pytest.mark.parametrize(("languages", "expected"), [("", "ar"), ("ar", "ar"), (ENGLISH, "en"), (FRENCH, "en")])
def test_a_page_speaks_one_language(layla: Learner, languages: str, expected: str) -> None:
    asks_for(layla, languages)
    for address in ("/", FIRST, "/join", "/me", "/settings/", "/desk/sign-in", "/offline", "/no-such-page"):
        page = layla.opens(address)
        assert language(page) == expected, address
        assert "Accept-Language" in page.response.headers["Vary"], address


def test_the_reader_wins_over_the_browser(layla: Learner) -> None:
    asks_for(layla, ENGLISH)
    for chosen in ("ar", "both", "en"):
        assert language(chooses(layla, language=chosen)) == chosen
    assert language(chooses(layla, language="auto")) == "en"
    chooses(layla, language="ar")
    assert language(chooses(layla, reset="1")) == "en"


def chooses(learner: Learner, **choices: str) -> Page:
    fields = {"csrf_token": learner.csrf_token(), "next": "/settings/", **choices}
    return Page(learner.client.post("/settings/", data=fields, follow_redirects=True))


def test_another_setting_does_not_fix_the_language(layla: Learner) -> None:
    asks_for(layla, ENGLISH)
    chooses(layla, theme="dark")
    asks_for(layla, "ar")
    assert language(layla.opens("/")) == "ar"


def test_the_class_chooses_for_those_who_have_not(layla: Learner, omar: Learner, muna: Desk) -> None:
    joins(layla, muna.code, "ليلى")
    asks_for(layla, ENGLISH)
    asks_for(omar, ENGLISH)
    page = muna.posts(muna.of_class("language"), language="ar", digits="latn")
    assert "حُفظت لغة الصف" in page.notices()
    assert language(layla.opens("/")) == language(layla.opens(FIRST)) == "ar"
    assert language(omar.opens("/")) == "en"
    assert language(chooses(layla, language="en")) == "en"
    assert language(chooses(layla, language="auto")) == "ar"
    muna.posts(muna.of_class("language"), language="no such", digits="")
    assert language(layla.opens("/")) == "en"


def test_digits_of_the_class_and_of_the_reader(layla: Learner, muna: Desk) -> None:
    joins(layla, muna.code, "ليلى")
    assert "١٠" in layla.opens(FIRST).html
    muna.posts(muna.of_class("language"), language="auto", digits="latn")
    assert "١٠" not in without_passage(layla.opens(FIRST))
    chooses(layla, digits="arab")
    assert "١٠" in without_passage(layla.opens(FIRST))


def without_passage(page: Page) -> str:
    return re.sub(r'<p class="passage".*?</p>', "", page.html, flags=re.S)


def test_classes_that_differ_leave_it_to_the_browser(layla: Learner, muna: Desk, sami: Desk) -> None:
    for desk, chosen in ((muna, "ar"), (sami, "en")):
        joins(layla, desk.code, "ليلى")
        desk.posts(desk.of_class("language"), language=chosen, digits="auto")
    assert language(asks_for(layla, FRENCH).opens("/")) == "en"
    assert language(asks_for(layla, "ar").opens("/")) == "ar"
    sami.posts(sami.of_class("language"), language="auto", digits="auto")
    assert language(asks_for(layla, FRENCH).opens("/")) == "ar"


def test_the_desk_speaks_as_its_teacher_wishes(muna: Desk, sami: Desk) -> None:
    asks_for(muna, ENGLISH)
    assert language(muna.opens("/desk/")) == "en"
    page = muna.posts("/desk/account/language", language="both", digits="latn")
    assert language(page) == "both"
    account = muna.people.teacher(muna.school, muna.id)
    assert account
    assert (account.language, account.digits) == ("both", "latn")
    chooses(muna, language="ar")
    assert language(muna.opens("/desk/")) == "ar"
    # The account's form ends what the device had chosen: it is the later wish.
    assert language(muna.posts("/desk/account/language", language="en", digits="auto")) == "en"
    assert language(muna.opens(FIRST)) == "en"
    assert language(sami.opens("/desk/")) == "ar"


def test_a_class_does_not_choose_for_its_teacher(muna: Desk) -> None:
    muna.posts(muna.of_class("language"), language="en", digits="auto")
    assert language(muna.opens("/desk/")) == "ar"


def test_the_foot_of_a_page_leads_to_the_other_language(layla: Learner) -> None:
    page = layla.opens("/join")
    found = re.search(r'href="(/settings/language\?next=[^"]*)"><span lang="en" dir="ltr">English</span>', page.html)
    assert found
    choice = layla.opens(found[1])
    assert '<span lang="ar" dir="rtl">' in choice.html
    fields = {"csrf_token": choice.field("csrf_token"), "next": choice.field("next"), "language": "en"}
    reply = layla.client.post("/settings/", data=fields)
    assert (reply.status_code, reply.location) == (303, "/join")
    assert '<span lang="ar" dir="rtl">العربية</span></a></p>' in layla.opens("/join").html


OWN_PAGES = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Referer": "http://localhost/join"},  # without HTTPS, browsers say no more than this
)
OTHERS = (
    {},
    {"Sec-Fetch-Site": "cross-site", "Referer": "http://localhost/join"},
    {"Sec-Fetch-Site": "same-site"},
    {"Referer": "http://elsewhere.example/"},
    {"Sec-Fetch-Site": "same-origin", "Sec-Purpose": "prefetch"},
)


def test_the_link_in_the_foot_changes_the_language_at_once(layla: Learner) -> None:
    for headers in OWN_PAGES:
        layla.client.delete_cookie("fahm_look")
        reply = layla.client.get("/settings/language?next=/join&to=en", headers=headers)
        assert (reply.status_code, reply.location) == (303, "/join")
        assert language(layla.opens("/join")) == "en"


def test_no_other_page_changes_the_language_by_a_link(layla: Learner) -> None:
    for headers in OTHERS:
        reply = layla.client.get("/settings/language?next=/join&to=en", headers=headers)
        assert reply.status_code == 200
        assert "fahm_look" not in reply.headers.get("Set-Cookie", "")
    reply = layla.client.get("/settings/language?next=//elsewhere.example&to=en", headers=OWN_PAGES[0])
    assert reply.location == "/"
    assert layla.client.get("/settings/language?to=xx", headers=OWN_PAGES[0]).status_code == 200


def test_the_reply_to_an_answer_is_of_no_language(layla: Learner) -> None:
    page = layla.opens(FIRST)
    fields = {"csrf_token": page.field("csrf_token"), "form": page.field("form"), "who-announced": "0"}
    reply = layla.client.post(FIRST, data=fields)
    assert reply.status_code == 303
    assert "Accept-Language" not in reply.headers["Vary"]


def test_the_tag_of_a_page_is_of_its_language(layla: Learner) -> None:
    arabic = layla.client.get("/", headers={"Accept-Language": "ar"})
    other = layla.client.get("/", headers={"Accept-Language": "en", "If-None-Match": arabic.headers["ETag"]})
    assert other.status_code == 200
    same = layla.client.get("/", headers={"Accept-Language": "ar", "If-None-Match": arabic.headers["ETag"]})
    assert same.status_code == 304
    assert "Accept-Language" in same.headers["Vary"]
