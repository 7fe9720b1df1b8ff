"""A learner's whole record, for the teacher of their class; and the door of a database of simulated readers."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.formats.record import learner_record
from webapp.pages.data import as_file, named, sections
from webapp.pages.desk import bp, enter, own_class_or_404, teacher_only
from webapp.pages.services import services
from webapp.people import Klass, Membership, Teacher

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
        "data/desk_record.html", klass=klass, member=member, teacher=teacher, record=made, sections=sections(made)
    )


@bp.get("/demo/<token>")
def demo(token: str) -> str | tuple[str, int]:
    """The door of a database of simulated readers, as ``fahm demo`` prints it."""
    return _with_demo_link(token) or render_template("data/demo_door.html", token=token)


@bp.post("/demo/<token>")
def enter_demo(token: str) -> Reply | tuple[str, int]:
    """Go in as the demo's teacher. The link ends with it; nobody knows a password, and none is set."""
    here, gone = services(), _with_demo_link(token)
    teacher = None if gone else here.store.people.use_password_link(here.config.school, token, NOBODYS)
    return enter(redirect(url_for("desk.home"), 303), teacher) if teacher else gone or _gone()


def _with_demo_link(token: str) -> tuple[str, int] | None:
    """What to say instead where this is no demo, or the link no good any more."""
    here = services()
    if not here.config.simulated:
        abort(404)
    link = here.store.people.link(here.config.school, token)
    return None if link and link.kind == "password" else _gone()


def _gone() -> tuple[str, int]:
    return render_template("desk/link_gone.html"), 404


def _record(teacher: Teacher, member: Membership) -> dict[str, Any]:
    """Without the classes of other teachers, which are closed to this one, and without what learners did there."""
    here = services()
    people, school = here.store.people, here.config.school
    tables = people.everything(school, member.learner)
    classes = {str(row["class"]) for rows in tables.values() for row in rows if row.get("class")}
    closed = {one for one in classes if not people.teaches(school, teacher.id, one)}
    own = {name: [row for row in rows if row.get("class") not in closed] for name, rows in tables.items()}
    return learner_record(own, named(own), here.config.now())


def _member_or_404(klass: Klass, learner: str) -> Membership:
    here = services()
    return here.store.people.member(here.config.school, klass.id, learner) or abort(404)
