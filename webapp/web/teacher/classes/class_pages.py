"""The teacher's classes: the desk's first page, a class's code to project, sharing, archiving, deleting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher, clean_name, name_key
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, own_class_or_404, teacher_only
from webapp.web.teacher.classes.qr_code import qr
from webapp.web.teacher.marking.manual_marking import waiting_for


@bp.get("/")
@teacher_only
def home(teacher: Teacher) -> str:
    """My classes as cards; what to do first where there are none."""
    services = current_services()
    people, school = services.store.people, services.config.school
    classes = [(one, len(people.members(school, one.id))) for one in people.classes_of(school, teacher.id)]
    archived = people.classes_of(school, teacher.id, archived=True)
    return render_template(
        "teacher/classes/home.html", teacher=teacher, classes=classes, archived=archived, waiting=waiting_for(teacher)
    )


@bp.post("/classes")
@teacher_only
def add_class(teacher: Teacher) -> Reply:
    """A new class."""
    services, name = current_services(), clean_name(request.form.get("name", ""))
    if not name:
        flash("desk-no-name")
        return redirect(url_for("desk.home"), 303)
    made = services.store.people.add_class(services.config.school, teacher.id, name)
    return redirect(url_for("desk.roster", class_id=made.id), 303)


@bp.get("/classes/<slug:class_id>/code")
@teacher_only
def class_code(teacher: Teacher, class_id: str) -> str:
    """The code, very large, and the way in: to be projected."""
    klass = own_class_or_404(teacher, class_id)
    address = url_for("joining.name_yourself", code=klass.code, _external=True)
    door = url_for("joining.door", _external=True)
    return render_template(
        "teacher/classes/code.html", klass=klass, teacher=teacher, door=door, drawing=qr(address), here_only=here_only()
    )


@bp.get("/classes/<slug:class_id>/settings")
@teacher_only
def class_settings(teacher: Teacher, class_id: str) -> str:
    """What can be changed of a class."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    people, school = services.store.people, services.config.school
    sharers = people.teachers_of(school, class_id)
    others = [one for one in people.teachers(school) if one.closed is None and one not in sharers]
    return render_template("teacher/classes/class.html", klass=klass, teacher=teacher, sharers=sharers, others=others)


@bp.post("/classes/<slug:class_id>/rename")
@teacher_only
def rename_class(teacher: Teacher, class_id: str) -> Reply:
    """Call a class otherwise."""
    klass, name = own_class_or_404(teacher, class_id), clean_name(request.form.get("name", ""))
    if name:
        current_services().store.people.rename_class(current_services().config.school, klass.id, name)
    else:
        flash("desk-no-name")
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/renew")
@teacher_only
def renew_code(teacher: Teacher, class_id: str) -> Reply:
    """Another code: who has the old one cannot come in any more; who is in stays."""
    klass = own_class_or_404(teacher, class_id)
    current_services().store.people.renew_code(current_services().config.school, klass.id)
    flash("desk-renewed")
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/archive")
@teacher_only
def archive(teacher: Teacher, class_id: str) -> Reply:
    """Put a class away, or bring it back."""
    klass, away = own_class_or_404(teacher, class_id), request.form.get("away") == "1"
    current_services().store.people.archive(current_services().config.school, klass.id, away)
    flash("desk-archived" if away else "desk-brought-back")
    return redirect(url_for("desk.home"), 303)


@bp.post("/classes/<slug:class_id>/share")
@teacher_only
def share(teacher: Teacher, class_id: str) -> Reply:
    """Let another teacher of the school have the class too."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    other = services.store.people.teacher(services.config.school, request.form.get("teacher", ""))
    if other is None or other.closed:
        abort(400)
    services.store.people.share(services.config.school, klass.id, other.id)
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/leave")
@teacher_only
def leave_class(teacher: Teacher, class_id: str) -> Reply:
    """Give a shared class up; who has it alone keeps it."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    if services.store.people.leave(services.config.school, klass.id, teacher.id):
        flash("desk-left")
        return redirect(url_for("desk.home"), 303)
    return _to_settings(klass)


@bp.get("/classes/<slug:class_id>/delete")
@teacher_only
def ask_to_delete(teacher: Teacher, class_id: str) -> str:
    """What would go, and the form that asks for the class's name."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    contents = services.store.people.contents(services.config.school, klass.id)
    return render_template("teacher/classes/delete_class.html", klass=klass, teacher=teacher, contents=contents)


@bp.post("/classes/<slug:class_id>/delete")
@teacher_only
def delete_class(teacher: Teacher, class_id: str) -> Reply:
    """Delete a class whose name was typed."""
    klass, services = own_class_or_404(teacher, class_id), current_services()
    if not same_name(request.form.get("name", ""), klass.name):
        flash("desk-other-name")
        return redirect(url_for("desk.ask_to_delete", class_id=klass.id), 303)
    services.store.people.delete_class(services.config.school, klass.id, request.form.get("records") == "1")
    flash("desk-class-deleted")
    return redirect(url_for("desk.home"), 303)


def here_only() -> bool:
    """Whether this page was opened by an address that leads other devices to themselves, not here."""
    name = request.host.rsplit(":", 1)[0].strip("[]") if not request.host.endswith("]") else request.host.strip("[]")
    return name in {"localhost", "::1"} or name.startswith("127.")


def same_name(typed: str, name: str) -> bool:
    """Whether a name was typed that is this one, vowel marks and hamza aside."""
    return bool(clean_name(typed)) and name_key(clean_name(typed)) == name_key(name)


def _to_settings(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.class_settings", class_id=klass.id), 303)
