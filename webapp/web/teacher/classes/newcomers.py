"""Removing those who joined a class lately, where its code came into the wrong hands; with a preview and an undo."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.date_format import local
from webapp.web.framework.desk_session import acting
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.classes.class_code import renew
from webapp.web.teacher.classes.forms import NewcomersForm, RestoreForm

SPANS = {15: N_("The last quarter of an hour"), 60: N_("The last hour"), 24 * 60: N_("The last day")}
"""Minutes back from now that the page offers."""
USUAL = 60
FIELD_FORMAT = "%Y-%m-%dT%H:%M"
"""The value of a field for a local time in HTML."""


@bp.get("/classes/<slug:class_id>/newcomers")
@with_class
def newcomers(teacher: Teacher, klass: SchoolClass) -> str:
    """Preview: the members who joined since a time, all of them ticked."""
    return _page(teacher, klass)


def _page(teacher: Teacher, klass: SchoolClass, form: NewcomersForm | None = None) -> str:
    """The preview; or the form again in which nobody was ticked."""
    people, school = school_people()
    since = _since()
    joined = [member for member in people.members(school, klass.id) if member.joined >= since]
    return render_template(
        "teacher/classes/newcomers.html",
        klass=klass,
        teacher=teacher,
        members=sorted(joined, key=lambda member: member.joined, reverse=True),
        since=local(since).strftime(FIELD_FORMAT),
        spans=SPANS,
        form=form,
    )


@bp.post("/classes/<slug:class_id>/newcomers")
@with_class
def remove_newcomers(teacher: Teacher, klass: SchoolClass) -> Reply | tuple[str, int]:
    """Remove the ticked members from the class, and give it a new code if asked."""
    store, school = school_store()
    form = NewcomersForm()
    if not form.validate_on_submit():
        return _page(teacher, klass, form), 422
    removed = store.people.remove_members(school, klass.id, set(form.learner.data))
    if not removed:
        notify("nobody-chosen")
        return redirect(url_for("desk.newcomers", class_id=klass.id), 303)
    store.audit.add(school, acting(teacher), "newcomers-removed", detail=str(removed))
    notify("newcomers-removed")
    if form.renew.data:
        renew(klass)
    return redirect(url_for("desk.roster", class_id=klass.id), 303)


@bp.post("/classes/<slug:class_id>/newcomers/undo")
@with_class
def restore_newcomers(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Bring the members of a removal back."""
    store, school = school_store()
    restored = store.people.restore_members(school, klass.id, RestoreForm().removal.data)
    if restored:
        store.audit.add(school, acting(teacher), "newcomers-restored", detail=str(restored))
        notify("newcomers-restored")
    return redirect(url_for("desk.roster", class_id=klass.id), 303)


def _since() -> datetime:
    """Time in the address: minutes back from now, or a local time of the school; an hour ago for any other."""
    config = current_services().config
    minutes = request.args.get("minutes", USUAL, type=int)
    try:
        typed = datetime.strptime(request.args.get("since", ""), FIELD_FORMAT)
        return typed.replace(tzinfo=config.timezone).astimezone(config.now().tzinfo)
    except (ValueError, OverflowError):
        return config.now() - timedelta(minutes=minutes if minutes in SPANS else USUAL)
