"""Tables of the audit log and of requests about records, and the makers of links."""

from __future__ import annotations

# "seq" is the order of entries: the clock need not follow.
AUDIT_LOG = """CREATE TABLE audit_log (
    school TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, detail TEXT NOT NULL, address TEXT NOT NULL,
    PRIMARY KEY (school, seq)) STRICT, WITHOUT ROWID"""

# A row for each class ("asked") whose teacher has to accept, and for each record: the one that is to be deleted or
# merged, and the one that stays ("kept"). The time is no "at": a request is nothing that the learner did.
RECORD_REQUESTS = """CREATE TABLE record_requests (
    school TEXT NOT NULL, id TEXT NOT NULL, asked TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('record', 'kept')),
    learner TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('delete', 'merge')), class TEXT NOT NULL,
    teacher TEXT NOT NULL, since TEXT NOT NULL, accepted TEXT,
    PRIMARY KEY (school, id, asked, role),
    FOREIGN KEY (school, learner) REFERENCES learners (school, id),
    FOREIGN KEY (school, asked) REFERENCES classes (school, id) ON DELETE CASCADE,
    FOREIGN KEY (school, class) REFERENCES classes (school, id) ON DELETE CASCADE,
    FOREIGN KEY (school, teacher) REFERENCES teachers (school, id)) STRICT, WITHOUT ROWID"""

TABLE_NAMES = ("audit_log", "record_requests")
INDEXES = (
    "CREATE INDEX audit_log_by_subject ON audit_log (school, subject, seq)",
    "CREATE INDEX audit_log_by_actor ON audit_log (school, actor, seq)",
    "CREATE INDEX record_requests_by_teacher ON record_requests (school, teacher)",
    "CREATE INDEX record_requests_by_class ON record_requests (school, class)",
    "CREATE INDEX record_requests_by_asked ON record_requests (school, asked)",
    "CREATE INDEX record_requests_by_learner ON record_requests (school, learner)",
)
ONLY_ADDED = tuple(
    f"CREATE TRIGGER audit_log_{name} BEFORE {change} ON audit_log "
    "BEGIN SELECT RAISE(ABORT, 'audit_log is only added to, never changed'); END"
    for name, change in (("stays", "UPDATE"), ("is_kept", "DELETE"))
)
# Whoever asked, asked about a record that is now a part of another one.
ENDED_BY_MERGE = """CREATE TRIGGER record_requests_ended AFTER UPDATE OF merged_into ON learners
    WHEN NEW.merged_into IS NOT NULL BEGIN
        DELETE FROM record_requests WHERE school = NEW.school AND id IN (
            SELECT id FROM record_requests WHERE school = NEW.school AND learner = NEW.id);
    END"""
STATEMENTS = (
    AUDIT_LOG,
    RECORD_REQUESTS,
    *INDEXES,
    *ONLY_ADDED,
    ENDED_BY_MERGE,
    # Empty for the command line, and for links of an earlier Fahm, which are listed and can be revoked.
    "ALTER TABLE desk_links ADD COLUMN maker TEXT NOT NULL DEFAULT ''",
    # The last entry of the log that a teacher has dismissed.
    "ALTER TABLE teachers ADD COLUMN audit_seen INTEGER NOT NULL DEFAULT 0",
)

# As before, but a request may also be to undo a merge: "record" is the merged one then, "kept" the one that has its
# rows. The trigger names the table, so it is made anew with it.
SEPARATE_REQUESTS = (
    "DROP TRIGGER record_requests_ended",
    RECORD_REQUESTS.replace("TABLE record_requests", "TABLE record_requests_now").replace(
        "('delete', 'merge')", "('delete', 'merge', 'separate')"
    ),
    "INSERT INTO record_requests_now SELECT * FROM record_requests",
    "DROP TABLE record_requests",
    "ALTER TABLE record_requests_now RENAME TO record_requests",
    *(index for index in INDEXES if "record_requests" in index),
    ENDED_BY_MERGE,
)
