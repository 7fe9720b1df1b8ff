"""What a teacher has written to a name of the class's list before its learner comes: nobody else reads it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from conftest import SLUG, Desk, Learner, joins
from web.teacher.classes.test_claimed_names import card_of, ids, offered, opens_card, picks
from webapp.domain.assignment import NewAssignment
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.sql.joining.claimed_names import WRITTEN_TABLES
from webapp.store.sql.learners.learner_data import tables_of_learners

NAMES = "سلمى\nأحمد سالم\nيوسف"


@pytest.fixture
def listed(muna: Desk) -> Desk:
    """Muna's class with three names that nobody has used."""
    muna.posts(muna.of_class("names"), names=NAMES)
    return muna


def writes_note(desk: Desk, learner: str) -> None:
    desk.posts(desk.of_class(f"learners/{learner}/notes"), words="كلمة له وحده")


def writes_to_parents(desk: Desk, learner: str) -> None:
    desk.posts(desk.of_class(f"learners/{learner}/report"), words="كلمة له وحده")


def allows_more(desk: Desk, learner: str) -> None:
    store = desk.client.application.extensions["fahm"].store
    given = store.assignments.add(desk.school, NewAssignment(SLUG, learners=(learner,)), desk.id)
    desk.posts(f"/desk/assignments/{given.id}/learners/{learner}", tries="2", reason="كلمة له وحده")


@pytest.mark.parametrize("writes", [writes_note, writes_to_parents, allows_more])
def test_what_was_written_to_a_name_before_is_read_with_its_card_alone(
    listed: Desk, app: Flask, omar: Learner, writes: Callable[[Desk, str], None]
) -> None:
    code = card_of(listed, "يوسف")
    writes(listed, ids(listed)["يوسف"])
    picks(omar, listed, "يوسف")
    joins(omar, listed.code, "يوسف")
    for page in ("/me/news", "/me/record.json"):
        assert "كلمة له وحده" not in omar.opens(page).html
    assert offered(omar, listed) == ["أحمد سالم", "سلمى"]
    owner = Learner(app)
    opens_card(owner, code)
    assert "كلمة له وحده" in owner.opens("/me/record.json").html


def test_every_table_with_words_of_a_teacher_keeps_a_name_from_being_taken(tmp_path: Path) -> None:
    open_store(sqlite_url(tmp_path / "fahm.db")).close()
    with closing(sqlite3.connect(tmp_path / "fahm.db")) as conn:
        columns = {
            table: [row[1] for row in conn.execute(f"PRAGMA table_info({table})")] for table in tables_of_learners(conn)
        }
    worded = {table for table, names in columns.items() if {"words", "reason", "comment"} & {*names}}
    of_attempts = {table for table, names in columns.items() if "try_id" in names}  # without an attempt there is none
    assert worded - of_attempts == {*WRITTEN_TABLES}
