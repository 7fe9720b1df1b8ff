"""Resuming a record on another device, by its record code."""

from __future__ import annotations

from flask import abort

from webapp.domain.attempt import Learner
from webapp.web.framework.current_learner import become, reader_id
from webapp.web.framework.http.rate_limit import address, failed_often, note_failure
from webapp.web.framework.services import school_store

MAX_CODE = 64


def learner_by_code(code: str) -> Learner | None:
    """The learner of a record code. Wrong codes count against the address; too many end in a 429."""
    if failed_often(address()):
        abort(429)
    store, school = school_store()
    learner = store.learner_by_code(school, code[:MAX_CODE])
    if learner is None:
        note_failure(address())
    return learner


def resume_record(learner: Learner) -> str:
    """Continue as this learner on this device; return the code of the record replaced, empty where none was."""
    before = reader_id()
    store, school = school_store()
    left = store.learner(school, before) if before and before != learner.id else None
    become(learner.id)
    return left.code if left else ""
