"""Parts of the store, one for each protocol that is more than the answers themselves."""

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
from webapp.store.sql.assignments.assignments import SqlAssignments
from webapp.store.sql.attempts.class_reports import SqlClassReports
from webapp.store.sql.attempts.grade_rules import SqlGradeRules
from webapp.store.sql.attempts.manual_marks import SqlManualMarks
from webapp.store.sql.attempts.regrades import SqlRegrades
from webapp.store.sql.content_versions import SqlContentVersions
from webapp.store.sql.desk_work import SqlDeskWork
from webapp.store.sql.engine.connection import Connections
from webapp.store.sql.engine.write_queue import WriteQueue
from webapp.store.sql.exams import SqlExams
from webapp.store.sql.help_limits import SqlHelpLimits
from webapp.store.sql.joining.joining import SqlJoining
from webapp.store.sql.learners.record_access import SqlRecordAccess
from webapp.store.sql.live_lessons import SqlLiveLessons
from webapp.store.sql.notes import SqlNotes
from webapp.store.sql.people.audit_log import SqlAuditLog
from webapp.store.sql.people.class_groups import SqlClassGroups
from webapp.store.sql.people.people import SqlPeople
from webapp.store.sql.people.record_requests import SqlRecordRequests
from webapp.store.sql.sittings import SqlSittings
from webapp.store.sql.text_makers import SqlTextMakers


class StoreParts:
    """The parts as attributes, which :class:`webapp.store.protocols.store.Store` documents."""

    def __init__(self, connections: Connections, writer: WriteQueue, now: Callable[[], datetime]) -> None:
        self.people: People = SqlPeople(connections, now)
        self.joining: Joining = SqlJoining(connections, now)
        self.access: RecordAccess = SqlRecordAccess(connections, now)
        self.exams: Exams = SqlExams(connections, now)
        self.assignments: Assignments = SqlAssignments(connections, now)
        self.sittings: Sittings = SqlSittings(connections, now)
        self.audit: AuditLog = SqlAuditLog(connections, now)
        self.requests: RecordRequests = SqlRecordRequests(connections, now)
        self.live: LiveLessons = SqlLiveLessons(connections, writer, now)
        self.reports: ClassReports = SqlClassReports(connections)
        self.groups: ClassGroups = SqlClassGroups(connections, now)
        self.grading: GradeRules = SqlGradeRules(connections, now)
        self.help_limits: HelpLimitsOfClasses = SqlHelpLimits(connections, now)
        self.versions: ContentVersions = SqlContentVersions(connections, now)
        self.makers: TextMakers = SqlTextMakers(connections, now)
        self.desk_work: DeskWork = SqlDeskWork(connections, now)
        self.notes: Notes = SqlNotes(connections, now)
        self.manual_marks: ManualMarks = SqlManualMarks(connections, now)
        self.regrades: Regrades = SqlRegrades(connections, now)
