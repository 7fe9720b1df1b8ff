"""Schema migrations: the tables, and the steps from an earlier Fahm's database to the present one.

A migration that has been released is never edited: a change is a new function at the end, and ``SCHEMA_VERSION`` counts
them. ``school`` is the first column of every primary key, so that one school's rows are stored together.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.store.sql.schema import (
    access_ends,
    assignments,
    attempts,
    audit_log,
    class_groups,
    content_versions,
    exams,
    help_limits,
    joining,
    kept_comments,
    live_lessons,
    merged_views,
    merges,
    notes,
    people,
    record_access,
    recording_order,
    regrades,
    reporting_views,
    saved_words,
    sittings,
    text_makers,
    unsure_answers,
)
from webapp.store.sqlite.schema.earlier_merges import repoint_earlier_merges

SCHEMA_VERSION = 30

migrations = Migrations("fahm")


@migrations()
def m001_record(db: Database) -> None:
    """The first tables: learners, attempts, standings, counters, hints and drafts."""
    for statement in (*attempts.TABLES, *attempts.INDEXES):
        db.execute(statement)
    for table in ("tries", "hints", "question_versions"):
        db.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} are only added to, never changed'); END"
        )


@migrations()
def m002_marks(db: Database) -> None:
    """Manual marks."""
    db.execute(attempts.MARKS)
    # Few tries wait for a person: the others are not in it.
    db.execute("CREATE INDEX tries_pending ON tries (school, at) WHERE verdict = 'pending'")
    db.execute(
        "CREATE TRIGGER marks_stay BEFORE UPDATE ON marks "
        "BEGIN SELECT RAISE(ABORT, 'marks are only added to, never changed'); END"
    )


@migrations()
def m003_words(db: Database) -> None:
    """Help used with a try; saved words and their reviews."""
    for statement in saved_words.STATEMENTS:
        db.execute(statement)


@migrations()
def m004_people(db: Database) -> None:
    """Teachers, classes and merged records."""
    for statement in people.STATEMENTS:
        db.execute(statement)


@migrations()
def m005_views(db: Database) -> None:
    """Views for people who open the file."""
    for statement in reporting_views.STATEMENTS:
        db.execute(statement)


@migrations()
def m006_live(db: Database) -> None:
    """Live lessons, and the positions of their learners."""
    for statement in live_lessons.STATEMENTS:
        db.execute(statement)


@migrations()
def m007_marking(db: Database) -> None:
    """Second markers, points by criterion, and regrades."""
    for statement in regrades.STATEMENTS:
        db.execute(statement)


# By how many records a standing was worked out, and by which rules; and the way to all standings of one text.
STANDINGS_NOW = (
    "ALTER TABLE standings ADD COLUMN records INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE standings ADD COLUMN rules TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX standings_by_text ON standings (school, text, question, rules)",
)


@migrations()
def m008_now(db: Database) -> None:
    """Present grades in the views; number of records and marking rules of each standing."""
    for statement in (*STANDINGS_NOW, *reporting_views.NOW):
        db.execute(statement)


# A teacher's second step: what the codes are made from, the step of the last code that was used (each is good once),
# and a hash of the code for when the app is lost.
SECOND_STEP = (
    "ALTER TABLE teachers ADD COLUMN code_seed TEXT",
    "ALTER TABLE teachers ADD COLUMN code_step INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE teachers ADD COLUMN spare_code TEXT",
)


@migrations()
def m009_second_step(db: Database) -> None:
    """Second step of teachers' sign-in."""
    for statement in SECOND_STEP:
        db.execute(statement)


@migrations()
def m010_recording_order(db: Database) -> None:
    """The order of recording in a separate column, ``seq``."""
    for statement in recording_order.STATEMENTS:
        db.execute(statement)


@migrations()
def m011_merges(db: Database) -> None:
    """Rows of merged records under the kept record, and the log that undoes it."""
    for statement in (*merged_views.DROPPED, *merges.STATEMENTS, live_lessons.ON_ANSWER):
        db.execute(statement)
    repoint_earlier_merges(db.conn)
    for statement in merged_views.STATEMENTS:
        db.execute(statement)


@migrations()
def m012_audit_log(db: Database) -> None:
    """Audit log, requests about records, and makers of links."""
    for statement in audit_log.STATEMENTS:
        db.execute(statement)


@migrations()
def m013_record_access(db: Database) -> None:
    """Epochs of learners' credentials, and hashes of deleted learners' ids."""
    for statement in record_access.STATEMENTS:
        db.execute(statement)


@migrations()
def m014_exams(db: Database) -> None:
    """Exams that were handed in, and results that were told."""
    for statement in exams.STATEMENTS:
        db.execute(statement)


@migrations()
def m015_access_ends(db: Database) -> None:
    """Ended sessions of learners, epochs of known devices, members who were removed together."""
    for statement in access_ends.STATEMENTS:
        db.execute(statement)


@migrations()
def m016_separate_requests(db: Database) -> None:
    """Requests to undo a merge."""
    for statement in audit_log.SEPARATE_REQUESTS:
        db.execute(statement)


@migrations()
def m017_unsure_answers(db: Database) -> None:
    """The reason why the program was not sure of an answer."""
    for statement in unsure_answers.STATEMENTS:
        db.execute(statement)


@migrations()
def m018_content_versions(db: Database) -> None:
    """Versions of question and words files."""
    for statement in content_versions.STATEMENTS:
        db.execute(statement)


@migrations()
def m019_text_makers(db: Database) -> None:
    """Makers of texts."""
    for statement in text_makers.STATEMENTS:
        db.execute(statement)


@migrations()
def m020_kept_comments(db: Database) -> None:
    """Comments that teachers keep for marking by hand."""
    for statement in kept_comments.STATEMENTS:
        db.execute(statement)


@migrations()
def m021_assignments(db: Database) -> None:
    """Assignments, learners' allowances, and how open the shelf of a class is."""
    for statement in assignments.STATEMENTS:
        db.execute(statement)


@migrations()
def m022_notes(db: Database) -> None:
    """Notes to learners and classes, and what the screen of a live lesson shows."""
    for statement in (*notes.STATEMENTS, *notes.SCREEN):
        db.execute(statement)


@migrations()
def m023_groups(db: Database) -> None:
    """Groups inside classes, grade rules, excused learners, words for parents."""
    for statement in class_groups.STATEMENTS:
        db.execute(statement)


@migrations()
def m024_joining(db: Database) -> None:
    """Names that learners take from a class's list, and codes of classes that were replaced."""
    for statement in joining.STATEMENTS:
        db.execute(statement)


@migrations()
def m025_sittings(db: Database) -> None:
    """Sittings of exams, answers that came after their end, and the cause of each hand-in."""
    for statement in sittings.STATEMENTS:
        db.execute(statement)


@migrations()
def m026_begun_exams(db: Database) -> None:
    """Exams that were begun under a name stay known after the record was deleted or left the class."""
    for statement in sittings.TRACES:
        db.execute(statement)


@migrations()
def m027_reopened_exams(db: Database) -> None:
    """Reopened exams, each class's limits of who needs help, and printed cards that were ended."""
    for statement in (*sittings.REOPENING, *help_limits.STATEMENTS, *joining.ENDED_CARDS):
        db.execute(statement)


@migrations()
def m028_exams_of_names(db: Database) -> None:
    """An exam that was begun under a name stays known after the name was given back."""
    db.execute(exams.LEFT_BY_CHANGE)


@migrations()
def m029_hand_ins_of_assignments(db: Database) -> None:
    """A hand-in names its exam: two classes may have exams of different paragraphs of one text."""
    db.execute(exams.OF_ASSIGNMENT)


@migrations()
def m030_language(db: Database) -> None:
    """Interface language and digits of a class and of an account."""
    for statement in people.LANGUAGE:
        db.execute(statement)
