"""Another record code for a learner, by a teacher: where a card was lost, or somebody else has read the code."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.web.framework.current_learner import epoch_of
from webapp.web.framework.desk_session import acting
from webapp.web.framework.learner_audit import log_for_teachers
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_people, school_store
from webapp.web.teacher.access import bp, with_class


@bp.get("/classes/<slug:class_id>/learners/<learner>/new-code")
@with_class
def ask_for_new_code(teacher: Teacher, klass: SchoolClass, learner: str) -> str:
    """Say what another code ends, before it is made: there is no way back to the old one."""
    member = _member_or_404(klass, learner)
    epoch = epoch_of(member.learner)
    return render_template("teacher/classes/new_code.html", klass=klass, teacher=teacher, member=member, epoch=epoch)


@bp.post("/classes/<slug:class_id>/learners/<learner>/new-code")
@with_class
def new_code(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Change a learner's record code; the card and every device with it end."""
    member = _member_or_404(klass, learner)
    store, school = school_store()
    changed = store.access.renew(school, member.learner, request.form.get("epoch", ""))
    if changed:
        log_for_teachers("record-code-changed", member.learner, acting(teacher))
    notify("learner-code-changed" if changed else "record-code-was-changed")
    return redirect(url_for("desk.learner", class_id=klass.id, learner=member.learner), 303)


def _member_or_404(klass: SchoolClass, learner: str) -> Membership:
    people, school = school_people()
    return people.member(school, klass.id, learner) or abort(404)
