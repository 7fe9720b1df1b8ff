"""Reason why the program was not sure of an answer, kept beside each attempt and each regrade; added by a migration."""

from __future__ import annotations

from webapp.store.sql.schema import merged_views
from webapp.store.sql.schema.merges import guard

TABLES = ("tries", "regrades")
# An earlier Fahm kept no reason: the remark behind such a note told it.
EARLIER_NOTE = "لم يتيقّن البرنامج من هذا الجواب، فصُحّح بأضيق القراءتين."
ANSWERS = merged_views.ANSWERS.replace(
    "AS possible_now\n",
    "AS possible_now,\n    CASE WHEN m.points IS NOT NULL THEN '' WHEN r.try_id IS NOT NULL THEN r.unsure "
    "ELSE t.unsure END AS unsure\n",
)

STATEMENTS = (
    *(
        statement
        for table in TABLES
        for statement in (
            f"DROP TRIGGER {table}_stay",
            f"ALTER TABLE {table} ADD COLUMN unsure TEXT NOT NULL DEFAULT ''",
            f"UPDATE {table} SET unsure = why WHERE note = '{EARLIER_NOTE}'",
            guard(table),
        )
    ),
    # Few answers are unsure: the others are not in these.
    *(f"CREATE INDEX {table}_unsure ON {table} (school, learner, text) WHERE unsure <> ''" for table in TABLES),
    "DROP VIEW v_answers",
    ANSWERS,
)
