"""Coming to the desk: the first teacher's set-up, invitations, signing in and out."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import clean_name, clean_sign_in
from webapp.store.protocols.people import AccountLink
from webapp.web.framework.i18n import pair
from webapp.web.framework.rate_limit import address, address_failed_often, failed_often, note_failure
from webapp.web.framework.safe_redirect import local_path
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, enter, leave, signed_in
from webapp.web.teacher.accounts import two_factor
from webapp.web.teacher.accounts.passwords import fits, hashed, nobodys, outdated, weakness

SAID = {
    "name": pair("Write the name that people call you by."),
    "sign-in": pair("A sign-in name has letters, digits and . _ - @ only, without spaces."),
    "taken": pair("That sign-in name is taken; choose another."),
    "short": pair("A password has at least ten characters."),
    "long": pair("That password is too long."),
    "own-name": pair("The password holds your name: the first thing to be tried."),
    "common": pair("That password is easy to guess. A few words that do not belong together do well."),
    "twice": pair("The two passwords differ."),
    "wrong": pair("The sign-in name or the password is not right."),
    "old": two_factor.SAID["old"],
}
"""What is said of a form that was not taken."""


@bp.get("/setup/<token>")
def setup(token: str) -> str | tuple[str, int]:
    """The form behind a link: the first account of the school, an invited teacher's, or another password."""
    services = current_services()
    link = services.store.people.link(services.config.school, token)
    if link is None:
        return _link_gone()
    return render_template(
        "teacher/accounts/setup.html", link=link, token=token, given={"name": link.name}, faults=(), said=SAID
    )


@bp.post("/setup/<token>")
def make_account(token: str) -> Reply | str | tuple[str, int]:
    """Make the account and go in. The link ends with it."""
    services, form = current_services(), request.form
    people, school = services.store.people, services.config.school
    link = people.link(school, token)
    if link is None:
        return _link_gone()
    if link.kind == "password":
        return _other_password(token, link)
    name, sign_in_name = clean_name(form.get("name", "")), clean_sign_in(form.get("sign_in", ""))
    faults = [fault for fault, wrong in (("name", not name), ("sign-in", not sign_in_name)) if wrong]
    faults += faults_of_new(form.get("password", ""), form.get("again", ""), name, sign_in_name)
    if not faults:
        try:
            made = people.use_link(school, token, sign_in_name, name, hashed(form["password"]))
        except ValueError:
            faults.append("taken")
        else:
            return enter(redirect(url_for("desk.home"), 303), made) if made else _link_gone()
    given = {"name": form.get("name", ""), "sign_in": form.get("sign_in", "")}
    return render_template(
        "teacher/accounts/setup.html", link=link, token=token, given=given, faults=faults, said=SAID
    ), 422


def _other_password(token: str, link: AccountLink) -> Reply | str | tuple[str, int]:
    services, form = current_services(), request.form
    people, school = services.store.people, services.config.school
    account = people.teacher(school, link.teacher)
    own = (account.name, account.sign_in) if account else ()
    faults = faults_of_new(form.get("password", ""), form.get("again", ""), *own)
    if faults:
        return render_template(
            "teacher/accounts/setup.html", link=link, token=token, given={}, faults=faults, said=SAID
        ), 422
    teacher = people.use_password_link(school, token, hashed(form["password"]))
    return two_factor.let_in(teacher, "") if teacher else _link_gone()


@bp.get("/sign-in")
def sign_in() -> Reply | str:
    """The door."""
    if signed_in():
        return redirect(url_for("desk.home"), 303)
    return _door(local_path(request.args.get("next", "")))


@bp.post("/sign-in")
def check_in() -> Reply | str | tuple[str, int]:
    """Let a teacher in, or ask for the second step.

    An unknown name and a wrong password cost the same time and are told in the same words.
    """
    services, form = current_services(), request.form
    people, school = services.store.people, services.config.school
    back, name = local_path(form.get("next", "")), clean_sign_in(form.get("sign_in", ""))
    account = f"desk account {name}"
    if failed_often(account) or address_failed_often("desk"):
        return render_template("teacher/accounts/wait.html"), 429
    found = people.by_sign_in(school, name)
    password = form.get("password", "")
    # Both are made beforehand: neither case may be slower, not even the first time.
    known, dummy = found[1] if found else "", nobodys()
    if not fits(known or dummy, password) or found is None:
        note_failure(f"desk {address()}", account)
        return _door(back, form.get("sign_in", ""), "wrong"), 422
    teacher = found[0]
    if outdated(known):
        people.set_password(school, teacher.id, hashed(password), end_sessions=False)
    return two_factor.let_in(teacher, back)


@bp.post("/sign-out")
def sign_out() -> Reply:
    """End this device's session."""
    return leave(redirect(url_for("desk.sign_in"), 303))


def faults_of_new(password: str, again: str, *own: str) -> list[str]:
    """What is wrong with a new password, as names of :data:`SAID`."""
    weak = weakness(password, *own)
    return [fault for fault in (weak, "twice" if password != again else "") if fault]


def _door(back: str, name: str = "", fault: str = "") -> str:
    services = current_services()
    open_yet = services.store.people.any_teacher(services.config.school)
    return render_template(
        "teacher/accounts/sign_in.html",
        back=back,
        name=name,
        faults=[fault] if fault else (),
        said=SAID,
        open_yet=open_yet,
    )


def _link_gone() -> tuple[str, int]:
    return render_template("teacher/accounts/link_gone.html"), 404
