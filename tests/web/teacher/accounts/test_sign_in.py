"""The first account, invitations, sessions, and what guessing costs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import pytest
from flask import Flask
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from conftest import Desk, Learner, Page
from store.helpers import Clock, at_once
from suite_speedups import STRONG
from webapp.web.framework.i18n import pair
from webapp.web.teacher.accounts import forms, passwords, sign_in
from webapp.web.teacher.accounts.my_account import device_name

GOOD = "نافذة مطر زيتون"


def sets_up(app: Flask, who: Learner, token: str, **changes: str) -> Page:
    data = {"name": "منى", "sign_in": "Muna", "password": GOOD, "again": GOOD, **changes}
    token_of_form = who.csrf_token()
    return Page(who.client.post(f"/desk/setup/{token}", data={"csrf_token": token_of_form, **data}))


def link(app: Flask, kind: str = "setup", hours: float = 24) -> str:
    services = app.extensions["fahm"]
    made = services.store.people.make_link(services.config.school, kind, "admin", "", hours)
    assert made
    return str(made)


def test_the_first_account_is_made_once_and_goes_straight_in(app: Flask, omar: Learner, layla: Learner) -> None:
    token = link(app)
    assert "لا يوجد حساب لأي معلم بعد" in omar.opens("/desk/").html
    assert omar.opens(f"/desk/setup/{token}").status == 200
    assert sets_up(app, omar, token).response.headers["Location"] == "/desk/"
    assert "خطوات البداية" in omar.opens("/desk/").html
    assert layla.opens(f"/desk/setup/{token}").status == 404
    assert sets_up(app, layla, token, sign_in="other").status == 404
    assert "انتهت صلاحية هذا الرابط" in layla.opens("/desk/setup/nothing").html


def test_a_link_that_is_too_old_makes_nothing(app: Flask, omar: Learner, clock: Clock) -> None:
    token = link(app)
    clock.move(hours=24)
    assert sets_up(app, omar, token).status == 404
    assert not app.extensions["fahm"].store.people.any_teacher("default")


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"name": "\u202e \u200f"}, forms.NAME_MISSING),
        ({"sign_in": "منى أحمد"}, forms.BAD_SIGN_IN),
        ({"sign_in": ""}, forms.BAD_SIGN_IN),
        ({"again": "another thing"}, forms.PASSWORDS_DIFFER),
        ({"password": "قصيرة", "again": "قصيرة"}, forms.WEAK["short"]),
        ({"password": "a" * 300, "again": "a" * 300}, forms.WEAK["long"]),
        ({"sign_in": "munaaa", "password": "xx-munaaa-7731", "again": "xx-munaaa-7731"}, forms.WEAK["own-name"]),
        ({"password": "password1234", "again": "password1234"}, forms.WEAK["common"]),
    ],
)
def test_what_is_wrong_with_a_form_is_said_and_the_link_stays_good(
    app: Flask, omar: Learner, changes: dict[str, str], said: str
) -> None:
    token = link(app)
    page = sets_up(app, omar, token, **changes)
    assert page.status == 422
    assert pair(said).ar in page.html
    assert sets_up(app, omar, token).status == 303


def test_a_sign_in_name_is_given_once(app: Flask, muna: Desk, omar: Learner) -> None:
    token = link(app, "invitation")
    page = sets_up(app, omar, token, sign_in="ＭＵＮＡ", name="هدى")
    assert page.status == 422
    assert pair(forms.NAME_TAKEN).ar in page.html
    assert sets_up(app, omar, token, sign_in="huda", name="هدى").status == 303


def test_an_admin_invites_and_closes_accounts(app: Flask, muna: Desk, sami: Desk, omar: Learner) -> None:
    page = muna.posts("/desk/teachers", name="هدى", old=GOOD)
    found = re.search(r"/desk/setup/([\w-]+)</textarea>", page.html)
    assert found
    token = found[1]
    assert "هدى" in omar.opens(f"/desk/setup/{token}").html
    assert sets_up(app, omar, token, sign_in="huda", name="هدى").status == 303
    assert omar.opens("/desk/teachers").status == 404
    muna.posts(f"/desk/teachers/{sami.id}/close", closed="1", old=GOOD)
    assert sami.opens("/desk/").html.count("اسم المستخدم")
    assert sami.sign_in().status == 422
    muna.posts(f"/desk/teachers/{sami.id}/close", closed="0", old=GOOD)
    assert sami.sign_in().status == 200
    muna.posts(f"/desk/teachers/{muna.id}/close", closed="1", old=GOOD)
    assert muna.opens("/desk/teachers").status == 200


def test_a_name_is_known_however_it_is_typed(app: Flask, muna: Desk, omar: Learner) -> None:
    fields = {"csrf_token": omar.csrf_token(), "sign_in": " ＭuNa\u200f", "password": GOOD}
    assert omar.client.post("/desk/sign-in", data=fields).headers["Location"] == "/desk/"


def test_an_unknown_name_costs_as_much_as_a_wrong_password(
    app: Flask, muna: Desk, omar: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = Mock(wraps=passwords.fits)
    hashed = Mock(wraps=passwords.hashed)
    monkeypatch.setattr(sign_in, "fits", verified)
    monkeypatch.setattr(passwords, "hashed", hashed)
    passwords.nobodys()
    hashed.reset_mock()
    pages, costs = [], []
    for name in ("muna", "nobody", "not a name"):
        data = {"csrf_token": omar.csrf_token(), "sign_in": name, "password": "wrong wrong"}
        page = Page(omar.client.post("/desk/sign-in", data=data))
        told = page.html.replace(f'value="{name}"', "")
        pages.append((page.status, re.sub(r'name="csrf_token" value="[^"]+"', "", told)))
        costs.append((verified.call_count, hashed.call_count))
        verified.reset_mock()
    assert costs == [(1, 0)] * 3
    assert pages[0] == pages[1] == pages[2]
    assert pair(forms.WRONG_SIGN_IN).ar in pages[0][1]


def test_no_more_than_two_passwords_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, most, turn = [0], [0], threading.Condition()

    class Slow:
        """Hashes until all who may come are there."""

        def hash(self, _: str) -> str:
            with turn:
                busy[0] += 1
                most[0] = max(most[0], busy[0])
                turn.notify_all()
                turn.wait_for(lambda: most[0] == passwords.MAX_AT_ONCE, timeout=60)
                busy[0] -= 1
            return ""

        def verify(self, _: str, __: str) -> bool:
            return bool(self.hash(""))

    monkeypatch.setattr(passwords, "_hasher", Slow)
    works: list[Callable[[int], object]] = [lambda _: passwords.hashed("x"), lambda _: passwords.fits("", "x")]
    at_once(12, lambda n: works[n % 2](n), 24)
    assert most[0] == passwords.MAX_AT_ONCE == 2


def guesses(who: Learner, times: int, name: str = "muna", address: str = "192.0.2.1") -> list[int]:
    token = who.csrf_token()
    data = {"csrf_token": token, "sign_in": name, "password": "wrong wrong"}
    where = {"REMOTE_ADDR": address}
    return [who.client.post("/desk/sign-in", data=data, environ_base=where).status_code for _ in range(times)]


def becomes_unknown(desk: Desk) -> None:
    """As on another device, or one whose browser has forgotten its cookies."""
    desk.client.delete_cookie("fahm_device")


def test_ten_failures_close_an_account_for_a_quarter_of_an_hour(muna: Desk, omar: Learner, clock: Clock) -> None:
    becomes_unknown(muna)
    assert guesses(omar, 11) == [422] * 10 + [429]
    page = muna.sign_in()
    assert page.status == 429
    assert "الانتظار ١٥ دقيقة" in page.html
    clock.move(minutes=15, seconds=1)
    assert muna.sign_in().status == 200


def test_of_forty_guesses_at_once_ten_are_judged(app: Flask, muna: Desk) -> None:
    guessing = [Learner(app) for _ in range(40)]
    for learner in guessing:
        learner.opens("/join")
    with ThreadPoolExecutor(40) as threads:
        statuses = [statuses[0] for statuses in threads.map(lambda learner: guesses(learner, 1), guessing)]
    assert sorted(statuses) == [422] * 10 + [429] * 30


def test_right_passwords_never_close_an_account(muna: Desk) -> None:
    for _ in range(12):
        assert muna.sign_in().status == 200
        muna.posts("/desk/sign-out")


def failures(app: Flask, key: str, times: int) -> None:
    services = app.extensions["fahm"]
    for _ in range(times):
        services.store.code_failure(services.config.school, key)


def test_a_hundred_failures_close_an_address_whatever_the_names(app: Flask, sami: Desk, omar: Learner) -> None:
    failures(app, "desk 192.0.2.1", 99)
    assert [guesses(omar, 1, name)[0] for name in ("name1", "name2", "sami")] == [422, 429, 429]
    assert guesses(omar, 1, "sami", "192.0.2.2") == [422]


def test_one_joker_does_not_close_the_desk_to_a_whole_school(muna: Desk, sami: Desk, omar: Learner) -> None:
    for desk in (muna, sami):
        becomes_unknown(desk)
    assert guesses(omar, 11, "muna", "127.0.0.1")[-1] == 429
    assert muna.sign_in().status == 429
    assert sami.sign_in().status == 200


def test_a_class_that_mistypes_its_code_does_not_keep_teachers_out(app: Flask, muna: Desk, omar: Learner) -> None:
    failures(app, "join 127.0.0.1", 100)
    assert omar.client.get(f"/join/{muna.code}").status_code == 429
    assert muna.sign_in().status == 200


def test_who_has_to_wait_is_told_what_helps_meanwhile(muna: Desk, omar: Learner) -> None:
    becomes_unknown(muna)
    guesses(omar, 10)
    html = muna.sign_in().html
    assert "الانتظار ١٥ دقيقة" in html
    assert "كلمة مرور جديدة" in html


def test_signing_in_brings_a_new_session_and_ends_the_one_before(muna: Desk) -> None:
    before = muna.client.get_cookie("fahm_desk")
    muna.sign_in()
    after = muna.client.get_cookie("fahm_desk")
    assert before
    assert after
    assert before.value != after.value
    assert after.http_only
    assert after.same_site == "Lax"
    assert muna.people.session(muna.school, before.value) is None
    assert len(muna.people.sessions(muna.school, muna.id)) == 1


@pytest.mark.sqlite
def test_the_database_holds_no_token(app: Flask, muna: Desk) -> None:
    cookie = muna.client.get_cookie("fahm_desk")
    assert cookie
    app.extensions["fahm"].store.close()
    kept = [file.read_bytes() for file in app.extensions["fahm"].config.data.rglob("*") if file.is_file()]
    assert kept
    assert not any(cookie.value.encode() in file or GOOD.encode() in file for file in kept)


def test_a_session_ends_when_it_is_idle(muna: Desk, clock: Clock) -> None:
    for _ in range(3):
        clock.move(hours=11)
        assert muna.opens("/desk/account").html.count("تغيير كلمة المرور") == 1
    clock.move(hours=12)
    assert "كلمة المرور الحالية" not in muna.opens("/desk/account").html


def test_a_session_ends_after_thirty_days_however_busy(muna: Desk, clock: Clock) -> None:
    for _ in range(71):
        clock.move(hours=10)
        assert muna.opens("/desk/account").html.count("كلمة المرور الحالية")
    clock.move(hours=10)
    assert "كلمة المرور الحالية" not in muna.opens("/desk/account").html


def test_signing_out_ends_the_session(muna: Desk) -> None:
    cookie = muna.client.get_cookie("fahm_desk")
    muna.posts("/desk/sign-out")
    assert cookie
    assert muna.people.session(muna.school, cookie.value) is None
    assert muna.client.get_cookie("fahm_desk") is None


def test_another_password_ends_the_sessions_elsewhere(app: Flask, muna: Desk, omar: Learner) -> None:
    fields = {"csrf_token": omar.csrf_token(), "sign_in": "muna", "password": GOOD}
    omar.client.post("/desk/sign-in", data=fields)
    assert omar.opens("/desk/account").html.count("<strong>هذا الجهاز") == 1
    new = "قمر وسلّم ودرّاجة"
    refused = muna.posts("/desk/account/password", old="wrong", password=new, again=new)
    assert refused.status == 422
    assert omar.opens("/desk/account").html.count("<strong>هذا الجهاز") == 1
    assert "تغيرت كلمة المرور" in muna.posts("/desk/account/password", old=GOOD, password=new, again=new).html
    assert "<strong>هذا الجهاز" not in omar.opens("/desk/account").html
    assert muna.sign_in().status == 422
    assert muna.sign_in(new).status == 200


def test_one_session_can_be_ended_from_another_device(app: Flask, muna: Desk, sami: Desk, omar: Learner) -> None:
    fields = {"csrf_token": omar.csrf_token(), "sign_in": "muna", "password": GOOD}
    omar.client.post("/desk/sign-in", data=fields)
    sessions = muna.people.sessions(muna.school, muna.id)
    assert len(sessions) == 2
    for one in sessions:
        sami.posts("/desk/account/sessions", session=one.id, of=GOOD)
    assert len(muna.people.sessions(muna.school, muna.id)) == 2
    for one in sessions:  # the own one stays: that is what signing out is for
        assert "انتهت" in muna.posts("/desk/account/sessions", session=one.id, of=GOOD).notices()
    assert muna.opens("/desk/account").html.count("<strong>هذا الجهاز") == 1
    assert "<strong>هذا الجهاز" not in omar.opens("/desk/account").html


def test_a_session_elsewhere_ends_with_the_password_alone(app: Flask, muna: Desk) -> None:
    others = [muna.people.start_session(muna.school, muna.id, "Firefox") for _ in range(3)]
    page = muna.opens("/desk/account").html
    assert page.count('name="session"') == 4  # each of the three, and all of them
    for _ in range(9):
        refused = muna.posts("/desk/account/sessions", session="others", of="wrong")
        assert refused.status == 422
        assert pair(forms.WRONG_PASSWORD).ar in refused.html
    assert len(muna.people.sessions(muna.school, muna.id)) == 4
    muna.posts("/desk/account/sessions", session="others", of=GOOD)
    assert [muna.people.session(muna.school, one) for one in others] == [None, None, None]
    assert muna.opens("/desk/account").html.count('name="session"') == 0
    muna.posts("/desk/account/sessions", session="others", of="wrong")
    assert muna.posts("/desk/account/sessions", session="others", of=GOOD).status == 429


@pytest.fixture
def strong(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are worked at as they are outside of tests."""
    with monkeypatch.context() as services:
        for name, value in STRONG.items():
            services.setattr(passwords, name, value)
        passwords._hasher.cache_clear()
        yield
    passwords._hasher.cache_clear()


@pytest.mark.usefixtures("strong")
def test_a_password_is_hashed_with_as_much_work_as_owasp_asks_for() -> None:
    assert passwords.hashed(GOOD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_hashed_anew_when_the_parameters_rise(muna: Desk, request: pytest.FixtureRequest) -> None:
    before = muna.people.password_of(muna.school, muna.id)
    assert before.startswith("$argon2id$")
    muna.sign_in()
    assert muna.people.password_of(muna.school, muna.id) == before
    request.getfixturevalue("strong")
    assert muna.sign_in().status == 200
    after = muna.people.password_of(muna.school, muna.id)
    assert f"t={STRONG['PASSES']}," in after
    assert after != before
    assert muna.opens("/desk/account").html.count("<strong>هذا الجهاز") == 1


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaaaa", "1234567890", "qwertyuiop", "0987654321", "abcabcabcabc", "letmein12345", "Password!!!!",
     "ضصثقفغعهخح", "qwertyasdfgh",
     "كلمةالسر12345", "20112011201", "abcdefghijkl", "19990412131", "liverpool1892", "Butterfly!", "1elephant2026",
     "كلمة السر ١٢٣٤٥", "محمد123456", "مدرسة2026!", "السلام عليكم", "حجخهعغفقثص", "Ahmed@2026!", "0791234567",
     " " * 12],
)  # fmt: skip
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    assert passwords.weakness(password, "منى", "muna") == "common"


def test_what_people_choose_most_is_refused() -> None:
    long_enough = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= passwords.MIN_LENGTH]
    assert len(long_enough) > 1000
    assert [one for one in long_enough if not passwords.weakness(one, "منى", "muna")] == []


@pytest.mark.parametrize(
    "password",
    [GOOD, "correct horse battery", "Tr4-zq!pl0w", "قهوة الصباح على الشرفة", "سبع عصافير زرقاء", "باب قلم شمس",
     "شجرة ليمون في آخر الشارع", "8fK3xq9pL2"],
)  # fmt: skip
def test_other_passwords_are_fine(password: str) -> None:
    assert passwords.weakness(password, "منى", "muna") == ""


def test_no_password_keeps_zxcvbn_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time grows with the square of the length, and with the combinations of signs that may stand for letters."""
    judged = Mock(return_value={"score": 4})
    monkeypatch.setattr("zxcvbn.zxcvbn", judged)
    for password in ("4@8({[<369!1|$5+7%20" * 12, "x@({[<!|$+%x", "ab" * 128):
        passwords.weakness(password)
    assert judged.call_count == 6
    for call in judged.call_args_list:
        assert len(call.args[0]) <= passwords.MAX_JUDGED
        assert not set(call.args[0]) & set("@({[<!|$+%")


def test_a_device_has_the_name_that_people_know() -> None:
    assert device_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0") == (
        "Firefox · Windows"
    )
    assert device_name("") == "?"


def test_behind_tls_the_cookie_is_bound_to_the_host(tmp_path, config) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from webapp import create_app

    app = create_app(replace(config, data=tmp_path / "tls", secure_cookies=True))
    client = app.test_client()
    people = app.extensions["fahm"].store.people
    token = people.make_link("default", "setup", "admin", "", 24)
    form = Page(client.get(f"/desk/setup/{token}", base_url="https://localhost"))
    data = {"csrf_token": form.field("csrf_token"), "name": "منى", "sign_in": "muna", "password": GOOD, "again": GOOD}
    reply = client.post(f"/desk/setup/{token}", data=data, base_url="https://localhost")
    (cookie,) = [one for one in reply.headers.getlist("Set-Cookie") if "fahm_desk=" in one and "Max-Age=2592000" in one]
    assert cookie.startswith("__Host-fahm_desk=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    app.extensions["fahm"].store.close()


def test_a_forgotten_password_is_replaced_by_a_link_of_the_admin(muna: Desk, sami: Desk, omar: Learner) -> None:
    page = muna.posts(f"/desk/teachers/{sami.id}/password", old=GOOD)
    token = page.html.partition("/desk/setup/")[2].partition("<")[0]
    form = omar.opens(f"/desk/setup/{token}")
    assert 'name="sign_in"' not in form.html
    data = {"csrf_token": form.field("csrf_token"), "password": "short", "again": "short"}
    assert omar.client.post(f"/desk/setup/{token}", data=data).status_code == 422
    data |= {"password": "قمر وسلّم ودرّاجة", "again": "قمر وسلّم ودرّاجة"}
    assert omar.client.post(f"/desk/setup/{token}", data=data).headers["Location"] == "/desk/"
    assert "الصفّ السادس" in omar.opens("/desk/").html
    assert omar.opens(f"/desk/setup/{token}").status == 404
    assert "الصفّ السادس" not in sami.opens("/desk/").html
    assert sami.sign_in().status == 422
    assert sami.sign_in("قمر وسلّم ودرّاجة").status == 200


def test_a_link_for_a_password_ends_with_the_account_and_with_a_newer_one(muna: Desk, sami: Desk) -> None:
    old, new = (muna.people.make_password_link(muna.school, sami.id, 24) for _ in range(2))
    assert muna.people.link(muna.school, old) is None
    assert muna.people.use_link(muna.school, new, "x", "x", "hash") is None
    muna.posts(f"/desk/teachers/{sami.id}/close", closed="1", old=GOOD)
    assert muna.people.use_password_link(muna.school, new, "hash") is None
    assert muna.people.make_password_link(muna.school, sami.id, 24) is None
    assert muna.posts("/desk/teachers/nobody/password").status == 404


def test_a_password_is_the_same_however_its_letters_are_coded() -> None:
    assert passwords.fits(passwords.hashed("أحمر وأزرق café"), "ا\u0654حمر وا\u0654زرق cafe\u0301")
    assert not passwords.fits(passwords.hashed(GOOD), "\ud800")
    assert not passwords.fits("no hash", GOOD)
