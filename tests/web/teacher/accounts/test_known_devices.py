"""A device that has signed in before, and how it goes on while strangers' wrong passwords make the rest wait."""

from __future__ import annotations

import pytest
from flask import Flask

from conftest import Desk, Learner
from store.helpers import Clock
from web.teacher.accounts.test_two_factor import code, turns_on, types

GOOD = Desk.PASSWORD
COOKIE = "fahm_device"
HERE = "desk 127.0.0.1"


def tries(who: Learner, name: str, password: str = GOOD) -> int:
    """Try to sign in with this browser; the reply's status (303: let in, 422: wrong, 429: has to wait)."""
    fields = {"csrf_token": who.csrf_token(), "sign_in": name, "password": password}
    return who.client.post("/desk/sign-in", data=fields).status_code


def fails(app: Flask, key: str, times: int) -> None:
    services = app.extensions["fahm"]
    for _ in range(times):
        services.store.code_failure(services.config.school, key)


def test_a_known_device_signs_in_while_its_network_waits(app: Flask, muna: Desk, omar: Learner) -> None:
    muna.posts("/desk/sign-out")
    fails(app, HERE, 100)
    assert tries(omar, "muna") == 429
    assert tries(muna, "muna", "wrong wrong") == 422
    assert tries(muna, "muna") == 303
    assert tries(omar, "muna") == 429, "the network still waits"


def test_a_known_device_signs_in_while_its_account_waits(muna: Desk, omar: Learner) -> None:
    assert [tries(omar, "muna", "wrong wrong") for _ in range(11)] == [422] * 10 + [429]
    assert tries(omar, "muna") == 429
    assert tries(muna, "muna") == 303


def test_a_known_device_has_a_budget_of_its_own(muna: Desk, omar: Learner, clock: Clock) -> None:
    assert [tries(muna, "muna", "wrong wrong") for _ in range(11)] == [422] * 10 + [429]
    assert tries(muna, "muna") == 429
    assert tries(omar, "muna") == 303, "neither the account nor the network waits"
    clock.move(minutes=15, seconds=1)
    assert tries(muna, "muna") == 303


def test_a_device_is_known_for_its_own_accounts_alone(app: Flask, muna: Desk, sami: Desk) -> None:
    muna.posts("/desk/sign-out")
    fails(app, HERE, 100)
    assert tries(muna, "sami") == 429
    assert tries(muna, "nobody") == 429
    assert tries(sami, "sami") == 303


def test_a_computer_of_the_staff_room_is_known_for_each_teacher(app: Flask, muna: Desk, sami: Desk) -> None:
    for name in ("muna", "sami", "muna"):
        assert tries(muna, name) == 303
        muna.posts("/desk/sign-out")
    fails(app, HERE, 100)
    assert tries(muna, "sami") == 303
    muna.posts("/desk/sign-out")
    assert tries(muna, "muna") == 303


@pytest.mark.parametrize("how", ["password", "everywhere", "closed"])
def test_what_ends_the_sessions_makes_devices_unknown(app: Flask, muna: Desk, sami: Desk, how: str) -> None:
    phone, password = Learner(app), GOOD
    assert tries(phone, "sami") == 303
    if how == "password":
        password = "قمر وسلّم ودرّاجة"
        sami.posts("/desk/account/password", old=GOOD, password=password, again=password)
    elif how == "everywhere":
        sami.posts("/desk/account/sessions", session="others", of=GOOD)
    else:
        for closed in ("1", "0"):
            muna.posts(f"/desk/teachers/{sami.id}/close", closed=closed, old=GOOD)
    fails(app, HERE, 100)
    assert tries(phone, "sami", password) == 429
    sami.posts("/desk/sign-out")
    assert tries(sami, "sami", password) == (429 if how == "closed" else 303), "the device that did it stays known"


def test_an_open_desk_is_asked_for_the_password_while_its_account_waits(muna: Desk, omar: Learner) -> None:
    for _ in range(11):
        tries(omar, "muna", "wrong wrong")
    assert muna.posts("/desk/account/sessions", session="others", of=GOOD).status == 200


def test_a_known_device_gets_past_the_second_step_while_the_account_waits(
    muna: Desk, omar: Learner, clock: Clock
) -> None:
    seed, _ = turns_on(muna, clock)
    muna.posts("/desk/sign-out")
    for _ in range(11):
        tries(omar, "muna", "wrong wrong")
    clock.move(minutes=1)
    assert types(muna, muna.sign_in(), code(seed, clock)).status == 200
    assert muna.opens("/desk/account").html.count("<strong>هذا الجهاز") == 1


def test_the_password_alone_makes_no_device_known(muna: Desk, omar: Learner, clock: Clock) -> None:
    turns_on(muna, clock)
    assert tries(omar, "muna") == 200
    assert omar.client.get_cookie(COOKIE) is None


def test_the_cookie_says_nothing_of_whom_it_is_for(muna: Desk, sami: Desk) -> None:
    values = []
    for desk in (muna, sami):
        cookie = desk.client.get_cookie(COOKIE)
        assert cookie
        assert (cookie.http_only, cookie.same_site) == (True, "Lax")
        assert cookie.max_age is not None
        assert cookie.max_age > 300 * 24 * 3600
        assert not any(part in cookie.value for part in (desk.id, desk.sign_in_name, desk.school))
        values.append(cookie.value)
    assert values[0] != values[1]
    assert len(values[0]) == len(values[1])


@pytest.mark.parametrize("value", ["", "~", "a.b", "é.é", "." * 3000, "~".join(["x.y"] * 500)])
def test_a_cookie_that_nobody_gave_makes_no_device_known(app: Flask, muna: Desk, omar: Learner, value: str) -> None:
    fails(app, HERE, 100)
    omar.client.set_cookie(COOKIE, value)
    assert tries(omar, "muna") == 429


def test_a_cookie_that_was_changed_makes_no_device_known(app: Flask, muna: Desk, omar: Learner) -> None:
    cookie = muna.client.get_cookie(COOKIE)
    assert cookie
    device, _, proof = cookie.value.partition(".")
    fails(app, HERE, 100)
    for value in (f"{device[:-1]}{'A' if device[-1] != 'A' else 'B'}.{proof}", f"{device}.{proof[1:]}", device):
        omar.client.set_cookie(COOKIE, value)
        assert tries(omar, "muna") == 429


def test_a_known_device_holds_some_accounts_at_most(app: Flask, muna: Desk) -> None:
    sizes = []
    for number in range(30):
        Desk(app, f"معلّم {number}", f"name{number}", "صف")
        assert tries(muna, f"name{number}") == 303
        muna.posts("/desk/sign-out")
        cookie = muna.client.get_cookie(COOKIE)
        assert cookie
        sizes.append(len(cookie.value))
    assert max(sizes) < 2000
    assert sizes[-1] == sizes[-2]


def test_signing_in_again_keeps_the_devices_budget(muna: Desk) -> None:
    for _ in range(9):
        assert tries(muna, "muna", "wrong wrong") == 422
    assert tries(muna, "muna") == 303
    assert [tries(muna, "muna", "wrong wrong") for _ in range(2)] == [422, 429]
