"""Marking by hand: open answers question by question, without names, with the rubric beside them."""

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
from webapp.web.teacher.marking.blind_marks import double_marked
from webapp.web.teacher.marking.forms import MarkForm, RestoreForm, SecondMarkerForm, mark_form
from webapp.web.teacher.marking.undecided_answers import undecided_answers

MAX_STEPS = 11
"""Greatest number of points that are chosen from a list; more are typed."""


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric; ``steps`` are the points to choose from, empty where they are typed."""

    text: str
    points: float
    steps: tuple[float, ...]


@dataclass(frozen=True)
class Queue:
    """Answers to one question, in an order that does not reveal their authors. ``key`` names one in an address.

    ``apart`` is by learner the allowed difference between two markers' points; learners with one marker are left out.
    """

    slug: str
    question: str
    answers: tuple[MarkedAnswer, ...]
    apart: Mapping[str, float]
    names: Mapping[str, str]
    teacher: str

    def waits(self, answer: MarkedAnswer) -> bool:
        """Tell whether an answer needs this teacher's mark."""
        return answer.waits_for(self.teacher, answer.learner in self.apart)

    def hides(self, answer: MarkedAnswer) -> bool:
        """Tell whether the other marker's mark is hidden from this teacher for now."""
        return answer.hidden_from(self.teacher, answer.learner in self.apart)

    @property
    def waiting(self) -> list[MarkedAnswer]:
        """Answers that this teacher has still to mark."""
        return [answer for answer in self.answers if self.waits(answer)]

    @property
    def to_decide(self) -> list[MarkedAnswer]:
        """Answers whose two marks differ too much, and that nobody has decided."""
        return [
            answer
            for answer in self.answers
            if answer.apart is not None
            and not answer.decided
            and answer.apart > self.apart.get(answer.learner, math.inf) + 1e-9
        ]

    def next_after(self, answer: MarkedAnswer) -> MarkedAnswer:
        """Next answer that waits, continuing at the start after the end; else the same one."""
        at = self.answers.index(answer)
        later = (*self.answers[at + 1 :], *self.answers[:at])
        return next((entry for entry in later if self.waits(entry)), answer)

    def neighbour(self, answer: MarkedAnswer, step: int) -> MarkedAnswer | None:
        """The answer before or after this one."""
        at = self.answers.index(answer) + step
        return self.answers[at] if 0 <= at < len(self.answers) else None


def key_of(answer: MarkedAnswer) -> str:
    """Name of an answer in an address, which is also the sorting key: independent of names and times."""
    return short_digest([answer.attempt.learner, answer.attempt.id])


def waiting_for(teacher: Teacher) -> int:
    """Number of answers in this teacher's classes that need this teacher's mark or decision."""
    return sum(len({*map(key_of, queue.waiting), *map(key_of, queue.to_decide)}) for queue in _queues(teacher))


@bp.get("/marking")
@teacher_only
def marking(teacher: Teacher) -> str:
    """Questions that have answers to be marked, those that wait first."""
    queues = sorted(_queues(teacher), key=lambda queue: (not queue.waiting and not queue.to_decide, queue.slug))
    rows = [(queue, _title(queue.slug), _question(queue)) for queue in queues]
    return render_template("teacher/marking/questions.html", rows=rows, undecided=undecided_answers(teacher))


@bp.get("/marking/<slug:slug>/<slug:question>")
@teacher_only
def mark_question(teacher: Teacher, slug: str, question: str) -> str:
    """Form to mark one answer at a time."""
    queue = _queue_or_404(teacher, slug, question)
    asked = request.args.get("answer", "")
    return _page(teacher, queue, _named(queue, asked) if asked else (queue.waiting or list(queue.answers))[0])


@bp.post("/marking/<slug:slug>/<slug:question>")
@teacher_only
def give_mark(teacher: Teacher, slug: str, question: str) -> Reply | tuple[str, int]:
    """Save the points and the comment, and go on to the next answer that waits."""
    queue = _queue_or_404(teacher, slug, question)
    answer = _named(queue, request.form.get("answer", ""))
    form = mark_form([criterion.points for criterion in criteria_of(_question(queue), answer.attempt.possible)])
    if not form.validate_on_submit():
        return _page(teacher, queue, answer, form), 422
    detail = tuple(field.points for field in form.point_fields if field.points is not None)
    _give(teacher, queue, answer, min(math.fsum(detail), answer.attempt.possible), form.comment.data, detail)
    after = _queue_or_404(teacher, slug, question)
    going = after.next_after(_named(after, key_of(answer)))
    notify("mark-saved" if after.waiting else "marking-finished")
    return _to(queue, going)


@bp.post("/marking/<slug:slug>/<slug:question>/restore")
@teacher_only
def restore_mark(teacher: Teacher, slug: str, question: str) -> Reply:
    """Give an earlier mark again, as a new mark; the history is never shortened."""
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
    """Turn double marking of the question on or off, in this teacher's classes that have another teacher."""
    queue, form, services = _queue_or_404(teacher, slug, question), SecondMarkerForm(), current_services()
    apart = form.apart.points if form.on.data else None
    if apart is None and any(queue.hides(answer) for answer in queue.answers):
        # Else whoever marks second would look at the first marks by ending it, and begin it again.
        notify("second-marking-stays")
        return _to(queue, _named(queue, form.answer.data))
    for klass in _shared(teacher):
        services.store.manual_marks.ask_second(services.config.school, klass.id, slug, question, teacher.id, apart)
    return _to(queue, _named(queue, form.answer.data))


def criteria_of(question: Question | None, possible: float) -> list[Criterion]:
    """Criteria of the rubric, where their points add up to those of the answer; else one for all points."""
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
    services, attempt = current_services(), answer.attempt
    twice = answer.learner in queue.apart
    services.store.manual_marks.give(
        services.config.school, attempt.learner, attempt.id, points, comment, teacher.id, detail, twice
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
        criteria=criteria_of(question, answer.attempt.possible),
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
    for klass in people.classes_of(school, teacher.id):
        names |= {member.learner: member.name for member in people.members(school, klass.id)}
    apart = double_marked(teacher)
    by_question: dict[tuple[str, str], list[MarkedAnswer]] = defaultdict(list)
    for answer in store.manual_marks.answers(school, names, slug, question):
        by_question[answer.attempt.text, answer.attempt.question].append(answer)
    return [
        Queue(*place, tuple(sorted(answers, key=key_of)), apart.get(place, {}), names, teacher.id)
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
    """This teacher's classes that have another teacher."""
    store, school = school_store()
    school, people = school, store.people
    return [klass for klass in people.classes_of(school, teacher.id) if len(people.teachers_of(school, klass.id)) > 1]


def _to(queue: Queue, answer: MarkedAnswer) -> Reply:
    names = "1" if request.form.get("names") == "1" else None
    where = url_for("desk.mark_question", slug=queue.slug, question=queue.question, answer=key_of(answer), names=names)
    return redirect(where, 303)
