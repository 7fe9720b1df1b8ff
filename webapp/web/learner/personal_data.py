"""A learner's whole record: as a file, as a page to print, and its deletion."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.normalize import canonical, strip_tashkeel, strip_tatweel
from webapp.domain.access_codes import normalize_code
from webapp.interchange.exports.learner_record import Tables, learner_record
from webapp.web.framework.current_learner import forget_reader, reader_id
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.i18n import pair
from webapp.web.framework.learner_audit import log_own_deletion
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.learner.open_keys import without_open_keys
from webapp.web.records.record_tables import as_file, named, sections

bp = Blueprint("data", __name__)
WORD = pair("delete")


@bp.get("/me/record.json")
def record_file() -> Reply:
    """This reader's whole record as a file."""
    tables = _mine_or_404()
    return as_file(_record(tables), "my-fahm-record.json")


@bp.get("/me/record")
def record() -> str:
    """This reader's whole record as a page to print."""
    whole_record = _record(_mine_or_404())
    return render_template("learner/record.html", record=whole_record, sections=sections(whole_record))


@bp.get("/me/delete")
def ask_to_delete() -> str:
    """Show the data that would be deleted, and ask for a word as confirmation."""
    tables = _mine_or_404()
    counts = {name: len(rows) for name, rows in tables.items()}
    return render_template("learner/delete_record.html", counts=counts, word=WORD, other="other" in request.args)


@bp.post("/me/delete")
def delete() -> Reply:
    """Delete this reader's data, and the cookie on this device; only if the word or the code was typed."""
    services, tables = current_services(), _mine_or_404()
    if not confirmed(
        request.form.get("confirm", ""), [str(row["code"]) for row in tables["learners"] if "code" in row]
    ):
        return redirect(url_for("data.ask_to_delete", other=1), 303)
    learner = str(tables["learners"][0]["id"])
    if _another_teacher_is_asked(learner):
        return redirect(url_for("me.me"), 303)
    log_own_deletion(learner)
    services.store.people.delete_learner(services.config.school, learner)
    forget_reader()
    reply = redirect(url_for("data.deleted"), 303)
    # Pages and answers that this device saved for reading offline. Where answers of other readers wait among them, the
    # page's script has said so, and takes away the rest by itself.
    reply.headers["Clear-Site-Data"] = '"cache"' if request.form.get("others") else '"cache", "storage"'
    return reply


@bp.get("/me/deleted")
def deleted() -> str:
    """Confirm that the record was deleted."""
    return render_template("learner/record_deleted.html")


def _another_teacher_is_asked(learner: str) -> bool:
    """Ask where a teacher's browser deletes a record that is in another teacher's class too, as at the desk.

    Without a class of theirs in which to ask, nothing is deleted either.
    """
    signed = signed_in()
    store, school = school_store()
    if signed is None or not store.requests.foreign_classes(school, signed[0].id, [learner]):
        return False
    own = [klass for klass, _ in store.people.classes_of_learner(school, learner)]
    teaches = next((klass.id for klass in own if store.people.teaches(school, signed[0].id, klass.id)), "")
    asked = bool(teaches) and store.requests.ask(school, "delete", teaches, signed[0].id, learner)
    notify("consent-asked" if asked else "not-deleted-at-desk")
    return True


def confirmed(typed: str, codes: list[str]) -> bool:
    """Tell whether the confirmation word, or one of the record's codes, was typed, in any spelling."""
    word = strip_tatweel(strip_tashkeel(canonical(typed[:100]))).strip(" «»\"'.")
    return word.lower() in WORD or normalize_code(typed[:100]) in codes


def _record(tables: Tables) -> dict[str, Any]:
    told = without_open_keys(tables)
    return learner_record(told, named(told), current_services().config.now())


def _mine_or_404() -> Tables:
    services, learner = current_services(), reader_id()
    tables = services.store.people.everything(services.config.school, learner) if learner else {}
    return tables or abort(404)
