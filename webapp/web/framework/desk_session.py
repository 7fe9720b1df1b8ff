"""The teacher who is signed in at the desk with this browser, also as seen by the learners' pages."""

from __future__ import annotations

from flask import g, request

from webapp.domain.people import Teacher
from webapp.store.protocols.audit_log import Actor
from webapp.store.protocols.people import DeskSession
from webapp.web.framework.http.rate_limit import network
from webapp.web.framework.services import UNASKED, current_services

COOKIE = "fahm_desk"


def signed_in() -> tuple[Teacher, DeskSession] | None:
    """The signed-in teacher, with the session."""
    kept = g.get("desk", UNASKED)
    if kept is UNASKED:
        services = current_services()
        token = request.cookies.get(services.config.cookie(COOKIE), "")
        kept = g.desk = services.store.people.session(services.config.school, token) if token else None
    session: tuple[Teacher, DeskSession] | None = kept
    return session


def cookie_name() -> str:
    """Name of the desk's cookie, another one than the readers'."""
    return current_services().config.cookie(COOKIE)


def acting(teacher: Teacher) -> Actor:
    """The teacher and the address key of this request, for the audit log."""
    return Actor(teacher.id, network())
