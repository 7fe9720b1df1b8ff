"""The audit log for admins, and what was done to a teacher's account, shown to that teacher until dismissed."""

from __future__ import annotations

import math
from collections.abc import Iterable

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Teacher
from webapp.interchange.spreadsheet import Cell
from webapp.store.protocols.audit_log import LEARNER, AuditAction, AuditEntry
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.i18n import N_, Said, pair
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import admin_only, bp, teacher_only
from webapp.web.teacher.results.table_view import answer, column, titled

PAGE_SIZE = 50
COMMAND_LINE = pair("the command line")
A_LEARNER = pair("a learner")
ACTIONS: dict[AuditAction, Said] = {
    "invited": pair("Invitation created"),
    "admin-invited": pair("Admin invitation created"),
    "account-made": pair("Account created by invitation"),
    "link-revoked": pair("Link revoked"),
    "password-link": pair("Password reset link created"),
    "password-by-link": pair("Password reset with a link"),
    "password-changed": pair("Password changed"),
    "second-step-on": pair("Two-step verification turned on"),
    "second-step-off": pair("Two-step verification turned off"),
    "spare-code-used": pair("Backup code used"),
    "account-closed": pair("Account closed"),
    "account-reopened": pair("Account reopened"),
    "learner-deleted": pair("Learner deleted with the full record"),
    "records-merged": pair("Two records merged"),
    "record-code-changed": pair("Learner’s record code changed"),
    "card-ended": pair("A learner who chose a name from the list created a new code; the printed card stopped working"),
    "records-separated": pair("Merged records separated"),
    "marks-taken-back": pair("Manual marks undone"),
    "newcomers-removed": pair("Recent joiners removed from a class"),
    "newcomers-restored": pair("Learners restored to a class"),
    "names-given-back": pair("Chosen names returned to a class’s list"),
    "names-taken-back": pair("Adding names to a class was undone"),
    "deletion-accepted": pair("Request to delete approved"),
    "deletion-refused": pair("Request to delete declined"),
    "merge-accepted": pair("Request to merge approved"),
    "merge-refused": pair("Request to merge declined"),
    "separation-accepted": pair("Request to undo a merge approved"),
    "separation-refused": pair("Request to undo a merge declined"),
    "record-opened": pair("Learner’s record opened with its code in a browser signed in to the teacher dashboard"),
    "acted-as-learner": pair("Answers given as a learner in a browser signed in to the teacher dashboard"),
    "own-record-deleted": pair("A learner deleted their own record"),
    "class-deleted": pair("Class deleted"),
    "class-shared": pair("Class shared with another teacher"),
    "class-left": pair("Shared class left by a teacher"),
    "class-archived": pair("Class archived"),
    "class-restored": pair("Class restored from the archive"),
    "learner-moved": pair("Learner moved to another class"),
    "learner-taken-out": pair("Learner removed from a class"),
    "names-shown": pair("Class names made visible to people joining"),
    "names-hidden": pair("Class names hidden from people joining"),
    "results-told": pair("Exam results released to a class"),
    "results-taken-back": pair("Exam results hidden again"),
    "late-answers-decided": pair("Late exam answers decided on"),
    "second-marking-on": pair("Second marking turned on"),
    "second-marking-off": pair("Second marking turned off"),
    "text-maker-added": pair("Text editor added"),
    "text-maker-removed": pair("Text editor removed"),
    "text-published": pair("Text published"),
    "text-archived": pair("Text archived"),
    "text-brought-back": pair("Text restored from the archive"),
}
TOLD: dict[AuditAction, str] = {
    "account-made": N_("%(name)s created an account using your invitation."),
    "link-revoked": N_("%(name)s revoked the password reset link for your account."),
    "password-link": N_("%(name)s created a password reset link for your account."),
    "password-changed": N_("%(name)s changed your account password."),
    "second-step-on": N_("%(name)s turned on two-step verification for your account."),
    "second-step-off": N_("%(name)s turned off two-step verification for your account."),
    "account-closed": N_("%(name)s closed your account."),
    "account-reopened": N_("%(name)s reopened your account."),
    "deletion-accepted": N_("%(name)s approved the deletion you requested."),
    "deletion-refused": N_("%(name)s declined the deletion you requested."),
    "merge-accepted": N_("%(name)s approved the merge you requested."),
    "merge-refused": N_("%(name)s declined the merge you requested."),
    "separation-accepted": N_("%(name)s approved your request to undo a merge."),
    "separation-refused": N_("%(name)s declined your request to undo a merge."),
    "learner-deleted": N_("%(name)s deleted a learner in your class %(detail)s, with the full record."),
    "records-merged": N_("%(name)s merged two learner records in your class %(detail)s."),
    "records-separated": N_("%(name)s undid a merge of records in your class %(detail)s."),
    "record-code-changed": N_("%(name)s changed the record code of a learner in your class %(detail)s."),
    "card-ended": N_(
        "A learner in your class %(detail)s who chose a name from the list created a new code, so "
        "the printed card for that name no longer works. If the wrong person took the name, release "
        "it on the Names page and the card will work again."
    ),
    "record-opened": N_("%(name)s opened the record of a learner in your class %(detail)s with its code."),
    "acted-as-learner": N_(
        "Answers were given as a learner in your class %(detail)s in a browser where %(name)s was signed in."
    ),
    "own-record-deleted": N_(
        "A learner in your class %(detail)s, or someone who has their code, deleted their record."
    ),
    "class-deleted": N_("%(name)s deleted the class %(detail)s, which you shared."),
    "class-shared": N_("%(name)s shared the class %(detail)s with another teacher."),
    "class-left": N_("%(name)s has left the class %(detail)s."),
    "class-archived": N_("%(name)s archived the class %(detail)s, which you share."),
    "class-restored": N_("%(name)s restored the class %(detail)s from the archive."),
    "learner-moved": N_("%(name)s moved a learner to another class: %(detail)s."),
    "learner-taken-out": N_("%(name)s removed a learner from your class %(detail)s."),
    "names-shown": N_("%(name)s made the names of the class %(detail)s visible to people joining it with the code."),
    "names-hidden": N_("%(name)s hid the names of the class %(detail)s from people joining it."),
    "results-told": N_("%(name)s released exam results: %(detail)s."),
    "results-taken-back": N_("%(name)s hid exam results again: %(detail)s."),
    "late-answers-decided": N_("%(name)s decided on late exam answers: %(detail)s."),
    "second-marking-on": N_("%(name)s turned on second marking: %(detail)s."),
    "second-marking-off": N_("%(name)s turned off second marking: %(detail)s."),
    "text-maker-added": N_("%(name)s made you an editor of the text %(detail)s. You can now change it."),
    "text-maker-removed": N_("%(name)s removed you as an editor of the text %(detail)s."),
}
"""Messages to the teacher concerned."""
COLUMNS = (
    column("at", N_("Time"), "date"),
    column("actor", N_("Done by"), own=True),
    column("action", N_("Action")),
    column("subject", N_("Affected teacher"), own=True),
    column("detail", N_("Details"), own=True),
    column("address", N_("Address"), own=True),
)


@bp.get("/teachers/log")
@admin_only
def audit_log(teacher: Teacher) -> str | Reply:
    """Entries of the log, the latest first, of everybody or of one ``person``; ``?as=csv`` gives all of them."""
    services, person = current_services(), request.args.get("person", "")
    log, school, people = services.store.audit, services.config.school, services.store.people
    pages = max(1, math.ceil(log.count(school, person) / PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    whole = request.args.get("as") is not None
    found = log.entries(school, person, None if whole else PAGE_SIZE, 0 if whole else (page - 1) * PAGE_SIZE)
    names = _signed_names(name for entry in found for name in (entry.actor, entry.subject)) | {LEARNER: str(A_LEARNER)}
    rows = [_row(entry, names) for entry in found]
    return answer(
        [titled("log", N_("Audit log"), COLUMNS, rows)],
        "teacher/accounts/audit_log.html",
        entries=found,
        names=names,
        actions=ACTIONS,
        accounts=people.teachers(school),
        person=person,
        page=page,
        pages=pages,
    )


@bp.post("/notices")
@teacher_only
def dismiss_notices(teacher: Teacher) -> Reply:
    """Dismiss what was shown of changes to the own account, up to the entry ``up_to``."""
    services = current_services()
    up_to = request.form.get("up_to", 0, type=int)
    services.store.audit.dismiss(services.config.school, teacher.id, up_to)
    return redirect(local_path(request.form.get("next", "")) or url_for("desk.home"), 303)


def account_notices() -> list[tuple[AuditEntry, str, str]]:
    """Changes that others made to the signed-in teacher's account: entries with a message and the name of who acted."""
    signed, services = signed_in(), current_services()
    if signed is None:
        return []
    entries = services.store.audit.unseen(services.config.school, signed[0].id)
    names = _signed_names(entry.actor for entry in entries)
    return [
        (entry, TOLD[entry.action], names.get(entry.actor, str(COMMAND_LINE)))
        for entry in entries
        if entry.action in TOLD
    ]


def _signed_names(accounts: Iterable[str]) -> dict[str, str]:
    """Names with the sign-in names: whoever is invited chooses the first freely, also that of somebody else."""
    services = current_services()
    known = (services.store.people.teacher(services.config.school, account_id) for account_id in set(accounts))
    return {account.id: f"{account.name} ({account.sign_in})" for account in known if account}


def _row(entry: AuditEntry, names: dict[str, str]) -> tuple[Cell, ...]:
    who = names.get(entry.actor, entry.actor) or str(COMMAND_LINE)
    subject = names.get(entry.subject, entry.subject)
    return entry.at, who, str(ACTIONS[entry.action]), subject, entry.detail, entry.address
