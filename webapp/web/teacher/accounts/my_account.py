"""A teacher's own account: the password, and the devices that are signed in."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, enter, signed_in, teacher_only
from webapp.web.teacher.accounts.passwords import hashed
from webapp.web.teacher.accounts.sign_in import SAID, faults_of_new
from webapp.web.teacher.accounts.two_factor import no_password

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
"""In place of a session's id: all but the one of this device."""


@bp.get("/account")
@teacher_only
def account(teacher: Teacher) -> str:
    """The password form and the list of sessions."""
    return _page(teacher)


@bp.post("/account/password")
@teacher_only
def change_password(teacher: Teacher) -> Reply | tuple[str, int]:
    """Keep a new password. All sessions end, and this device gets a new one."""
    here, form = current_services(), request.form
    refused = _no_password(teacher, form.get("old", ""))
    if refused:
        return refused
    faults = faults_of_new(form.get("password", ""), form.get("again", ""), teacher.name, teacher.sign_in)
    if faults:
        return _page(teacher, faults), 422
    here.store.people.set_password(here.config.school, teacher.id, hashed(form["password"]))
    notify("password-changed")
    return enter(redirect(url_for("desk.account"), 303), teacher)


@bp.post("/account/sessions")
@teacher_only
def end_sessions(teacher: Teacher) -> Reply | tuple[str, int]:
    """With the password, end the session on another device, or all but this one."""
    here, form, found = current_services(), request.form, signed_in()
    refused = _no_password(teacher, form.get("of", ""), "of")
    if refused:
        return refused
    people, school, chosen = here.store.people, here.config.school, form.get("session", "")
    for one in people.sessions(school, teacher.id):
        if found and one.id != found[1].id and chosen in (one.id, ALL):
            people.end_session(school, teacher.id, one.id)
    notify("sessions-ended")
    return redirect(url_for("desk.account"), 303)


def device_name(agent: str) -> str:
    """A browser and its system, as people call them, out of what the browser says of itself."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in found if part) or "?"


def _no_password(teacher: Teacher, typed: str, form: str = "") -> tuple[str, int] | None:
    """The page that refuses a form without the right password; ``form``: the one that says so."""
    status = no_password(teacher, typed)
    if status == 429:
        return render_template("teacher/accounts/wait.html"), 429
    return (_page(teacher, ["old"], form), 422) if status else None


def _page(teacher: Teacher, faults: list[str] | None = None, form: str = "") -> str:
    here, found = current_services(), signed_in()
    now = here.config.now()
    sessions = [
        (one, device_name(one.device), now - one.seen)
        for one in here.store.people.sessions(here.config.school, teacher.id)
    ]
    return render_template(
        "teacher/accounts/my_account.html",
        teacher=teacher,
        sessions=sessions,
        current=found[1].id if found else "",
        everywhere=ALL,
        faults=faults or (),
        at=form,
        said=SAID,
    )
