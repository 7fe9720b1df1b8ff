"""The registry of notices: every key that the pages use is known, and every known key is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session

from conftest import Desk, Learner
from source_code import parsed, source_of
from webapp.web.framework import notices
from webapp.web.framework.notice_registry.notice_tones import DONE, REFUSED
from webapp.web.framework.notices import KINDS, Notice, notify
from webapp.web.questions.submit_answers import NOT_RECORDED, NOTICES, FormOutcome

WEB = Path(notices.__file__).parents[1]
REGISTRY = Path(notices.__file__)
RESULTS_MODULE = WEB / "questions" / "submit_answers.py"


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(WEB.rglob("*.py")):
        if path != REGISTRY:
            yield path, parsed(source_of(path))


def notify_keys(path: Path, tree: ast.Module) -> Iterator[str]:
    """The keys of the module's calls of notify, each a constant or a choice of two."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Name) and call.func.id == "notify"):
            continue
        key = call.args[0]
        if path == RESULTS_MODULE and isinstance(key, ast.Subscript):
            yield from NOTICES.values()
            continue
        for part in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
            assert isinstance(part, ast.Constant), f"{path.name}:{call.lineno}: the key is no constant"
            assert isinstance(part.value, str)
            yield part.value


def test_every_key_is_known_and_every_known_key_is_used() -> None:
    used = {key for path, tree in trees() for key in notify_keys(path, tree)}

    assert used == set(KINDS)


def test_every_notice_at_the_head_of_a_page_has_a_message() -> None:
    assert {key for key, kind in KINDS.items() if not kind.message} == {"answer-repeated"}


def test_an_unknown_key_or_value_raises(app: Flask) -> None:
    with app.test_request_context():
        with pytest.raises(KeyError):
            notify("class-archvied")
        with pytest.raises(ValueError, match="word"):
            notify("class-archived", word="كلمة")


def test_a_notice_carries_its_values_once(app: Flask) -> None:
    with app.test_request_context():
        notify("answer-repeated", question="a:b", attempt=3)
        assert notices.notices() == [Notice("answer-repeated", question="a:b", attempt=3)]
        assert notices.repeated_answers() == {"a:b": 3}
        assert notices.SESSION_KEY not in session


def test_a_page_fetched_in_the_background_leaves_notices_for_later(app: Flask) -> None:
    with app.test_request_context(headers={notices.BACKGROUND: "1"}):
        notify("exam-saved")
        assert notices.notices() == []
        assert session[notices.SESSION_KEY] == [{"key": "exam-saved"}]


@pytest.mark.parametrize(
    "stored",
    [
        {"_flashes": [("message", "again:q:3"), ("message", "desk-archived")]},
        {"notices": "kept"},
        {"notices": ["kept", 7, None, {"key": "gone-since"}, {"key": "exam-saved", "word": "x"}, {"word": "x"}]},
        {"notices": [{"key": "answer-repeated", "question": "q", "attempt": "3"}, {"key": [], "other": 1}]},
    ],
)
def test_a_session_of_another_release_breaks_no_page(layla: Learner, stored: dict[str, Any]) -> None:
    with layla.client.session_transaction() as before:
        before.update(stored)

    page = layla.opens("/")

    assert page.status == 200
    assert not page.notices()
    with layla.client.session_transaction() as after:
        assert not after.keys() & stored.keys()


def test_saved_settings_are_acknowledged(layla: Learner) -> None:
    page = layla.opens("/settings/")
    layla.client.post("/settings/", data={"csrf_token": page.field("csrf_token"), "reset": "1"})

    assert "حُفظت الإعدادات" in layla.opens("/settings/").notices()


@pytest.mark.parametrize("results, refusal", [(("recorded",), None), (("recorded", "spent"), "spent")])
def test_an_outcome_names_its_first_refusal(results: Any, refusal: str | None) -> None:
    assert FormOutcome(results, "/").refusal == refusal


def test_every_refusal_has_a_notice() -> None:
    assert NOTICES.keys() >= NOT_RECORDED


def test_a_tone_is_one_of_a_known_notice() -> None:
    assert set(KINDS) >= DONE | REFUSED
    assert not DONE & REFUSED


def test_what_was_done_and_what_was_not_are_told_apart(muna: Desk) -> None:
    assert 'data-tone="refused"' in muna.posts("/desk/classes", name=" ").notices()
    assert 'data-tone="done"' in muna.posts(muna.of_class("archive"), away="1").notices()
