"""Cards of a class to print and cut out: name, record code, QR code, and the address at which the code is typed."""

from __future__ import annotations

from flask import render_template, url_for

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.services import school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.classes.network_addresses import here_only
from webapp.web.teacher.classes.qr_code import qr


@bp.get("/classes/<slug:class_id>/cards")
@with_class
def cards(teacher: Teacher, klass: SchoolClass) -> str:
    """A card for each learner."""
    store, school = school_store()
    members = store.people.members(school, klass.id)
    learners = store.learners(school, [member.learner for member in members])
    drawn = []
    for member in members:
        if member.learner in learners:
            code = learners[member.learner].code
            drawn.append((member, code, qr(url_for("joining.card", code=code, _external=True))))
    return render_template(
        "teacher/classes/cards.html",
        klass=klass,
        teacher=teacher,
        cards=drawn,
        here_only=here_only(),
    )
