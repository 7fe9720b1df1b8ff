"""A school that was copied is the school that would have come of it if everybody had answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from benchmarks.school_copies import copy_class, id_suffix
from conftest import ARTICLE
from webapp.content import Library
from webapp.demo import make_class, record_events, simulate, simulated_learners
from webapp.demo.reading_sessions import AnswerEvent, Event
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

pytestmark = pytest.mark.benchmark

START = datetime(2026, 2, 1, tzinfo=UTC)
COPIES = 3
SCHOOL = "default"


def of_copy(event: Event, copy: int) -> Event:
    """The same, done by somebody of another class."""
    end = id_suffix(copy)
    if isinstance(event, AnswerEvent):
        given = event.submission
        return replace(event, submission=replace(given, id=given.id + end, learner=given.learner + end))
    return replace(event, learner=event.learner + end)


def record(path: Path, events: list[Event]) -> tuple[str, str]:
    """A class of three that has done this; the ids of the teacher and of the class."""
    moment = [START]
    store = open_store(sqlite_url(path), lambda: moment[0])
    made = make_class(store, SCHOOL, simulated_learners(3, 1))

    def set_clock(at: datetime) -> None:
        moment[0] = at

    record_events(store, events, set_clock, lambda steps: None)
    # As in any school, two records of one learner may count as one.
    store.add_learner(SCHOOL, "other")
    assert store.people.merge(SCHOOL, simulated_learners(3, 1)[0].id, "other")
    store.close()
    return made.teacher, made.klass


@pytest.fixture(scope="module")
def events() -> list[Event]:
    (lesson,) = Library(ARTICLE).snapshot.lessons.values()
    return simulate(simulated_learners(3, 1), [lesson], START, 1, SCHOOL)


def test_records_standings_and_counters_are_those_that_the_store_would_have_kept(
    events: list[Event], tmp_path: Path
) -> None:
    record(tmp_path / "copied.db", events)
    copy_class(tmp_path / "copied.db", COPIES)
    record(tmp_path / "recorded.db", [of_copy(event, copy) for event in events for copy in range(COPIES)])
    copied, recorded = (Database(tmp_path / f"{name}.db") for name in ("copied", "recorded"))
    for table in ("tries", "standings", "hints", "question_versions"):
        # Copies are not recorded in turn with the first class.
        found, wanted = (sorted(repr(row | {"seq": 0}) for row in db[table].rows) for db in (copied, recorded))
        # Learners of the copies are made by their first answer, of the first class by joining: only that differs.
        assert found == wanted
    found, wanted = (list(db["text_counts"].rows) for db in (copied, recorded))
    assert sum(row["tries"] for row in wanted) == copied["tries"].count > 0
    assert [row | {"earned": 0} for row in found] == [row | {"earned": 0} for row in wanted]
    assert [row["earned"] for row in found] == pytest.approx([row["earned"] for row in wanted])
    for db in (copied, recorded):
        db.close()


def test_every_copy_is_a_class_of_its_own_in_a_sound_database(events: list[Event], tmp_path: Path) -> None:
    path = tmp_path / "fahm.db"
    teacher, klass = record(path, events)
    db = Database(path)
    before = db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    db.close()
    copy_class(path, COPIES)
    store = open_store(sqlite_url(path), lambda: START)
    for copy in range(COPIES):
        end = id_suffix(copy)
        (own,) = store.people.classes_of(SCHOOL, teacher + end)
        assert own.id == klass + end
        members = [one.learner for one in store.people.members(SCHOOL, own.id)]
        assert sorted(members) == [f"{one.id}{end}" for one in simulated_learners(3, 1)]
        assert store.learner(SCHOOL, f"other{end}").id == f"{simulated_learners(3, 1)[0].id}{end}"
    store.close()
    db = Database(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.journal_mode == "wal"
    assert db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall() == before
    db.close()
