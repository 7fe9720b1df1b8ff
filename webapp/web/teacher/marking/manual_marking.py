"""The marking room: open answers question by question, without names, with the rubric beside them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.analysis.marker_agreement import agreement
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.question import Question
from webapp.domain.text import short_digest
from webapp.question_types.open import Open
from webapp.store.protocols.manual_marks import Answer
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, names_of, teacher_only

LONGEST_COMMENT = 2000
MOST_STEPS = 11
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
    answers: tuple[Answer, ...]
    apart: Mapping[str, float]
    names: Mapping[str, str]
    teacher: str

    def waits(self, answer: Answer) -> bool:
        """Whether it wants this teacher's mark."""
        return answer.waits_for(self.teacher, answer.learner in self.apart)

    def hides(self, answer: Answer) -> bool:
        """Whether what others gave stays unseen for now."""
        return answer.hidden_from(self.teacher, answer.learner in self.apart)

    @property
    def waiting(self) -> list[Answer]:
        """What this teacher has still to mark."""
        return [one for one in self.answers if self.waits(one)]

    @property
    def to_decide(self) -> list[Answer]:
        """Where two markers are too far apart, and nobody has decided."""
        return [
            one
            for one in self.answers
            if one.apart is not None and not one.decided and one.apart > self.apart.get(one.learner, math.inf) + 1e-9
        ]

    def next_after(self, answer: Answer) -> Answer:
        """The next one that waits, from the beginning again at the end; else the same."""
        at = self.answers.index(answer)
        later = (*self.answers[at + 1 :], *self.answers[:at])
        return next((one for one in later if self.waits(one)), answer)

    def neighbour(self, answer: Answer, step: int) -> Answer | None:
        """The one before or after it."""
        at = self.answers.index(answer) + step
        return self.answers[at] if 0 <= at < len(self.answers) else None


def key_of(answer: Answer) -> str:
    """An answer's name in an address; and their order, which is neither that of names nor of time."""
    return short_digest([answer.given.learner, answer.given.id])


def waiting_for(teacher: Teacher) -> int:
    """How many answers in this teacher's classes want a mark or a decision of theirs."""
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
    """Keep the points and the comment, and go on to the next answer that waits."""
    queue, form = _queue_or_404(teacher, slug, question), request.form
    answer = _named(queue, form.get("answer", ""))
    criteria = criteria_of(_question(queue), answer.given.possible)
    points = [_points(form.get(f"c.{n}", ""), one.points) for n, one in enumerate(criteria)]
    comment = form.get("comment", "").strip()[:LONGEST_COMMENT]
    given = [one for one in points if one is not None]
    if len(given) < len(points):
        return _page(teacher, queue, answer, fault=True), 422
    _give(teacher, queue, answer, min(math.fsum(given), answer.given.possible), comment, tuple(given))
    after = _queue_or_404(teacher, slug, question)
    going = after.next_after(_named(after, key_of(answer)))
    flash("desk-marked" if after.waiting else "desk-marked-all")
    return _to(queue, going)


@bp.post("/marking/<slug:slug>/<slug:question>/restore")
@teacher_only
def restore_mark(teacher: Teacher, slug: str, question: str) -> Reply:
    """Give an earlier mark again: a new row of the history, never one taken away."""
    queue, form = _queue_or_404(teacher, slug, question), request.form
    answer = _named(queue, form.get("answer", ""))
    mark = next((one for one in answer.history if one.id == form.get("mark")), None)
    if mark is None or queue.hides(answer):
        abort(404)
    _give(teacher, queue, answer, mark.points, mark.comment, mark.detail)
    flash("desk-mark-restored")
    return _to(queue, answer)


@bp.post("/marking/<slug:slug>/<slug:question>/second")
@teacher_only
def second_marker(teacher: Teacher, slug: str, question: str) -> Reply:
    """Have the question marked by two in my classes that have another teacher, or end that."""
    queue, form, services = _queue_or_404(teacher, slug, question), request.form, current_services()
    apart = _points(form.get("apart", "1"), 100) if form.get("on") == "1" else None
    for klass in _shared(teacher):
        services.store.markers.ask_second(services.config.school, klass.id, slug, question, teacher.id, apart)
    return _to(queue, _named(queue, form.get("answer", "")))


def criteria_of(question: Question | None, possible: float) -> list[Criterion]:
    """The rubric, where it still adds up to what the answer was worth; else the points as one."""
    rubric = [(one.text, one.points) for one in question.rubric] if isinstance(question, Open) else []
    if abs(math.fsum(points for _, points in rubric) - possible) > 1e-9:
        rubric = [("", possible)]
    return [Criterion(text, points, _steps(points)) for text, points in rubric]


def _steps(points: float) -> tuple[float, ...]:
    halves = [n / 2 for n in range(math.floor(points * 2) + 1)]
    steps = tuple(dict.fromkeys([*halves, points]))
    return steps if len(steps) <= MOST_STEPS else ()


def _points(typed: str, most: float) -> float | None:
    try:
        found = float(typed)
    except ValueError:
        return None
    return found if 0 <= found <= most else None


def _give(
    teacher: Teacher, queue: Queue, answer: Answer, points: float, comment: str, detail: tuple[float, ...]
) -> None:
    services, one = current_services(), answer.given
    twice = answer.learner in queue.apart
    services.store.markers.give(services.config.school, one.learner, one.id, points, comment, teacher.id, detail, twice)


def _page(teacher: Teacher, queue: Queue, answer: Answer, fault: bool = False) -> str:
    question = _question(queue)
    markers = {mark.marker for mark in answer.history} | ({answer.second.marker} if answer.second else set())
    pairs = [(one.first.points, one.second.points) for one in queue.answers if one.first and one.second]
    return render_template(
        "teacher/marking/answer.html",
        queue=queue,
        answer=answer,
        key_of=key_of,
        title=_title(queue.slug),
        question=question,
        criteria=criteria_of(question, answer.given.possible),
        chosen=_chosen(queue, answer),
        names=request.values.get("names") == "1",
        people=names_of(markers),
        shared=_shared(teacher),
        second=next(iter(queue.apart.values()), None),
        agreed=agreement(pairs),
        fault=fault,
    )


def _chosen(queue: Queue, answer: Answer) -> tuple[tuple[float, ...], str]:
    """What the form begins with: what was typed last, or the mark that counts."""
    if request.method == "POST":
        typed = [request.form.get(f"c.{n}", "") for n in range(12)]
        return tuple(-1.0 if (found := _points(one, math.inf)) is None else found for one in typed), request.form.get(
            "comment", ""
        )
    mark = None if queue.hides(answer) else answer.mark
    return (mark.detail or (mark.points,), mark.comment) if mark else ((), "")


def _queues(teacher: Teacher, slug: str | None = None, question: str | None = None) -> list[Queue]:
    services = current_services()
    school, people = services.config.school, services.store.people
    names: dict[str, str] = {}
    of_class: dict[str, list[str]] = {}
    for klass in people.classes_of(school, teacher.id):
        members = people.members(school, klass.id)
        of_class[klass.id] = [one.learner for one in members]
        names |= {one.learner: one.name for one in members}
    apart: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (class_id, of_text, name), limit in services.store.markers.second_asked(school, of_class).items():
        apart[of_text, name] |= dict.fromkeys(of_class[class_id], limit)
    found: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in services.store.markers.answers(school, names, slug, question):
        found[answer.given.text, answer.given.question].append(answer)
    return [
        Queue(*place, tuple(sorted(answers, key=key_of)), apart[place], names, teacher.id)
        for place, answers in found.items()
    ]


def _queue_or_404(teacher: Teacher, slug: str, question: str) -> Queue:
    return next(iter(_queues(teacher, slug, question)), None) or abort(404)


def _named(queue: Queue, key: str) -> Answer:
    return next((one for one in queue.answers if key_of(one) == key), None) or abort(404)


def _question(queue: Queue) -> Question | None:
    lesson = current_services().library.snapshot.lessons.get(queue.slug)
    item = lesson.item(queue.question) if lesson else None
    return item.question if item else None


def _title(slug: str) -> str:
    lesson = current_services().library.snapshot.lessons.get(slug)
    return lesson.settings.title if lesson else slug


def _shared(teacher: Teacher) -> list[SchoolClass]:
    """My classes that another teacher has too."""
    services = current_services()
    school, people = services.config.school, services.store.people
    return [one for one in people.classes_of(school, teacher.id) if len(people.teachers_of(school, one.id)) > 1]


def _to(queue: Queue, answer: Answer) -> Reply:
    names = "1" if request.form.get("names") == "1" else None
    where = url_for("desk.mark_question", slug=queue.slug, question=queue.question, answer=key_of(answer), names=names)
    return redirect(where, 303)
