"""Page of the groups inside a class: add, rename, choose the learners, remove with undo."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher, clean_name
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_people, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.forms import DeskForm, ListField, TextField

MAX_GROUPS = 50


class GroupForm(DeskForm):
    """A group: its name, the learners who are in it, and those who were when the form was drawn."""

    name = TextField(filters=[clean_name])
    learner = ListField()
    had = ListField()


@bp.get("/classes/<slug:class_id>/groups")
@with_class
def groups(teacher: Teacher, klass: SchoolClass) -> str:
    """Page of the groups of a class."""
    store, school = school_store()
    people, _ = school_people()
    return render_template(
        "teacher/groups/groups.html",
        teacher=teacher,
        klass=klass,
        groups=store.groups.of_class(school, klass.id),
        members=people.members(school, klass.id),
        most=MAX_GROUPS,
    )


@bp.post("/classes/<slug:class_id>/groups")
@with_class
def add_group(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Add a group."""
    store, school = school_store()
    form = GroupForm()
    if not form.name.data:
        notify("name-missing", field="new-name")
    elif len(store.groups.of_class(school, klass.id)) < MAX_GROUPS:
        store.groups.add(school, klass.id, form.name.data, form.learner.data)
        notify("group-saved")
    return _to_groups(klass)


@bp.post("/classes/<slug:class_id>/groups/<slug:group>")
@with_class
def change_group(teacher: Teacher, klass: SchoolClass, group: str) -> Reply:
    """Save the name and the learners of a group."""
    store, school = school_store()
    form = GroupForm()
    if not form.name.data:
        notify("name-missing", field=f"name-{group}")
    else:
        known = next((known for known in store.groups.of_class(school, klass.id) if known.id == group), None)
        if known is None:
            abort(404)
        # What another teacher has changed meanwhile stays.
        ticked, had = set(form.learner.data), set(form.had.data)
        learners = sorted((known.learners | ticked) - (had - ticked))
        store.groups.change(school, klass.id, group, form.name.data, learners)
        notify("group-saved")
    return _to_groups(klass)


@bp.post("/classes/<slug:class_id>/groups/<slug:group>/remove")
@with_class
def remove_group(teacher: Teacher, klass: SchoolClass, group: str) -> Reply:
    """Remove a group; its learners stay in the class."""
    store, school = school_store()
    if not store.groups.remove(school, klass.id, group, True):
        abort(404)
    notify("group-removed", undo=url_for("desk.restore_group", class_id=klass.id, group=group))
    return _to_groups(klass)


@bp.post("/classes/<slug:class_id>/groups/<slug:group>/restore")
@with_class
def restore_group(teacher: Teacher, klass: SchoolClass, group: str) -> Reply:
    """Bring a removed group back, with its learners."""
    store, school = school_store()
    if not store.groups.remove(school, klass.id, group, False):
        abort(404)
    notify("group-back")
    return _to_groups(klass)


def _to_groups(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.groups", class_id=klass.id), 303)
