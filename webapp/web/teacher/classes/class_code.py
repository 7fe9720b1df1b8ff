"""The code of a class: the page to project, its address on other pages, a new code and the way back to the old one."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_people, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.class_audit import log_for_class
from webapp.web.teacher.classes.network_addresses import here_only, pages_elsewhere
from webapp.web.teacher.classes.qr_code import qr


@bp.get("/classes/<slug:class_id>/code")
@with_class
def class_code(teacher: Teacher, klass: SchoolClass) -> str:
    """Page to project: the join code, very large, and the address."""
    return render_template("teacher/classes/code.html", klass=klass, teacher=teacher, here_only=here_only())


@bp.get("/classes/<slug:class_id>/renew")
@with_class
def ask_to_renew_code(teacher: Teacher, klass: SchoolClass) -> str:
    """Say what a new code ends, before it is made."""
    return render_template("teacher/classes/renew_code.html", klass=klass, teacher=teacher)


@bp.post("/classes/<slug:class_id>/renew")
@with_class
def renew_code(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Renew the join code: the old one ends; members are not affected."""
    renew(klass)
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/restore-code")
@with_class
def restore_code(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Bring the replaced code back: the present one ends."""
    store, school = school_store()
    restored = store.joining.restore_code(school, klass.id, request.args.get("code", ""))
    notify("class-code-restored" if restored else "class-code-not-restored")
    return _to_settings(klass)


@bp.post("/classes/<slug:class_id>/show-names")
@with_class
def show_names(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Let learners choose from the names that nobody has used yet, or not."""
    store, school = school_store()
    shown = request.form.get("shown") == "1"
    store.joining.show_names(school, klass.id, shown)
    log_for_class("names-shown" if shown else "names-hidden", teacher, klass)
    return _to_settings(klass)


def renew(klass: SchoolClass) -> None:
    """Give the class another code, and tell so with a button that brings the old one back."""
    people, school = school_people()
    people.renew_code(school, klass.id)
    notify("class-code-renewed", undo=url_for("desk.restore_code", class_id=klass.id, code=klass.code))


def class_door() -> str:
    """Address at which the codes of classes and cards are typed, as people write it."""
    return url_for("joining.door", _external=True).partition("://")[2]


def class_drawing(code: str) -> Markup:
    """QR code that leads into the class of a code."""
    return _drawing(url_for("joining.name_yourself", code=code, _external=True))


_drawing = lru_cache(500)(qr)


def init_app(app: Flask) -> None:
    """Add the addresses of classes to the templates."""
    app.jinja_env.globals.update(class_door=class_door, class_drawing=class_drawing, pages_elsewhere=pages_elsewhere)


def _to_settings(klass: SchoolClass) -> Reply:
    return redirect(url_for("desk.class_settings", class_id=klass.id), 303)
