"""Tables whose rows are re-pointed when records are merged: their keys, and which of them never change."""

from __future__ import annotations

KEYS: dict[str, tuple[str, ...]] = {
    "marks": ("try_id", "number"),
    "second_marks": ("try_id",),
    "regrades": ("try_id", "number"),
    "tries": ("id",),
    "hints": ("text", "question", "number"),
    "reviews": ("id",),
    "standings": ("text", "question"),
    "drafts": ("text", "question"),
    "kept_words": ("key",),
    "live_places": ("class",),
    "group_members": ("class", "group_id"),
    "grade_excuses": ("class", "grade_column"),
    "report_words": ("class",),
    "memberships": ("class",),
    "allowances": ("id",),
    "assignment_learners": ("assignment",),
    "notes": ("id",),
    "sittings": ("assignment",),
    "late_answers": ("text", "question"),
    "reopened_exams": ("id",),
}
"""Tables with rows of a learner, and the columns of their keys besides school and learner. In this order they are
re-pointed: marks before the tries they are of, positions in a live lesson before the membership that they go with."""
ADDED_TO = ("marks", "second_marks", "regrades", "tries", "hints", "reviews", "allowances", "sittings")
"""Those whose rows never change."""
OF_TRIES = ("marks", "second_marks", "regrades")
"""Those whose rows go where their try goes."""

COLUMNS = {
    "marks": "id, school, text, question, try_id, number, points, comment, marker, at, detail",
    "second_marks": "school, text, question, try_id, behind, points, comment, detail, marker, at",
    "regrades": """school, text, question, try_id, number, batch, version, verdict, earned, possible, why, note, rung,
        parts, old, mark_before, most_before, mark_after, most_after, seq, unsure""",
    "tries": """id, school, text, question, version, number, response, label, shown, verdict, earned, possible, why,
        note, rung, parts, hints, seconds, at, support, seq, unsure""",
    "hints": "school, text, question, number, at",
    "reviews": "school, id, key, number, rating, at, due, state, seq",
    "allowances": """school, id, assignment, extra_minutes, extra_tries, due, closes, excused, teacher, at, reason,
        seq""",
    "sittings": "school, assignment, text, started",
}
"""All columns of a table whose rows never change, but the learner."""
