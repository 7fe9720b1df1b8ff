"""The second step of signing in: a code after the password, once each; the spare code; schools that want it of all."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from conftest import Desk, Learner, Page
from store.helpers import Clock
from webapp import create_app
from webapp.config import Config, from_env
from webapp.store.database_url import sqlite_path
from webapp.web.framework.i18n import pair
from webapp.web.teacher.accounts import forms, two_factor
from webapp.web.teacher.accounts.totp import SECONDS, SPARE_SIGNS, code_at, new_seed, step_at, step_of

GOOD = Desk.PASSWORD
PAGE = "/desk/account/second-step"
CLASS = "الصفّ الخامس"


def shown(page: Page) -> str:
    """The seed or the spare code on a page, without its gaps."""
    found = re.search(r'class="seed"[^>]*>([^<]+)<', page.html)
    assert found
    return unescape(found[1]).replace(" ", "")


def code(seed: str, clock: Clock, away: int = 0) -> str:
    """What the app shows now, or so many half minutes away."""
    return code_at(seed, step_at(clock()) + away)


def turns_on(who: Desk, clock: Clock) -> tuple[str, str]:
    """Set it up as a person does; the seed in the app, and the spare code on the paper."""
    form = who.opens(PAGE)
    seed = shown(form)
    page = who.posts(PAGE, ticket=form.field("ticket"), code=code(seed, clock), old=GOOD)
    assert page.status == 200
    clock.move(seconds=SECONDS)
    return seed, shown(page)


def types(who: Learner, form: Page, typed: str) -> Page:
    """Answer the page that asks for a code."""
    data = {name: form.field(name) for name in ("csrf_token", "ticket", "next")}
    return Page(who.client.post("/desk/sign-in/code", data=data | {"code": typed}, follow_redirects=True))


def is_in(who: Learner) -> bool:
    return 'name="sign_in"' not in who.opens("/desk/").html


def test_the_codes_are_those_of_the_standard() -> None:
    # RFC 6238, appendix B: its secret, its times; the last six of its eight digits.
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    known = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"}
    assert {seconds: code_at(seed, seconds // SECONDS) for seconds in known} == known


def test_a_code_is_good_for_its_half_minute_and_those_beside_it(clock: Clock) -> None:
    seed, now = new_seed(), step_at(clock())
    assert [step_of(seed, code(seed, clock, away), clock()) for away in (-2, -1, 0, 1, 2)] == [
        None,
        now - 1,
        now,
        now + 1,
        None,
    ]
    assert step_of(seed, code(seed, clock).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), clock()) == now
    assert step_of(seed, f" {code(seed, clock)[:3]} {code(seed, clock)[3:]}", clock()) == now
    assert step_of(seed, "", clock()) is None


def test_with_a_second_step_the_password_alone_lets_nobody_in(muna: Desk, clock: Clock) -> None:
    seed, _ = turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    form = muna.sign_in()
    assert form.status == 200
    assert not is_in(muna)
    assert types(muna, form, "000000").status == 422
    assert types(muna, form, code(seed, clock, -2)).status == 422
    assert not is_in(muna)
    assert types(muna, form, code(seed, clock)).status == 200
    assert is_in(muna)


def test_a_wrong_password_is_not_asked_for_a_code(muna: Desk, clock: Clock) -> None:
    turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    assert 'name="ticket"' not in muna.sign_in("wrong wrong wrong").html


def test_a_code_is_good_once(muna: Desk, omar: Learner, clock: Clock) -> None:
    seed, _ = turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    form, now = muna.sign_in(), code(seed, clock)
    assert types(muna, form, now).status == 200
    # Somebody who looked over her shoulder, with the password too, and the same form.
    data = {"csrf_token": omar.csrf_token(), "sign_in": "muna", "password": GOOD}
    other = Page(omar.client.post("/desk/sign-in", data=data))
    assert types(omar, other, now).status == 422
    assert types(omar, other, code(seed, clock, -1)).status == 422
    assert not is_in(omar)


def test_the_code_that_set_it_up_is_used_up(muna: Desk, clock: Clock) -> None:
    form = muna.opens(PAGE)
    seed = shown(form)
    muna.posts(PAGE, ticket=form.field("ticket"), code=code(seed, clock), old=GOOD)
    muna.posts("/desk/sign-out")
    assert types(muna, muna.sign_in(), code(seed, clock)).status == 422


def test_ten_wrong_codes_close_the_account_for_a_quarter_of_an_hour(muna: Desk, clock: Clock) -> None:
    seed, _ = turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    form = muna.sign_in()
    for _ in range(10):
        assert types(muna, form, "123").status == 422
    assert types(muna, form, code(seed, clock)).status == 429
    assert muna.sign_in().status == 429
    clock.move(minutes=16)
    assert types(muna, muna.sign_in(), code(seed, clock)).status == 200


def test_wrong_codes_do_not_make_the_password_good_for_longer(muna: Desk, clock: Clock) -> None:
    seed, _ = turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    form = muna.sign_in()
    for _ in range(3):
        form = types(muna, form, "123")
        clock.move(seconds=two_factor.CODE_SECONDS / 3)
    assert types(muna, form, code(seed, clock)).status == 200
    assert not is_in(muna)


@pytest.mark.parametrize("what", ["too late", "the password was changed", "made up", "another purpose", "closed"])
def test_the_page_that_asks_for_a_code_is_good_for_a_while(muna: Desk, sami: Desk, clock: Clock, what: str) -> None:
    setting_up = sami.opens(PAGE).field("ticket")
    seed, _ = turns_on(sami, clock)
    sami.posts("/desk/sign-out")
    form = sami.sign_in()
    ticket = form.field("ticket")
    if what == "too late":
        clock.move(seconds=two_factor.CODE_SECONDS)
    elif what == "the password was changed":
        sami.people.set_password(sami.school, sami.id, "another")
    elif what == "made up":
        form.html = form.html.replace(ticket, ticket[:-2] + ("AA" if ticket[-2:] != "AA" else "BB"))
    elif what == "another purpose":
        form.html = form.html.replace(ticket, setting_up)
    else:
        muna.posts(f"/desk/teachers/{sami.id}/close", closed="1", old=GOOD)
    page = types(sami, form, code(seed, clock))
    assert "ابدأ من جديد" in page.notices()
    assert not is_in(sami)


def test_a_page_that_was_asked_for_opens_after_the_code(muna: Desk, clock: Clock) -> None:
    seed, _ = turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    form = muna.posts("/desk/sign-in", sign_in="muna", password=GOOD, next="/desk/teachers")
    assert types(muna, form, code(seed, clock)).html.count("<h1>")
    assert form.field("next") == "/desk/teachers"
    elsewhere = muna.posts("/desk/sign-in", sign_in="muna", password=GOOD, next="//example.org/")
    assert elsewhere.field("next") == ""


def test_the_spare_code_lets_in_once_and_takes_the_second_step_away(muna: Desk, clock: Clock) -> None:
    _, spare = turns_on(muna, clock)
    assert len(spare) == SPARE_SIGNS
    muna.posts("/desk/sign-out")
    page = types(muna, muna.sign_in(), f" {spare[:9].lower()}-{spare[9:]} ")
    assert page.status == 200
    assert "الرمز الاحتياطي" in page.notices()
    assert is_in(muna)
    assert muna.people.code_seed(muna.school, muna.id) == ""
    muna.posts("/desk/sign-out")
    assert 'name="ticket"' not in muna.sign_in().html
    assert is_in(muna)
    turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    assert types(muna, muna.sign_in(), spare).status == 422


def test_it_is_turned_on_with_the_password_and_a_code_of_the_app(muna: Desk, clock: Clock) -> None:
    form = muna.opens(PAGE)
    seed, ticket = shown(form), form.field("ticket")
    assert "otpauth" not in form.html  # it is in the picture alone
    refused = muna.posts(PAGE, ticket=ticket, code=code(seed, clock), old="wrong")
    assert refused.status == 422
    assert pair(forms.WRONG_PASSWORD).ar in refused.html
    assert shown(refused) == seed
    refused = muna.posts(PAGE, ticket=ticket, code="12 34 56", old=GOOD)
    assert refused.status == 422
    assert pair(forms.WRONG_CODE).ar in refused.html
    assert shown(refused) == seed
    assert muna.people.code_seed(muna.school, muna.id) == ""
    clock.move(seconds=two_factor.SET_UP_SECONDS)
    muna.posts(PAGE, ticket=ticket, code=code(seed, clock), old=GOOD)
    assert muna.people.code_seed(muna.school, muna.id) == ""


def test_nobody_turns_it_on_with_the_form_of_another(muna: Desk, sami: Desk, clock: Clock) -> None:
    form = sami.opens(PAGE)
    muna.posts(PAGE, ticket=form.field("ticket"), code=code(shown(form), clock), old=GOOD)
    assert muna.people.code_seed(muna.school, muna.id) == ""


def test_it_is_turned_off_with_the_password_and_a_code(muna: Desk, clock: Clock) -> None:
    seed, spare = turns_on(muna, clock)
    off = f"{PAGE}/off"
    assert muna.posts(off, old="wrong", code=code(seed, clock)).status == 422
    assert muna.posts(off, old=GOOD, code="000000").status == 422
    assert muna.people.code_seed(muna.school, muna.id) == seed
    assert "كلمة المرور وحدها" in muna.posts(off, old=GOOD, code=code(seed, clock)).notices()
    assert muna.people.code_seed(muna.school, muna.id) == ""
    _, spare = turns_on(muna, clock)
    assert muna.posts(off, old=GOOD, code=spare).status == 200
    assert muna.people.code_seed(muna.school, muna.id) == ""


def test_turning_it_on_and_off_ends_the_sessions_elsewhere(muna: Desk, clock: Clock) -> None:
    elsewhere = muna.people.start_session(muna.school, muna.id, "Firefox")
    seed, _ = turns_on(muna, clock)
    assert muna.people.session(muna.school, elsewhere) is None
    assert is_in(muna)
    elsewhere = muna.people.start_session(muna.school, muna.id, "Firefox")
    muna.posts(f"{PAGE}/off", old=GOOD, code=code(seed, clock))
    assert muna.people.session(muna.school, elsewhere) is None
    assert is_in(muna)


def test_a_link_for_a_new_password_does_not_go_round_it(muna: Desk, sami: Desk, omar: Learner, clock: Clock) -> None:
    seed, _ = turns_on(sami, clock)
    token = sami.people.make_password_link(sami.school, sami.id, 1)
    new = "قمر وسلّم ودرّاجة"
    data = {"csrf_token": omar.csrf_token(), "password": new, "again": new}
    form = Page(omar.client.post(f"/desk/setup/{token}", data=data))
    assert not is_in(omar)
    assert types(omar, form, code(seed, clock)).status == 200
    assert is_in(omar)


def test_an_admin_takes_it_from_who_lost_app_and_spare_code(muna: Desk, sami: Desk, clock: Clock) -> None:
    assert "second-step" not in muna.opens("/desk/teachers").html
    turns_on(sami, clock)
    assert f"/desk/teachers/{sami.id}/second-step/off" in muna.opens("/desk/teachers").html
    assert sami.posts(f"/desk/teachers/{sami.id}/second-step/off").status == 404
    assert "كلمة المرور وحدها" in muna.posts(f"/desk/teachers/{sami.id}/second-step/off", old=GOOD).notices()
    assert not is_in(sami)
    sami.sign_in()
    assert is_in(sami)


def test_a_school_may_want_it_of_every_teacher(config: Config, clock: Clock, tmp_path: Path) -> None:
    assert from_env({"FAHM_SECOND_STEP": "1"}).second_step
    assert not from_env({}).second_step
    app = create_app(replace(config, data=tmp_path / "strict", second_step=True))
    who = Desk(app, "منى", "muna", CLASS)
    for path in ("/desk/", "/desk/account", "/desk/teachers", who.of_class()):
        page = who.opens(path)
        assert CLASS not in page.html
        assert 'class="seed"' in page.html
    turns_on(who, clock)
    assert CLASS in who.opens("/desk/").html
    app.extensions["fahm"].store.close()


@pytest.mark.sqlite
def test_schools_and_teachers_have_each_their_own(app: Flask, muna: Desk, sami: Desk) -> None:
    people = muna.people
    people.set_second_step(muna.school, muna.id, "SEED", "SPARE-OF-MUNA", 5)
    assert (people.code_seed("another", muna.id), people.code_seed(muna.school, sami.id)) == ("", "")
    assert not people.use_code("another", muna.id, 9)
    assert not people.use_code(muna.school, sami.id, 9)
    assert not people.use_spare_code(muna.school, sami.id, "SPARE-OF-MUNA")
    assert not people.use_code(muna.school, muna.id, 5)
    assert people.use_code(muna.school, muna.id, 6)
    assert not people.drop_second_step("another", muna.id)
    database = sqlite_path(app.extensions["fahm"].config.database_url)
    kept = database.read_bytes() + database.with_name(f"{database.name}-wal").read_bytes()
    assert b"SEED" in kept
    assert b"SPARE-OF-MUNA" not in kept
