"""Mapping of rows of ``learners`` to the dataclass."""

from __future__ import annotations

from webapp.domain.attempt import Learner
from webapp.store.sql.engine.column_values import Row, from_iso

LEARNER_COLUMNS = "school, id, code, created"


def to_learner(row: Row) -> Learner:
    """Learner of a row of ``LEARNER_COLUMNS``."""
    school, learner_id, code, created = row
    return Learner(school, learner_id, code, from_iso(created))
