"""What a class has recorded, read at once: whose it is, merged records as one, and by no scan of the school."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from store.helpers import START, Clock, S, account, always, submission
from webapp.store.protocols.class_reports import ClassReaders
from webapp.store.protocols.store import Store
from webapp.store.sql.attempts.class_reports import MAX_LEARNERS_PER_QUERY, SqlClassReports
from webapp.store.sqlite.engine.connections import SqliteConnections

CLASS = ["salma", "omar"]


@pytest.fixture
def told(store: Store) -> Store:
    """Salma and Omar answered two texts, Omar on two devices; Nur is of no class, another school has a Salma."""
    store.record(submission("f1.q1"), always("refused"))
    store.record(submission("f2.q1"), always())
    store.record(submission("f3.q2", question="q2", text="other"), always("pending", possible=3.0))
    store.record(submission("f4.q1", learner="omar"), always("refused"))
    store.record(submission("f5.q1", learner="omars-phone", at=START + timedelta(hours=1)), always())
    store.record(submission("f6.q1", learner="nur"), always())
    store.record(submission("f7.q1", school="elsewhere"), always("refused"))
    assert store.people.merge(S, "omar", "omars-phone")
    return store


def test_a_class_stands_where_each_of_its_learners_stands(told: Store) -> None:
    found = told.reports.standings(S, CLASS)
    assert set(found) == {("salma", "putin"), ("salma", "other"), ("omar", "putin")}
    for (learner, text), own in found.items():
        assert own == told.standings(S, learner, text)
    assert set(told.reports.standings(S, CLASS, "other")) == {("salma", "other")}


def test_the_tries_are_those_of_each_learner_in_the_order_of_recording(told: Store) -> None:
    found = told.reports.tries(S, CLASS)
    assert [one.id for one in found] == ["f1.q1", "f2.q1", "f3.q2", "f5.q1"]
    assert {one.learner for one in found} == set(CLASS)
    for learner in CLASS:
        assert [one for one in found if (one.learner, one.text) == (learner, "putin")] == told.tries(
            S, learner, "putin"
        )
    assert [one.id for one in told.reports.tries(S, CLASS, "putin", "q2")] == []
    assert [one.id for one in told.reports.tries(S, CLASS, "other", "q2")] == ["f3.q2"]


def test_the_latest_tries_of_each_are_no_more_than_asked_for(told: Store) -> None:
    found = told.reports.latest_tries(S, CLASS, 1)
    assert sorted((one.learner, one.id) for one in found) == [("omar", "f5.q1"), ("salma", "f3.q2")]
    assert [one.at for one in told.reports.latest_tries(S, CLASS, 9)] == sorted(
        one.at for one in told.reports.latest_tries(S, CLASS, 9)
    )


def test_the_latest_mark_of_a_try_counts(told: Store, clock: Clock) -> None:
    told.add_mark(S, "salma", "f3.q2", 1, "", "منى")
    clock.move(hours=1)
    told.add_mark(S, "salma", "f3.q2", 2, "أحسن", "منى")
    found = told.reports.marks(S, CLASS)
    assert {key: mark.points for key, mark in found.items()} == {("salma", "f3.q2"): 2}
    assert told.reports.marks(S, CLASS, "putin") == {}


def test_a_slip_of_spelling_does_not_hide_the_wrong_answer_before_it(told: Store) -> None:
    told.record(submission("f8.q3", question="q3"), always("refused"))
    told.record(submission("f9.q3", question="q3"), always("nearly"))
    told.record(submission("f10.q4", question="q4"), always("nearly"))
    found = told.reports.standings(S, CLASS, "putin")["salma", "putin"]
    assert (found["q3"].verdict, found["q4"].verdict) == ("refused", "nearly")


def test_nobody_and_strangers_have_recorded_nothing(told: Store) -> None:
    for learners in ([], ["nobody"]):
        assert told.reports.standings(S, learners) == {}
        assert told.reports.tries(S, learners) == []
        assert told.reports.latest_tries(S, learners, 5) == []
        assert told.reports.marks(S, learners) == {}


def test_a_great_class_is_read_in_a_few_statements(told: Store) -> None:
    many = [*CLASS, *(f"nobody-{n}" for n in range(MAX_LEARNERS_PER_QUERY + 1))]
    assert told.reports.standings(S, many) == told.reports.standings(S, CLASS)


def test_a_text_is_read_by_the_teachers_own_classes(told: Store) -> None:
    (muna, sami) = (account(told, name) for name in ("Muna", "Sami"))
    first, second, empty, put_away = (told.people.add_class(S, muna, name).id for name in ("أ", "ب", "ج", "د"))
    other = told.people.add_class(S, sami, "هـ").id
    for class_id, learner in ((first, "salma"), (first, "omar"), (second, "salma"), (put_away, "omar"), (other, "nur")):
        told.people.join(S, class_id, learner, learner)
    told.people.join(S, empty, "nobody", "nobody")
    told.add_learner(S, "hinted")
    told.people.join(S, empty, "hinted", "hinted")
    told.add_hint(S, "hinted", "putin", "q1", 1)
    told.people.archive(S, put_away, True)
    found = told.reports.readers(S, muna, ["putin", "other", "unread"])
    assert found == {
        "putin": [ClassReaders(first, "أ", 2), ClassReaders(second, "ب", 1)],
        "other": [ClassReaders(first, "أ", 1), ClassReaders(second, "ب", 1)],
    }
    assert told.reports.readers(S, sami, ["putin"]) == {"putin": [ClassReaders(other, "هـ", 1)]}
    assert told.reports.readers(S, "nobody", ["putin"]) == {}
    assert told.reports.readers(S, muna, []) == {}


@pytest.fixture
def plans(told: Store, path: Path) -> Iterator[dict[str, list[str]]]:
    """How SQLite goes about each statement that a report runs, by the method that ran it."""
    connections = SqliteConnections(path)
    reports, ran = SqlClassReports(connections), []
    with connections.read() as conn:
        conn.set_trace_callback(ran.append)  # it is also the next to be used
    found: dict[str, list[str]] = {}
    for name, call in {
        "standings": lambda: reports.standings(S, CLASS),
        "standings of a text": lambda: reports.standings(S, CLASS, "putin"),
        "tries": lambda: reports.tries(S, CLASS),
        "tries of a text": lambda: reports.tries(S, CLASS, "putin"),
        "tries at a question": lambda: reports.tries(S, CLASS, "putin", "q1"),
        "latest": lambda: reports.latest_tries(S, CLASS, 5),
        "marks": lambda: reports.marks(S, CLASS, "putin"),
        "readers": lambda: reports.readers(S, "t1", ["other", "putin"]),
    }.items():
        ran.clear()
        call()
        (statement,) = [one for one in ran if "SELECT" in one]  # one for a class, whatever its size
        found[name] = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {statement}")]
    conn.set_trace_callback(None)
    yield found
    connections.close()


def test_no_report_scans_the_school(plans: dict[str, list[str]]) -> None:
    assert len(plans) == 8
    for name, steps in plans.items():
        scans = [step for step in steps if step.startswith("SCAN")]
        assert all(re.match(r"SCAN (CONSTANT|\(subquery|placed|asked VIRTUAL)", scan) for scan in scans), (name, steps)
        found = [step for step in steps if re.match(r"SEARCH (tries|standings|marks) ", step)]
        assert found, name
        assert all("(school=? AND learner=?" in step for step in found), (name, steps)
        assert not [step for step in steps if "AUTOMATIC" in step], (name, steps)
