"""The teacher's classes: the desk's first page, join code to project, sharing, archiving, deleting."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher, clean_name
from webapp.web.framework.desk_session import acting
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.teacher.access import bp, teacher_only, with_class
from webapp.web.teacher.class_audit import log_for_class
from webapp.web.teacher.classes.class_work import work_of
from webapp.web.teacher.classes.forms import DeleteClassForm
from webapp.web.teacher.classes.network_addresses import here_only
from webapp.web.teacher.classes.record_requests import requests_made, requests_to_answer
from webapp.web.teacher.classes.typed_name import same_name
from webapp.web.teacher.forms import LanguageForm


@bp.get("/")
@teacher_only
def home(teacher: Teacher) -> str:
    """Cards of the teacher's classes; first steps where there are none."""
    people, school = school_people()
    archived = people.classes_of(school, teacher.id, archived=True)
    return render_template(
        "teacher/classes/home.html",
        teacher=teacher,
        work=work_of(teacher),
        archived=archived,
        to_answer=requests_to_answer(teacher),
        asked=requests_made(teacher),
    )


@bp.post("/classes")
@teacher_only
def add_class(teacher: Teacher) -> Reply:
    """Add a class."""
    services, name = current_services(), clean_name(request.form.get("name", ""))
    if not name:
        notify("name-missing", field="name")
        return redirect(url_for("desk.home", _anchor="new"), 303)
    klass = services.store.people.add_class(services.config.school, teacher.id, name)
    return redirect(url_for("desk.roster", class_id=klass.id), 303)


@bp.get("/classes/<slug:class_id>/settings")
@with_class
def class_settings(teacher: Teacher, klass: SchoolClass) -> str:
    """Settings of a class."""
    store, school = school_store()
    people = store.people
    sharers = people.teachers_of(school, klass.id)
    others = [account for account in people.teachers(school) if account.closed is None and account not in sharers]
    replaced = store.joining.replaced_code(school, klass.id)
    return render_template(
        "teacher/classes/class.html",
        klass=klass,
        teacher=teacher,
        sharers=sharers,
        others=others,
        replaced=replaced,
        here_only=here_only(),
    )


@bp.post("/classes/<slug:class_id>/rename")
@with_class
def rename_class(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Rename a class."""
    name = clean_name(request.form.get("name", ""))
    people, school = school_people()
    if name:
        people.rename_class(school, klass.id, name)
    else:
        notify("name-missing", field="name")
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/language")
@with_class
def set_class_language(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Set the language and the digits of learners who have chosen none."""
    form = LanguageForm()
    people, school = school_people()
    people.set_class_language(school, klass.id, form.chosen_language, form.chosen_digits)
    notify("class-language-set")
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/archive")
@with_class
def archive(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Archive a class, or restore it."""
    away = request.form.get("away") == "1"
    people, school = school_people()
    people.archive(school, klass.id, away)
    log_for_class("class-archived" if away else "class-restored", teacher, klass)
    notify("class-archived" if away else "class-restored")
    return redirect(url_for("desk.home"), 303)


@bp.post("/classes/<slug:class_id>/share")
@with_class
def share(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Share a class with another teacher of the school."""
    people, school = school_people()
    other = people.teacher(school, request.form.get("teacher", ""))
    if other is None or other.closed:
        abort(400)
    people.share(school, klass.id, other.id)
    log_for_class("class-shared", teacher, klass)
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/leave")
@with_class
def leave_class(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Leave a shared class; its only teacher cannot."""
    people, school = school_people()
    if people.leave(school, klass.id, teacher.id):
        log_for_class("class-left", teacher, klass)
        notify("class-left")
        return redirect(url_for("desk.home"), 303)
    return _to_settings(klass)


@bp.get("/classes/<slug:class_id>/delete")
@with_class
def ask_to_delete(teacher: Teacher, klass: SchoolClass) -> str:
    """Show the data that would be deleted, and ask for the class's name as confirmation."""
    people, school = school_people()
    contents = people.contents(school, klass.id)
    return render_template("teacher/classes/delete_class.html", klass=klass, teacher=teacher, contents=contents)


@bp.post("/classes/<slug:class_id>/delete")
@with_class
def delete_class(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Delete a class whose name was typed."""
    services, form = current_services(), DeleteClassForm()
    if not same_name(form.name.data, klass.name):
        notify("name-not-confirmed", field="confirm", typed=form.name.data)
        return redirect(url_for("desk.ask_to_delete", class_id=klass.id), 303)
    sharers = services.store.people.teachers_of(services.config.school, klass.id)
    services.store.people.delete_class(services.config.school, klass.id, form.records.data)
    told = [other.id for other in sharers if other.id != teacher.id and not other.closed] or [""]
    for other_id in told:
        services.store.audit.add(services.config.school, acting(teacher), "class-deleted", other_id, klass.name)
    notify("class-deleted")
    return redirect(url_for("desk.home"), 303)


def _to_settings(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.class_settings", class_id=klass.id), 303)
