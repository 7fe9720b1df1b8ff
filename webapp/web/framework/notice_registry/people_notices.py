"""Notices of classes, their learners, and teachers' accounts."""

from __future__ import annotations

from collections.abc import Mapping

from webapp.web.framework.i18n import N_
from webapp.web.framework.notice_registry.notice_kinds import NoticeKind

KINDS: Mapping[str, NoticeKind] = {
    # Classes and their learners
    "name-missing": NoticeKind(N_("Write the name first.")),
    "class-full": NoticeKind(
        N_("The class is full: nobody can be added. A teacher of the class can take out who left.")
    ),
    "class-crowded": NoticeKind(
        N_("Very many are joining this class at the moment. Wait a minute, then press Join again.")
    ),
    "class-code-renewed": NoticeKind(
        N_("The class has a new code; the old one no longer works. For a week it can be brought back."),
        frozenset({"undo"}),
        "framework/undo_notice.html",
    ),
    "class-language-set": NoticeKind(N_("Class language saved.")),
    "desk-language-set": NoticeKind(N_("Dashboard language saved.")),
    "class-code-restored": NoticeKind(N_("The old code works again; the newer one no longer does.")),
    "class-code-not-restored": NoticeKind(N_("Nothing has changed: that code can no longer be brought back.")),
    "names-added": NoticeKind(
        N_("The names were added."), frozenset({"undo", "count"}), "teacher/classes/names_added.html"
    ),
    "names-taken-back": NoticeKind(N_("The names were taken off the list again.")),
    "names-in-use": NoticeKind(
        N_("Nothing has changed: these names are in use or gone already, or more than an hour has passed.")
    ),
    "names-given-back-before": NoticeKind(
        N_("Nothing was changed: the name was given back already, or its owner has it now. The list is as it stands.")
    ),
    "names-given-back": NoticeKind(
        N_("The names are on the list again. Those who had taken them are out of the class, with what they answered.")
    ),
    "name-just-taken": NoticeKind(
        N_("This name was taken meanwhile. If it is yours, tell your teacher, or type the code of your card.")
    ),
    "name-given-back": NoticeKind(N_("The name is on the list again. Choose yours.")),
    "class-archived": NoticeKind(N_("The class is archived; it can be brought back.")),
    "class-restored": NoticeKind(N_("The class is back.")),
    "class-left": NoticeKind(N_("The class is no longer yours.")),
    "class-deleted": NoticeKind(N_("The class was deleted.")),
    "name-not-confirmed": NoticeKind(N_("Nothing was deleted: another name was typed.")),
    "name-taken": NoticeKind(N_("Another learner in the class has that name.")),
    "learner-code-changed": NoticeKind(
        N_("The learner has a new code; the old card is void, and devices that had the record are signed out.")
    ),
    "learner-moved": NoticeKind(N_("Moved to the other class.")),
    "learner-taken-out": NoticeKind(N_("Taken out of the class; the record stays theirs.")),
    "newcomers-removed": NoticeKind(
        N_("They were taken out of the class; their records stay theirs. It can be undone below the list.")
    ),
    "newcomers-restored": NoticeKind(N_("They are back in the class.")),
    "nobody-chosen": NoticeKind(N_("Nobody was chosen; nothing has changed.")),
    "learner-deleted": NoticeKind(N_("The learner and the whole record were deleted.")),
    "consent-asked": NoticeKind(
        N_("Nothing has changed yet: another teacher has this learner too, and was asked. The desk says what waits.")
    ),
    "not-deleted-at-desk": NoticeKind(
        N_(
            "Nothing was deleted: the record is in another teacher's class, and this browser is signed in at the desk. "
            "Ask that teacher, or sign out of the desk if the record is yours."
        )
    ),
    "request-withdrawn": NoticeKind(N_("The request was withdrawn.")),
    "request-refused": NoticeKind(N_("The request was refused; nothing has changed.")),
    "request-accepted": NoticeKind(N_("Accepted. Others are still to be asked; nothing has changed yet.")),
    "request-gone": NoticeKind(N_("That request is no longer there; nothing has changed.")),
    "records-merged": NoticeKind(N_("The two records count as one; it can be undone below the list.")),
    "records-separated": NoticeKind(N_("Each record stands by itself again.")),
    "note-written": NoticeKind(N_("The note is sent: it is under “What is new” on the learner's pages.")),
    "note-taken-back": NoticeKind(N_("The note was taken back.")),
    "note-gone": NoticeKind(N_("That note is no longer there.")),
    # Teachers' accounts
    "password-changed": NoticeKind(N_("The password was changed; other sessions have ended.")),
    "begin-again": NoticeKind(N_("That took too long, or something has changed meanwhile: begin again.")),
    "recovery-code-used": NoticeKind(
        N_("The spare code is used up, and with it the second step. Set it up again with the app.")
    ),
    "two-factor-off": NoticeKind(N_("Signing in asks for the password alone from now on; other sessions have ended.")),
    "two-factor-off-for-teacher": NoticeKind(
        N_("That teacher signs in with the password alone from now on; the sessions have ended.")
    ),
    "sessions-ended": NoticeKind(N_("The chosen sessions have ended.")),
    "account-closed": NoticeKind(N_("The account is closed; its sessions and links have ended.")),
    "account-reopened": NoticeKind(N_("The account is open again.")),
    "own-account": NoticeKind(N_("Nobody changes the own account from the list of teachers; here is the page for it.")),
    "link-revoked": NoticeKind(N_("The link has ended; nobody can use it any more.")),
    "last-admin": NoticeKind(N_("At least one admin must stay.")),
}
