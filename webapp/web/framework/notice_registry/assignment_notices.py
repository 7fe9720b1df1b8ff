"""Notices of assignments at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind

KINDS: Mapping[str, NoticeKind] = {
    "assignment-given": NoticeKind(N_("Assigned. Learners will see it in their library.")),
    "assignment-changed": NoticeKind(N_("Assignment saved.")),
    "assignment-opened": NoticeKind(N_("It is open now.")),
    "assignment-closed": NoticeKind(N_("It is closed now.")),
    "assignment-removed": NoticeKind(
        N_("Assignment removed. Existing answers are kept."),
        frozenset({"undo"}),
        "framework/undo_notice.html",
    ),
    "assignment-restored": NoticeKind(N_("Assignment restored.")),
    "allowance-given": NoticeKind(N_("Saved. The learner can see it.")),
    "exam-reopened": NoticeKind(
        N_("The exam is open again for this learner, with what was typed. The learner has been notified.")
    ),
    "exam-handed-in-again": NoticeKind(N_("The exam was submitted with what was typed.")),
    "late-taken": NoticeKind(N_("The late answers were accepted and are marked as late.")),
    "late-left": NoticeKind(N_("The late answers were ignored and do not count.")),
    "shelf-set": NoticeKind(N_("Texts for the class saved.")),
}
