"""Audit log of what is done to a learner's record: every teacher of the learner is told.

Whoever has a record code can open the record, and teachers hand out the cards. So what a browser does that is signed in
at the desk is put down to that teacher, and what the holder of a code does to the whole record is told as well.
Entries name the classes, never the learner: they outlive a deletion.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import session

from webapp.store.protocols.audit_log import LEARNER, Actor, AuditAction
from webapp.web.framework.desk_session import acting, signed_in
from webapp.web.framework.http.rate_limit import network
from webapp.web.framework.services import school_store

NOTED = "noted"
"""Key of the cookie for the teacher and the learner whose answers from this browser are in the log already."""


def log_for_teachers(action: AuditAction, learner: str, by: Actor, besides: Collection[str] = ()) -> None:
    """Log what was done to a learner, an entry for each teacher of the learner except who did it and ``besides``."""
    store, school = school_store()
    classes: dict[str, list[str]] = {}
    # Nobody's id answers for a class: so these are all classes of the learner, archived ones too.
    for class_id in store.requests.foreign_classes(school, "", [learner]):
        klass = store.people.school_class(school, class_id)
        for teacher in store.people.teachers_of(school, class_id):
            if klass and not teacher.closed and teacher.id not in {by.teacher, *besides}:
                classes.setdefault(teacher.id, []).append(klass.name)
    for teacher_id, names in classes.items():
        store.audit.add(school, by, action, teacher_id, "، ".join(names))
    if not classes:
        store.audit.add(school, by, action)


def log_desk_action(action: AuditAction, learner: str) -> None:
    """Log an action on a learner's pages if this browser is signed in at the desk, and the learner is in a class."""
    signed = signed_in()
    if signed and _in_a_class(learner):
        log_for_teachers(action, learner, acting(signed[0]))


def log_desk_answer(learner: str) -> None:
    """Log that answers are given as a learner by a browser that is signed in at the desk; once for both."""
    signed = signed_in()
    if signed and session.get(NOTED) != [signed[0].id, learner]:
        log_desk_action("acted-as-learner", learner)
        session[NOTED] = [signed[0].id, learner]


def log_own_deletion(learner: str) -> None:
    """Log that a learner's record is deleted on the learner's pages, before it is."""
    signed = signed_in()
    if signed:
        log_desk_action("learner-deleted", learner)
    elif _in_a_class(learner):
        log_for_teachers("own-record-deleted", learner, Actor(LEARNER, network()))


def _in_a_class(learner: str) -> bool:
    store, school = school_store()
    return bool(store.requests.foreign_classes(school, "", [learner]))
