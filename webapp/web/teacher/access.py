"""Access to the teacher's desk: sessions, and views for teachers, admins and the teachers of a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.desk_session import cookie_name, signed_in
from webapp.web.framework.http.known_devices import known_device, remember_device
from webapp.web.framework.http.safe_redirect import page_address
from webapp.web.framework.services import current_services

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("desk", __name__, url_prefix="/desk")
SECOND_STEP = {"desk.second_step", "desk.set_second_step"}
"""Endpoints open to a teacher without a second step, where the school requires one."""
COOKIE_SECONDS = 30 * 24 * 60 * 60


def teacher_only(view: Callable[Concatenate[Teacher, P], R]) -> Callable[P, R | Reply]:
    """Decorate a view for teachers: its first argument is the signed-in teacher. Others are sent to sign in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Reply:
        signed = signed_in()
        if signed is None:
            back = page_address() if request.method == "GET" else url_for("desk.home")
            return redirect(url_for("desk.sign_in", next=back), 303)
        if current_services().config.second_step and not signed[0].second_step and request.endpoint not in SECOND_STEP:
            return redirect(url_for("desk.second_step"), 303)
        return view(signed[0], *args, **kwargs)

    return guarded


def admin_only(view: Callable[Concatenate[Teacher, P], R]) -> Callable[P, R | Reply]:
    """Decorate a view for admins; a 404 for anybody else."""

    @wraps(view)
    def guarded(teacher: Teacher, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(teacher, *args, **kwargs) if teacher.is_admin else abort(404)

    return teacher_only(guarded)  # type: ignore[arg-type]  # wraps() makes its first argument one with a name


def with_class(view: Callable[Concatenate[Teacher, SchoolClass, P], R]) -> Callable[Concatenate[str, P], R | Reply]:
    """Decorate a view of the class ``class_id``: its arguments are the teacher and the class; else the 404."""

    @wraps(view)
    def guarded(teacher: Teacher, class_id: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(teacher, own_class_or_404(teacher, class_id), *args, **kwargs)

    return teacher_only(guarded)  # type: ignore[arg-type]  # wraps() makes its second argument a class


def own_class_or_404(teacher: Teacher, class_id: str) -> SchoolClass:
    """A class of this teacher's, else the 404: not even an admin sees other people's classes."""
    services = current_services()
    people, school = services.store.people, services.config.school
    klass = people.school_class(school, class_id)
    return klass if klass and people.teaches(school, teacher.id, class_id) else abort(404)


def names_of(teachers: Iterable[str]) -> dict[str, str]:
    """Names of these accounts, by id; a school may have thousands, so only these are read."""
    services = current_services()
    accounts = (services.store.people.teacher(services.config.school, account_id) for account_id in set(teachers))
    return {account.id: account.name for account in accounts if account}


def enter(reply: Reply, teacher: Teacher) -> Reply:
    """Start a session on this device; the previous one ends. The device is known for the account from now on."""
    services = current_services()
    _end_here()
    remember_teacher(reply, teacher)
    token = services.store.people.start_session(services.config.school, teacher.id, request.user_agent.string)
    reply.set_cookie(
        cookie_name(),
        token,
        max_age=COOKIE_SECONDS,
        path=services.config.cookie_path,
        secure=services.config.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return reply


def remember_teacher(reply: Reply, before: Teacher) -> None:
    """Let this device be known for an account, until all its sessions are ended.

    ``before`` is the account as it was before the request ended them: the device keeps its id, and so its budget.
    """
    services, device = current_services(), known_device(*device_purpose(before))
    account = services.store.people.teacher(services.config.school, before.id)
    if account:
        remember_device(reply, *device_purpose(account), device=device)


def device_purpose(account: Teacher) -> tuple[str, str, str]:
    """Purpose of a device that is known for this account."""
    return "teacher", account.id, account.device_epoch


def leave(reply: Reply) -> Reply:
    """End this device's session."""
    _end_here()
    config = current_services().config
    reply.delete_cookie(
        cookie_name(), path=config.cookie_path, secure=config.secure_cookies, httponly=True, samesite="Lax"
    )
    return reply


def _end_here() -> None:
    services, session = current_services(), signed_in()
    if session:
        services.store.people.end_session(services.config.school, session[0].id, session[1].id)


@bp.after_request
def _keep_nothing(reply: Reply) -> Reply:
    """Forbid caches to keep names and codes: a teacher's computer is often a classroom's."""
    reply.headers["Cache-Control"] = "no-store"
    return reply
