"""Signing in and out, and the pages behind invitations and links for a new password."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.store.protocols.account_links import AccountLink
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.http.rate_limit import network
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.services import school_people
from webapp.web.teacher.access import bp, enter, leave
from webapp.web.teacher.accounts import two_factor
from webapp.web.teacher.accounts.failed_attempts import attempt_was_right, begin_attempt
from webapp.web.teacher.accounts.forms import NAME_TAKEN, WRONG_SIGN_IN, AccountForm, PasswordLinkForm, SignInForm
from webapp.web.teacher.accounts.passwords import fits, hashed, nobodys, outdated


@bp.get("/setup/<token>")
def setup(token: str) -> str | tuple[str, int]:
    """Form behind a link: the first account of the school, an invited teacher's, or a new password."""
    people, school = school_people()
    link = people.link(school, token)
    return _setup_page(token, link, AccountForm(data={"name": link.name})) if link else _link_gone()


@bp.post("/setup/<token>")
def make_account(token: str) -> Reply | str | tuple[str, int]:
    """Create the account and sign it in. The link ends with it."""
    people, school = school_people()
    link = people.link(school, token)
    if link is None:
        return _link_gone()
    if link.kind == "password":
        return _change_password_by_link(token, link)
    form = AccountForm()
    if form.validate_on_submit():
        try:
            encoded = hashed(form.password.data)
            teacher = people.use_link(school, token, form.sign_in.data, form.name.data, encoded, network())
        except ValueError:
            form.refuse(form.sign_in, NAME_TAKEN)
        else:
            return enter(redirect(url_for("desk.home"), 303), teacher) if teacher else _link_gone()
    return _setup_page(token, link, form), 422


def _change_password_by_link(token: str, link: AccountLink) -> Reply | str | tuple[str, int]:
    people, school = school_people()
    account = people.teacher(school, link.teacher)
    form = PasswordLinkForm(*((account.name, account.sign_in) if account else ()))
    if not form.validate_on_submit():
        return _setup_page(token, link, form), 422
    teacher = people.use_password_link(school, token, hashed(form.password.data), network())
    return two_factor.let_in(teacher, "") if teacher else _link_gone()


@bp.get("/sign-in")
def sign_in() -> Reply | str:
    """Form to sign in at the desk."""
    if signed_in():
        return redirect(url_for("desk.home"), 303)
    return _sign_in_page(SignInForm(data={"next": local_path(request.args.get("next", ""))}))


@bp.post("/sign-in")
def check_in() -> Reply | str | tuple[str, int]:
    """Sign a teacher in, or ask for the second step.

    An unknown name and a wrong password take the same time and are refused in the same words.
    """
    form = SignInForm()
    people, school = school_people()
    name, password = form.sign_in.data, form.password.data
    begin_attempt(name, by_network=True)
    account = people.by_sign_in(school, name)
    # Both hashes are made beforehand: neither case may be slower, not even the first time.
    encoded, dummy = account[1] if account else "", nobodys()
    if not fits(encoded or dummy, password) or account is None:
        form.refuse(form.sign_in, WRONG_SIGN_IN)
        return _sign_in_page(form), 422
    teacher = account[0]
    attempt_was_right(name, by_network=True)
    if outdated(encoded):
        people.set_password(school, teacher.id, hashed(password), end_sessions=False)
    return two_factor.let_in(teacher, form.next.data)


@bp.post("/sign-out")
def sign_out() -> Reply:
    """End this device's session."""
    return leave(redirect(url_for("desk.sign_in"), 303))


def _setup_page(token: str, link: AccountLink, form: AccountForm | PasswordLinkForm) -> str:
    return render_template("teacher/accounts/setup.html", link=link, token=token, form=form)


def _sign_in_page(form: SignInForm) -> str:
    people, school = school_people()
    open_yet = people.any_teacher(school)
    return render_template("teacher/accounts/sign_in.html", form=form, open_yet=open_yet)


def _link_gone() -> tuple[str, int]:
    return render_template("teacher/accounts/link_gone.html"), 404
