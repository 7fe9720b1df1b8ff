"""No page costs more in a school of many classes than in a school of one: told by SQLite's steps, not by a clock."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.growth import (
    MAX_STEP_GROWTH,
    RequestKind,
    changed_content,
    count_steps,
    make_class,
    request_kinds,
    row_of,
)
from benchmarks.school_copies import copy_class
from webapp.config import Config
from webapp.store.database_url import sqlite_path

pytestmark = pytest.mark.benchmark

READERS, CLASSES = 8, 120
KINDS = request_kinds(READERS)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, float], dict[str, float]]:
    """The steps of each kind of request in a school of one class, and in a school of many."""
    folder = tmp_path_factory.mktemp("growth")
    content = changed_content(folder / "content")
    make_class(folder / "few", READERS)
    shutil.copytree(folder / "few", folder / "many")
    copy_class(sqlite_path(Config(folder, folder / "many").database_url), CLASSES)
    few = count_steps(folder / "few", content, 1, KINDS, rounds=1)
    return few, count_steps(folder / "many", content, CLASSES, KINDS, rounds=1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_request_costs_the_store_no_more_where_the_school_has_many_classes(
    counted: tuple[dict[str, float], dict[str, float]], kind: RequestKind
) -> None:
    few, many = (found[kind.name] for found in counted)
    assert few > 0
    assert many <= MAX_STEP_GROWTH * few


def test_the_median_says_whether_a_request_grows_and_the_slowest_whether_a_report_is_quick() -> None:
    answer = next(one for one in KINDS if one.name == "answer")
    report = next(one for one in KINDS if one.report)
    assert row_of(answer, {1: [0.001], 2: [0.002]}).met
    assert not row_of(answer, {1: [0.001], 2: [0.001], 3: [0.003]}).met
    assert row_of(report, {1: [0.1], 2: [0.1]}).met
    assert not row_of(report, {1: [0.1], 2: [0.1] * 3 + [0.9]}).met
    assert not row_of(report, {1: [0.1], 2: [0.25]}).met
