"""Rows of learners, and the dataclass they stand for."""

from __future__ import annotations

from webapp.domain.attempt import Learner
from webapp.store.sqlite.engine.column_values import Row, from_iso

LEARNER_COLUMNS = "school, id, code, created"


def to_learner(row: Row) -> Learner:
    """The learner that a row of ``LEARNER_COLUMNS`` stands for."""
    school, learner_id, code, created = row
    return Learner(school, learner_id, code, from_iso(created))
