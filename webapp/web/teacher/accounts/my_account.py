"""A teacher's own account: the password, and the devices that are signed in."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Teacher
from webapp.web.framework.desk_session import acting, signed_in
from webapp.web.framework.notices import notify
from webapp.web.framework.preferences import keep, own_prefs
from webapp.web.framework.services import current_services, school_people
from webapp.web.teacher.access import bp, enter, remember_teacher, teacher_only
from webapp.web.teacher.accounts.forms import ChangePasswordForm, EndSessionsForm
from webapp.web.teacher.accounts.passwords import hashed
from webapp.web.teacher.forms import LanguageForm

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
ALL = "others"
"""Value instead of a session's id: all sessions but this device's."""


@bp.get("/account")
@teacher_only
def account(teacher: Teacher) -> str:
    """Password form and list of sessions."""
    return _page(teacher, ChangePasswordForm(teacher), EndSessionsForm(teacher))


@bp.post("/account/language")
@teacher_only
def set_desk_language(teacher: Teacher) -> Reply:
    """Set the language and the digits of the desk; what this device had chosen for itself ends."""
    form = LanguageForm()
    people, school = school_people()
    people.set_desk_language(school, teacher.id, form.chosen_language, form.chosen_digits)
    notify("desk-language-set")
    return keep(redirect(url_for("desk.account"), 303), own_prefs().changed({"language": "auto", "digits": "auto"}))


@bp.post("/account/password")
@teacher_only
def change_password(teacher: Teacher) -> Reply | tuple[str, int]:
    """Save a new password. All sessions end, and this device gets a new one."""
    services, form = current_services(), ChangePasswordForm(teacher)
    if not form.validate_on_submit():
        return _page(teacher, form, EndSessionsForm(teacher)), 422
    services.store.people.set_password(
        services.config.school, teacher.id, hashed(form.password.data), by=acting(teacher)
    )
    notify("password-changed")
    return enter(redirect(url_for("desk.account"), 303), teacher)


@bp.post("/account/sessions")
@teacher_only
def end_sessions(teacher: Teacher) -> Reply | tuple[str, int]:
    """End the session on another device, or all but this one; the password is needed."""
    form, current = EndSessionsForm(teacher), signed_in()
    if not form.validate_on_submit():
        return _page(teacher, ChangePasswordForm(teacher), form), 422
    people, school = school_people()
    reply = redirect(url_for("desk.account"), 303)
    if current and form.session.data == ALL:
        people.end_other_sessions(school, teacher.id, current[1].id)
        remember_teacher(reply, teacher)
    elif current and form.session.data != current[1].id:
        people.end_session(school, teacher.id, form.session.data)
    notify("sessions-ended")
    return reply


def device_name(agent: str) -> str:
    """Name a browser and its system, as people call them, from its User-Agent."""
    parts = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in parts if part) or "?"


def _page(teacher: Teacher, password: ChangePasswordForm, sessions: EndSessionsForm) -> str:
    services, current = current_services(), signed_in()
    now = services.config.now()
    devices = [
        (session, device_name(session.device), now - session.seen)
        for session in services.store.people.sessions(services.config.school, teacher.id)
    ]
    return render_template(
        "teacher/accounts/my_account.html",
        teacher=teacher,
        sessions=devices,
        current=current[1].id if current else "",
        everywhere=ALL,
        password_form=password,
        sessions_form=sessions,
    )
