"""Makers of texts: added, removed, handed on; never is the last one lost by the way."""

from __future__ import annotations

import pytest

from store.helpers import START, Clock, S, account
from webapp.store.protocols.audit_log import Actor
from webapp.store.protocols.store import Store

BY = Actor("admin-id", "10.0.0.0")


@pytest.fixture(autouse=True)
def admin(store: Store) -> str:
    return account(store, "Admin")


@pytest.fixture
def muna(store: Store) -> str:
    return account(store, "Muna")


@pytest.fixture
def sami(store: Store) -> str:
    return account(store, "Sami")


def makers(store: Store, text: str = "nile") -> list[str]:
    return [maker.name for maker in store.makers.of_text(S, text)]


def actions(store: Store) -> list[tuple[str, str, str]]:
    entries = store.audit.entries(S)
    return [(entry.action, entry.subject, entry.detail) for entry in entries if entry.action.startswith("text-")]


def test_makers_are_named_in_order_with_their_texts(store: Store, muna: str, sami: str, clock: Clock) -> None:
    assert store.makers.add(S, "nile", sami, BY)
    clock.move(minutes=1)
    assert store.makers.add(S, "nile", muna, BY)
    assert store.makers.add(S, "rihla", muna, BY)
    assert makers(store) == ["Sami", "Muna"]
    assert store.makers.of_text(S, "nile")[0].since == START
    assert store.makers.texts_of(S, muna) == {"nile", "rihla"}
    assert store.makers.is_maker(S, "nile", muna)
    assert not store.makers.is_maker(S, "rihla", sami)
    assert not store.makers.is_maker("other", "nile", muna)
    assert store.makers.names(S) == {"nile": ("Sami", "Muna"), "rihla": ("Muna",)}
    assert makers(store, "unknown") == []


def test_a_change_is_in_the_audit_log_once(store: Store, muna: str, sami: str) -> None:
    assert store.makers.add(S, "nile", muna, BY)
    assert not store.makers.add(S, "nile", muna, BY)
    assert store.makers.hand_on(S, "nile", muna, sami, BY)
    assert not store.makers.remove(S, "nile", muna, BY)
    assert actions(store) == [
        ("text-maker-removed", muna, "nile"),
        ("text-maker-added", sami, "nile"),
        ("text-maker-added", muna, "nile"),
    ]


def test_the_last_maker_hands_on_or_stays(store: Store, muna: str, sami: str) -> None:
    store.makers.add(S, "nile", muna, BY)
    assert not store.makers.remove(S, "nile", muna, BY)
    store.makers.add(S, "nile", sami, BY)
    store.people.close_account(S, sami, True)
    assert not store.makers.remove(S, "nile", muna, BY), "a closed account looks after nothing"
    assert not store.makers.hand_on(S, "nile", muna, sami, BY)
    assert not store.makers.hand_on(S, "nile", muna, "nobody", BY)
    assert not store.makers.hand_on(S, "nile", muna, muna, BY)
    assert makers(store) == ["Muna", "Sami"]
    store.people.close_account(S, sami, False)
    assert store.makers.hand_on(S, "nile", muna, sami, BY)
    assert makers(store) == ["Sami"]
    assert store.makers.remove(S, "nile", sami, BY, even_last=True)
    assert makers(store) == []


def test_a_closed_account_stays_a_maker_and_none_is_made_of_it(store: Store, muna: str, sami: str) -> None:
    store.makers.add(S, "nile", muna, BY)
    store.people.close_account(S, muna, True)
    (closed,) = store.makers.of_text(S, "nile")
    assert closed.closed
    assert store.makers.names(S) == {}
    store.people.close_account(S, sami, True)
    assert not store.makers.add(S, "nile", sami, BY)
    assert not store.makers.add(S, "nile", "nobody", BY)
    store.people.close_account(S, muna, False)
    assert store.makers.is_maker(S, "nile", muna)
