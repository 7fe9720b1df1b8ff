"""The audit log is only added to; links end with their maker; requests end with what they are about."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store.helpers import Clock
from webapp.store.protocols.audit_log import LEARNER, OPERATOR, Actor
from webapp.store.protocols.store import Store

S = "default"


def teacher(store: Store, name: str, role: str = "teacher") -> str:
    token = store.people.make_link(S, "invitation", role, name, 1)  # type: ignore[arg-type]
    assert token
    made = store.people.use_link(S, token, name, name, "hash")
    assert made
    return made.id


@pytest.fixture
def muna(store: Store) -> str:
    return teacher(store, "muna", "admin")


@pytest.fixture
def sami(store: Store, muna: str) -> str:
    return teacher(store, "sami")


def test_an_entry_is_never_changed_or_deleted(store: Store, path: Path, muna: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        for change in ("UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                conn.execute(change)
    assert store.audit.count(S) == 2


def test_entries_come_in_the_order_of_writing_whatever_the_clock(store: Store, muna: str, clock: Clock) -> None:
    store.audit.add(S, Actor(muna), "password-changed", muna)
    clock.move(hours=-5)
    store.audit.add(S, Actor(muna, "192.0.2.7"), "records-merged")
    (latest, before) = store.audit.entries(S, limit=2)
    assert (latest.action, before.action) == ("records-merged", "password-changed")
    assert latest.at < before.at
    assert latest.address == "192.0.2.7"
    assert store.audit.entries("another") == []


def test_the_entries_of_a_person_are_those_made_and_those_that_concern_them(store: Store, muna: str, sami: str) -> None:
    store.people.drop_second_step(S, sami)
    store.audit.add(S, Actor(muna), "password-link", sami)
    store.audit.add(S, Actor(sami), "password-changed", sami)
    store.audit.add(S, OPERATOR, "invited", detail="x")
    assert [entry.action for entry in store.audit.entries(S, sami)] == [
        "password-changed",
        "password-link",
        "account-made",
    ]
    assert store.audit.count(S, sami) == 3
    assert [entry.action for entry in store.audit.entries(S, sami, limit=1, offset=1)] == ["password-link"]


def test_the_command_line_is_written_down_and_told_as_well(store: Store, sami: str) -> None:
    store.people.make_password_link(S, sami, 1)
    (entry,) = store.audit.unseen(S, sami)
    assert (entry.actor, entry.action, entry.subject) == ("", "password-link", sami)
    store.audit.dismiss(S, sami, entry.seq)
    assert store.audit.unseen(S, sami) == []
    store.audit.dismiss(S, sami, 0)
    assert store.audit.unseen(S, sami) == []


def test_nothing_that_is_still_to_come_is_dismissed(store: Store, sami: str) -> None:
    store.audit.dismiss(S, sami, 10**12)
    store.people.make_password_link(S, sami, 1)
    assert len(store.audit.unseen(S, sami)) == 1


def test_a_link_ends_with_its_maker_even_if_made_at_the_same_moment(
    store: Store, path: Path, muna: str, sami: str
) -> None:
    token = store.people.make_link(S, "invitation", "admin", "", 1, Actor(muna))
    assert token
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE teachers SET closed = created WHERE id = ?", (muna,))
    assert store.people.link(S, token) is None
    assert store.people.use_link(S, token, "x", "x", "hash") is None
    assert store.people.links(S) == []


def test_closing_a_closed_account_again_writes_nothing(store: Store, muna: str, sami: str) -> None:
    count = store.audit.count(S)
    assert store.people.close_account(S, sami, True)
    assert store.people.close_account(S, sami, True)
    assert store.audit.count(S) == count + 1
    assert store.people.close_account(S, sami, False)
    assert store.people.close_account(S, sami, False)
    assert store.audit.count(S) == count + 2


def test_a_deleted_learner_takes_the_requests_along(store: Store, path: Path, muna: str, sami: str) -> None:
    own, foreign = (store.people.add_class(S, one, "صف").id for one in (muna, sami))
    for class_id in (own, foreign):
        store.people.join(S, class_id, "salma", "سلمى")
    store.people.join(S, own, "omar", "عمر")
    assert store.requests.ask(S, "merge", own, muna, "omar", "salma")
    assert store.requests.ask(S, "delete", own, muna, "salma")
    assert len(store.requests.asked_of(S, sami)) == 2
    store.people.delete_learner(S, "salma")
    assert store.requests.asked_of(S, sami) == store.requests.made_by(S, muna) == []
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT count(*) FROM record_requests WHERE learner = 'salma'").fetchone() == (0,)


def test_a_request_is_nothing_that_the_learner_did(store: Store, muna: str, sami: str, clock: Clock) -> None:
    own, foreign = (store.people.add_class(S, one, "صف").id for one in (muna, sami))
    for class_id in (own, foreign):
        store.people.join(S, class_id, "salma", "سلمى")
    clock.move(hours=24 * 400)
    store.requests.ask(S, "delete", own, muna, "salma")
    clock.move(hours=1)
    assert store.people.inactive_since(S, clock.at).learners == ("salma",)


def test_a_request_made_again_takes_the_place_of_the_first(store: Store, muna: str, sami: str) -> None:
    own, foreign = (store.people.add_class(S, one, "صف").id for one in (muna, sami))
    for class_id in (own, foreign):
        store.people.join(S, class_id, "salma", "سلمى")
    for _ in range(2):
        assert store.requests.ask(S, "delete", own, muna, "salma")
    assert len(store.requests.made_by(S, muna)) == 1
    store.people.delete_class(S, foreign, False)
    assert store.requests.made_by(S, muna) == []
    assert not store.requests.ask(S, "delete", own, muna, "salma")


def test_a_request_ends_when_its_record_is_merged(store: Store, path: Path, muna: str, sami: str) -> None:
    own, foreign = (store.people.add_class(S, one, "صف").id for one in (muna, sami))
    for class_id in (own, foreign):
        store.people.join(S, class_id, "salma", "سلمى")
        store.people.join(S, class_id, "omar", "عمر")
    assert store.requests.ask(S, "delete", own, muna, "omar")
    assert store.requests.ask(S, "merge", own, muna, "salma", "omar")
    assert store.people.merge(S, "salma", "omar")
    assert store.requests.asked_of(S, sami) == []
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT count(*) FROM record_requests").fetchone() == (0,)
    assert store.requests.foreign_classes(S, muna, ["omar"]) == [foreign]


def test_what_was_done_again_and_again_is_told_once_with_its_number(store: Store, sami: str) -> None:
    for number in range(40):
        store.audit.add(S, Actor(LEARNER, f"192.0.2.{number}"), "own-record-deleted", sami, "5A")
    store.audit.add(S, OPERATOR, "password-changed", sami)
    store.audit.add(S, Actor(LEARNER), "own-record-deleted", sami, "5B")
    told = [(entry.action, entry.detail, entry.times) for entry in store.audit.unseen(S, sami)]
    assert told == [("own-record-deleted", "5B", 1), ("password-changed", "", 1), ("own-record-deleted", "5A", 40)]
    assert store.audit.count(S, sami) == 43
    store.audit.dismiss(S, sami, store.audit.unseen(S, sami)[0].seq)
    assert store.audit.unseen(S, sami) == []


def test_no_number_of_an_entry_is_too_great_or_too_small(store: Store, sami: str) -> None:
    store.audit.add(S, OPERATOR, "password-changed", sami)
    store.audit.dismiss(S, sami, -(10**30))
    assert store.audit.unseen(S, sami)
    store.audit.dismiss(S, sami, 10**30)
    assert store.audit.unseen(S, sami) == []
