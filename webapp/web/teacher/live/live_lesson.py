"""A lesson that a class reads together: who is where, the answers as they come in, and how far the class may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.question import ParagraphRef
from webapp.domain.text import short_digest
from webapp.store.protocols.live_lessons import LiveLesson
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services
from webapp.web.reading.paragraph_view import Passage, passages
from webapp.web.teacher.access import bp, own_class_or_404, teacher_only
from webapp.web.teacher.live.answer_bars import LiveQuestion, live_questions

SHOWN = ("names", "answer", "evidence")


@dataclass(frozen=True)
class Shown:
    """What the teacher lets everybody see. Names for the whole lesson; the rest for one step each, 0 for none."""

    names: bool = False
    answer: int = 0
    evidence: int = 0


@dataclass(frozen=True)
class Stop:
    """One step of the way, and who stands there: ``names`` are empty unless they are shown."""

    step: int
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Screen:
    """A lesson that is going on, and the step that is looked at; ``last`` is the last step there is."""

    klass: SchoolClass
    live: LiveLesson
    lesson: Lesson
    step: int
    last: int
    shown: Shown

    @property
    def place(self) -> ParagraphRef:
        """The place that is looked at."""
        return self.step if self.step <= len(self.lesson.text.paragraphs) else "whole"

    @property
    def tag(self) -> str:
        """Changes with everything that is on the screen."""
        looks = prefs()
        versions = [item.version for item in self.lesson.items]
        parts = [vars(self.shown), looks.digits, looks.language, looks.tashkeel, self.lesson.text.digest, versions]
        return f"{self.live.id}.{self.live.version}.{self.step}.{short_digest(parts, 8)}"


@bp.get("/classes/<slug:class_id>/live")
@teacher_only
def live(teacher: Teacher, class_id: str) -> str:
    """Choose what the class reads, or go on with the lesson that is open."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    found = services.store.live.lesson(services.config.school, klass.id)
    lessons = sorted(_readable().values(), key=lambda one: one.settings.title)
    return render_template(
        "teacher/live/choose.html",
        klass=klass,
        teacher=teacher,
        lessons=lessons,
        now=services.library.snapshot.lessons.get(found.text) if found else None,
    )


@bp.post("/classes/<slug:class_id>/live")
@teacher_only
def begin_lesson(teacher: Teacher, class_id: str) -> Reply:
    """Begin a lesson; one that is going on ends."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    text = request.form.get("text", "")
    if text not in _readable() or klass.archived:
        abort(400)
    services.store.live.begin(services.config.school, klass.id, text)
    session.pop("live", None)
    return _to_screen(klass.id, 1)


@bp.post("/classes/<slug:class_id>/live/end")
@teacher_only
def end_lesson(teacher: Teacher, class_id: str) -> Reply:
    """End the lesson: everybody reads on as the file says."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    services.store.live.end(services.config.school, klass.id)
    session.pop("live", None)
    return redirect(url_for("desk.live", class_id=klass.id), 303)


@bp.get("/classes/<slug:class_id>/live/now")
@teacher_only
def live_now(teacher: Teacher, class_id: str) -> str | Reply:
    """The page for the projector."""
    screen = _screen(own_class_or_404(teacher, class_id))
    if screen is None:
        return redirect(url_for("desk.live", class_id=class_id), 303)
    return render_template("teacher/live/now.html", teacher=teacher, **_drawn(screen))


@bp.get("/classes/<slug:class_id>/live/state")
@teacher_only
def live_state(teacher: Teacher, class_id: str) -> Reply:
    """The part of that page which changes by itself; 304 as long as it has not."""
    screen = _screen(own_class_or_404(teacher, class_id))
    if screen is None:
        return redirect(url_for("desk.live", class_id=class_id), 303)
    if request.if_none_match.contains_weak(screen.tag):
        reply = current_app.response_class(status=304)
    else:
        reply = current_app.response_class(render_template("teacher/live/state.html", **_drawn(screen)))
    reply.set_etag(screen.tag, weak=True)
    return reply


@bp.post("/classes/<slug:class_id>/live/pace")
@teacher_only
def set_pace(teacher: Teacher, class_id: str) -> Reply:
    """Open the next step for all, hold the class at this one, or leave everybody to the file's own gate."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    screen = _screen(klass)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    step, lead, act = screen.step, services.store.live.lead, request.form.get("act")
    opened, held = screen.live.opened_to, screen.live.held_at
    if act == "open":
        step = min(step + 1, screen.last)
        lead(services.config.school, klass.id, max(opened, step), None if held is None else max(held, step))
    elif act == "hold":
        lead(services.config.school, klass.id, min(opened, step), step)
    elif act == "free":
        lead(services.config.school, klass.id, 0, None)
    else:
        abort(400)
    return _to_screen(klass.id, step)


@bp.post("/classes/<slug:class_id>/live/show")
@teacher_only
def show_live(teacher: Teacher, class_id: str) -> Reply:
    """Show or hide the names, or the key or the evidence of the step that is looked at."""
    klass = own_class_or_404(teacher, class_id)
    screen = _screen(klass)
    if screen is None:
        return redirect(url_for("desk.live", class_id=klass.id), 303)
    what, on = request.form.get("what", ""), request.form.get("on") == "1"
    if what not in SHOWN:
        abort(400)
    value = on if what == "names" else screen.step * on
    session["live"] = {"of": screen.live.id, **vars(screen.shown), what: value}
    return _to_screen(klass.id, screen.step)


def _readable() -> dict[str, Lesson]:
    """What can be read together: an exam is everybody's own."""
    return {slug: one for slug, one in current_services().library.snapshot.lessons.items() if not one.settings.exam}


def _screen(klass: SchoolClass) -> Screen | None:
    """The lesson of a class with what the address and the session say; None where there is none."""
    services = current_services()
    found = services.store.live.lesson(services.config.school, klass.id)
    lesson = _readable().get(found.text) if found else None
    if found is None or lesson is None:
        return None
    last = len(lesson.text.paragraphs) + bool(lesson.of("whole"))
    usual = found.held_at or found.opened_to or 1
    step = request.values.get("p", usual, type=int)
    return Screen(klass, found, lesson, max(1, min(step, last)), last, _shown(found))


def _shown(live: LiveLesson) -> Shown:
    """What this device was told to show in this very lesson; a new one begins with everything hidden."""
    kept = session.get("live")
    if not isinstance(kept, dict) or kept.get("of") != live.id:
        return Shown()
    return Shown(**{name: kept[name] for name in SHOWN if name in kept})


def _drawn(screen: Screen) -> dict[str, Any]:
    """What the templates see. No name is in it unless names are shown, and no key unless that is."""
    services = current_services()
    school, class_id = services.config.school, screen.klass.id
    places = services.store.live.places(school, class_id)
    members = services.store.people.members(school, class_id)
    items = screen.lesson.of(screen.place)
    tries = services.store.live.latest(school, class_id, [item.question.id for item in items])
    questions = live_questions(items, tries, len(places), screen.shown.answer == screen.step)
    names = {one.learner: one.name for one in members} if screen.shown.names else {}
    return {
        "screen": screen,
        "klass": screen.klass,
        "lesson": screen.lesson,
        "stops": [_stop(step, places, names) for step in range(1, screen.last + 1)],
        "present": len(places),
        "members": len(members),
        "questions": questions,
        "passages": _passages(screen, questions),
        "evidence": screen.shown.evidence == screen.step,
        "answer": screen.shown.answer == screen.step,
    }


def _stop(step: int, places: dict[str, int], names: dict[str, str]) -> Stop:
    services = [learner for learner, at in places.items() if at == step]
    return Stop(step, len(services), tuple(sorted(names[learner] for learner in services if learner in names)))


def _passages(screen: Screen, questions: list[LiveQuestion]) -> list[Passage]:
    """The paragraph that is looked at, or those that the questions on the whole text rest on, once these are lit."""
    lit = {one.number: one.evidence for one in questions} if screen.shown.evidence == screen.step else {}
    numbers = sorted({span.paragraph for spans in lit.values() for span in spans})
    shown = numbers if screen.place == "whole" else [screen.place]
    ids = {one.number: f"live-{one.number}" for one in questions}
    return passages(Progress(screen.lesson, ()), shown, prefs().tashkeel, lit, ids)


def _to_screen(class_id: str, step: int) -> Reply:
    return redirect(url_for("desk.live_now", class_id=class_id, p=step), 303)
