"""A learner's whole record, for the teacher of their class; and the door of a database of simulated readers."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.interchange.exports.learner_record import learner_record
from webapp.web.framework.services import current_services
from webapp.web.learner.personal_data import as_file, named, sections
from webapp.web.teacher.access import bp, enter, own_class_or_404, teacher_only

NOBODYS = "!"
"""In place of a password's hash: no password fits it."""


@bp.get("/classes/<slug:class_id>/learners/<learner>/record.json")
@teacher_only
def learner_file(teacher: Teacher, class_id: str, learner: str) -> Reply:
    """The whole record as a file."""
    klass = own_class_or_404(teacher, class_id)
    return as_file(_record(teacher, _member_or_404(klass, learner)), f"fahm-record-{learner}.json")


@bp.get("/classes/<slug:class_id>/learners/<learner>/record")
@teacher_only
def learner_record_page(teacher: Teacher, class_id: str, learner: str) -> str:
    """The same as a page to print."""
    klass = own_class_or_404(teacher, class_id)
    member = _member_or_404(klass, learner)
    made = _record(teacher, member)
    return render_template(
        "teacher/classes/learner_data.html",
        klass=klass,
        member=member,
        teacher=teacher,
        record=made,
        sections=sections(made),
    )


@bp.get("/demo/<token>")
def demo(token: str) -> str | tuple[str, int]:
    """The door of a database of simulated readers, as ``fahm demo`` prints it."""
    return _with_demo_link(token) or render_template("teacher/accounts/demo_sign_in.html", token=token)


@bp.post("/demo/<token>")
def enter_demo(token: str) -> Reply | tuple[str, int]:
    """Go in as the demo's teacher. The link ends with it; nobody knows a password, and none is set."""
    services, gone = current_services(), _with_demo_link(token)
    teacher = None if gone else services.store.people.use_password_link(services.config.school, token, NOBODYS)
    return enter(redirect(url_for("desk.home"), 303), teacher) if teacher else gone or _gone()


def _with_demo_link(token: str) -> tuple[str, int] | None:
    """What to say instead where this is no demo, or the link no good any more."""
    services = current_services()
    if not services.config.simulated:
        abort(404)
    link = services.store.people.link(services.config.school, token)
    return None if link and link.kind == "password" else _gone()


def _gone() -> tuple[str, int]:
    return render_template("teacher/accounts/link_gone.html"), 404


def _record(teacher: Teacher, member: Membership) -> dict[str, Any]:
    """Without the classes of other teachers, which are closed to this one, and without what learners did there."""
    services = current_services()
    people, school = services.store.people, services.config.school
    tables = people.everything(school, member.learner)
    classes = {str(row["class"]) for rows in tables.values() for row in rows if row.get("class")}
    closed = {one for one in classes if not people.teaches(school, teacher.id, one)}
    own = {name: [row for row in rows if row.get("class") not in closed] for name, rows in tables.items()}
    return learner_record(own, named(own), services.config.now())


def _member_or_404(klass: SchoolClass, learner: str) -> Membership:
    services = current_services()
    return services.store.people.member(services.config.school, klass.id, learner) or abort(404)
