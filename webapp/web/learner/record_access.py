"""A learner's hold on the own record: another record code, and signing this device out."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.attempt import Learner
from webapp.store.protocols.audit_log import LEARNER, Actor
from webapp.web.framework.current_learner import become, end_session, epoch_of, reader_id, record_of, switched
from webapp.web.framework.http.rate_limit import network
from webapp.web.framework.learner_audit import log_desk_action, log_for_teachers
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_store

bp = Blueprint("access", __name__, url_prefix="/me")


@bp.get("/new-code")
def ask_for_new_code() -> str:
    """Say what another code ends, before it is made."""
    learner = _mine_or_404()
    return render_template("learner/new_code.html", learner=learner, epoch=epoch_of(learner.id))


@bp.post("/new-code")
def new_code() -> Reply:
    """Change the record code; other devices and cards end, and this device stays."""
    (store, school), mine = school_store(), _mine_or_404().id
    cards = _cards_of_taken_names(mine)
    learner = store.access.renew(school, mine, request.form.get("epoch", ""), by_learner=True)
    if learner:
        become(learner.id)
        if cards:
            log_for_teachers("card-ended", learner.id, Actor(LEARNER, network()))
        log_desk_action("record-code-changed", learner.id)
    notify("record-code-changed" if learner else "record-code-was-changed")
    return redirect(url_for("me.me"), 303)


@bp.get("/sign-out")
def ask_to_sign_out() -> str:
    """Show the code without which the record cannot be opened again."""
    learner = _mine_or_404()
    store, school = school_store()
    classes = store.people.classes_of_learner(school, learner.id)
    return render_template("learner/sign_out.html", learner=learner, classes=classes)


@bp.post("/sign-out")
def sign_out() -> Reply:
    """Make this device nobody's; the record stays."""
    end_session()
    notify("signed-out")
    return switched(redirect(url_for("me.me"), 303))


def _mine_or_404() -> Learner:
    store, school = school_store()
    learner_id = reader_id()
    learner = store.learner(school, learner_id) if learner_id else None
    return learner or abort(404)


def _cards_of_taken_names(learner: str) -> bool:
    """Tell whether a printed card still opens this record: that of a name which the learner took from a list."""
    store, school = school_store()
    claims = [claim for klass in record_of(learner).classes for claim in store.joining.claims(school, klass.id)]
    return any(claim.learner == learner and claim.card_ended is None for claim in claims)
