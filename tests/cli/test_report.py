"""``fahm report``: the statistics of a text from the record, for scripts and for people."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from conftest import ARTICLE, SLUG
from webapp.analysis import item_statistics
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.content import Lesson
from webapp.domain.question import Grade
from webapp.store import open_store
from webapp.store.database_url import sqlite_path
from webapp.store.protocols.store import Judge, Judged, Store, Submission

CONTRACT = {
    "question",
    "facility",
    "sd",
    "discrimination_index",
    "discriminative_efficiency",
    "intended_weight",
    "effective_weight",
    "random_guess_score",
}
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def run(config: Config, *words: str) -> Result:
    return CliRunner().invoke(fahm, ["report", *words, "--data", str(config.data), "--content", str(ARTICLE)])


def figures(config: Config, *words: str) -> dict:
    result = run(config, SLUG, "--json", *words)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def item(found: dict, question: str) -> dict:
    return next(one for one in found["items"] if one["question"] == question)


def settled(learner: str, question: str, earned: float, possible: float, verdict: str = "") -> tuple[Submission, Judge]:
    """One try that earned so much, and that is all."""
    verdict = verdict or ("accepted" if earned == possible else "partial" if earned else "refused")
    answer = Submission(
        f"{learner}.{question}", "default", learner, SLUG, question, "v1", "{}", "جواب", "جواب", (), 20.0, AT
    )
    judged = Judged(Grade(verdict, earned, possible, "", ()), earned, True)  # type: ignore[arg-type]
    return answer, lambda _: judged


def record(store: Store, *said: object) -> None:
    """Keep one such try."""
    store.record(*settled(*said))  # type: ignore[arg-type]


@pytest.fixture
def scored(lesson: Lesson) -> dict[str, float]:
    """The questions that the program marks, with their points."""
    return {one.question.id: one.question.points for one in lesson.items if not one.question.once}


@pytest.fixture
def marks(config: Config, scored: dict[str, float]) -> list[list[float | None]]:
    """A class of 24 in the record, in the order of the learners' names; its last learner stopped after one question."""
    dice, store = random.Random(5), open_store(config.database_url)
    table = [[dice.choice([0, points]) for points in scored.values()] for _ in range(23)]
    table.append([1.0, *[None] * (len(scored) - 1)])
    store.record_all(
        settled(f"learner{number:02}", question, mark, points)
        for number, row in enumerate(table)
        for (question, points), mark in zip(scored.items(), row, strict=True)
        if mark is not None
    )
    store.close()
    return table


def test_the_report_says_what_the_bare_table_says(config: Config, lesson: Lesson, marks, scored) -> None:
    # Nobody has written an open answer: 0 for all, as for everything that was not answered.
    unwritten = [one.question.points for one in lesson.items if one.question.type == "open"]
    table = [[*row, *[None] * len(unwritten)] for row in marks]
    found, plain = figures(config), item_statistics(table, [*scored.values(), *unwritten])
    assert found["attempts"] == 24
    for name, expected in zip(scored, plain["items"], strict=False):
        own = item(found, name)
        for key in CONTRACT - {"question", "random_guess_score"}:
            assert own[key] == pytest.approx(expected[key]), (name, key)
    for key, value in plain["text"].items():
        assert found["text"][key] == pytest.approx(value)


def test_every_question_has_its_row_with_every_key_in_the_order_of_the_file(config, marks, lesson: Lesson) -> None:
    found = figures(config)
    assert [one["question"] for one in found["items"]] == [one.question.id for one in lesson.items]
    assert all(set(one) >= CONTRACT for one in found["items"])


def test_intervals_stand_beside_the_figures(config: Config, marks, scored) -> None:
    found = figures(config)
    own = item(found, next(iter(scored)))
    low, high = own["intervals"]["facility"]
    assert low <= own["facility"] <= high
    assert found["text"]["intervals"]["cic"]


def test_only_those_who_finished_may_be_asked_for(config: Config, marks, scored, lesson: Lesson) -> None:
    assert figures(config, "--finished")["attempts"] == 0  # nobody wrote the open answers
    store = open_store(config.database_url)
    for one in lesson.items:
        if one.question.points and one.question.id not in scored:
            record(store, "learner00", one.question.id, 0, one.question.points, "pending")
    store.close()
    assert figures(config, "--finished")["attempts"] == 1


def test_answers_that_wait_for_a_mark_leave_their_question_out(config: Config, lesson: Lesson, marks, scored) -> None:
    name, points = next((one.question.id, one.question.points) for one in lesson.items if one.question.type == "open")
    store = open_store(config.database_url)
    record(store, "learner00", name, 0, points, "pending")
    found = figures(config)
    own = item(found, name)
    assert (own["facility"], own["waiting"]) == (None, 1)
    # A row of the table adds up to the attempt's total, and so do their means.
    assert found["text"]["mean"] == pytest.approx(sum(map(sum, (filter(None, row) for row in marks))) / 24)

    store.add_mark("default", "learner00", f"learner00.{name}", points, "", "معلّم")
    store.close()
    own = item(figures(config), name)
    assert (own["facility"], own["waiting"]) == (pytest.approx(1 / 24), 0)


def test_before_any_answer_everything_is_unknown_and_nothing_fails(config: Config, lesson: Lesson) -> None:
    found = figures(config)
    assert found["attempts"] == 0
    assert len(found["items"]) == len(lesson.items)
    assert {one["facility"] for one in found["items"]} == {None}
    assert found["text"]["mean"] is None
    assert run(config, SLUG).exit_code == 0


def test_a_person_reads_a_table_with_aligned_columns(config: Config, marks, scored) -> None:
    result = run(config, SLUG)
    assert result.exit_code == 0
    assert "عدد القراء (attempts): 24" in result.stdout
    assert "التمييز" in result.stdout
    rows = [line for line in result.stdout.splitlines() if any(f" {name}  " in f" {line}" for name in scored)]
    assert len(rows) == len(scored)
    assert len({len(row) for row in rows}) == 1


def test_a_person_is_told_where_there_are_too_few(config: Config, scored) -> None:
    store = open_store(config.database_url)
    for learner in ("layla", "omar"):
        record(store, learner, next(iter(scored)), 1, 1)
    store.close()
    assert "قليل جدًا" in run(config, SLUG).stdout


def test_an_unknown_text_is_one_line_and_exit_2(config: Config) -> None:
    result = run(config, "nowhere")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert SLUG in result.stderr


def test_a_database_that_is_none_is_one_line(config: Config) -> None:
    config.data.mkdir(parents=True)
    sqlite_path(config.database_url).write_bytes(b"no database" * 100)
    result = run(config, SLUG)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
