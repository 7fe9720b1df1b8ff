"""Marking by hand: open answers question by question, without names, with the rubric beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.analysis.marker_agreement import agreement
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.question import Question
from webapp.store.protocols.manual_marks import MarkedAnswer, NewMark
from webapp.web.framework.address_times import time_in_address
from webapp.web.framework.desk_session import acting
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, names_of, teacher_only
from webapp.web.teacher.class_audit import log_for_class
from webapp.web.teacher.marking.alike_answers import alike_answers, chosen_alike
from webapp.web.teacher.marking.answer_queue import Queue, key_of, named_answer, queue_or_404, queues_of
from webapp.web.teacher.marking.forms import MarkForm, RestoreForm, SecondMarkerForm, mark_form
from webapp.web.teacher.marking.undecided_answers import refused_answers, undecided_answers

MAX_STEPS = 11
"""Greatest number of points that are chosen from a list; more are typed."""


@dataclass(frozen=True)
class Criterion:
    """One line of the rubric; ``steps`` are the points to choose from, empty where they are typed."""

    text: str
    points: float
    steps: tuple[float, ...]


@bp.get("/marking")
@teacher_only
def marking(teacher: Teacher) -> str:
    """Questions that have answers to be marked, those that wait first."""
    queues = sorted(queues_of(teacher), key=lambda queue: (not queue.waiting and not queue.to_decide, queue.slug))
    rows = [(queue, _title(queue.slug), _question(queue)) for queue in queues]
    return render_template(
        "teacher/marking/questions.html",
        rows=rows,
        undecided=undecided_answers(teacher),
        refused=refused_answers(teacher),
    )


@bp.get("/marking/<slug:slug>/<slug:question>")
@teacher_only
def mark_question(teacher: Teacher, slug: str, question: str) -> str:
    """Form to mark one answer at a time."""
    queue = queue_or_404(teacher, slug, question)
    asked = request.args.get("answer", "")
    return marking_page(
        teacher, queue, named_answer(queue, asked) if asked else (queue.waiting or list(queue.answers))[0]
    )


@bp.post("/marking/<slug:slug>/<slug:question>")
@teacher_only
def give_mark(teacher: Teacher, slug: str, question: str) -> Reply | tuple[str, int]:
    """Save points and comment, for the answer and those alike that were chosen, and go on to the next that waits."""
    queue = queue_or_404(teacher, slug, question)
    answer = named_answer(queue, request.form.get("answer", ""))
    form = form_for(queue, answer)
    if not form.validate_on_submit():
        return marking_page(teacher, queue, answer, form), 422
    together = [answer, *chosen_alike(queue, answer, _question(queue), form.alike.data)]
    detail = tuple(field.points for field in form.point_fields if field.points is not None)
    points = min(math.fsum(detail), answer.attempt.possible)
    at = _give(teacher, queue, together, points, form.comment.data, detail)
    store, school = school_store()
    if form.keep.data and form.comment.data:
        store.manual_marks.keep_comment(school, teacher.id, slug, question, form.comment.data)
    after = queue_or_404(teacher, slug, question)
    going = after.next_after(named_answer(after, key_of(answer)))
    if len(together) > 1:
        notify("marks-saved", undo=url_for("desk.take_back_marks", slug=slug, question=question, at=at.isoformat()))
    if len(together) == 1 or not after.waiting:
        notify("mark-saved" if after.waiting else "marking-finished")
    return to_answer(queue, going)


@bp.post("/marking/<slug:slug>/<slug:question>/take-back")
@teacher_only
def take_back_marks(teacher: Teacher, slug: str, question: str) -> Reply:
    """Take back the marks that answers alike were given together, unless other marks followed."""
    queue = queue_or_404(teacher, slug, question)
    at = time_in_address("at")
    if at is None:
        abort(404)
    store, school = school_store()
    learners = {answer.attempt.learner for answer in queue.answers}
    count = store.manual_marks.take_back(school, learners, slug, question, teacher.id, at)
    if count:
        store.audit.add(school, acting(teacher), "marks-taken-back", detail=str(count))
    notify("marks-taken-back" if count else "marks-stay")
    return to_answer(queue, _first(queue_or_404(teacher, slug, question)))


@bp.post("/marking/<slug:slug>/<slug:question>/restore")
@teacher_only
def restore_mark(teacher: Teacher, slug: str, question: str) -> Reply:
    """Give an earlier mark again, as a new mark; the history is never shortened."""
    queue, form = queue_or_404(teacher, slug, question), RestoreForm()
    answer = named_answer(queue, form.answer.data)
    mark = next((mark for mark in answer.history if mark.id == form.mark.data), None)
    if mark is None or queue.hides(answer):
        abort(404)
    _give(teacher, queue, [answer], mark.points, mark.comment, mark.detail)
    notify("mark-restored")
    return to_answer(queue, answer)


@bp.post("/marking/<slug:slug>/<slug:question>/second")
@teacher_only
def second_marker(teacher: Teacher, slug: str, question: str) -> Reply:
    """Turn double marking of the question on or off, in this teacher's classes that have another teacher."""
    queue, form, services = queue_or_404(teacher, slug, question), SecondMarkerForm(), current_services()
    apart = form.apart.points if form.on.data else None
    if apart is None and any(queue.hides(answer) for answer in queue.answers):
        # Else whoever marks second would look at the first marks by ending it, and begin it again.
        notify("second-marking-stays")
        return to_answer(queue, named_answer(queue, form.answer.data))
    for klass in _shared(teacher):
        services.store.manual_marks.ask_second(services.config.school, klass.id, slug, question, teacher.id, apart)
        log_for_class("second-marking-off" if apart is None else "second-marking-on", teacher, klass, slug, question)
    return to_answer(queue, named_answer(queue, form.answer.data))


def _first(queue: Queue) -> MarkedAnswer:
    """The first answer that waits; the first of all where none does."""
    return (queue.waiting or list(queue.answers))[0]


def form_for(queue: Queue, answer: MarkedAnswer) -> MarkForm:
    """The posted form of a mark of this answer."""
    return mark_form([criterion.points for criterion in criteria_of(_question(queue), answer.attempt.possible)])


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
    teacher: Teacher,
    queue: Queue,
    answers: Sequence[MarkedAnswer],
    points: float,
    comment: str,
    detail: tuple[float, ...],
) -> datetime:
    """Give each of these answers the mark; return the time of all of them."""
    store, school = school_store()
    tries = ((answer.attempt, answer.learner in queue.apart) for answer in answers)
    marks = [NewMark(attempt.learner, attempt.id, points, comment, detail, twice) for attempt, twice in tries]
    return store.manual_marks.give_all(school, marks, teacher.id)


def marking_page(
    teacher: Teacher, queue: Queue, answer: MarkedAnswer, form: MarkForm | None = None, comment: str = ""
) -> str:
    """The page of one answer, with what was typed in its form; ``comment`` takes the place of the typed one."""
    store, school = school_store()
    question = _question(queue)
    points, written = _chosen(queue, answer, form)
    alike = alike_answers(queue, answer, question)
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
        chosen=(points, comment or written),
        alike=[(other, form is None or key_of(other) in form.alike.data) for other in alike],
        keep=form is not None and form.keep.data,
        kept=store.manual_marks.kept_comments(school, teacher.id, queue.slug, queue.question),
        names=request.values.get("names") == "1",
        people=names_of(markers),
        shared=_shared(teacher),
        second=next(iter(queue.apart.values()), None),
        agreed=agreement(pairs),
        fields=form.point_fields if form else (),
        faults=form.faults_except([field.name for field in (*form.point_fields, form.comment)]) if form else (),
        comment_field=form.comment if form else None,
    )


def _chosen(queue: Queue, answer: MarkedAnswer, form: MarkForm | None) -> tuple[tuple[float, ...], str]:
    """Initial values of the form: those typed last, or the mark that counts."""
    if form:
        typed = (field.data for field in form.point_fields)
        return tuple(-1.0 if points is None else points for points in typed), form.comment.typed
    mark = None if queue.hides(answer) else answer.mark
    return (mark.detail or (mark.points,), mark.comment) if mark else ((), "")


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


def to_answer(queue: Queue, answer: MarkedAnswer) -> Reply:
    """Go on to the page of an answer, with names where they are shown."""
    names = "1" if request.form.get("names") == "1" else None
    where = url_for("desk.mark_question", slug=queue.slug, question=queue.question, answer=key_of(answer), names=names)
    return redirect(where, 303)
