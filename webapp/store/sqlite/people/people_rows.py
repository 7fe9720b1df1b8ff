"""Rows of teachers, classes and memberships, and the dataclasses they stand for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from webapp.arabic.digits import arabic_digits
from webapp.domain.people import MAX_NAME_LENGTH, Membership, SchoolClass, Teacher, name_key
from webapp.store.sqlite.attempts.row_mapping import unstamp

Row = Sequence[Any]

TEACHER_COLUMNS = "school, id, sign_in, name, role, created, closed, code_seed IS NOT NULL"
CLASS_COLUMNS = ", ".join(f"classes.{field.name}" for field in fields(SchoolClass))
MEMBER_COLUMNS = "memberships.learner, memberships.name, memberships.joined"


def to_teacher(row: Row) -> Teacher:
    """The teacher that a row of ``TEACHER_COLUMNS`` stands for."""
    school, teacher, sign_in, name, role, created, closed, second_step = row
    ended = unstamp(closed) if closed else None
    return Teacher(school, teacher, sign_in, name, role, unstamp(created), ended, bool(second_step))


def to_class(row: Row) -> SchoolClass:
    """The class that a row of ``CLASS_COLUMNS`` stands for."""
    school, class_id, name, code, created, archived = row
    return SchoolClass(school, class_id, name, code, unstamp(created), unstamp(archived) if archived else None)


def to_member(row: Row) -> Membership:
    """The membership that a row of ``MEMBER_COLUMNS`` stands for."""
    learner, name, joined = row
    return Membership(learner, name, unstamp(joined))


def new_id() -> str:
    """An id by chance, good in an address."""
    return secrets.token_hex(8)


def hashed(token: str) -> str:
    """What is kept of a token. The token is 256 bits by chance, so a plain digest cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def free_name(name: str, taken: Collection[str]) -> str:
    """``name``, or it with the first number from 2 on that makes it free; ``taken`` has names as people write them."""
    keys = {name_key(one) for one in taken}
    if name_key(name) not in keys:
        return name
    number = 2
    while True:
        tail = f" {arabic_digits(number)}"
        candidate = name[: MAX_NAME_LENGTH - len(tail)].rstrip() + tail
        # The key folds no digits, so a «ليلى 2» that somebody typed is looked for as well.
        if not {name_key(candidate), name_key(f"{name} {number}")} & keys:
            return candidate
        number += 1
