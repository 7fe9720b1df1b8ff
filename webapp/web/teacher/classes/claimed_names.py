"""Names that learners took from the class's list themselves: who took which, and giving them back."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.recomputed_standing import standing_recomputer
from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.desk_session import acting
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.classes.forms import ClaimsForm


@bp.post("/classes/<slug:class_id>/claims/undo")
@with_class
def undo_claims(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Give the ticked names back to the list. Whoever had taken one leaves the class with what they answered."""
    store, school = school_store()
    recompute = standing_recomputer(current_services().library.snapshot.lessons)
    form = ClaimsForm()
    chosen = set(form.name.data or ())
    seen = {record: learner for record, _, learner in (value.partition(" ") for value in form.seen.data or ())}
    undone = store.joining.undo_claims(school, klass.id, chosen, teacher.id, recompute, seen)
    if undone:
        store.audit.add(school, acting(teacher), "names-given-back", detail=str(undone))
        notify("names-given-back")
    elif chosen:
        notify("names-given-back-before")
    else:
        notify("nobody-chosen", field="claims")
    return redirect(url_for("desk.roster", class_id=klass.id), 303)
