"""Codes of classes and records while somebody in the same network tries wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins
from web.assigning import Clock
from webapp import create_app
from webapp.config import Config

LETTERS = "ACDEFGHJKM"


@pytest.fixture
def app(config: Config, clock: Clock) -> Iterator[Flask]:
    """Ten wrong class codes make a network wait."""
    made = create_app(replace(config, address_failures=10))
    yield made
    made.extensions["fahm"].store.close()


def wrong_codes(app: Flask, times: int = 10, prefix: str = "AAAAA") -> list[int]:
    return [Learner(app).client.get(f"/join/{prefix}{LETTERS[number]}").status_code for number in range(times)]


def at_once_opened(guessing: list[Learner], door: str, codes: list[str]) -> list[int]:
    """Open so many codes at once, each in another browser."""

    def opened(learner: Learner, code: str) -> int:
        return learner.client.get(door + code).status_code

    with ThreadPoolExecutor(len(guessing)) as threads:
        return list(threads.map(opened, guessing, codes))


def record_code(learner: Learner) -> str:
    found = re.search(r'class="code" dir="ltr">([^<]+)<', learner.opens("/me").html)
    assert found
    return found[1]


def posts(learner: Learner, url: str, **fields: str) -> int:
    data = {"csrf_token": learner.opens("/settings/").field("csrf_token"), **fields}
    return learner.client.post(url, data=data).status_code


def test_a_member_uses_the_class_code_while_the_network_waits(app: Flask, muna: Desk, layla: Learner) -> None:
    wrong_codes(app)
    assert Learner(app).client.get(f"/join/{muna.code}").status_code == 429
    assert layla.client.get(f"/join/{muna.code}").status_code == 200
    assert posts(layla, "/join", code=muna.code) == 303


def test_a_device_that_has_joined_lets_another_reader_in_while_the_network_waits(
    app: Flask, muna: Desk, layla: Learner
) -> None:
    posts(layla, "/me/sign-out")
    wrong_codes(app)
    assert layla.client.get(f"/join/{muna.code}").status_code == 200
    assert posts(layla, f"/join/{muna.code}", name="سلمى") == 303
    assert [member.name for member in muna.people.members(muna.school, muna.class_id)] == ["سلمى", "ليلى"]


def test_a_device_is_known_for_its_own_class_alone(app: Flask, muna: Desk, sami: Desk, layla: Learner) -> None:
    wrong_codes(app)
    assert layla.client.get(f"/join/{sami.code}").status_code == 429
    assert layla.client.get("/join/AAAAAN").status_code == 429


def test_a_new_class_code_is_not_guessed_on_devices_that_had_the_old_one(
    app: Flask, muna: Desk, layla: Learner
) -> None:
    posts(layla, "/me/sign-out")
    muna.posts(muna.of_class("renew"))
    wrong_codes(app)
    assert layla.client.get(f"/join/{muna.code}").status_code == 429


def test_a_right_record_code_opens_on_a_device_that_has_typed_ten_wrong_ones(
    app: Flask, muna: Desk, layla: Learner
) -> None:
    right, tablet = record_code(layla), Learner(app)
    statuses = [tablet.client.get(f"/join/card/AAAACCCCDDD{letter}").status_code for letter in LETTERS + "N"]
    assert statuses == [303] * 10 + [429]
    assert tablet.client.get(f"/join/card/{right}").status_code == 200
    assert posts(tablet, "/me/resume", code=right) == 303
    assert record_code(tablet) == right


def test_of_forty_class_codes_guessed_at_once_ten_are_judged(app: Flask, muna: Desk) -> None:
    guessing = [Learner(app) for _ in range(40)]
    for learner in guessing:
        learner.opens("/join")
    codes = [f"AAAA{first}{second}" for first in LETTERS[:4] for second in LETTERS]
    assert sorted(at_once_opened(guessing, "/join/", codes)) == [303] * 10 + [429] * 30


def test_of_forty_record_codes_guessed_at_once_on_a_device_ten_are_judged(app: Flask, muna: Desk) -> None:
    device = Learner(app)
    device.opens(f"/texts/{SLUG}/1")
    cookie = device.client.get_cookie("fahm")
    assert cookie
    guessing = [Learner(app) for _ in range(40)]
    for learner in guessing:
        learner.client.set_cookie("fahm", cookie.value)
    codes = [f"AAAACCCCDD{first}{second}" for first in LETTERS[:4] for second in LETTERS]
    assert sorted(at_once_opened(guessing, "/join/card/", codes)) == [303] * 10 + [429] * 30


def test_a_code_refused_while_the_network_waits_is_refused_again(app: Flask, muna: Desk) -> None:
    wrong_codes(app)
    assert [Learner(app).client.get("/join/CCCCCC").status_code for _ in range(2)] == [429, 429]


def test_sixty_pupils_behind_one_address_join_in_their_first_minute(app: Flask, muna: Desk, clock: Clock) -> None:
    clock.move(minutes=2)
    pupils = [Learner(app) for _ in range(60)]
    for number, pupil in enumerate(pupils):
        # Each types a name that is taken first, and one a mistyped code.
        if number % 8 == 0:
            assert pupil.client.get(f"/join/CCCCC{LETTERS[number // 8]}").status_code == 303
        assert "هل هذا أنت؟" in joins(pupil, muna.code, "ليلى").html
        assert "مرحبًا" in joins(pupil, muna.code, f"متعلم {number}").html
        # A second press of the button joins nobody.
        assert posts(pupil, f"/join/{muna.code}", name=f"متعلم {number}") == 303
    assert len(muna.people.members(muna.school, muna.class_id)) == 61
    assert "يُرجى الانتظار دقيقة" not in muna.opens(muna.of_class()).html
