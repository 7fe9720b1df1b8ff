"""Response times as a school grows: the same requests to one class among no, 600 and 6,000 others.

The data come from ``fahm demo``: a class of thirty simulated learners, copied by :mod:`benchmarks.school_copies`. The
WSGI application is called in this process, the sizes in turn, each time for another class, so that nothing is cached.
SQLite's steps are counted as well. They do not depend on the machine, so a scan that grows with the school
shows in them at once.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from benchmarks.browser_requests import SLUG, Reader, answer_posts
from benchmarks.cpu_profile import call_app, environ_of
from benchmarks.result_row import ResultRow
from benchmarks.school_copies import copy_class, id_suffix
from benchmarks.server_process import ROOT, SECRET
from benchmarks.sqlite_steps import StepCounter
from webapp import create_app
from webapp.analysis.confidence_intervals import quantile
from webapp.cli.demo import make_demo
from webapp.config import Config
from webapp.demo import SimulatedLearner, simulated_learners
from webapp.store import open_store
from webapp.store.database_url import sqlite_path
from webapp.store.protocols.people import People
from webapp.store.protocols.store import Store

READERS, SEED, TEACHER = 30, 1, "teacher"
SCHOOL_SIZES = (1_000, 1_000_000, 10_000_000)
"""Approximate number of recorded answers in each school; the first school is one class."""
CLASSES_PER_SCHOOL = 40
"""Classes of each school that are requested in turn; a smaller school has fewer."""
QUESTION = "who-announced"
BYTES_PER_ATTEMPT = 1300
"""Disk space of a recorded answer, with indexes and all rows that belong to it."""
SPARE_BYTES = 4 << 30
"""Disk space that must remain free."""
MAX_REPORT_SECONDS = 0.3
"""Target of the 95th percentile of a report over a million answers."""
MAX_STEP_GROWTH = 1.1


@dataclass(frozen=True)
class MeasuredClass:
    """One class of a school: the ending of its ids, its own id, and the session cookie of its teacher."""

    ending: str
    id: str
    desk: str


@dataclass(frozen=True)
class MeasuredSchool:
    """A school of one size.

    ``app`` serves the texts as they were answered, ``changed_app`` with one question changed since.
    """

    tries: int
    app: Flask
    changed_app: Flask
    store: Store
    classes: tuple[MeasuredClass, ...]


MakeRequest = Callable[[MeasuredSchool, MeasuredClass], bytes]
"""Builder of a request of one kind to one class of a school."""


@dataclass(frozen=True)
class RequestKind:
    """A kind of request, its expected status, and the largest allowed ratio of its time to that in a small school."""

    name: str
    make: MakeRequest
    max_ratio: float
    expected_status: int = 200
    report: bool = False
    changed: bool = False


def request_kinds(readers: int = READERS) -> list[RequestKind]:
    """All measured kinds of request, for classes of ``readers`` learners."""
    answers = answer_posts(1_000_000)
    learners = [person for person in simulated_learners(readers, SEED) if person.manner == "steady"]
    chance = random.Random(SEED)

    def of_learner(path: str) -> MakeRequest:
        return lambda school, klass: Reader(_random_learner(learners, chance) + klass.ending).get(path)

    def at_desk(path: str) -> MakeRequest:
        def make(school: MeasuredSchool, klass: MeasuredClass) -> bytes:
            address = path.format(klass=klass.id, learner=_random_learner(learners, chance) + klass.ending)
            return f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: fahm_desk={klass.desk}\r\n\r\n".encode()

        return make

    text_path = f"/desk/classes/{{klass}}/texts/{SLUG}"
    reports = (
        ("item statistics of a text", f"{text_path}/items"),
        ("scores of a class", "/desk/classes/{klass}/scores"),
        ("scores of one text", text_path),
        ("one question", f"{text_path}/questions/{QUESTION}"),
        ("heat map of the article", f"{text_path}/heat"),
        ("one learner's record and progress by week", "/desk/classes/{klass}/learners/{learner}/scores"),
        ("marking, all questions", "/desk/marking"),
        ("marking, one answer", f"/desk/marking/{SLUG}/summary-of-news"),
        ("the class's list of names", "/desk/classes/{klass}/"),
        ("my classes", "/desk/"),
    )
    return [
        RequestKind("answer", lambda school, klass: next(answers), 2.5, 303),
        RequestKind("next page", of_learner(f"/texts/{SLUG}/2"), 2.5),
        RequestKind("result page", of_learner(f"/texts/{SLUG}/result"), 2.5),
        RequestKind("learner's record (/me)", of_learner("/me"), 2.5),
        *(RequestKind(f"report: {name}", at_desk(path), 2.0, report=True) for name, path in reports),
        RequestKind(
            "report: what a changed question changes", at_desk(f"/desk/regrade/{SLUG}"), 2.0, report=True, changed=True
        ),
    ]


def _random_learner(people: list[SimulatedLearner], chance: random.Random) -> str:
    return chance.choice(people).id


def make_class(folder: Path, readers: int = READERS) -> int:
    """Make a school of one class in ``folder``, whose teacher is no admin; returns its number of attempts."""
    config = Config(ROOT, folder, SECRET, watch_seconds=0)
    summary = make_demo(config, readers, SEED, lambda count: lambda done: None)
    with closing(open_store(config.database_url)) as store:
        # As in any school, one learner has two merged records.
        store.add_learner(config.school, "again")
        store.people.merge(config.school, simulated_learners(readers, SEED)[0].id, "again")
        _hand_over(store.people, config.school)
    return summary.tries


def _hand_over(people: People, school: str) -> None:
    """Give the class to another teacher: the pages of an admin may cover the whole school."""
    (admin,) = people.teachers(school)
    (klass,) = people.classes_of(school, admin.id)
    token = people.make_link(school, "invitation", "teacher", TEACHER, 1)
    teacher = people.use_link(school, token, TEACHER, TEACHER, "!") if token else None
    assert teacher
    people.share(school, klass.id, teacher.id)
    people.leave(school, klass.id, admin.id)


def open_school(folder: Path, content: Path, copies: int, tries: int, database: str | None = None) -> MeasuredSchool:
    """Open the school in ``folder`` with its teachers signed in; ``content`` holds the texts with a changed question.

    ``database`` is its URL, where it is not in ``folder``.
    """
    config = Config(ROOT, folder, SECRET, watch_seconds=0, database=database)
    app, changed_app = create_app(config), create_app(replace(config, content=content))
    store: Store = app.extensions["fahm"].store
    people = store.people
    chance = random.Random(SEED)
    copy_numbers = [0, *chance.sample(range(1, copies), min(copies - 1, CLASSES_PER_SCHOOL - 1))]
    teacher = people.by_sign_in(config.school, TEACHER)
    assert teacher
    (klass,) = people.classes_of(config.school, teacher[0].id)
    classes = tuple(
        MeasuredClass(ending, klass.id + ending, people.start_session(config.school, teacher[0].id + ending, "bench"))
        for ending in map(id_suffix, copy_numbers)
    )
    return MeasuredSchool(tries, app, changed_app, store, classes)


def changed_content(folder: Path) -> Path:
    """Copy the texts into ``folder`` with the prompt of one question changed."""
    for name in ("seeds", "questions"):
        shutil.copytree(ROOT / name, folder / name)
    path = folder / "questions" / f"{SLUG}.yaml"
    before = path.read_text(encoding="utf-8")
    head, separator, rest = before.partition(f"- id: {QUESTION}\n")
    assert separator, QUESTION
    path.write_text(head + separator + rest.replace("prompt: ", "prompt: إذن ", 1), encoding="utf-8")
    return folder


RequestTimes = dict[str, dict[int, list[float]]]
"""Seconds of each request, by kind and by the number of answers in the school."""


def measure_times(
    schools: Sequence[MeasuredSchool], measured_kinds: Sequence[RequestKind], rounds: int
) -> RequestTimes:
    """Measure each kind at each size in turn, ``rounds`` times, after two rounds of warm-up."""
    times: RequestTimes = {kind.name: {school.tries: [] for school in schools} for kind in measured_kinds}
    for number in range(-2, rounds):
        for kind in measured_kinds:
            for school in schools:
                seconds = _timed_request(kind, school, number)
                if number >= 0:
                    times[kind.name][school.tries].append(seconds)
    return times


def _timed_request(kind: RequestKind, school: MeasuredSchool, number: int) -> float:
    """Seconds of one request."""
    app = school.changed_app if kind.changed else school.app
    environ = environ_of(kind.make(school, school.classes[number % len(school.classes)]))
    began = time.perf_counter()
    status = call_app(app, environ)
    seconds = time.perf_counter() - began
    if status != kind.expected_status:
        raise RuntimeError(f"{kind.name}: status {status} in place of {kind.expected_status}")
    return seconds


def count_steps(
    folder: Path, content: Path, copies: int, measured_kinds: Sequence[RequestKind], rounds: int = 3
) -> dict[str, float]:
    """Number of SQLite steps of one request of each kind, in the school in ``folder``."""
    counter = StepCounter()
    steps_by_kind: dict[str, float] = {}
    with counter.counting():
        school = open_school(folder, content, copies, 0)
        with closing(school.store):
            for kind in measured_kinds:
                _timed_request(kind, school, 0)
                before = counter.count
                for number in range(1, rounds + 1):
                    _timed_request(kind, school, number)
                steps_by_kind[kind.name] = (counter.count - before) / rounds
    return steps_by_kind


def growth(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure a class of thirty in a school of a thousand, a million and ten million recorded answers."""
    content, measured_kinds = changed_content(folder / "content"), request_kinds()
    original = folder / "one"
    tries = make_class(original)
    with ExitStack() as stack:
        schools, school_folders = [], []
        for size in SCHOOL_SIZES:
            copies = max(1, round(size / tries))
            if size > args.size or copies * tries * BYTES_PER_ATTEMPT > shutil.disk_usage(folder).free - SPARE_BYTES:
                yield ResultRow(
                    f"a school of {size:,} recorded answers", "", "left out: asked for less, or no room", None
                )
                continue
            school_folder = folder / f"{copies}"
            shutil.copytree(original, school_folder)
            database, began = sqlite_path(Config(ROOT, school_folder).database_url), time.perf_counter()
            copy_class(database, copies)
            seconds, gigabytes = time.perf_counter() - began, database.stat().st_size / 1e9
            result = f"{copies * tries:,} in {copies:,} classes, {gigabytes:.2g} GB, made in {seconds:,.0f} s"
            yield ResultRow(f"a school of {size:,} recorded answers", "", result, None)
            schools.append(
                stack.enter_context(closing_school(open_school(school_folder, content, copies, copies * tries)))
            )
            school_folders.append((school_folder, copies))
        times = measure_times(schools, measured_kinds, args.requests)
        yield from (row_of(kind, times[kind.name]) for kind in measured_kinds)
    few, many = (
        count_steps(school_folder, content, copies, measured_kinds)
        for school_folder, copies in (school_folders[0], school_folders[-1])
    )
    worst_kind = max(many, key=lambda name: many[name] / few[name])
    ratio = many[worst_kind] / few[worst_kind]
    result = f"{ratio:.2f}× ({worst_kind}: {few[worst_kind]:,.0f} → {many[worst_kind]:,.0f} steps)"
    name = "what SQLite does for a request, smallest school → largest: the one that grows most"
    yield ResultRow(name, f"≤ {MAX_STEP_GROWTH}×", result, ratio <= MAX_STEP_GROWTH)


def row_of(kind: RequestKind, times: Mapping[int, Sequence[float]]) -> ResultRow:
    """Row of one kind of request: its growth, and for a report the 95th percentile."""
    medians = {size: statistics.median(seconds) for size, seconds in times.items()}
    smallest, *larger = medians.values()
    ratio = max(larger, default=smallest) / smallest
    result = f"{' → '.join(f'{1000 * seconds_median:.1f}' for seconds_median in medians.values())} ms: {ratio:.2f}×"
    sizes = " → ".join(f"{size:,}" for size in medians)
    name = f"{kind.name}, {sizes} answers"
    if not kind.report:
        return ResultRow(name, f"≤ {kind.max_ratio}× (p50)", result, ratio <= kind.max_ratio)
    p95 = {size: quantile(sorted(seconds), 0.95) for size, seconds in times.items()}
    largest_p95 = max(p95.values())
    result += f"; p95 {' → '.join(f'{1000 * seconds_median:.0f}' for seconds_median in p95.values())} ms"
    return ResultRow(
        name,
        f"≤ {kind.max_ratio}× (p50); p95 ≤ {1000 * MAX_REPORT_SECONDS:.0f} ms",
        result,
        ratio <= kind.max_ratio and largest_p95 <= MAX_REPORT_SECONDS,
    )


@contextmanager
def closing_school(school: MeasuredSchool) -> Iterator[MeasuredSchool]:
    """Close the school's stores when the block ends."""
    with closing(school.store), closing(school.changed_app.extensions["fahm"].store):
        yield school
