"""Accounts of a school's teachers: invitations, closing, password links. For admins.

An open desk of an admin is not enough for any of it: each change asks for the admin's own password and code, none can
be made on the own account, and the teacher concerned is told.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Literal

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Teacher
from webapp.store.protocols.account_links import OpenLink
from webapp.web.framework.desk_session import acting
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people
from webapp.web.teacher.access import admin_only, bp, names_of
from webapp.web.teacher.accounts.forms import InviteForm
from webapp.web.teacher.accounts.identity import IdentityForm
from webapp.web.teacher.classes.network_addresses import here_only

INVITATION_HOURS = 7 * 24.0
PASSWORD_HOURS = 24.0
Change = Literal["close", "password", "second-step"]
ENDPOINTS: dict[Change, str] = {
    "close": "desk.close_account",
    "password": "desk.password_link",
    "second-step": "desk.without_second_step",
}
Answer = Reply | str | tuple[str, int]
ViewOfAccount = Callable[[Teacher, Teacher], Answer]


@bp.get("/teachers")
@admin_only
def teachers(teacher: Teacher) -> str:
    """List of all accounts and open links, and the form to invite."""
    return _page(teacher, IdentityForm(teacher))


@bp.post("/teachers")
@admin_only
def invite(teacher: Teacher) -> Answer:
    """Make an invitation; its link is shown this once, because only a hash of it is stored."""
    services, form, identity = current_services(), InviteForm(), IdentityForm(teacher)
    name, role = form.name.data, form.chosen_role
    if not identity.validate_on_submit():
        return _page(teacher, identity, invitation=form), 422
    people, school = services.store.people, services.config.school
    token = people.make_link(school, "invitation", role, name, INVITATION_HOURS, acting(teacher))
    link = url_for("desk.setup", token=token, _external=True)
    return _page(teacher, IdentityForm(teacher), link, name)


@bp.post("/teachers/links")
@admin_only
def revoke_link(teacher: Teacher) -> Answer:
    """End a link that nobody has used."""
    link, form = _open_link_or_404(request.form.get("link", "")), IdentityForm(teacher)
    if not form.validate_on_submit():
        return render_template("teacher/accounts/revoke_link.html", open_link=link, form=form), 422
    people, school = school_people()
    if not people.revoke_link(school, link.id, acting(teacher)):
        abort(404)
    notify("link-revoked")
    return redirect(url_for("desk.teachers"), 303)


@bp.get("/teachers/links")
@admin_only
def ask_to_revoke(teacher: Teacher) -> str:
    """Ask for the admin's password before the link ``link`` ends."""
    link = _open_link_or_404(request.args.get("link", ""))
    return render_template("teacher/accounts/revoke_link.html", open_link=link, form=IdentityForm(teacher))


def _open_link_or_404(link_id: str) -> OpenLink:
    people, school = school_people()
    return next((link for link in people.links(school) if link.id == link_id), None) or abort(404)


def on_another(change: Change) -> Callable[[ViewOfAccount], Callable[[str], Answer]]:
    """Decorate a view that changes the account ``teacher_id``: its arguments are the admin and that account.

    It runs once the admin has proved to be the one who acts, and never on the own account.
    """

    def decorate(view: ViewOfAccount) -> Callable[[str], Answer]:
        @wraps(view)
        def guarded(teacher: Teacher, teacher_id: str) -> Answer:
            account, form = _account_or_404(teacher_id), IdentityForm(teacher)
            if account.id == teacher.id:
                return _not_on_oneself()
            if not form.validate_on_submit():
                return _confirm_page(change, account, form), 422
            return view(teacher, account)

        return admin_only(guarded)

    return decorate


@bp.post("/teachers/<teacher_id>/close")
@on_another("close")
def close_account(teacher: Teacher, account: Teacher) -> Answer:
    """Close an account or open it again; the last admin's cannot be closed."""
    people, school = school_people()
    closed = request.form.get("closed") == "1"
    if people.close_account(school, account.id, closed, acting(teacher)):
        notify("account-closed" if closed else "account-reopened")
    else:
        notify("last-admin")
    return redirect(url_for("desk.teachers"), 303)


@bp.post("/teachers/<teacher_id>/password")
@on_another("password")
def password_link(teacher: Teacher, account: Teacher) -> Answer:
    """Make a link to reset a teacher's password; it is shown this once."""
    people, school = school_people()
    token = people.make_password_link(school, account.id, PASSWORD_HOURS, acting(teacher)) or abort(404)
    link = url_for("desk.setup", token=token, _external=True)
    return _page(teacher, IdentityForm(teacher), link, account.name, password=True)


@bp.post("/teachers/<teacher_id>/second-step/off")
@on_another("second-step")
def without_second_step(teacher: Teacher, account: Teacher) -> Answer:
    """Remove the second step of a teacher who lost both the app and the spare code."""
    people, school = school_people()
    if people.drop_second_step(school, account.id, acting(teacher)):
        notify("two-factor-off-for-teacher")
    return redirect(url_for("desk.teachers"), 303)


@bp.get("/teachers/<teacher_id>/close")
@admin_only
def ask_to_close(teacher: Teacher, teacher_id: str) -> Answer:
    """Ask for the admin's password before an account is closed or opened again."""
    return _ask(teacher, teacher_id, "close")


@bp.get("/teachers/<teacher_id>/password")
@admin_only
def ask_for_password_link(teacher: Teacher, teacher_id: str) -> Answer:
    """Ask for the admin's password before a link to reset a password is made."""
    return _ask(teacher, teacher_id, "password")


@bp.get("/teachers/<teacher_id>/second-step/off")
@admin_only
def ask_to_drop_second_step(teacher: Teacher, teacher_id: str) -> Answer:
    """Ask for the admin's password before a teacher's second step is removed."""
    return _ask(teacher, teacher_id, "second-step")


def _ask(teacher: Teacher, teacher_id: str, change: Change) -> Answer:
    account = _account_or_404(teacher_id)
    if account.id == teacher.id:
        return _not_on_oneself()
    return _confirm_page(change, account, IdentityForm(teacher))


def _account_or_404(teacher_id: str) -> Teacher:
    people, school = school_people()
    return people.teacher(school, teacher_id) or abort(404)


def _not_on_oneself() -> Reply:
    notify("own-account")
    return redirect(url_for("desk.account"), 303)


def _confirm_page(change: Change, account: Teacher, form: IdentityForm) -> str:
    address = url_for(ENDPOINTS[change], teacher_id=account.id)
    return render_template(
        "teacher/accounts/confirm_change.html", change=change, account=account, form=form, address=address
    )


def _page(
    teacher: Teacher,
    identity: IdentityForm,
    link: str = "",
    invited: str = "",
    password: bool = False,
    invitation: InviteForm | None = None,
) -> str:
    people, school = school_people()
    accounts, links = people.teachers(school), people.links(school)
    return render_template(
        "teacher/accounts/teachers.html",
        teacher=teacher,
        accounts=accounts,
        links=[(open_link, open_link.expires - current_services().config.now()) for open_link in links],
        people=names_of(open_link.maker for open_link in links),
        link=link,
        invited=invited,
        password=password,
        form=identity,
        invitation=invitation,
        here_only=here_only(),
    )
