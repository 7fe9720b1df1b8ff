"""Parts of the SQLite store, one for each protocol that is more than the answers themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from webapp.store.protocols.assignments import Assignments
from webapp.store.protocols.audit_log import AuditLog
from webapp.store.protocols.class_groups import ClassGroups
from webapp.store.protocols.class_reports import ClassReports
from webapp.store.protocols.content_versions import ContentVersions
from webapp.store.protocols.desk_work import DeskWork
from webapp.store.protocols.exams import Exams
from webapp.store.protocols.grade_rules import GradeRules
from webapp.store.protocols.help_limits import HelpLimitsOfClasses
from webapp.store.protocols.joining import Joining
from webapp.store.protocols.live_lessons import LiveLessons
from webapp.store.protocols.manual_marks import ManualMarks
from webapp.store.protocols.notes import Notes
from webapp.store.protocols.people import People
from webapp.store.protocols.record_access import RecordAccess
from webapp.store.protocols.record_requests import RecordRequests
from webapp.store.protocols.regrades import Regrades
from webapp.store.protocols.sittings import Sittings
from webapp.store.protocols.text_makers import TextMakers
from webapp.store.sqlite.assignments.assignments import SqliteAssignments
from webapp.store.sqlite.attempts.class_reports import SqliteClassReports
from webapp.store.sqlite.attempts.grade_rules import SqliteGradeRules
from webapp.store.sqlite.attempts.manual_marks import SqliteManualMarks
from webapp.store.sqlite.attempts.regrades import SqliteRegrades
from webapp.store.sqlite.content_versions import SqliteContentVersions
from webapp.store.sqlite.desk_work import SqliteDeskWork
from webapp.store.sqlite.engine.connections import Connections
from webapp.store.sqlite.engine.write_queue import WriteQueue
from webapp.store.sqlite.exams import SqliteExams
from webapp.store.sqlite.help_limits import SqliteHelpLimits
from webapp.store.sqlite.joining.joining import SqliteJoining
from webapp.store.sqlite.learners.record_access import SqliteRecordAccess
from webapp.store.sqlite.live_lessons import SqliteLiveLessons
from webapp.store.sqlite.notes import SqliteNotes
from webapp.store.sqlite.people.audit_log import SqliteAuditLog
from webapp.store.sqlite.people.class_groups import SqliteClassGroups
from webapp.store.sqlite.people.people import SqlitePeople
from webapp.store.sqlite.people.record_requests import SqliteRecordRequests
from webapp.store.sqlite.sittings import SqliteSittings
from webapp.store.sqlite.text_makers import SqliteTextMakers


class StoreParts:
    """The parts as attributes, which :class:`webapp.store.protocols.store.Store` documents."""

    def __init__(self, connections: Connections, writer: WriteQueue, now: Callable[[], datetime]) -> None:
        self.people: People = SqlitePeople(connections, now)
        self.joining: Joining = SqliteJoining(connections, now)
        self.access: RecordAccess = SqliteRecordAccess(connections, now)
        self.exams: Exams = SqliteExams(connections, now)
        self.assignments: Assignments = SqliteAssignments(connections, now)
        self.sittings: Sittings = SqliteSittings(connections, now)
        self.audit: AuditLog = SqliteAuditLog(connections, now)
        self.requests: RecordRequests = SqliteRecordRequests(connections, now)
        self.live: LiveLessons = SqliteLiveLessons(connections, writer, now)
        self.reports: ClassReports = SqliteClassReports(connections)
        self.groups: ClassGroups = SqliteClassGroups(connections, now)
        self.grading: GradeRules = SqliteGradeRules(connections, now)
        self.help_limits: HelpLimitsOfClasses = SqliteHelpLimits(connections, now)
        self.versions: ContentVersions = SqliteContentVersions(connections, now)
        self.makers: TextMakers = SqliteTextMakers(connections, now)
        self.desk_work: DeskWork = SqliteDeskWork(connections, now)
        self.notes: Notes = SqliteNotes(connections, now)
        self.manual_marks: ManualMarks = SqliteManualMarks(connections, now)
        self.regrades: Regrades = SqliteRegrades(connections, now)
