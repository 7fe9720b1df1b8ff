"""Settings from the environment."""

from __future__ import annotations

import pytest

from webapp.config import from_env

SWITCHES = {
    "FAHM_HTTPS": "secure_cookies",
    "FAHM_SECOND_STEP": "second_step",
    "FAHM_MAKE_DATA": "make_data",
    "FAHM_WEB_EDITING": "web_editing",
}


@pytest.mark.parametrize(("variable", "setting"), SWITCHES.items())
def test_a_switch_takes_every_usual_word(variable: str, setting: str) -> None:
    for typed in ("1", "true", "True", "YES", "on", " On "):
        assert getattr(from_env({variable: typed}), setting) is True, typed
    for typed in ("0", "false", "No", "OFF"):
        assert getattr(from_env({variable: typed}), setting) is False, typed
    assert getattr(from_env({variable: ""}), setting) == getattr(from_env({}), setting)


@pytest.mark.parametrize("variable", SWITCHES)
def test_a_switch_that_is_neither_is_named(variable: str) -> None:
    with pytest.raises(ValueError, match=f"{variable}: 'enabled' is neither on nor off"):
        from_env({variable: "enabled"})


def test_hosts_are_names_without_ports() -> None:
    assert from_env({"FAHM_HOSTS": "fahm.example.org, Desk.example.org [::1]"}).hosts == {
        "fahm.example.org",
        "desk.example.org",
        "[::1]",
    }
    for typed in ("https://fahm.example.org", "fahm.example.org:8000", "*"):
        with pytest.raises(ValueError, match="FAHM_HOSTS"):
            from_env({"FAHM_HOSTS": typed})


@pytest.mark.parametrize("typed", ["SECRET", "changeme", "x" * 31])
def test_a_key_of_cookies_that_can_be_guessed_is_refused(typed: str) -> None:
    """The example's own word, left as it is, would let anybody sign a cookie of any reader or teacher."""
    with pytest.raises(ValueError, match="FAHM_SECRET: at least 32 characters") as refused:
        from_env({"FAHM_SECRET": typed})
    assert typed not in str(refused.value).removeprefix("FAHM_SECRET")
    assert from_env({"FAHM_SECRET": "x" * 32}).secret == "x" * 32
