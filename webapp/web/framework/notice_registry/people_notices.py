"""Notices of classes, their learners, and teachers' accounts."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind

KINDS: Mapping[str, NoticeKind] = {
    # Classes and their learners
    "name-missing": NoticeKind(N_("Enter a name first.")),
    "class-full": NoticeKind(N_("The class is full. A teacher of the class can remove learners who have left.")),
    "class-crowded": NoticeKind(
        N_("Many learners are joining this class right now. Wait a minute, then press Join again.")
    ),
    "class-code-renewed": NoticeKind(
        N_("The class has a new code; the old one no longer works. You can restore it for a week."),
        frozenset({"undo"}),
        "framework/undo_notice.html",
    ),
    "class-language-set": NoticeKind(N_("Class language saved.")),
    "desk-language-set": NoticeKind(N_("Dashboard language saved.")),
    "class-code-restored": NoticeKind(N_("The old code works again; the newer one no longer does.")),
    "class-code-not-restored": NoticeKind(N_("Nothing has changed: that code can no longer be restored.")),
    "names-added": NoticeKind(N_("Names added."), frozenset({"undo", "count"}), "teacher/classes/names_added.html"),
    "names-taken-back": NoticeKind(N_("Names removed from the list.")),
    "names-in-use": NoticeKind(
        N_("Nothing has changed: these names are in use or already removed, or more than an hour has passed.")
    ),
    "names-given-back-before": NoticeKind(
        N_("Nothing has changed: the name was already released, or its owner has it now.")
    ),
    "names-given-back": NoticeKind(
        N_("The names are back on the list. The learners who took them have left the class and keep their answers.")
    ),
    "name-just-taken": NoticeKind(
        N_("This name was just taken. If it is yours, tell your teacher or type your card code.")
    ),
    "name-given-back": NoticeKind(N_("The name is back on the list. Choose yours.")),
    "class-archived": NoticeKind(N_("Class archived. You can restore it.")),
    "class-restored": NoticeKind(N_("Class restored.")),
    "class-left": NoticeKind(N_("You have left the class.")),
    "class-deleted": NoticeKind(N_("Class deleted.")),
    "name-not-confirmed": NoticeKind(N_("Nothing was deleted: the name you typed does not match.")),
    "name-taken": NoticeKind(N_("Another learner in the class already has that name.")),
    "learner-code-changed": NoticeKind(
        N_("The learner has a new code. The old card no longer works, and devices that had the record are signed out.")
    ),
    "learner-moved": NoticeKind(N_("Moved to another class.")),
    "learner-taken-out": NoticeKind(N_("Removed from the class. The learner keeps the record.")),
    "newcomers-removed": NoticeKind(
        N_("Removed from the class. The learners keep their records. You can undo this below the list.")
    ),
    "newcomers-restored": NoticeKind(N_("Restored to the class.")),
    "nobody-chosen": NoticeKind(N_("Nobody was selected. Nothing has changed.")),
    "learner-deleted": NoticeKind(N_("Learner deleted with the full record.")),
    "consent-asked": NoticeKind(
        N_(
            "Nothing has changed yet. Another teacher also has this learner and was asked to "
            "approve. Pending requests are on your dashboard."
        )
    ),
    "not-deleted-at-desk": NoticeKind(
        N_(
            "Nothing was deleted: the record is in another teacher’s class, and this browser is "
            "signed in to the teacher dashboard. Ask that teacher, or sign out of the dashboard if "
            "the record is yours."
        )
    ),
    "request-withdrawn": NoticeKind(N_("Request withdrawn.")),
    "request-refused": NoticeKind(N_("Request declined. Nothing has changed.")),
    "request-accepted": NoticeKind(N_("Approved. Other teachers still need to approve; nothing has changed yet.")),
    "request-gone": NoticeKind(N_("That request no longer exists. Nothing has changed.")),
    "records-merged": NoticeKind(N_("The records were merged. You can undo this below the list.")),
    "records-separated": NoticeKind(
        N_(
            "The records are separate again. Both have new codes, because each code opened both records. "
            "Print new cards for them."
        )
    ),
    "note-written": NoticeKind(N_("Note sent. The learner finds it under “What’s new”.")),
    "note-taken-back": NoticeKind(N_("Note deleted.")),
    "note-gone": NoticeKind(N_("That note no longer exists.")),
    # Teachers' accounts
    "password-changed": NoticeKind(N_("Password changed. Other sessions have ended.")),
    "begin-again": NoticeKind(N_("That took too long, or something changed in the meantime. Start over.")),
    "recovery-code-used": NoticeKind(
        N_("The backup code has been used, so two-step verification is now off. Set it up again with the app.")
    ),
    "two-factor-off": NoticeKind(N_("Sign-in now needs only the password. Other sessions have ended.")),
    "two-factor-off-for-teacher": NoticeKind(
        N_("That teacher now signs in with the password only. Their sessions have ended.")
    ),
    "sessions-ended": NoticeKind(N_("The selected sessions have ended.")),
    "account-closed": NoticeKind(N_("Account closed. Its sessions and links have ended.")),
    "account-reopened": NoticeKind(N_("Account reopened.")),
    "own-account": NoticeKind(
        N_("You cannot change your own account from the list of teachers. Use this page instead.")
    ),
    "link-revoked": NoticeKind(N_("Link revoked. It can no longer be used.")),
    "last-admin": NoticeKind(N_("At least one admin is required.")),
}
