"""Work that waits for a teacher in each class, on the desk's first page: counts with links to it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import g, url_for

from webapp.assessment.regrading import changed_texts
from webapp.domain.people import SchoolClass, Teacher
from webapp.store.protocols.desk_work import ClassWork
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store


@dataclass(frozen=True)
class WorkLine:
    """A count of one class with the way there; ``title`` names a text, or is empty."""

    message: str
    count: int
    address: str
    title: str = ""


@dataclass(frozen=True)
class ClassCard:
    """A class of the desk's first page."""

    klass: SchoolClass
    learners: int
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True)
class TeachersWork:
    """Everything that waits for a teacher; ``changed``: texts whose marks wait for regrading, with their titles."""

    cards: tuple[ClassCard, ...]
    waiting: int
    undecided: int
    changed: tuple[tuple[str, str], ...]


def work_of(teacher: Teacher) -> TeachersWork:
    """Count what waits for this teacher; the number of statements does not grow with the classes."""
    store, school = school_store()
    by_class, waiting = store.desk_work.of_teacher(school, teacher.id)
    learners = frozenset[str]().union(*(work.learners for work in by_class.values()))
    unsure = Counter(attempt.learner for attempt in store.reports.unsure_tries(school, learners) if attempt.undecided)
    cards = []
    for klass in store.people.classes_of(school, teacher.id):
        work = by_class.get(klass.id, ClassWork())
        undecided = sum(count for learner, count in unsure.items() if learner in work.learners)
        cards.append(ClassCard(klass, len(work.learners), tuple(_lines(klass, work, undecided))))
    return TeachersWork(tuple(cards), waiting, unsure.total(), _changed(teacher))


def open_tasks() -> int:
    """Number of tasks of the signed-in teacher, for the header of every page of the desk."""
    signed = signed_in()
    if signed is None:
        return 0
    if "open_tasks" not in g:
        store, school = school_store()
        try:
            tasks, has_answers = store.desk_work.count_tasks(school, signed[0].id)
            g.open_tasks = tasks + (len(_changed(signed[0])) if has_answers else 0)
        except StoreUnavailable:  # the error page has this header too
            g.open_tasks = 0
    return int(g.open_tasks)


def _lines(klass: SchoolClass, work: ClassWork, undecided: int) -> list[WorkLine]:
    lines = [
        WorkLine(
            N_("Submitted, results not released: %(n)s"),
            count,
            url_for("desk.text_scores", class_id=klass.id, slug=text),
            _title(text),
        )
        for text, count in work.handed_in.items()
    ]
    lines += [
        WorkLine(
            N_("Answers that arrived after the exam ended; learners: %(n)s"),
            late.learners,
            url_for("desk.assignment", assignment_id=late.assignment)
            if late.assignment
            else url_for("desk.text_scores", class_id=klass.id, slug=late.text),
            _title(late.text),
        )
        for late in work.late
    ]
    lines.append(WorkLine(N_("Awaiting marking: %(n)s"), work.waiting, url_for("desk.marking")))
    lines.append(WorkLine(N_("Uncertain: %(n)s"), undecided, url_for("desk.marking") + "#undecided"))
    lines += [
        WorkLine(
            N_("Not started: %(n)s"),
            assignment.not_begun,
            url_for("desk.assignment", assignment_id=assignment.id),
            _title(assignment.text),
        )
        for assignment in work.assignments
    ]
    if not work.assignments:
        roster = url_for("desk.roster", class_id=klass.id)
        lines.append(WorkLine(N_("No answers yet: %(n)s"), work.not_begun, roster))
    return [line for line in lines if line.count]


def _title(slug: str) -> str:
    lesson = current_services().library.snapshot.lessons.get(slug)
    return lesson.settings.title if lesson else slug


def _changed(teacher: Teacher) -> tuple[tuple[str, str], ...]:
    """Texts with answers to earlier versions of their questions, of which this teacher's classes have read some."""
    store, school = school_store()
    lessons = current_services().library.snapshot.lessons
    texts = [changed.slug for changed in changed_texts(store, school, lessons) if changed.questions]
    read = store.reports.readers(school, teacher.id, texts) if texts else {}
    return tuple((slug, lessons[slug].settings.title) for slug in texts if slug in read)
