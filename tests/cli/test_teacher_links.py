"""Links that make accounts: printed at the first start, and by ``fahm teacher invite``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.test_serve import Served
from conftest import ARTICLE, Desk, Learner
from webapp.cli.main import fahm
from webapp.cli.teacher_links import local_address, setup_address
from webapp.config import Config


def token_of(address: str) -> str:
    found = re.search(r"^http://\S+/desk/setup/(\S{43})$", address.strip())
    assert found, address
    return found[1]


def invite(config: Config, *words: str) -> str:
    words = ("teacher", "invite", *words, "--data", str(config.data), "--content", str(ARTICLE))
    result = CliRunner().invoke(fahm, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_start_without_a_teacher_prints_one_link(tmp_path: Path) -> None:
    tokens = []
    for _ in range(2):
        server = Served(ARTICLE, tmp_path / "data")
        try:
            assert "لا يوجد معلم بعد" in server.until("No teacher yet")
            tokens.append(token_of(server.until("/desk/setup/")))
        finally:
            server.stop()
    assert tokens[0] != tokens[1]


def test_a_start_with_a_teacher_prints_none(config: Config, muna: Desk) -> None:
    assert setup_address(config, "http://127.0.0.1:8000") is None


def test_an_invitation_from_the_command_line(config: Config, muna: Desk, omar: Learner) -> None:
    token = token_of(invite(config, "--name", "هدى", "--url", "http://school.example/"))
    assert 'value="هدى"' in omar.opens(f"/desk/setup/{token}").html
    link = muna.people.link(muna.school, token)
    assert link
    assert link.role == "teacher"
    asked = muna.people.link(muna.school, token_of(invite(config, "--admin")))
    assert asked
    assert asked.role == "admin"


def test_the_first_invitation_of_a_school_makes_an_admin(config: Config, omar: Learner, app) -> None:  # type: ignore[no-untyped-def]
    link = app.extensions["fahm"].store.people.link("default", token_of(invite(config)))
    assert link.role == "admin"


@pytest.mark.parametrize(
    "host, address",
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("fe80::1", "http://[fe80::1]:80"),
        ("school.example", "http://school.example:80"),
    ],
)
def test_the_link_is_one_that_this_machine_can_open(host: str, address: str) -> None:
    assert local_address(host, 80) == address


def test_a_forgotten_password_is_replaced_from_the_command_line(config: Config, muna: Desk) -> None:
    words = ["teacher", "password", "Muna", "--data", str(config.data), "--content", str(ARTICLE)]
    link = muna.people.link(muna.school, token_of(CliRunner().invoke(fahm, words).stdout))
    assert link
    assert link.kind == "password"
    assert link.teacher == muna.id
    unknown = CliRunner().invoke(fahm, [*words[:2], "nobody", *words[3:]])
    assert unknown.exit_code == 1
    assert "no teacher has the username nobody" in unknown.stderr


def test_a_lost_app_is_made_good_from_the_command_line(config: Config, muna: Desk) -> None:
    words = ["teacher", "second-step-off", "Muna", "--data", str(config.data), "--content", str(ARTICLE)]
    none = CliRunner().invoke(fahm, words)
    assert none.exit_code == 1
    assert "no teacher with the username Muna uses two-step verification" in none.stderr
    muna.people.set_second_step(muna.school, muna.id, "SEED", "spare", 0)
    assert CliRunner().invoke(fahm, words).exit_code == 0
    assert muna.people.code_seed(muna.school, muna.id) == ""
