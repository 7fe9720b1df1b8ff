"""Joining a class: by its code and a name, or by a card that the teacher made beforehand."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import Blueprint, abort, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.access_codes import LENGTH as RECORD_CODE_LENGTH
from webapp.domain.access_codes import new_record_id, normalize_code
from webapp.domain.people import Membership, SchoolClass, clean_name, name_key
from webapp.store.protocols.people import Joined
from webapp.web.framework.current_learner import (
    has_record,
    reader_id,
    reader_or_new,
    switch_to,
    switched,
)
from webapp.web.framework.http.known_devices import known_device, remember_device
from webapp.web.framework.http.rate_limit import device_failed_often, network_failed_often, refuse_wrong_code
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.framework.write_limits import begin_join, nobody_joined
from webapp.web.learner.resume_record import MAX_CODE, learner_by_code, refuse_record_code, resume_record

R = TypeVar("R")
bp = Blueprint("joining", __name__, url_prefix="/join")
TYPED = "typed_code"
"""Key of the session for a card's code that was typed into the library's form, until the door has it in its own."""


def with_class_code(view: Callable[[SchoolClass], R]) -> Callable[[str], R | Reply]:
    """Decorate a view of the class whose join code is in the address; an unknown code redirects to its form."""

    @wraps(view)
    def guarded(code: str) -> R | Reply:
        klass = _class_or_none(code)
        if klass is None:
            notify("unknown-class-code")
            return redirect(url_for("joining.door"), 303)
        return view(klass)

    return guarded


@bp.get("")
def door() -> Reply | str:
    """Ask for the code of the class, or of a card; with a class's code in the address, as the library's form sends it.

    A card's code stays in no address, which the next reader of a shared device could open again.
    """
    typed = request.args.get("code", "")[:MAX_CODE]
    if typed and not _of_card(typed):
        return _to_class(typed)
    if typed:
        session[TYPED] = typed
        notify("record-code-typed")
        return redirect(url_for("joining.door"), 303)
    return render_template("learner/join/enter_code.html", typed=session.pop(TYPED, "") if TYPED in session else "")


@bp.post("")
def knock() -> Reply:
    """Look the code up: a class's leads to its page, a card's opens the record."""
    typed = request.form.get("code", "")[:MAX_CODE]
    return take_card(typed) if _of_card(typed) else _to_class(typed)


@bp.get("/<code>")
@with_class_code
def name_yourself(klass: SchoolClass) -> Reply | str:
    """Ask for the name, with those of the class's list that nobody has used; show members what is theirs."""
    (store, school), reader = school_store(), reader_id()
    member = store.people.member(school, klass.id, reader) if reader else None
    if reader and member:
        learner, claim = store.learner(school, reader), store.joining.own_claim(school, klass.id, reader)
        page = render_template("learner/join/welcome.html", klass=klass, member=member, learner=learner, claim=claim)
        reply = make_response(page)
        remember_device(reply, *for_class(klass))
        return reply
    names = store.joining.free_names(school, klass.id) if klass.names_shown else []
    used = bool(reader and has_record(reader))
    return render_template("learner/join/name.html", klass=klass, used=used, names=names)


@bp.post("/<code>")
@with_class_code
def join(klass: SchoolClass) -> Reply | str | tuple[str, int]:
    """Join a class, or take a name of its list that nobody has used.

    With a name that another member has, that member's record code is needed as well.
    """
    picked = clean_name(request.form.get("pick", ""))
    name = picked or clean_name(request.form.get("name", ""))
    if not name:
        notify("name-missing")
        return _to_name(klass)
    record_code = request.form.get("resume", "")
    if record_code:
        return _come_back(klass, name, record_code)
    if not begin_join(klass):
        notify("class-crowded")
        return _to_name(klass)
    device = known_device(*for_class(klass)) or secrets.token_urlsafe(12)
    joined = _joined(klass, name, device, bool(picked), request.form.get("numbered") == "1")
    if not joined.is_new:
        nobody_joined(klass)
    if joined.full:
        notify("class-full")
    if joined.taken and picked:
        notify("name-just-taken")
    elif joined.taken:
        return render_template("learner/join/name_taken.html", klass=klass, name=name)
    reply = _to_name(klass)
    if joined.membership:
        remember_device(reply, *for_class(klass), device=device)
    return reply


@bp.post("/<code>/give-back")
@with_class_code
def give_name_back(klass: SchoolClass) -> Reply:
    """Put a name that was taken by mistake back on the list, while nothing was answered since."""
    (store, school), reader = school_store(), reader_id()
    claim = store.joining.own_claim(school, klass.id, reader) if reader else None
    if claim and store.joining.undo_claims(school, klass.id, [claim.record]):
        notify("name-given-back")
    return _to_name(klass)


@bp.post("/<code>/other")
@with_class_code
def other_reader(klass: SchoolClass) -> Reply:
    """Start a new record on a shared device; the previous record is kept."""
    switch_to(new_record_id())
    return switched(redirect(url_for("joining.name_yourself", code=klass.code), 303))


@bp.get("/card/<code>")
def card(code: str) -> Reply | str:
    """Page behind a card's QR code: ask for confirmation that the card is this learner's."""
    learner = learner_by_code(code)
    if learner is None:
        notify("unknown-card")
        return redirect(url_for("joining.door"), 303)
    people, school = school_people()
    classes = people.classes_of_learner(school, learner.id)
    return render_template("learner/join/card.html", learner=learner, classes=classes)


@bp.post("/card/<code>")
def take_card(code: str) -> Reply:
    """Continue as the learner of the card, on this device."""
    learner = learner_by_code(code)
    if learner is None:
        notify("unknown-card")
        return redirect(url_for("joining.door"), 303)
    left = resume_record(learner)
    if left:
        notify("record-resumed", code=left)
    people, school = school_people()
    classes = people.classes_of_learner(school, learner.id)
    if classes:
        return switched(redirect(url_for("joining.name_yourself", code=classes[0][0].code), 303))
    return switched(redirect(url_for("me.me"), 303))


def _joined(klass: SchoolClass, name: str, device: str, picked: bool, numbered: bool) -> Joined:
    """Join by a name of the list or a new one. A name that is typed is of the list as well, if nobody has used it."""
    (store, school), reader = school_store(), reader_or_new()
    if picked:
        return store.joining.claim(school, klass.id, reader, name, device)
    joined = store.people.join(school, klass.id, reader, name, numbered)
    return store.joining.claim(school, klass.id, reader, name, device) if joined.taken else joined


def _to_name(klass: SchoolClass) -> Reply:
    return redirect(url_for("joining.name_yourself", code=klass.code), 303)


def _of_card(typed: str) -> bool:
    return len(normalize_code(typed)) == RECORD_CODE_LENGTH


def _to_class(typed: str) -> Reply:
    klass = _class_or_none(typed)
    if klass is None:
        notify("unknown-class-code")
        return redirect(url_for("joining.door"), 303)
    return _to_name(klass)


def _come_back(klass: SchoolClass, name: str, record_code: str) -> Reply | str | tuple[str, int]:
    """Let a member back in by name, if the record code given is the same member's."""
    learner, member = learner_by_code(record_code), _named(klass, name)
    if learner is None or member is None or learner.id != member.learner:
        if learner is not None:
            refuse_record_code(record_code)
        notify("unknown-record-code")
        return render_template("learner/join/name_taken.html", klass=klass, name=name), 422
    left = resume_record(learner)
    if left:
        notify("record-resumed", code=left)
    return switched(redirect(url_for("joining.name_yourself", code=klass.code), 303))


def _named(klass: SchoolClass, name: str) -> Membership | None:
    people, school = school_people()
    members = people.members(school, klass.id)
    return next((member for member in members if name_key(member.name) == name_key(name)), None)


def _class_or_none(code: str) -> SchoolClass | None:
    """The class of a join code. Only wrong codes count, once each in a network: a whole class comes from one.

    After too many wrong ones 429, also for a right code: a guess would be one. It opens the class to those who have
    not guessed it, members and devices that have joined by it.
    """
    typed, most = code[:MAX_CODE], current_services().config.address_failures
    people, school = school_people()
    klass = people.class_by_code(school, typed)
    if klass is None:
        refuse_wrong_code("join", normalize_code(typed), reader_or_new(), most, most)
    elif device_failed_often("join", reader_id(), most) or network_failed_often("join"):
        reader = reader_id()
        if not known_device(*for_class(klass)) and not (reader and people.member(school, klass.id, reader)):
            abort(429)
    return klass


def for_class(klass: SchoolClass) -> tuple[str, str, str]:
    """Purpose of a device that has joined a class; it ends with the class's code, else a new one could be guessed."""
    return "class", klass.id, klass.code
