"""Rows of teachers, classes and memberships, and the dataclasses they stand for."""

from __future__ import annotations

from webapp.domain.people import Klass, Membership, Teacher
from webapp.store.sqlite.engine.column_values import Row, unstamp

TEACHER_COLUMNS = "school, id, sign_in, name, role, created, closed, code_seed IS NOT NULL"
CLASS_COLUMNS = "classes.school, classes.id, classes.name, classes.code, classes.created, classes.archived"
MEMBER_COLUMNS = "memberships.learner, memberships.name, memberships.joined"


def to_teacher(row: Row) -> Teacher:
    """The teacher that a row of ``TEACHER_COLUMNS`` stands for."""
    school, teacher, sign_in, name, role, created, closed, second_step = row
    ended = unstamp(closed) if closed else None
    return Teacher(school, teacher, sign_in, name, role, unstamp(created), ended, bool(second_step))


def to_class(row: Row) -> Klass:
    """The class that a row of ``CLASS_COLUMNS`` stands for."""
    school, class_id, name, code, created, archived = row
    return Klass(school, class_id, name, code, unstamp(created), unstamp(archived) if archived else None)


def to_member(row: Row) -> Membership:
    """The membership that a row of ``MEMBER_COLUMNS`` stands for."""
    learner, name, joined = row
    return Membership(learner, name, unstamp(joined))
