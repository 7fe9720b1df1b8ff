"""What an admin does to other accounts: by the own password and code, never to oneself, told and written down."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask import Flask

from conftest import Desk, Learner, Page
from store.helpers import Clock
from web.teacher.accounts.test_two_factor import code, turns_on
from webapp.domain.people import Teacher
from webapp.web.framework.i18n import pair
from webapp.web.teacher.accounts import forms

GOOD = Desk.PASSWORD
CHANGES = ("close", "password", "second-step/off")
ADDRESS = re.compile(r"/desk/setup/([\w-]+)</textarea>")


@pytest.fixture
def huda(app: Flask, muna: Desk) -> Desk:
    """A second admin."""
    made = Desk(app, "هدى", "huda", "الصفّ السابع")
    raw = app.extensions["fahm"].store._connections
    with raw.write() as conn:
        conn.execute("UPDATE teachers SET role = 'admin' WHERE id = ?", (made.id,))
    return made


def account(desk: Desk) -> Teacher:
    found = desk.people.teacher(desk.school, desk.id)
    assert found
    return found


def has_changed(muna: Desk, sami: Desk, before: tuple[Teacher, str]) -> bool:
    links = [one for one in muna.people.links(muna.school) if one.teacher == sami.id]
    return (account(sami), muna.people.password_of(muna.school, sami.id)) != before or bool(links)


def invited(desk: Desk, **fields: str) -> str:
    found = ADDRESS.search(desk.posts("/desk/teachers", **{"name": "نور", "old": GOOD, **fields}).html)
    assert found
    return found[1]


@pytest.mark.parametrize("change", CHANGES)
def test_an_open_desk_alone_changes_no_other_account(muna: Desk, sami: Desk, clock: Clock, change: str) -> None:
    turns_on(sami, clock)
    before = account(sami), muna.people.password_of(muna.school, sami.id)
    address = f"/desk/teachers/{sami.id}/{change}"
    for password in ({}, {"old": "wrong wrong"}):
        page = muna.posts(address, closed="1", **password)
        assert page.status == 422
        assert pair(forms.WRONG_PASSWORD).ar in page.html
        assert "سامي" in page.html
        assert not has_changed(muna, sami, before)
    assert 'name="old"' in muna.opens(address).html
    muna.posts(address, closed="1", old=GOOD)
    assert has_changed(muna, sami, before)


def test_an_open_desk_alone_invites_nobody(muna: Desk) -> None:
    page = muna.posts("/desk/teachers", name="نور", role="admin")
    assert page.status == 422
    assert "/desk/setup/" not in page.html
    assert 'value="نور"' in page.html
    assert re.search(r'name="role" value="admin" checked', page.html)
    assert muna.people.links(muna.school) == []


@pytest.mark.parametrize("change", CHANGES)
def test_with_a_second_step_the_code_is_asked_for_as_well(muna: Desk, sami: Desk, clock: Clock, change: str) -> None:
    turns_on(sami, clock)
    seed, _ = turns_on(muna, clock)
    before = account(sami), muna.people.password_of(muna.school, sami.id)
    address = f"/desk/teachers/{sami.id}/{change}"
    assert 'name="code"' in muna.opens(address).html
    for typed in ("", "123456"):
        assert pair(forms.WRONG_CODE).ar in muna.posts(address, closed="1", old=GOOD, code=typed).html
    assert not has_changed(muna, sami, before)
    fresh = code(seed, clock)
    muna.posts(address, closed="1", old=GOOD, code=fresh)
    assert has_changed(muna, sami, before)
    # A code is good once: what was overheard does nothing.
    assert muna.posts(address, closed="0", old=GOOD, code=fresh).status == 422


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_does_it_to_the_own_account(muna: Desk, huda: Desk, clock: Clock, change: str) -> None:
    seed, _ = turns_on(muna, clock)
    before = account(muna)
    for page in (
        muna.posts(f"/desk/teachers/{muna.id}/{change}", closed="1", old=GOOD, code=code(seed, clock)),
        muna.opens(f"/desk/teachers/{muna.id}/{change}"),
    ):
        assert "لا يمكن تغيير حسابك أنت" in page.notices()
        assert "/desk/setup/" not in page.html
    assert account(muna) == before
    assert muna.people.links(muna.school) == []


def test_guessing_the_password_at_an_open_desk_is_counted(muna: Desk, sami: Desk) -> None:
    address = f"/desk/teachers/{sami.id}/close"
    statuses = [muna.posts(address, closed="1", old="wrong wrong").status for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert muna.posts(address, closed="1", old=GOOD).status == 429
    assert muna.posts("/desk/teachers", name="x", old=GOOD).status == 429
    assert account(sami).closed is None


def test_links_carry_their_maker_and_are_listed_and_revoked(app: Flask, muna: Desk, sami: Desk) -> None:
    token = invited(muna, role="admin")
    muna.posts(f"/desk/teachers/{sami.id}/password", old=GOOD)
    muna.people.make_link(muna.school, "invitation", "teacher", "زيد", 1)
    links = {one.name: one for one in muna.people.links(muna.school)}
    assert [links[name].maker for name in ("نور", "سامي", "زيد")] == [muna.id, muna.id, ""]
    page = muna.opens("/desk/teachers")
    assert page.html.count(f"من إنشاء <bdi>{muna.name}</bdi>") == 2
    assert "أُنشئ من سطر الأوامر" in page.html
    assert token not in page.html
    assert "أُلغي الرابط" in muna.posts("/desk/teachers/links", link=links["نور"].id, old=GOOD).notices()
    assert Learner(app).opens(f"/desk/setup/{token}").status == 404
    assert muna.posts("/desk/teachers/links", link=links["نور"].id, old=GOOD).status == 404
    assert sami.posts("/desk/teachers/links", link=links["سامي"].id, old=GOOD).status == 404
    assert {one.name for one in muna.people.links(muna.school)} == {"سامي", "زيد"}


def test_an_open_desk_alone_revokes_no_link(app: Flask, muna: Desk) -> None:
    token = invited(muna)
    (link,) = muna.people.links(muna.school)
    asked = muna.opens(f"/desk/teachers/links?link={link.id}")
    assert asked.status == 200
    assert 'name="old"' in asked.html
    for wrong in ({}, {"old": "wrong wrong"}):
        assert muna.posts("/desk/teachers/links", link=link.id, **wrong).status == 422
    assert Learner(app).opens(f"/desk/setup/{token}").status == 200
    assert muna.posts("/desk/teachers/links", link=link.id, old=GOOD).status == 200
    assert Learner(app).opens(f"/desk/setup/{token}").status == 404


def test_a_closed_admin_comes_back_by_no_link_made_before(app: Flask, muna: Desk, huda: Desk, sami: Desk) -> None:
    token = invited(huda, role="admin")
    page = huda.posts(f"/desk/teachers/{sami.id}/password", old=GOOD)
    for_password = ADDRESS.search(page.html)
    assert for_password
    muna.posts(f"/desk/teachers/{huda.id}/close", closed="1", old=GOOD)
    who = Learner(app)
    for link in (token, for_password[1]):
        assert who.opens(f"/desk/setup/{link}").status == 404
        data = {"csrf_token": who.csrf_token(), "name": "هدى", "sign_in": "again"}
        assert who.client.post(f"/desk/setup/{link}", data=data | {"password": GOOD, "again": GOOD}).status_code == 404
    assert muna.people.links(muna.school) == []
    # Nor does opening the account again bring them back.
    muna.posts(f"/desk/teachers/{huda.id}/close", closed="0", old=GOOD)
    assert who.opens(f"/desk/setup/{token}").status == 404


def test_the_teacher_concerned_is_told_until_the_notice_is_dismissed(muna: Desk, sami: Desk, clock: Clock) -> None:
    turns_on(sami, clock)
    for change in ("password", "second-step/off"):
        muna.posts(f"/desk/teachers/{sami.id}/{change}", old=GOOD)
    page = sami.sign_in()
    assert "أُنشئ رابط لكلمة مرور جديدة لحسابك" in page.html
    assert "أُوقف التحقق بخطوتين في حسابك" in page.html
    assert "منى" in page.html
    assert "أُوقف التحقق بخطوتين" in sami.opens("/desk/account").html
    assert "أُوقف التحقق بخطوتين" not in muna.opens("/desk/").html
    latest = page.field("up_to")
    muna.posts(f"/desk/teachers/{sami.id}/close", closed="1", old=GOOD)
    muna.posts(f"/desk/teachers/{sami.id}/close", closed="0", old=GOOD)
    sami.sign_in()
    told = sami.posts("/desk/notices", up_to=latest, next="/desk/account")
    assert "<h1>حسابي" in told.html
    assert "التحقق بخطوتين في حسابك" not in told.html
    # What happened after the page was drawn is still told.
    assert "أُغلق حسابك" in told.html
    assert "أُغلق حسابك" not in sami.posts("/desk/notices", up_to="9" * 30).html
    muna.posts(f"/desk/teachers/{sami.id}/password", old=GOOD)
    assert "أُنشئ رابط" in sami.opens("/desk/").html


def test_the_log_says_who_did_what_to_whom_and_no_secret(app: Flask, muna: Desk, sami: Desk, clock: Clock) -> None:
    seed, spare = turns_on(sami, clock)
    token = invited(muna)
    page = muna.posts(f"/desk/teachers/{sami.id}/password", old=GOOD)
    for_password = ADDRESS.search(page.html)
    assert for_password
    muna.posts(f"/desk/teachers/{sami.id}/second-step/off", old=GOOD)
    muna.posts(f"/desk/teachers/{sami.id}/close", closed="1", old=GOOD)
    services = app.extensions["fahm"]
    log = services.store.audit.entries(services.config.school)
    assert [(one.action, one.actor, one.subject) for one in log[:5]] == [
        ("account-closed", muna.id, sami.id),
        ("second-step-off", muna.id, sami.id),
        ("password-link", muna.id, sami.id),
        ("invited", muna.id, ""),
        ("second-step-on", sami.id, sami.id),
    ]
    assert {one.address for one in log[:5]} == {"127.0.0.1"}
    assert log[3].detail == "نور"
    shown = muna.opens("/desk/teachers/log").html
    assert "إيقاف التحقق بخطوتين" in shown
    file = muna.client.get("/desk/teachers/log?as=csv").data.decode("utf-8-sig")
    assert "إغلاق حساب" in file
    for secret in (seed, spare, token, for_password[1], GOOD):
        assert secret not in shown + file + repr(log)


def test_the_log_is_for_admins_in_pages_and_by_person(app: Flask, muna: Desk, sami: Desk) -> None:
    services = app.extensions["fahm"]
    for _ in range(120):
        services.store.audit.add(services.config.school, services_actor(muna), "password-link", sami.id)
    pages = [muna.opens(f"/desk/teachers/log?person={sami.id}&page={n}").html for n in (1, 2, 3)]
    assert [html.count("إنشاء رابط لكلمة مرور جديدة") for html in pages] == [50, 50, 20]
    assert ['rel="next"' in html for html in pages] == [True, True, False]
    rows = muna.client.get(f"/desk/teachers/log?person={sami.id}&as=csv").data.decode("utf-8-sig")
    assert rows.count("سامي") == 120 + 2  # and the account that he made, by a link for that name
    assert "لا شيء بعد" in muna.opens("/desk/teachers/log?person=nobody&page=99").html
    assert sami.opens("/desk/teachers/log").status == 404
    assert sami.opens("/desk/teachers/log?as=csv").status == 404
    times = [one.at for one in services.store.audit.entries(services.config.school)]
    assert all(later >= earlier for later, earlier in pairwise(times))


def services_actor(desk: Desk):  # type: ignore[no-untyped-def]
    from webapp.store.protocols.audit_log import Actor

    return Actor(desk.id, "127.0.0.1")


def test_the_page_of_an_unknown_account_is_not_there(muna: Desk) -> None:
    for change in CHANGES:
        page: Page = muna.opens(f"/desk/teachers/nobody/{change}")
        assert page.status == 404
        assert muna.posts(f"/desk/teachers/nobody/{change}", old=GOOD).status == 404
