"""Switching the reader on a shared device in one press, with a way back for a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Blueprint, redirect, session, url_for
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.current_learner import (
    LEFT,
    become,
    classes_of_reader,
    end_session,
    epoch_of,
    reader_id,
    switched,
)
from webapp.web.framework.http.known_devices import known_device
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.framework.unused_claims import GivenBack
from webapp.web.learner.join_class import for_class

bp = Blueprint("switching", __name__, url_prefix="/me/switch")
WAY_BACK = timedelta(minutes=2)
"""The time within which a press by mistake can be taken back; afterwards only the record's code opens it."""


@bp.post("")
def switch_reader() -> Reply:
    """Close the record on this device, and ask the next reader of the class for a name."""
    learner, classes = reader_id(), classes_of_reader()
    given = end_session()
    if learner:
        until = current_services().config.now() + WAY_BACK
        session[LEFT] = [learner, epoch_of(learner), until.isoformat(), given]
        notify("reader-switched", undo=url_for("switching.switch_back"))
    door = url_for("joining.name_yourself", code=classes[0].code) if classes else url_for("joining.door")
    return switched(redirect(door, 303))


@bp.post("/back")
def switch_back() -> Reply:
    """Go on as the reader who was switched from, within two minutes and before anybody else has begun."""
    learner = _left()
    if learner is None:
        notify("reader-not-switched-back")
        return redirect(url_for("joining.door"), 303)
    given = session[LEFT][3]
    become(learner)
    _claim_again(learner, given)
    return switched(redirect(url_for("shelf.library"), 303))


def _claim_again(learner: str, given: Iterable[GivenBack]) -> None:
    """Take the names that went back on leaving, if nobody else has taken them meanwhile."""
    store, school = school_store()
    for class_id, name in given:
        klass = store.people.school_class(school, class_id)
        device = known_device(*for_class(klass)) if klass else None
        store.joining.claim(school, class_id, learner, name, device or "")


def _left() -> str | None:
    """Reader who was switched from on this device, while the way back is open."""
    left = session.get(LEFT)
    if not (isinstance(left, list) and len(left) == 4 and reader_id() is None):
        return None
    learner, epoch, until = map(str, left[:3])
    in_time = current_services().config.now() <= datetime.fromisoformat(until)
    return learner if in_time and epoch == epoch_of(learner) else None
