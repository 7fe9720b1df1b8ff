"""A teacher's own account: the password, and the devices that are signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.pages.desk import bp, enter, signed_in, teacher_only
from webapp.pages.desk.passwords import fits, hashed
from webapp.pages.desk.signing import SAID, faults_of_new
from webapp.pages.limits import failed_often, note_failure
from webapp.pages.services import services
from webapp.people import Teacher

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


@bp.get("/account")
@teacher_only
def account(teacher: Teacher) -> str:
    """The password form and the list of sessions."""
    return _page(teacher)


@bp.post("/account/password")
@teacher_only
def change_password(teacher: Teacher) -> Reply | tuple[str, int]:
    """Keep a new password. All sessions end, and this device gets a new one."""
    here, form = services(), request.form
    people, school = here.store.people, here.config.school
    key = f"desk account {teacher.sign_in}"
    if failed_often(key):
        return render_template("desk/wait.html"), 429
    if not fits(people.password_of(school, teacher.id), form.get("old", "")):
        note_failure(key)
        return _page(teacher, ["old"]), 422
    faults = faults_of_new(form.get("password", ""), form.get("again", ""), teacher.name, teacher.sign_in)
    if faults:
        return _page(teacher, faults), 422
    people.set_password(school, teacher.id, hashed(form["password"]))
    flash("desk-password")
    return enter(redirect(url_for("desk.account"), 303), teacher)


@bp.post("/account/sessions/<session_id>/end")
@teacher_only
def end_session(teacher: Teacher, session_id: str) -> Reply:
    """End a session on another device, or here."""
    here = services()
    here.store.people.end_session(here.config.school, teacher.id, session_id)
    return redirect(url_for("desk.account"), 303)


def device_name(agent: str) -> str:
    """A browser and its system, as people call them, out of what the browser says of itself."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(part for part in found if part) or "?"


def _page(teacher: Teacher, faults: list[str] | None = None) -> str:
    here, found = services(), signed_in()
    now = here.config.now()
    sessions = [
        (one, device_name(one.device), now - one.seen)
        for one in here.store.people.sessions(here.config.school, teacher.id)
    ]
    return render_template(
        "desk/account.html",
        teacher=teacher,
        sessions=sessions,
        current=found[1].id if found else "",
        faults=faults or (),
        said=SAID,
    )
