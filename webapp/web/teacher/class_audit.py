"""Audit log of what changes who sees a class, or what it sees: its other teachers are told."""

from __future__ import annotations

from webapp.domain.people import SchoolClass, Teacher
from webapp.store.protocols.audit_log import AuditAction
from webapp.web.framework.desk_session import acting
from webapp.web.framework.services import school_store


def log_for_class(action: AuditAction, teacher: Teacher, klass: SchoolClass, *more: str) -> None:
    """Log what a teacher did in a class, an entry for each other teacher of it; one for nobody where there is none.

    ``more``: names that stand behind the class's, as that of a text or of another class; never a learner's.
    """
    store, school = school_store()
    others = [other.id for other in store.people.teachers_of(school, klass.id) if other.id != teacher.id]
    detail = "، ".join((klass.name, *more))
    for other_id in others or [""]:
        store.audit.add(school, acting(teacher), action, other_id, detail)
