"""Response times as a school grows: the same requests to one class among no, 600 and 6,000 others.

The data come from ``fahm demo``: a class of thirty simulated learners, copied by :mod:`benchmarks.school_copies`. The
WSGI application is called in this process, the sizes in turn, each time for another class, so that nothing is cached.
Beside the times stand SQLite's own steps. They do not depend on the machine, so a scan that grows with the school
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

from benchmarks.filling import multiply, suffix
from benchmarks.profiling import ask, environ_of
from benchmarks.readers import SLUG, Reader, answers
from benchmarks.rows import Row
from benchmarks.serving import ROOT, SECRET
from benchmarks.steps import Steps
from webapp import create_app
from webapp.analysis.confidence_intervals import quantile
from webapp.cli.demo import make_demo
from webapp.config import Config
from webapp.demo import Person, simulated_people
from webapp.store import open_store
from webapp.store.protocols.people import People
from webapp.store.protocols.store import Store

READERS, SEED, TEACHER = 30, 1, "teacher"
SIZES = (1_000, 1_000_000, 10_000_000)
"""About how many recorded answers a school has; the first is the one class."""
CLASSES = 40
"""Of each school, so many classes are asked about in turn; of a smaller school, all of them."""
QUESTION = "who-announced"
BYTES_EACH = 1300
"""What a recorded answer takes on the disk, indexes and all that goes with it included."""
SPARE = 4 << 30
"""What is left free on the disk."""
SLOWEST = 0.3
"""Seconds in which a report over a million answers opens, nineteen times of twenty."""
MORE_STEPS = 1.1


@dataclass(frozen=True)
class Class:
    """One class of a school: its own id, and the cookie of its teacher."""

    end: str
    id: str
    desk: str


@dataclass(frozen=True)
class School:
    """A school of a size: ``tries`` recorded answers; ``app`` with the texts as they were answered, ``later`` with one
    question changed since."""

    tries: int
    app: Flask
    later: Flask
    store: Store
    classes: tuple[Class, ...]


Make = Callable[[School, Class], bytes]
"""The request of one kind, to one class of a school."""


@dataclass(frozen=True)
class Kind:
    """A kind of request; ``good`` is the status wanted, ``most`` how many times what it costs in a small school."""

    what: str
    make: Make
    most: float
    good: int = 200
    report: bool = False
    later: bool = False


def kinds(readers: int = READERS) -> list[Kind]:
    """All that is measured, in classes of so many."""
    posts = answers(1_000_000)
    steady = [one for one in simulated_people(readers, SEED) if one.manner == "steady"]
    chance = random.Random(SEED)

    def of_learner(path: str) -> Make:
        return lambda school, klass: Reader(_somebody(steady, chance) + klass.end).get(path)

    def at_desk(path: str) -> Make:
        def made(school: School, klass: Class) -> bytes:
            there = path.format(klass=klass.id, learner=_somebody(steady, chance) + klass.end)
            return f"GET {there} HTTP/1.1\r\nHost: localhost\r\nCookie: fahm_desk={klass.desk}\r\n\r\n".encode()

        return made

    of_text = f"/desk/classes/{{klass}}/texts/{SLUG}"
    reports = (
        ("item statistics of a text", f"{of_text}/items"),
        ("scores of a class", "/desk/classes/{klass}/scores"),
        ("scores of one text", of_text),
        ("one question", f"{of_text}/questions/{QUESTION}"),
        ("heat map of the article", f"{of_text}/heat"),
        ("one learner's record and progress by week", "/desk/classes/{klass}/learners/{learner}/scores"),
        ("marking, all questions", "/desk/marking"),
        ("marking, one answer", f"/desk/marking/{SLUG}/reporters-stance"),
        ("the class's list of names", "/desk/classes/{klass}/"),
        ("my classes", "/desk/"),
    )
    return [
        Kind("answer", lambda school, klass: next(posts), 2.5, 303),
        Kind("next page", of_learner(f"/texts/{SLUG}/2"), 2.5),
        Kind("result page", of_learner(f"/texts/{SLUG}/result"), 2.5),
        Kind("learner's record (/me)", of_learner("/me"), 2.5),
        *(Kind(f"report: {what}", at_desk(path), 2.0, report=True) for what, path in reports),
        Kind("report: what a changed question changes", at_desk(f"/desk/regrade/{SLUG}"), 2.0, report=True, later=True),
    ]


def _somebody(people: list[Person], chance: random.Random) -> str:
    return chance.choice(people).id


def make_class(folder: Path, readers: int = READERS) -> int:
    """A school of one class in ``folder``, whose teacher is no admin; how many tries it has."""
    config = Config(ROOT, folder, SECRET, watch_seconds=0)
    made = make_demo(config, readers, SEED, lambda count: lambda done: None)
    with closing(open_store(config.database)) as store:
        # As in any school: somebody came a second time without the code, and the two records count as one.
        store.add_learner(config.school, "again")
        store.people.merge(config.school, simulated_people(readers, SEED)[0].id, "again")
        _hand_over(store.people, config.school)
    return made.tries


def _hand_over(people: People, school: str) -> None:
    """Give the class to another teacher: what an admin is shown may be of the whole school."""
    (admin,) = people.teachers(school)
    (klass,) = people.classes_of(school, admin.id)
    token = people.make_link(school, "invitation", "teacher", TEACHER, 1)
    teacher = people.use_link(school, token, TEACHER, TEACHER, "!") if token else None
    assert teacher
    people.share(school, klass.id, teacher.id)
    people.leave(school, klass.id, admin.id)


def opened(folder: Path, content: Path, copies: int, tries: int) -> School:
    """The school in ``folder``, with its teachers at their desks; ``content`` are the texts with a changed question."""
    config = Config(ROOT, folder, SECRET, watch_seconds=0)
    app, later = create_app(config), create_app(replace(config, content=content))
    store: Store = app.extensions["fahm"].store
    people = store.people
    chance = random.Random(SEED)
    chosen = [0, *chance.sample(range(1, copies), min(copies - 1, CLASSES - 1))]
    found = people.by_sign_in(config.school, TEACHER)
    assert found
    (klass,) = people.classes_of(config.school, found[0].id)
    classes = tuple(
        Class(end, klass.id + end, people.start_session(config.school, found[0].id + end, "bench"))
        for end in map(suffix, chosen)
    )
    return School(tries, app, later, store, classes)


def changed_content(folder: Path) -> Path:
    """The texts, with one question put in other words since it was answered."""
    for name in ("seeds", "questions"):
        shutil.copytree(ROOT / name, folder / name)
    path = folder / "questions" / f"{SLUG}.yaml"
    before = path.read_text(encoding="utf-8")
    head, found, rest = before.partition(f"- id: {QUESTION}\n")
    assert found, QUESTION
    path.write_text(head + found + rest.replace("prompt: ", "prompt: إذن ", 1), encoding="utf-8")
    return folder


Times = dict[str, dict[int, list[float]]]
"""By kind, and by the number of answers in the school, seconds of each request."""


def measure(schools: Sequence[School], wanted: Sequence[Kind], rounds: int) -> Times:
    """Each kind at each size in turn, ``rounds`` times over, after two rounds to get warm."""
    found: Times = {kind.what: {school.tries: [] for school in schools} for kind in wanted}
    for number in range(-2, rounds):
        for kind in wanted:
            for school in schools:
                took = _asked(kind, school, number)
                if number >= 0:
                    found[kind.what][school.tries].append(took)
    return found


def _asked(kind: Kind, school: School, number: int) -> float:
    """The seconds that one request takes."""
    app = school.later if kind.later else school.app
    environ = environ_of(kind.make(school, school.classes[number % len(school.classes)]))
    began = time.perf_counter()
    status = ask(app, environ)
    took = time.perf_counter() - began
    if status != kind.good:
        raise RuntimeError(f"{kind.what}: status {status} in place of {kind.good}")
    return took


def steps(folder: Path, content: Path, copies: int, wanted: Sequence[Kind], rounds: int = 3) -> dict[str, float]:
    """By kind, how many steps SQLite takes for one request in the school in ``folder``."""
    counter = Steps()
    found: dict[str, float] = {}
    with counter.counting():
        school = opened(folder, content, copies, 0)
        with closing(school.store):
            for kind in wanted:
                _asked(kind, school, 0)
                before = counter.count
                for number in range(1, rounds + 1):
                    _asked(kind, school, number)
                found[kind.what] = (counter.count - before) / rounds
    return found


def growth(args: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """A class of thirty in a school of a thousand, a million and ten million recorded answers."""
    content, wanted = changed_content(folder / "content"), kinds()
    one = folder / "one"
    tries = make_class(one)
    with ExitStack() as stack:
        schools, places = [], []
        for size in SIZES:
            copies = max(1, round(size / tries))
            if size > args.size or copies * tries * BYTES_EACH > shutil.disk_usage(folder).free - SPARE:
                yield Row(f"a school of {size:,} recorded answers", "", "left out: asked for less, or no room", None)
                continue
            place = folder / f"{copies}"
            shutil.copytree(one, place)
            database, began = Config(ROOT, place).database, time.perf_counter()
            multiply(database, copies)
            took, gigabytes = time.perf_counter() - began, database.stat().st_size / 1e9
            told = f"{copies * tries:,} in {copies:,} classes, {gigabytes:.2g} GB, made in {took:,.0f} s"
            yield Row(f"a school of {size:,} recorded answers", "", told, None)
            schools.append(stack.enter_context(closing_school(opened(place, content, copies, copies * tries))))
            places.append((place, copies))
        times = measure(schools, wanted, args.requests)
        yield from (row_of(kind, times[kind.what]) for kind in wanted)
    few, many = (steps(place, content, copies, wanted) for place, copies in (places[0], places[-1]))
    worst = max(many, key=lambda what: many[what] / few[what])
    more = many[worst] / few[worst]
    said = f"{more:.2f}× ({worst}: {few[worst]:,.0f} → {many[worst]:,.0f} steps)"
    what = "what SQLite does for a request, smallest school → largest: the one that grows most"
    yield Row(what, f"≤ {MORE_STEPS}×", said, more <= MORE_STEPS)


def row_of(kind: Kind, times: Mapping[int, Sequence[float]]) -> Row:
    """How one kind of request grows; and of a report, how long it takes in the school of a million."""
    middle = {size: statistics.median(found) for size, found in times.items()}
    smallest, *larger = middle.values()
    more = max(larger, default=smallest) / smallest
    told = f"{' → '.join(f'{1000 * one:.1f}' for one in middle.values())} ms: {more:.2f}×"
    sizes = " → ".join(f"{size:,}" for size in middle)
    what = f"{kind.what}, {sizes} answers"
    if not kind.report:
        return Row(what, f"≤ {kind.most}× (p50)", told, more <= kind.most)
    slow = {size: quantile(sorted(found), 0.95) for size, found in times.items()}
    worst = max(slow.values())
    told += f"; p95 {' → '.join(f'{1000 * one:.0f}' for one in slow.values())} ms"
    return Row(
        what, f"≤ {kind.most}× (p50); p95 ≤ {1000 * SLOWEST:.0f} ms", told, more <= kind.most and worst <= SLOWEST
    )


@contextmanager
def closing_school(school: School) -> Iterator[School]:
    """The school, until the block ends."""
    with closing(school.store), closing(school.later.extensions["fahm"].store):
        yield school
