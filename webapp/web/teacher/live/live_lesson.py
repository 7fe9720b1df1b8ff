"""Live lessons, the teacher's side: positions of the learners, answers as they arrive, and pacing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.domain.people import SchoolClass, Teacher
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.web.framework.class_language import speak_to_class
from webapp.web.framework.preferences import vowel_marks
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.framework.verdict_labels import BAR_LABELS
from webapp.web.questions.paragraph_view import Passage, passages
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.live.answer_bars import LiveQuestion, live_questions, type_size
from webapp.web.teacher.live.exams_of_class import covered_by_exam
from webapp.web.teacher.live.forms import PaceForm, ShowForm
from webapp.web.teacher.live.lesson_screen import Screen, ScreenParts, Stop


@bp.get("/classes/<slug:class_id>/live")
@with_class
def live(teacher: Teacher, klass: SchoolClass) -> str:
    """Form to choose the text for the class, or the lesson in progress."""
    store, school = school_store()
    services = current_services()
    live_lesson = store.live.lesson(school, klass.id)
    lessons = sorted(_offered(klass).values(), key=lambda lesson: lesson.settings.title)
    return render_template(
        "teacher/live/choose.html",
        klass=klass,
        teacher=teacher,
        lessons=lessons,
        chosen=request.args.get("text", ""),
        now=services.library.snapshot.lessons.get(live_lesson.text) if live_lesson else None,
    )


@bp.post("/classes/<slug:class_id>/live")
@with_class
def begin_lesson(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Begin a lesson, ending one in progress."""
    store, school = school_store()
    text = request.form.get("text", "")
    if text not in _offered(klass) or klass.archived:
        abort(400)
    store.live.begin(school, klass.id, text)
    session.pop("live", None)
    return _to_screen(klass.id)


@bp.post("/classes/<slug:class_id>/live/end")
@with_class
def end_lesson(teacher: Teacher, klass: SchoolClass) -> Reply:
    """End the lesson: learners read on by the text's own gates."""
    store, school = school_store()
    store.live.end(school, klass.id)
    session.pop("live", None)
    return redirect(url_for("desk.live", class_id=klass.id), 303)


@bp.get("/classes/<slug:class_id>/live/now")
@with_class
def live_now(teacher: Teacher, klass: SchoolClass) -> str | Reply:
    """The teacher's screen, and the remote control of the projector."""
    screen = _screen(klass)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    asked = request.args.get("p")
    return render_template("teacher/live/now.html", teacher=teacher, asked=asked, **_drawn(screen))


@bp.get("/classes/<slug:class_id>/live/projector")
@with_class
def live_projector(teacher: Teacher, klass: SchoolClass) -> str | Reply:
    """Page for the projector: one screen without menus, which shows what the teacher's screen has chosen."""
    speak_to_class(klass)
    screen = _screen(klass, projected=True)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    return render_template("teacher/live/projector.html", teacher=teacher, **_projected(screen))


@bp.get("/classes/<slug:class_id>/live/projector/state")
@with_class
def live_projector_state(teacher: Teacher, klass: SchoolClass) -> Reply:
    """The part of the projector's page that changes; 304 while nothing has."""
    speak_to_class(klass)
    screen = _screen(klass, projected=True)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    return _unless_known(screen, lambda: render_template("teacher/live/projector_state.html", **_projected(screen)))


@bp.get("/classes/<slug:class_id>/live/state")
@with_class
def live_state(teacher: Teacher, klass: SchoolClass) -> Reply:
    """The part of the projector's page that changes; 304 while nothing has."""
    screen = _screen(klass)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    return _unless_known(screen, lambda: render_template("teacher/live/state.html", **_drawn(screen)))


@bp.post("/classes/<slug:class_id>/live/pace")
@with_class
def set_pace(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Open the next step for all, hold the class at this one, or leave everybody to the text's own gates."""
    store, school = school_store()
    screen = _screen(klass)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    step, lead, act = screen.step, store.live.set_pacing, PaceForm().act.data
    opened, held = screen.live.unlocked_step, screen.live.max_step
    if act == "open":
        step = min(step + 1, screen.last)
        lead(school, klass.id, max(opened, step), None if held is None else max(held, step))
    elif act == "hold":
        lead(school, klass.id, min(opened, step), step)
    elif act == "free":
        lead(school, klass.id, 0, None)
    else:
        abort(400)
    store.live.show(school, klass.id, step, screen.shown.answer, screen.shown.evidence)
    return _to_screen(klass.id)


@bp.post("/classes/<slug:class_id>/live/show")
@with_class
def show_live(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Show a step, or show or hide its key or its evidence; or the names, on this device alone."""
    screen = _screen(klass)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    form, shown = ShowForm(), screen.shown
    what, of_step = form.what.data, screen.step * form.on.data
    if what == "names":
        session["live"] = {"of": screen.live.id, "names": form.on.data}
    elif what in ("step", "answer", "evidence"):
        answer = of_step if what == "answer" else shown.answer
        evidence = of_step if what == "evidence" else shown.evidence
        store, school = school_store()
        store.live.show(school, klass.id, screen.step, answer, evidence)
    else:
        abort(400)
    return _to_screen(klass.id)


def _readable() -> dict[str, Lesson]:
    """Texts that a class can read together: an exam is for each learner alone, and archived texts are not offered."""
    lessons = current_services().library.snapshot.lessons
    return {slug: lesson for slug, lesson in lessons.items() if not (lesson.settings.exam or lesson.settings.archived)}


def _offered(klass: SchoolClass) -> dict[str, Lesson]:
    """Texts to begin a lesson on: not those of which the class writes an exam, whose answers would be shown."""
    store, school = school_store()
    own = {given.text for given in store.assignments.of_class(school, klass.id) if given.rules.exam}
    closed = own & store.assignments.exam_texts(school)
    return {slug: lesson for slug, lesson in _readable().items() if slug not in closed}


def _screen(klass: SchoolClass, projected: bool = False) -> Screen | None:
    """Lesson of a class, with the step of the URL or the one that is shown; None where there is no lesson."""
    store, school = school_store()
    live_lesson = store.live.lesson(school, klass.id)
    lesson = _readable().get(live_lesson.text) if live_lesson else None
    if live_lesson is None or lesson is None:
        return None
    last = len(lesson.text.paragraphs) + bool(lesson.items_at("whole"))
    usual = live_lesson.shown_step or live_lesson.max_step or live_lesson.unlocked_step or 1
    step = usual if projected else request.values.get("p", usual, type=int)
    screen = Screen(klass, live_lesson, lesson, max(1, min(step, last)), last, _shown(live_lesson))
    covered = covered_by_exam(klass, lesson)
    hidden = bool(covered) if screen.place == "whole" else screen.place in covered
    return replace(screen, in_exam=hidden, shown=ScreenParts(screen.shown.names) if hidden else screen.shown)


def _shown(live: LiveLesson) -> ScreenParts:
    """Parts that are shown in this lesson, the names by this device; a new lesson begins with everything hidden."""
    kept = session.get("live")
    names = isinstance(kept, dict) and kept.get("of") == live.id and bool(kept.get("names"))
    return ScreenParts(names, live.shown_answer, live.shown_evidence)


def _unless_known(screen: Screen, draw: Callable[[], str]) -> Reply:
    """The drawn page, or a 304 where the browser has it."""
    if request.if_none_match.contains_weak(screen.tag):
        reply = current_app.response_class(status=304)
    else:
        reply = current_app.response_class(draw())
    reply.set_etag(screen.tag, weak=True)
    return reply


def _projected(screen: Screen) -> dict[str, Any]:
    """Values of the projector's page: those of the teacher's screen, without names."""
    screen = replace(screen, shown=replace(screen.shown, names=False))
    drawn = _drawn(screen)
    return {**drawn, "type_size": type_size(drawn["questions"])}


def _drawn(screen: Screen) -> dict[str, Any]:
    """Values of the templates. They hold no name unless names are shown, and no key unless that is."""
    people, school = school_people()
    services = current_services()
    school, class_id = school, screen.klass.id
    places = services.store.live.positions(school, class_id)
    members = people.members(school, class_id)
    items = [] if screen.in_exam else screen.lesson.items_at(screen.place)
    tries = services.store.live.latest_attempts(school, class_id, [item.question.id for item in items])
    questions = live_questions(items, screen.lesson.numbers, tries, len(places), screen.shown.answer == screen.step)
    names = {member.learner: member.name for member in members} if screen.shown.names else {}
    return {
        "screen": screen,
        "klass": screen.klass,
        "lesson": screen.lesson,
        "stops": [_stop(step, places, names) for step in range(1, screen.last + 1)],
        "present": len(places),
        "members": len(members),
        "questions": questions,
        "verdict_labels": BAR_LABELS,
        "passages": _passages(screen, questions),
        "evidence": screen.shown.evidence == screen.step,
        "answer": screen.shown.answer == screen.step,
    }


def _stop(step: int, places: dict[str, int], names: dict[str, str]) -> Stop:
    learners = [learner for learner, at in places.items() if at == step]
    return Stop(step, len(learners), tuple(sorted(names[learner] for learner in learners if learner in names)))


def _passages(screen: Screen, questions: list[LiveQuestion]) -> tuple[Passage, ...]:
    """The paragraph of the step, or, once lit, those with the evidence of the questions on the whole text."""
    lit = {question.number: question.evidence for question in questions} if screen.shown.evidence == screen.step else {}
    numbers = sorted({span.paragraph for spans in lit.values() for span in spans})
    shown = [] if screen.in_exam else numbers if screen.place == "whole" else [screen.place]
    ids = {question.number: f"live-{question.number}" for question in questions}
    marks = vowel_marks(screen.lesson.settings.tashkeel)
    return passages(Progress(screen.lesson, ()), shown, marks, lit, ids)


def _to_screen(class_id: str) -> Reply:
    return redirect(url_for("desk.live_now", class_id=class_id), 303)
