"""One learner's allowance in an assignment: extra time, an extra try, a later date, or excused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.normalize import fold_digits
from webapp.domain.assignment import MAX_MINUTES, MAX_REASON, MAX_TRIES, Allowance, Assignment, NewAllowance
from webapp.domain.people import Teacher
from webapp.domain.whole_numbers import whole_number
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp
from webapp.web.teacher.assignments.assignment_rights import SeenAssignment, with_learner
from webapp.web.teacher.assignments.learners_work import is_exam
from webapp.web.teacher.assignments.reopening import ended_paper, reopen
from webapp.web.teacher.assignments.time_fields import TypedTime, shown_time, typed_time
from webapp.web.teacher.assignments.told_learners import tell_of_allowance

TIMES = ("due", "closes")
OUT_OF_RANGE = N_("Enter a whole number from 1 to %(most)s, or leave it empty.")
TOO_EARLY = N_("This is earlier than for the others.")


@dataclass
class AllowanceForm:
    """Values of the form, with a fault by field."""

    minutes: str = ""
    tries: str = ""
    times: dict[str, TypedTime] = field(default_factory=lambda: dict.fromkeys(TIMES, TypedTime()))
    excused: bool = False
    reason: str = ""
    reopen: str = ""
    """Choice about a paper that has ended: ``1`` to open it again, ``0`` to leave it, empty where none was made."""
    faults: dict[str, str] = field(default_factory=dict)


@bp.get("/assignments/<slug:assignment_id>/learners/<slug:learner>")
@with_learner
def allowance(teacher: Teacher, seen: SeenAssignment, learner: str) -> str:
    """Form of a learner's allowance."""
    store, school = school_store()
    allowed = store.assignments.allowances(school, seen.assignment.id).get(learner)
    return _drawn(seen, learner, _form_of(allowed) if allowed else AllowanceForm())


@bp.post("/assignments/<slug:assignment_id>/learners/<slug:learner>")
@with_learner
def allow(teacher: Teacher, seen: SeenAssignment, learner: str) -> tuple[str, int] | Reply:
    """Give a learner an allowance, and tell the learner."""
    store, school = school_store()
    form = _posted_form()
    allowance, paper = _checked(form, seen.assignment, learner, teacher), ended_paper(seen, learner)
    fault = paper.fault(allowance) if paper and allowance and form.reopen == "1" and not form.excused else None
    if fault:
        form.faults = dict([fault])
    if allowance is None or fault:
        return _drawn(seen, learner, form), 422
    if paper and not form.reopen and paper.has_more_time(allowance):
        form.reopen = paper.usual  # it has ended since the form was drawn
        return _drawn(seen, learner, form), 422
    store.assignments.allow(school, seen.assignment.id, allowance)
    if paper and form.reopen == "1" and not form.excused:
        reopen(paper, allowance, teacher)
        notify("exam-reopened")
    else:
        tell_of_allowance(seen.assignment, allowance, teacher)
        notify("allowance-given")
    return redirect(url_for("desk.assignment", assignment_id=seen.assignment.id, _anchor="learners"), 303)


def _drawn(seen: SeenAssignment, learner: str, form: AllowanceForm) -> str:
    klass, member = seen.own_learner(learner) or abort(404)
    lesson, paper = current_services().library.lesson(seen.assignment.text), ended_paper(seen, learner)
    return render_template(
        "teacher/assignments/allowance.html",
        given=seen.assignment,
        title=lesson.settings.title if lesson else seen.assignment.text,
        exam=is_exam(seen.assignment, lesson),
        klass=klass,
        member=member,
        form=form,
        paper=paper,
        reopen=form.reopen or (paper.usual if paper else ""),
        values={"minutes": {"most": MAX_MINUTES}, "tries": {"most": MAX_TRIES}},
    )


def _form_of(allowed: Allowance) -> AllowanceForm:
    zone = current_services().config.timezone
    return AllowanceForm(
        minutes=str(allowed.extra_minutes or ""),
        tries=str(allowed.extra_tries or ""),
        times={"due": shown_time(allowed.due, zone), "closes": shown_time(allowed.closes, zone)},
        excused=allowed.excused,
        reason=allowed.reason,
    )


def _posted_form() -> AllowanceForm:
    posted, zone = request.form.to_dict(), current_services().config.timezone
    return AllowanceForm(
        minutes=posted.get("minutes", "").strip()[:20],
        tries=posted.get("tries", "").strip()[:20],
        times={name: typed_time(posted, name, zone) for name in TIMES},
        excused=posted.get("excused") == "1",
        reopen=posted.get("reopen", "") if posted.get("reopen") in ("0", "1") else "",
        reason=" ".join(posted.get("reason", "").split())[:MAX_REASON],
    )


def _checked(form: AllowanceForm, given: Assignment, learner: str, teacher: Teacher) -> NewAllowance | None:
    form.faults = {name: typed.fault for name, typed in form.times.items() if typed.fault}
    minutes, tries = _number(form, "minutes", MAX_MINUTES), _number(form, "tries", MAX_TRIES)
    due, closes = (form.times[name].at for name in TIMES)
    usual: dict[str, tuple[datetime | None, datetime | None]] = {
        "due": (due, given.due),
        "closes": (closes, given.closes),
    }
    for name, (at, others) in usual.items():
        if at and others and at < others:
            form.faults.setdefault(name, TOO_EARLY)
    if form.faults:
        return None
    return NewAllowance(learner, teacher.id, minutes, tries, due, closes, form.excused, form.reason)


def _number(form: AllowanceForm, name: str, most: int) -> int:
    typed = fold_digits(getattr(form, name))
    number = whole_number(typed) or 0
    if typed and typed != "0" and not 1 <= number <= most:
        form.faults[name] = OUT_OF_RANGE
    return number
