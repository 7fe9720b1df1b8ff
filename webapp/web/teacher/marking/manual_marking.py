"""The marking room: open answers question by question, without names, with the rubric beside them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.analysis.marker_agreement import agreement
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.question import Question
from webapp.domain.text import short_digest
from webapp.store.protocols.manual_marks import MarkedAnswer
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, names_of, teacher_only
from webapp.web.teacher.marking.forms import MarkForm, RestoreForm, SecondMarkerForm, mark_form

MAX_STEPS = 11
"""More possible points than that are typed, not chosen."""


@dataclass(frozen=True)
class Criterion:
    """One line to give points for; ``steps`` are the points to choose from, empty where they are typed."""

    text: str
    points: float
    steps: tuple[float, ...]


@dataclass(frozen=True)
class Queue:
    """The answers to one question, in an order that tells nothing of whose they are. ``key`` names one in an address.

    ``apart`` has, by learner, how far two markers may differ; without those whom one person marks.
    """

    slug: str
    question: str
    answers: tuple[MarkedAnswer, ...]
    apart: Mapping[str, float]
    names: Mapping[str, str]
    teacher: str

    def waits(self, answer: MarkedAnswer) -> bool:
        """True for an answer that needs this teacher's mark."""
        return answer.waits_for(self.teacher, answer.learner in self.apart)

    def hides(self, answer: MarkedAnswer) -> bool:
        """True while this teacher must not see the other marker's mark."""
        return answer.hidden_from(self.teacher, answer.learner in self.apart)

    @property
    def waiting(self) -> list[MarkedAnswer]:
        """Answers that this teacher has still to mark."""
        return [answer for answer in self.answers if self.waits(answer)]

    @property
    def to_decide(self) -> list[MarkedAnswer]:
        """Answers whose two markers are too far apart, and that nobody has decided."""
        return [
            answer
            for answer in self.answers
            if answer.apart is not None
            and not answer.decided
            and answer.apart > self.apart.get(answer.learner, math.inf) + 1e-9
        ]

    def next_after(self, answer: MarkedAnswer) -> MarkedAnswer:
        """The next one that waits, from the beginning again at the end; else the same."""
        at = self.answers.index(answer)
        later = (*self.answers[at + 1 :], *self.answers[:at])
        return next((entry for entry in later if self.waits(entry)), answer)

    def neighbour(self, answer: MarkedAnswer, step: int) -> MarkedAnswer | None:
        """The one before or after it."""
        at = self.answers.index(answer) + step
        return self.answers[at] if 0 <= at < len(self.answers) else None


def key_of(answer: MarkedAnswer) -> str:
    """An answer's name in an address; and their order, which is neither that of names nor of time."""
    return short_digest([answer.given.learner, answer.given.id])


def waiting_for(teacher: Teacher) -> int:
    """Number of answers in this teacher's classes that need this teacher's mark or decision."""
    return sum(len({*map(key_of, queue.waiting), *map(key_of, queue.to_decide)}) for queue in _queues(teacher))


@bp.get("/marking")
@teacher_only
def marking(teacher: Teacher) -> str:
    """The questions that have answers to be marked, those that wait first."""
    queues = sorted(_queues(teacher), key=lambda queue: (not queue.waiting and not queue.to_decide, queue.slug))
    rows = [(queue, _title(queue.slug), _question(queue)) for queue in queues]
    return render_template("teacher/marking/questions.html", rows=rows)


@bp.get("/marking/<slug:slug>/<slug:question>")
@teacher_only
def mark_question(teacher: Teacher, slug: str, question: str) -> str:
    """One answer at a time."""
    queue = _queue_or_404(teacher, slug, question)
    asked = request.args.get("answer", "")
    return _page(teacher, queue, _named(queue, asked) if asked else (queue.waiting or list(queue.answers))[0])


@bp.post("/marking/<slug:slug>/<slug:question>")
@teacher_only
def give_mark(teacher: Teacher, slug: str, question: str) -> Reply | tuple[str, int]:
    """Save the points and the comment, and go on to the next answer that waits."""
    queue = _queue_or_404(teacher, slug, question)
    answer = _named(queue, request.form.get("answer", ""))
    form = mark_form([criterion.points for criterion in criteria_of(_question(queue), answer.given.possible)])
    if not form.validate_on_submit():
        return _page(teacher, queue, answer, form), 422
    detail = tuple(field.points for field in form.point_fields if field.points is not None)
    _give(teacher, queue, answer, min(math.fsum(detail), answer.given.possible), form.comment.data, detail)
    after = _queue_or_404(teacher, slug, question)
    going = after.next_after(_named(after, key_of(answer)))
    notify("mark-saved" if after.waiting else "marking-finished")
    return _to(queue, going)


@bp.post("/marking/<slug:slug>/<slug:question>/restore")
@teacher_only
def restore_mark(teacher: Teacher, slug: str, question: str) -> Reply:
    """Give an earlier mark again: a new row of the history, never one taken away."""
    queue, form = _queue_or_404(teacher, slug, question), RestoreForm()
    answer = _named(queue, form.answer.data)
    mark = next((mark for mark in answer.history if mark.id == form.mark.data), None)
    if mark is None or queue.hides(answer):
        abort(404)
    _give(teacher, queue, answer, mark.points, mark.comment, mark.detail)
    notify("mark-restored")
    return _to(queue, answer)


@bp.post("/marking/<slug:slug>/<slug:question>/second")
@teacher_only
def second_marker(teacher: Teacher, slug: str, question: str) -> Reply:
    """Have the question marked by two in my classes that have another teacher, or end that."""
    queue, form, services = _queue_or_404(teacher, slug, question), SecondMarkerForm(), current_services()
    apart = form.apart.points if form.on.data else None
    for klass in _shared(teacher):
        services.store.markers.ask_second(services.config.school, klass.id, slug, question, teacher.id, apart)
    return _to(queue, _named(queue, form.answer.data))


def criteria_of(question: Question | None, possible: float) -> list[Criterion]:
    """The rubric, where it still adds up to what the answer was worth; else the points as one."""
    rubric = [(line.text, line.points) for line in question.criteria()] if question else []
    if abs(math.fsum(points for _, points in rubric) - possible) > 1e-9:
        rubric = [("", possible)]
    return [Criterion(text, points, _steps(points)) for text, points in rubric]


def _steps(points: float) -> tuple[float, ...]:
    halves = [n / 2 for n in range(math.floor(points * 2) + 1)]
    steps = tuple(dict.fromkeys([*halves, points]))
    return steps if len(steps) <= MAX_STEPS else ()


def _give(
    teacher: Teacher, queue: Queue, answer: MarkedAnswer, points: float, comment: str, detail: tuple[float, ...]
) -> None:
    services, given = current_services(), answer.given
    twice = answer.learner in queue.apart
    services.store.markers.give(
        services.config.school, given.learner, given.id, points, comment, teacher.id, detail, twice
    )


def _page(teacher: Teacher, queue: Queue, answer: MarkedAnswer, form: MarkForm | None = None) -> str:
    question = _question(queue)
    markers = {mark.marker for mark in answer.history} | ({answer.second.marker} if answer.second else set())
    pairs = [(entry.first.points, entry.second.points) for entry in queue.answers if entry.first and entry.second]
    return render_template(
        "teacher/marking/answer.html",
        queue=queue,
        answer=answer,
        key_of=key_of,
        title=_title(queue.slug),
        question=question,
        criteria=criteria_of(question, answer.given.possible),
        chosen=_chosen(queue, answer, form),
        names=request.values.get("names") == "1",
        people=names_of(markers),
        shared=_shared(teacher),
        second=next(iter(queue.apart.values()), None),
        agreed=agreement(pairs),
        faults=form.faults if form else (),
    )


def _chosen(queue: Queue, answer: MarkedAnswer, form: MarkForm | None) -> tuple[tuple[float, ...], str]:
    """Initial values of the form: those typed last, or the mark that counts."""
    if form:
        typed = (field.data for field in form.point_fields)
        return tuple(-1.0 if points is None else points for points in typed), form.comment.typed
    mark = None if queue.hides(answer) else answer.mark
    return (mark.detail or (mark.points,), mark.comment) if mark else ((), "")


def _queues(teacher: Teacher, slug: str | None = None, question: str | None = None) -> list[Queue]:
    store, school = school_store()
    school, people = school, store.people
    names: dict[str, str] = {}
    of_class: dict[str, list[str]] = {}
    for klass in people.classes_of(school, teacher.id):
        members = people.members(school, klass.id)
        of_class[klass.id] = [member.learner for member in members]
        names |= {member.learner: member.name for member in members}
    apart: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (class_id, of_text, name), limit in store.markers.second_asked(school, of_class).items():
        apart[of_text, name] |= dict.fromkeys(of_class[class_id], limit)
    by_question: dict[tuple[str, str], list[MarkedAnswer]] = defaultdict(list)
    for answer in store.markers.answers(school, names, slug, question):
        by_question[answer.given.text, answer.given.question].append(answer)
    return [
        Queue(*place, tuple(sorted(answers, key=key_of)), apart[place], names, teacher.id)
        for place, answers in by_question.items()
    ]


def _queue_or_404(teacher: Teacher, slug: str, question: str) -> Queue:
    return next(iter(_queues(teacher, slug, question)), None) or abort(404)


def _named(queue: Queue, key: str) -> MarkedAnswer:
    return next((answer for answer in queue.answers if key_of(answer) == key), None) or abort(404)


def _question(queue: Queue) -> Question | None:
    lesson = current_services().library.snapshot.lessons.get(queue.slug)
    item = lesson.item(queue.question) if lesson else None
    return item.question if item else None


def _title(slug: str) -> str:
    lesson = current_services().library.snapshot.lessons.get(slug)
    return lesson.settings.title if lesson else slug


def _shared(teacher: Teacher) -> list[SchoolClass]:
    """My classes that another teacher has too."""
    store, school = school_store()
    school, people = school, store.people
    return [klass for klass in people.classes_of(school, teacher.id) if len(people.teachers_of(school, klass.id)) > 1]


def _to(queue: Queue, answer: MarkedAnswer) -> Reply:
    names = "1" if request.form.get("names") == "1" else None
    where = url_for("desk.mark_question", slug=queue.slug, question=queue.question, answer=key_of(answer), names=names)
    return redirect(where, 303)
