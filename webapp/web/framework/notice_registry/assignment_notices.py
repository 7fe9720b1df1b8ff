"""Notices of assignments at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind

KINDS: Mapping[str, NoticeKind] = {
    "assignment-given": NoticeKind(N_("Assigned. The learners find it in their library.")),
    "assignment-changed": NoticeKind(N_("The assignment was changed.")),
    "assignment-opened": NoticeKind(N_("It is open now.")),
    "assignment-closed": NoticeKind(N_("It is closed now.")),
    "assignment-removed": NoticeKind(
        N_("The assignment was removed. Answers that were given stay."),
        frozenset({"undo"}),
        "framework/undo_notice.html",
    ),
    "assignment-restored": NoticeKind(N_("The assignment is back.")),
    "allowance-given": NoticeKind(N_("Saved. The learner sees it.")),
    "exam-reopened": NoticeKind(
        N_("The exam is open again for this learner, with what was typed. The learner is told.")
    ),
    "exam-handed-in-again": NoticeKind(N_("The exam is handed in with what was typed.")),
    "late-taken": NoticeKind(N_("The answers were taken in; they are marked as late ones.")),
    "late-left": NoticeKind(N_("The answers were left: they count for nothing.")),
    "shelf-set": NoticeKind(N_("The shelf of the class is set.")),
}
