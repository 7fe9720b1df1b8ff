"""Accounts of a school's teachers: invitations, closing, password links. For admins."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people
from webapp.web.teacher.access import admin_only, bp
from webapp.web.teacher.accounts.forms import InviteForm
from webapp.web.teacher.classes.class_pages import here_only

INVITATION_HOURS = 7 * 24.0
PASSWORD_HOURS = 24.0


@bp.get("/teachers")
@admin_only
def teachers(teacher: Teacher) -> str:
    """List of all accounts, and the form to invite."""
    return _page(teacher)


@bp.post("/teachers")
@admin_only
def invite(teacher: Teacher) -> str:
    """Make an invitation; its link is shown this once, because only a hash of it is stored."""
    services, form = current_services(), InviteForm()
    name, role = form.name.data, form.chosen_role
    token = services.store.people.make_link(services.config.school, "invitation", role, name, INVITATION_HOURS)
    return _page(teacher, url_for("desk.setup", token=token, _external=True), name)


@bp.post("/teachers/<teacher_id>/close")
@admin_only
def close_account(teacher: Teacher, teacher_id: str) -> Reply:
    """Close an account or open it again; the last admin's cannot be closed."""
    people, school = school_people()
    closed = request.form.get("closed") == "1"
    if not people.close_account(school, teacher_id, closed):
        notify("last-admin")
    return redirect(url_for("desk.teachers"), 303)


@bp.post("/teachers/<teacher_id>/password")
@admin_only
def password_link(teacher: Teacher, teacher_id: str) -> str:
    """Make a link to reset a teacher's password; it is shown this once."""
    people, school = school_people()
    other = people.teacher(school, teacher_id)
    token = people.make_password_link(school, teacher_id, PASSWORD_HOURS)
    if other is None or token is None:
        abort(404)
    return _page(teacher, url_for("desk.setup", token=token, _external=True), other.name, password=True)


@bp.post("/teachers/<teacher_id>/second-step/off")
@admin_only
def without_second_step(teacher: Teacher, teacher_id: str) -> Reply:
    """Remove the second step of a teacher who lost both the app and the spare code."""
    people, school = school_people()
    if people.drop_second_step(school, teacher_id):
        notify("two-factor-off-for-teacher")
    return redirect(url_for("desk.teachers"), 303)


def _page(teacher: Teacher, link: str = "", invited: str = "", password: bool = False) -> str:
    people, school = school_people()
    accounts = people.teachers(school)
    return render_template(
        "teacher/accounts/teachers.html",
        teacher=teacher,
        accounts=accounts,
        link=link,
        invited=invited,
        password=password,
        here_only=here_only(),
    )
