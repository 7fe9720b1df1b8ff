"""The views for people who open the file, and their description in docs/data.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from conftest import ROOT
from store.helpers import Clock, S, always, submission
from webapp.interchange.exports.attempts_jsonl_csv import current_grade
from webapp.store.protocols.regrades import Batch, Change, RecalculatedStanding, grades_fingerprint
from webapp.store.protocols.store import Store
from webapp.store.sql.schema import reporting_views


@pytest.fixture
def opened(store: Store, path: Path) -> Iterator[Database]:
    db = Database(path)
    yield db
    db.close()


@pytest.fixture
def school(store: Store, clock: Clock) -> Store:
    """Huda's two classes; Salma is in both, and came once more under another name that was merged; Omar is in none."""
    people = store.people
    token = people.make_link(S, "setup", "admin", "هدى", 24)
    assert token
    huda = people.use_link(S, token, "huda", "هدى", "!")
    assert huda
    for number, name in enumerate(("الصفّ السادس", "الصفّ الخامس")):
        klass = people.add_class(S, huda.id, name)
        people.join(S, klass.id, "salma", "سلمى")
        if number:
            people.join(S, klass.id, "again", "سلمى ٢")
    store.record(submission("s1"), always("refused"))
    store.record(submission("s2", support=("tashkeel:all",)), always("pending"))
    clock.move(minutes=1)
    store.record(submission("a1", learner="again", at=clock()), always("accepted"))
    store.record(submission("o1", learner="omar"), always("accepted"))
    people.merge(S, "salma", "again")
    store.add_mark(S, "salma", "s2", 0.5, "نعم", huda.id)
    store.add_mark(S, "salma", "s2", 0.75, "بل أكثر", "by hand")
    return store


def rows(db: Database, view: str) -> list[dict[str, Any]]:
    return list(db.query(f"SELECT * FROM {view}"))


def test_every_answer_names_its_learner_and_classes(school: Store, opened: Database) -> None:
    found = {row["try_id"]: row for row in rows(opened, "v_answers")}
    assert set(found) == {"s1", "s2", "a1", "o1"}
    assert {found[one]["learner"] for one in ("s1", "s2", "a1")} == {"salma"}
    assert {found[one]["class"] for one in ("s1", "s2", "a1")} == {"الصفّ الخامس; الصفّ السادس"}
    assert found["s1"]["learner_name"] == "سلمى; سلمى ٢"
    assert (found["o1"]["class"], found["o1"]["learner_name"]) == (None, None)
    assert (found["s1"]["number"], found["s1"]["tries"], found["s2"]["support"]) == (1, 3, '["tashkeel:all"]')


def test_the_tries_of_two_records_that_became_one_are_numbered_by_time(school: Store, opened: Database) -> None:
    def numbers() -> dict[str, tuple[int, int]]:
        return {row["try_id"]: (row["number"], row["tries"]) for row in rows(opened, "v_answers")}

    assert numbers() == {"s1": (1, 3), "s2": (2, 3), "a1": (3, 3), "o1": (1, 1)}
    assert {row["try_id"]: row["number"] for row in rows(opened, "v_marks")} == {"s2": 2}
    assert {one.id: one.number for one in school.all_tries()} == {"s1": 1, "s2": 2, "a1": 3, "o1": 1}
    kept = school.people.everything(S, "salma")["tries"]
    assert [(row["id"], row["number"]) for row in kept] == [("s1", 1), ("s2", 2), ("a1", 3)]
    assert school.people.unmerge(S, "again")
    assert numbers() == {"s1": (1, 2), "s2": (2, 2), "a1": (1, 1), "o1": (1, 1)}


def test_the_grade_that_counts_now_stands_beside_that_of_the_day(school: Store, opened: Database) -> None:
    tries = school.regrades.tries(S, "putin", ["q1"], ["omar"])
    wrong = replace(tries[0][1], verdict="refused", earned=0.0, possible=2.0)
    change = Change(wrong, "v2", (1, 1), (0, 2))
    stands = RecalculatedStanding("refused", 0.0, 2.0, False, "o1")
    bodies = {"q1": ("v2", "{}")}
    place = (Batch("b1", "putin", "huda", "خطأ"), ["omar"], ["q1"], grades_fingerprint(tries))
    school.regrades.apply(S, *place, [change], bodies, lambda *_: stands)
    found = {row["try_id"]: row for row in rows(opened, "v_answers")}
    of_the_day = {one: (row["verdict"], row["earned"], row["possible"]) for one, row in found.items()}
    now = {one: (row["verdict_now"], row["earned_now"], row["possible_now"]) for one, row in found.items()}
    assert of_the_day["o1"] == ("accepted", 1, 1)
    assert now["o1"] == ("refused", 0, 2)
    assert (of_the_day["s2"][0], now["s2"]) == ("pending", ("partial", 0.75, 1))
    assert now["s1"] == of_the_day["s1"]
    # What the command prints says the same.
    assert {one.id: current_grade(one) for one in school.all_tries()} == now


def test_of_two_records_that_became_one_the_better_stands(school: Store, opened: Database) -> None:
    found = [(row["learner"], row["verdict"], row["settled"]) for row in rows(opened, "v_standings")]
    assert sorted(found) == [("omar", "accepted", 1), ("salma", "accepted", 1)]


def test_the_latest_mark_counts_and_its_marker_has_a_name(school: Store, opened: Database) -> None:
    found = [(row["points"], row["counts"], row["marker"]) for row in rows(opened, "v_marks")]
    assert sorted(found) == [(0.5, 0, "هدى"), (0.75, 1, "by hand")]


def test_a_class_counts_its_learners_once(school: Store, opened: Database) -> None:
    found = {row["class"]: (row["learners"], row["teachers"]) for row in rows(opened, "v_classes")}
    assert found == {"الصفّ الخامس": (1, "هدى"), "الصفّ السادس": (1, "هدى")}


def test_nothing_can_be_written_through_a_view(school: Store, opened: Database) -> None:
    for view in reporting_views.VIEW_NAMES:
        with pytest.raises(Exception, match="it is a view"):
            opened.conn.execute(f"DELETE FROM {view}")


@pytest.mark.parametrize("view", reporting_views.VIEW_NAMES)
def test_the_description_names_every_column(view: str, opened: Database) -> None:
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    section = re.search(rf"^## `{view}`\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    assert section
    described = re.findall(r"^\| `(\w+)` \| \S", section[1], re.M)
    assert described == list(opened[view].columns_dict)


def test_every_view_is_named(opened: Database) -> None:
    assert sorted(opened.view_names()) == sorted(reporting_views.VIEW_NAMES)
