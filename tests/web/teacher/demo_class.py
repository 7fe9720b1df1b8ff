"""A class of simulated readers, and how its pages and files are read by the tests of the scores."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from html import unescape

from flask import Flask

from conftest import ARTICLE, ROOT, SLUG, Desk
from store.helpers import Clock, submission
from webapp.assessment.progress import Progress
from webapp.content import Lesson, check_file
from webapp.demo import SimulatedLearner, judge, record_events, simulate, simulated_learners
from webapp.demo.reading_sessions import Event
from webapp.domain.attempt import Attempt
from webapp.domain.question_views import Fields
from webapp.web.teacher.results.class_results import Work, work_in

READERS = 24
START = datetime(2026, 10, 13, tzinfo=UTC)
COUNT = itertools.count()


@cache  # one class reads for all tests of a process
def simulated(school: str, readers: int) -> tuple[Sequence[SimulatedLearner], Sequence[Event]]:
    lesson, _ = check_file(ARTICLE / "questions" / f"{SLUG}.yaml", ROOT)
    assert lesson
    persons = simulated_learners(readers, 7)
    return persons, list(simulate(persons, [lesson], START, 7, school))


class Room:
    """A class of simulated readers; Muna teaches it, Nur's own class is empty."""

    def __init__(self, app: Flask, clock: Clock, readers: int = READERS) -> None:
        self.app, self.clock = app, clock
        services = app.extensions["fahm"]
        self.store, self.school = services.store, services.config.school
        self.lesson = services.library.snapshot.lessons[SLUG]
        persons, events = simulated(self.school, readers)
        self.desk = Desk(app, "منى", "muna", "الصفّ الخامس")
        for person in persons:
            self.store.add_learner(self.school, person.id)
            self.store.people.join(self.school, self.desk.class_id, person.id, person.name, numbered=True)
        token = self.store.people.make_link(self.school, "invitation", "teacher", "Nour", 24)
        self.colleague: str = self.store.people.use_link(self.school, token, "nour", "Nour", "!").id
        record_events(self.store, events, lambda at: None, lambda n: None)
        self.learners = [person.id for person in persons]

    def work(self) -> Work:
        with self.app.test_request_context():
            klass = self.store.people.school_class(self.school, self.desk.class_id)
            return work_in(klass, self.lesson)

    def progress(self, learner: str) -> Progress:
        tries, marks = (ask(self.school, learner, SLUG) for ask in (self.store.tries, self.store.marks))
        return Progress(self.lesson, tries, marks=marks)


Row = list[str]


def page_tables(html: str) -> dict[str, list[Row]]:
    """By name, the exact values of the cells of each table on a page."""
    found = re.findall(r'<div class="table-box"[^>]* aria-labelledby="t-(\w+)"[^>]*>(.*?)</table>', html, re.S)
    return {
        name: [
            [unescape(value) for value in re.findall(r'<t[dh][^>]* data-v="([^"]*)"', row)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body.partition("<tbody>")[2], re.S)
            if "data-v" in row
        ]
        for name, body in found
    }


def csv_rows(body: bytes) -> list[Row]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]


def records(app: Flask, learner: str, question: str, fields: Fields, **more: object) -> Attempt:
    """An answer as the pages record it, at any question and any time."""
    services = app.extensions["fahm"]
    lesson: Lesson = services.library.snapshot.lessons[SLUG]
    item = lesson.item(question)
    assert item
    response = item.question.read(fields)
    own: dict[str, object] = {"response": response, "label": item.question.classify(response), "question": question}
    own |= {"id": f"f{next(COUNT)}.{question}", "learner": learner, "text": SLUG, "version": item.version, **more}
    (recorded,) = services.store.record_all([(submission(**own), judge(lesson, item, response))])
    assert recorded.try_
    return recorded.try_
