"""How a learner joins a class: by its code and a name, or by the card that the teacher made beforehand."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.attempt import Learner
from webapp.domain.people import Membership, SchoolClass, clean_name, name_key
from webapp.web.framework.current_learner import become, known, reader_id, reader_or_new
from webapp.web.framework.rate_limit import address, address_failed_often, failed_often, note_failure
from webapp.web.framework.services import current_services

bp = Blueprint("joining", __name__, url_prefix="/join")
LONGEST_CODE = 64


@bp.get("")
def door() -> str:
    """Asks for the code of the class."""
    return render_template("learner/join/enter_code.html")


@bp.post("")
def knock() -> Reply:
    """Look the code up."""
    klass = _class_or_none(request.form.get("code", ""))
    if klass is None:
        flash("desk-no-class")
        return redirect(url_for("joining.door"), 303)
    return redirect(url_for("joining.name_yourself", code=klass.code), 303)


@bp.get("/<code>")
def name_yourself(code: str) -> Reply | str:
    """Asks for the name; tells who is in already what their record code is."""
    klass = _class_or_none(code)
    if klass is None:
        flash("desk-no-class")
        return redirect(url_for("joining.door"), 303)
    services, reader = current_services(), reader_id()
    member = services.store.people.member(services.config.school, klass.id, reader) if reader else None
    if reader and member:
        learner = services.store.learner(services.config.school, reader)
        return render_template("learner/join/welcome.html", klass=klass, member=member, learner=learner)
    return render_template("learner/join/name.html", klass=klass, used=bool(reader and known(reader)))


@bp.post("/<code>")
def join(code: str) -> Reply | str | tuple[str, int]:
    """Become a member. A name that another has lets nobody into that one's record without its code."""
    klass = _class_or_none(code)
    name = clean_name(request.form.get("name", ""))
    if klass is None or not name:
        flash("desk-no-class" if klass is None else "desk-no-name")
        return redirect(url_for("joining.name_yourself", code=code) if klass else url_for("joining.door"), 303)
    services, given = current_services(), request.form.get("resume", "")
    if given:
        return _come_back(klass, name, given)
    numbered = request.form.get("numbered") == "1"
    joined = services.store.people.join(services.config.school, klass.id, reader_or_new(), name, numbered)
    if joined.taken:
        return render_template("learner/join/name_taken.html", klass=klass, name=name)
    return redirect(url_for("joining.name_yourself", code=klass.code), 303)


@bp.post("/<code>/other")
def other_reader(code: str) -> Reply:
    """Begin a new record on a device that another reads with; the one that was here stays as it is."""
    klass = _class_or_none(code)
    if klass is None:
        return redirect(url_for("joining.door"), 303)
    become(secrets.token_urlsafe(16))
    return redirect(url_for("joining.name_yourself", code=klass.code), 303)


@bp.get("/card/<code>")
def card(code: str) -> Reply | str:
    """What the QR code of a card opens: asks whether it is theirs."""
    learner = _learner_or_none(code)
    if learner is None:
        flash("desk-no-card")
        return redirect(url_for("joining.door"), 303)
    services = current_services()
    classes = services.store.people.classes_of_learner(services.config.school, learner.id)
    return render_template("learner/join/card.html", learner=learner, classes=classes)


@bp.post("/card/<code>")
def take_card(code: str) -> Reply:
    """Go on as the learner of the card, on this device."""
    learner = _learner_or_none(code)
    if learner is None:
        flash("desk-no-card")
        return redirect(url_for("joining.door"), 303)
    _go_on_as(learner)
    classes = current_services().store.people.classes_of_learner(current_services().config.school, learner.id)
    if classes:
        return redirect(url_for("joining.name_yourself", code=classes[0][0].code), 303)
    return redirect(url_for("me.me"), 303)


def _come_back(klass: SchoolClass, name: str, given: str) -> Reply | str | tuple[str, int]:
    """Who says that a name in the list is theirs proves it with the code of that very record."""
    learner, member = _learner_or_none(given), _named(klass, name)
    if learner is None or member is None or learner.id != member.learner:
        if learner is not None:
            note_failure(address())
        flash("no-code")
        return render_template("learner/join/name_taken.html", klass=klass, name=name), 422
    _go_on_as(learner)
    return redirect(url_for("joining.name_yourself", code=klass.code), 303)


def _go_on_as(learner: Learner) -> None:
    services, before = current_services(), reader_id()
    left = services.store.learner(services.config.school, before) if before and before != learner.id else None
    become(learner.id)
    if left:
        flash(f"resumed:{left.code}")


def _named(klass: SchoolClass, name: str) -> Membership | None:
    services = current_services()
    members = services.store.people.members(services.config.school, klass.id)
    return next((one for one in members if name_key(one.name) == name_key(name)), None)


def _class_or_none(code: str) -> SchoolClass | None:
    """The class of a code. Only failures count against an address: a whole class comes from one."""
    if address_failed_often("join"):
        abort(429)
    services = current_services()
    found = services.store.people.class_by_code(services.config.school, code[:LONGEST_CODE])
    if found is None:
        note_failure(f"join {address()}")
    return found


def _learner_or_none(code: str) -> Learner | None:
    """The learner of a record code; counted as everywhere else where such codes are typed."""
    if failed_often(address()):
        abort(429)
    services = current_services()
    found = services.store.learner_by_code(services.config.school, code[:LONGEST_CODE])
    if found is None:
        note_failure(address())
    return found
