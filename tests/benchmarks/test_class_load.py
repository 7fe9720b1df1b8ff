"""The class that answers and reads on: its requests, what is counted, and the cost of an answer and of a page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import class_load
from benchmarks.class_load import ClassResult, class_rows, run_round
from benchmarks.closed_loop import LoadResult
from benchmarks.learner_load import answer_steps
from benchmarks.open_loop import AnswerStep
from benchmarks.server_process import RunningServer, running_server

pytestmark = pytest.mark.benchmark


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_load, "PAUSES", (0.0, 0.0))


def one_round(
    server: RunningServer, steps: Sequence[AnswerStep], sizes: Sequence[Sequence[int]]
) -> tuple[ClassResult, list[list[int]]]:
    result = ClassResult()
    return result, asyncio.run(run_round(server, steps, result, sizes))


def test_the_bare_application_replies_as_long_as_fahm(tmp_path: Path) -> None:
    steps = answer_steps(4)
    with running_server("fahm", tmp_path) as fahm:
        ours, sizes = one_round(fahm, steps, [()] * 2)
    with running_server("bare", tmp_path) as bare:
        theirs, bare_sizes = one_round(bare, steps, sizes)
    assert sizes == bare_sizes
    assert [len(of_reader) for of_reader in sizes] == [10, 10]
    assert min(map(min, sizes)) > 1000
    for result in (ours, theirs):
        counts = (len(result.answers.latencies), len(result.pages.latencies), result.opened, result.alone)
        assert counts == (8, 8, 8, 4)
        assert not result.errors


def test_a_reader_who_gets_another_status_gives_up_and_is_counted(tmp_path: Path) -> None:
    steps = [replace(step, path="/nowhere") for step in answer_steps(2)]
    with running_server("bare", tmp_path) as bare:
        result, _ = one_round(bare, steps, [()] * 2)
    assert result.errors == {"GET: 404": 4}
    assert not result.answers.latencies


def test_an_answer_costs_what_the_pages_leave() -> None:
    result = ClassResult(
        answers=LoadResult(latencies=[0.1] * 10),
        pages=LoadResult(latencies=[0.2] * 10),
        opened=10,
        cpu_seconds=0.1,
        alone=5,
        alone_cpu_seconds=0.02,
    )
    assert result.cpu_of_page == pytest.approx(0.004)
    assert result.cpu_of_answer == pytest.approx(0.002)
    found = {row.what: row.result for row in class_rows(result, result)}
    assert found["… the page after it"].startswith("200.0 ms beside 200.0 (1.0×), ")
    assert found["… CPU of the server for an answer"] == "2.00 ms beside 2.00 (1.0×)"
    assert found["… errors"] == "0 of 10 answers"
