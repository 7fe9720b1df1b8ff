"""Names of all tables with records, in the order of the migrations that made them."""

from __future__ import annotations

from webapp.store.sqlite.merges import merge_tables
from webapp.store.sqlite.schema import (
    access_ends,
    assignments,
    audit_log,
    class_groups,
    content_versions,
    exams,
    joining,
    kept_comments,
    live_lessons,
    notes,
    people,
    record_access,
    regrades,
    sittings,
    text_makers,
)

TABLES = (
    "learners",
    "question_versions",
    "tries",
    "standings",
    "hints",
    "drafts",
    "code_failures",
    "text_counts",
    "marks",
    "kept_words",
    "reviews",
    *people.TABLE_NAMES,
    *live_lessons.TABLE_NAMES,
    *regrades.TABLE_NAMES,
    *audit_log.TABLE_NAMES,
    *merge_tables.TABLE_NAMES,
    *record_access.TABLE_NAMES,
    *exams.TABLE_NAMES,
    *access_ends.TABLE_NAMES,
    *content_versions.TABLE_NAMES,
    *text_makers.TABLE_NAMES,
    *kept_comments.TABLE_NAMES,
    *assignments.TABLE_NAMES,
    *notes.TABLE_NAMES,
    *class_groups.TABLE_NAMES,
    *joining.TABLE_NAMES,
    *sittings.TABLE_NAMES,
)
