"""What several tests of the store need. Importable by name, because processes of their own run parts of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from webapp.domain.attempt import Attempt
from webapp.domain.question import Grade, Part
from webapp.store import open_store
from webapp.store.database_url import sqlite_url
from webapp.store.protocols.store import Judged, Store, Submission
from webapp.store.sql.schema import (
    assignments,
    class_groups,
    exams,
    joining,
    merged_views,
    merges,
    recording_order,
    reporting_views,
    sittings,
    unsure_answers,
)
from webapp.store.sqlite.schema import migrations
from webapp.store.sqlite.schema.schema_version import schema_version

START = datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=UTC)
S = "default"
NUL = {"sqlite": "\0", "postgres": "\ufffd"}
"""What becomes of NUL, which PostgreSQL's texts cannot hold."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def submission(id: str = "f1.q1", **changes: Any) -> Submission:
    fields: dict[str, Any] = {
        "id": id,
        "school": S,
        "learner": "salma",
        "text": "putin",
        "question": "q1",
        "version": "v1",
        "version_body": '{"prompt": "من؟"}',
        "response": "بوتين",
        "label": "بوتين",
        "shown": ("ب", "أ"),
        "seconds": 12.5,
        "at": START,
    }
    return Submission(**(fields | changes))


def judged(verdict: str = "accepted", **changes: Any) -> Judged:
    earned = 1.0 if verdict == "accepted" else 0.0
    settled = changes.pop("settled", verdict == "accepted")
    standing_earned, rules = changes.pop("standing_earned", earned), changes.pop("rules", "")
    parts = (Part("", 1.0, earned),)
    fields: dict[str, Any] = {"earned": earned, "possible": 1.0, "why": "هو بوتين", "parts": parts}
    return Judged(Grade(**({"verdict": verdict} | fields | changes)), standing_earned, settled, rules)


def always(verdict: str = "accepted", **changes: Any) -> Callable[[Sequence[Attempt]], Judged]:
    return lambda previous: judged(verdict, **changes)


def at_once(threads: int, work: Callable[[int], Any], times: int) -> list[Any]:
    """``work(0)`` to ``work(times - 1)`` on that many threads; the first error is raised."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(times)))


def account(store: Store, name: str) -> str:
    """The id of a new account: an admin's for the first of the school."""
    kind, role = ("invitation", "teacher") if store.people.any_teacher(S) else ("setup", "admin")
    token = store.people.make_link(S, kind, role, name, 24)
    made = store.people.use_link(S, token, name.lower(), name, "!")
    assert made
    return made.id


def write_many(path: Path, name: str, count: int, acknowledged: Connection) -> None:
    """Record ``count`` tries of one learner at one question, telling each that is safe."""
    store = open_store(sqlite_url(path))
    acknowledged.send("ready")
    for n in range(count):
        recorded = store.record(submission(f"{name}-{n}", learner="both"), always("refused"))
        assert recorded.try_ is not None
        acknowledged.send(recorded.try_.id)
    store.close()
    acknowledged.send(None)
    acknowledged.close()


def numbers(store: Store, learner: str, question: str = "q1") -> list[int]:
    return [one.number for one in store.tries(S, learner, "putin", question)]


SPEECH = ("language", "digits")
# What each migration made, taken away again.
UNDONE = {
    30: (
        *(f"ALTER TABLE {table} DROP COLUMN {column}" for table in ("classes", "teachers") for column in SPEECH),
        "DELETE FROM _sqlite_migrations WHERE name = 'm030_language'",
    ),
    29: (
        "ALTER TABLE hand_ins DROP COLUMN assignment",
        "DELETE FROM _sqlite_migrations WHERE name = 'm029_hand_ins_of_assignments'",
    ),
    28: (
        "DROP TRIGGER exams_left_by_change",
        "DELETE FROM _sqlite_migrations WHERE name = 'm028_exams_of_names'",
    ),
    27: (
        "DROP TABLE reopened_exams",
        "ALTER TABLE hand_ins DROP COLUMN reopened",
        "DROP TABLE help_limits",
        "ALTER TABLE learners DROP COLUMN card_code",
        "ALTER TABLE learners DROP COLUMN card_ended",
        "DELETE FROM _sqlite_migrations WHERE name = 'm027_reopened_exams'",
    ),
    26: (
        *(f"DROP TRIGGER sittings_{name}" for name in ("left", "deleted")),
        "DELETE FROM _sqlite_migrations WHERE name = 'm026_begun_exams'",
    ),
    25: (
        *(f"DROP TABLE {table}" for table in reversed(sittings.TABLE_NAMES)),
        "ALTER TABLE hand_ins DROP COLUMN how",
        "DELETE FROM _sqlite_migrations WHERE name = 'm025_sittings'",
    ),
    24: (
        *(f"DROP TABLE {table}" for table in joining.TABLE_NAMES),
        "ALTER TABLE learners DROP COLUMN unopened",
        "ALTER TABLE classes DROP COLUMN names_shown",
        "DELETE FROM _sqlite_migrations WHERE name = 'm024_joining'",
    ),
    23: (
        *(f"DROP TABLE {table}" for table in reversed(class_groups.TABLE_NAMES)),
        "DELETE FROM _sqlite_migrations WHERE name = 'm023_groups'",
    ),
    22: (
        "DROP TABLE notes",
        "DROP TABLE class_notes",
        "DROP INDEX marks_by_time",
        "DROP INDEX tries_pending_by_learner",
        "ALTER TABLE learners DROP COLUMN news_read",
        "DROP TRIGGER live_joined",
        *(f"ALTER TABLE live_lessons DROP COLUMN shown_{name}" for name in ("step", "answer", "evidence")),
        "DELETE FROM _sqlite_migrations WHERE name = 'm022_notes'",
    ),
    21: (
        *(f"DROP TABLE {table}" for table in reversed(assignments.TABLE_NAMES)),
        "ALTER TABLE classes DROP COLUMN shelf",
        "DELETE FROM _sqlite_migrations WHERE name = 'm021_assignments'",
    ),
    20: (
        "DROP TABLE kept_comments",
        "DELETE FROM _sqlite_migrations WHERE name = 'm020_kept_comments'",
    ),
    19: (
        "DROP TABLE text_makers",
        "DELETE FROM _sqlite_migrations WHERE name = 'm019_text_makers'",
    ),
    18: (
        "DROP TABLE content_versions",
        "DELETE FROM _sqlite_migrations WHERE name = 'm018_content_versions'",
    ),
    17: (
        *(
            statement
            for table in unsure_answers.TABLES
            for statement in (
                f"DROP TRIGGER {table}_stay",
                *(("DROP VIEW v_answers",) if table == "tries" else ()),
                f"DROP INDEX {table}_unsure",
                f"ALTER TABLE {table} DROP COLUMN unsure",
                merges.guard(table, merges.ADDED_SINCE),
            )
        ),
        merged_views.ANSWERS,
        "DELETE FROM _sqlite_migrations WHERE name = 'm017_unsure_answers'",
    ),
    16: ("DELETE FROM _sqlite_migrations WHERE name = 'm016_separate_requests'",),
    15: (
        "DROP TABLE ended_sessions",
        "DROP TABLE removed_members",
        "ALTER TABLE teachers DROP COLUMN device_epoch",
        "DELETE FROM _sqlite_migrations WHERE name = 'm015_access_ends'",
    ),
    14: (
        *(f"DROP TRIGGER hand_ins_{name}" for name in ("left", "deleted")),
        *(f"DROP TABLE {table}" for table in exams.TABLE_NAMES),
        "DELETE FROM _sqlite_migrations WHERE name = 'm014_exams'",
    ),
    13: (
        "DROP TABLE deleted_learners",
        "ALTER TABLE learners DROP COLUMN epoch",
        "DELETE FROM _sqlite_migrations WHERE name = 'm013_record_access'",
    ),
    12: (
        "DROP TRIGGER record_requests_ended",
        "DROP TABLE audit_log",
        "DROP TABLE record_requests",
        "ALTER TABLE desk_links DROP COLUMN maker",
        "ALTER TABLE teachers DROP COLUMN audit_seen",
        "DELETE FROM _sqlite_migrations WHERE name = 'm012_audit_log'",
    ),
    11: (
        *merged_views.DROPPED,
        *(f"DROP TABLE {table}" for table in reversed(merges.TABLE_NAMES)),
        *(f"DROP INDEX {name}" for name in ("tries_by_learner", "reviews_by_word")),
        *(
            statement
            for table in merges.GUARDED_FIRST
            for statement in (
                f"DROP TRIGGER {table}_stay",
                f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are only added to, never changed'); END",
            )
        ),
        *reporting_views.NOW[3:],
        reporting_views.CLASSES,
        "DELETE FROM _sqlite_migrations WHERE name = 'm011_merges'",
    ),
    10: (
        *(f"DROP INDEX {table}_by_seq" for table in recording_order.TABLES),
        *(f"ALTER TABLE {table} DROP COLUMN seq" for table in recording_order.TABLES),
        "DELETE FROM _sqlite_migrations WHERE name = 'm010_recording_order'",
    ),
    9: (
        *(f"ALTER TABLE teachers DROP COLUMN {name}" for name in ("code_seed", "code_step", "spare_code")),
        "DELETE FROM _sqlite_migrations WHERE name = 'm009_second_step'",
    ),
    8: (
        *(f"DROP VIEW {name}" for name in ("v_answers", "v_standings", "v_marks")),
        "DROP INDEX standings_by_text",
        "ALTER TABLE standings DROP COLUMN records",
        "ALTER TABLE standings DROP COLUMN rules",
        *reporting_views.STATEMENTS[:3],
        "DELETE FROM _sqlite_migrations WHERE name = 'm008_now'",
    ),
    7: (
        "DROP TABLE regrades",
        "DROP TABLE regrade_batches",
        "DROP TABLE second_marks",
        "DROP TABLE second_marking",
        "ALTER TABLE marks DROP COLUMN detail",
        "DELETE FROM _sqlite_migrations WHERE name = 'm007_marking'",
    ),
    6: (
        "DROP TRIGGER live_answer",
        "DROP TRIGGER live_renamed",
        "DROP TRIGGER live_left",
        "DROP TABLE live_places",
        "DROP TABLE live_lessons",
        "DELETE FROM _sqlite_migrations WHERE name = 'm006_live'",
    ),
    5: (
        "DROP VIEW v_answers",
        "DROP VIEW v_standings",
        "DROP VIEW v_marks",
        "DROP VIEW v_classes",
        "DELETE FROM _sqlite_migrations WHERE name = 'm005_views'",
    ),
    4: (
        "DROP TABLE memberships",
        "DROP TABLE class_teachers",
        "DROP TABLE classes",
        "DROP TABLE desk_sessions",
        "DROP TABLE desk_links",
        "DROP TABLE teachers",
        "DROP INDEX learners_merged",
        "ALTER TABLE learners DROP COLUMN merged_into",
        "DELETE FROM _sqlite_migrations WHERE name = 'm004_people'",
    ),
    3: (
        "DROP TABLE reviews",
        "DROP TABLE kept_words",
        "ALTER TABLE tries DROP COLUMN support",
        "DELETE FROM _sqlite_migrations WHERE name = 'm003_words'",
    ),
    2: (
        "DROP TABLE marks",
        "DROP INDEX tries_pending",
        "DELETE FROM _sqlite_migrations WHERE name = 'm002_marks'",
    ),
}


def taken_back_to(path: Path, version: int) -> None:
    """Make the file what the Fahm with that schema version left behind; checked against its own migrations."""
    db = Database(path)
    try:
        for undone in range(schema_version(db), version, -1):
            for statement in UNDONE[undone]:
                db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version = {version}")
        db.conn.commit()
        assert columns(db) == columns_of_versions()[version]
    finally:
        db.close()


@cache
def columns_of_versions() -> list[dict[str, list[str]]]:
    """What the migrations up to each schema version make of an empty database."""
    then, made = Database(memory=True), []
    try:
        for migration in migrations.migrations.pending(then):
            migrations.migrations.apply(then, stop_before=migration.name)
            made.append(columns(then))
    finally:
        then.close()
    return made


def columns(db: Database) -> dict[str, list[str]]:
    """The names of everything in a database, with the columns of its tables."""
    made = db.query("SELECT name, type FROM sqlite_master WHERE sql NOT NULL")
    return {row["name"]: list(db[row["name"]].columns_dict) if row["type"] == "table" else [] for row in made}
