"""Processor time of each desk page of a very large class, beside a page of the desk that holds no class.

``python -m benchmarks.class_pages``: a class of simulated readers with assignments of all kinds. The pages are read off
the URL map, so that a page that is added is measured too. The WSGI application is called in this process, without a
server: the time is the processor's, and does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.browser_requests import SLUG
from benchmarks.result_row import ResultRow
from benchmarks.server_process import ROOT, SECRET
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson
from webapp.demo import record_events, simulate, simulated_learners
from webapp.demo.demo_class import make_class
from webapp.domain.assignment import AssignmentRules, NewAssignment
from webapp.domain.people import MAX_MEMBERS
from webapp.server.garbage_collection import collect_garbage_seldom, exempt_existing_objects
from webapp.store.protocols.store import Store

LEARNERS, ASSIGNMENTS, SEED = MAX_MEMBERS, 30, 7
TARGET = 0.3
"""Longest processor time of a page, in seconds."""
PLAIN_PAGE = "/desk/account"
ROUNDS = 5
SCHOOL = "default"
START = datetime(2026, 10, 13, tzinfo=UTC)


@dataclass(frozen=True)
class LargeClass:
    """The class, a browser in which its teacher is signed in, and what its addresses are made of."""

    app: Flask
    client: FlaskClient
    values: dict[str, str]
    """Parts of addresses by their name."""


def fill_class(store: Store, lesson: Lesson, learners: int, assignments: int) -> tuple[str, str, str, str]:
    """Make the class with its answers; ids of the teacher, of the class, of a learner and of an assignment."""
    persons = simulated_learners(learners, SEED)
    demo = make_class(store, SCHOOL, persons)
    record_events(store, simulate(persons, [lesson], START, SEED, SCHOOL), lambda at: None, lambda done: None)
    places = itertools.cycle(paragraph.number for paragraph in lesson.text.paragraphs)
    given = [
        store.assignments.add(
            SCHOOL,
            NewAssignment(
                lesson.slug,
                (next(places),),
                (demo.klass,),
                due=START + timedelta(days=number),
                rules=AssignmentRules(tries=1 + number % 3),
            ),
            demo.teacher,
        )
        for number in range(assignments)
    ]
    return demo.teacher, demo.klass, persons[0].id, given[0].id


def large_class(folder: Path, learners: int = LEARNERS, assignments: int = ASSIGNMENTS) -> LargeClass:
    """Open the class in a data folder, and fill it where the folder is new."""
    app = create_app(Config(ROOT, folder, SECRET, watch_seconds=0))
    store, lesson = app.extensions["fahm"].store, app.extensions["fahm"].library.snapshot.lessons[SLUG]
    if store.people.any_teacher(SCHOOL):
        (teacher,) = store.people.teachers(SCHOOL)
        (klass,) = store.people.classes_of(SCHOOL, teacher.id)
        teacher_id, class_id = teacher.id, klass.id
        learner = store.people.members(SCHOOL, class_id)[0].learner
        assignment = store.assignments.of_class(SCHOOL, class_id)[0].id
    else:
        teacher_id, class_id, learner, assignment = fill_class(store, lesson, learners, assignments)
    collect_garbage_seldom()  # as the server does
    exempt_existing_objects()
    token = store.people.start_session(SCHOOL, teacher_id, "benchmark")
    client = app.test_client()
    client.set_cookie("fahm_desk", token)
    question = next(item.question.id for item in lesson.items if item.question.written)
    values = {"class_id": class_id, "learner": learner, "assignment_id": assignment, "slug": SLUG, "question": question}
    return LargeClass(app, client, values)


def class_pages(room: LargeClass) -> Iterator[str]:
    """Addresses of all pages of the desk that are about the class or its work."""
    with room.app.test_request_context():
        bound = room.app.url_map.bind("localhost")
        for rule in sorted(room.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            about = {"class_id", "assignment_id"} & rule.arguments or rule.endpoint in ("desk.home", "desk.marking")
            known = rule.arguments <= room.values.keys()
            if "GET" in (rule.methods or ()) and rule.endpoint.startswith("desk.") and about and known:
                yield bound.build(rule.endpoint, {name: room.values[name] for name in rule.arguments})
    klass = f"/desk/classes/{room.values['class_id']}"
    yield from (f"{klass}/gradebook?as=xlsx", f"{klass}/gradebook?as=csv", f"{klass}/scores?text={SLUG}")
    yield f"{klass}/merge?a={room.values['learner']}&b={room.values['learner']}"


def cpu_of(room: LargeClass, path: str, rounds: int = ROUNDS) -> tuple[int, float, int]:
    """Status, median processor time in seconds, and length of a page; the first time does not count."""
    times: list[float] = []
    reply = room.client.get(path)
    for _ in range(rounds):
        before = time.process_time()
        reply = room.client.get(path)
        times.append(time.process_time() - before)
    return reply.status_code, median(times), len(reply.data)


def desk_pages(args: argparse.Namespace, folder: Path) -> Iterator[ResultRow]:
    """Measure each page of the class, and say which are the dearest."""
    room = large_class(folder)
    plain = cpu_of(room, PLAIN_PAGE)[1]
    pages = {path: cpu_of(room, path) for path in class_pages(room)}
    seconds = {path: page[1] for path, page in pages.items() if page[0] == 200}
    dearest = sorted(seconds, key=lambda path: -seconds[path])
    name = f"desk pages of a class of {LEARNERS} with {ASSIGNMENTS} assignments: CPU of the dearest of {len(seconds)}"
    shown = ", ".join(f"{_short(room, path)} {seconds[path] * 1000:.0f} ms" for path in dearest[:5])
    result = f"{shown} (beside {plain * 1000:.1f} ms for a page without a class)"
    yield ResultRow(name, f"≤ {TARGET * 1000:.0f} ms", result, seconds[dearest[0]] <= TARGET)


def _short(room: LargeClass, path: str) -> str:
    for name, value in room.values.items():
        path = path.replace(value, name)
    return path.removeprefix("/desk/classes/class_id/")


def main() -> None:
    """Print the processor time of each page, the dearest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder, filled once and used again")
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--assignments", type=int, default=ASSIGNMENTS)
    parser.add_argument("--only", default="", help="a part of the addresses")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        room = large_class(args.data or Path(folder), args.learners, args.assignments)
        plain = cpu_of(room, PLAIN_PAGE)[1]
        pages = {path: cpu_of(room, path) for path in class_pages(room) if args.only in path}
        for path, (status, seconds, length) in sorted(pages.items(), key=lambda page: -page[1][1]):
            print(f"{seconds * 1000:7.0f} ms  {seconds / plain:6.1f}×  {length:9,} B  {status}  {_short(room, path)}")


if __name__ == "__main__":
    main()
