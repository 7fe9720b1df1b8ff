"""Mapping of rows of teachers, classes and memberships to dataclasses."""

from __future__ import annotations

from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.store.sql.engine.column_values import Row, from_iso

TEACHER_COLUMNS = """school, id, sign_in, name, role, created, closed, code_seed IS NOT NULL, device_epoch,
    language, digits"""
CLASS_COLUMNS = """classes.school, classes.id, classes.name, classes.code, classes.created, classes.archived,
    classes.shelf, classes.names_shown, classes.language, classes.digits"""
MEMBER_COLUMNS = "memberships.learner, memberships.name, memberships.joined"


def to_teacher(row: Row) -> Teacher:
    """Teacher of a row of ``TEACHER_COLUMNS``."""
    school, teacher, sign_in, name, role, created, closed, second_step, *rest = row
    ended = from_iso(closed) if closed else None
    return Teacher(school, teacher, sign_in, name, role, from_iso(created), ended, bool(second_step), *rest)


def to_class(row: Row) -> SchoolClass:
    """Class of a row of ``CLASS_COLUMNS``."""
    school, class_id, name, code, created, archived, shelf, names_shown, *speech = row
    ended = from_iso(archived) if archived else None
    return SchoolClass(school, class_id, name, code, from_iso(created), ended, shelf, bool(names_shown), *speech)


def to_member(row: Row) -> Membership:
    """Membership of a row of ``MEMBER_COLUMNS``."""
    learner, name, joined = row
    return Membership(learner, name, from_iso(joined))
