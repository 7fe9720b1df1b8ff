"""Resuming a record on another device, by its record code."""

from __future__ import annotations

from webapp.domain.access_codes import normalize_code
from webapp.domain.attempt import Learner
from webapp.web.framework.current_learner import classes_of_reader, reader_id, reader_or_new, switch_to
from webapp.web.framework.http.rate_limit import refuse_wrong_code
from webapp.web.framework.learner_audit import log_desk_action
from webapp.web.framework.services import current_services, school_store

MAX_CODE = 64


def learner_by_code(code: str) -> Learner | None:
    """The learner of a record code, None for a wrong one. 429 after too many wrong ones on this device.

    Too many wrong codes end the wrong ones alone: with 55 bits of chance in a code, guesses are worth nothing, and the
    right codes and cards of a whole school come from one address, of a class from one tablet.
    """
    store, school = school_store()
    learner = store.learner_by_code(school, code[:MAX_CODE])
    if learner is None:
        refuse_record_code(code)
    return learner


def refuse_record_code(code: str) -> None:
    """Count a wrong record code against device and network; 429 where there were too many."""
    config = current_services().config
    typed = normalize_code(code[:MAX_CODE])
    refuse_wrong_code("record", typed, reader_or_new(), config.code_failures, config.record_code_failures)


def resume_record(learner: Learner) -> str:
    """Continue as this learner on this device; return the code of the record replaced.

    Empty where none was, and where its reader is in a class: its card or the teacher brings it back,
    and who comes after on a shared tablet is not handed its code.
    """
    before, is_member = reader_id(), bool(classes_of_reader())
    store, school = school_store()
    left = store.learner(school, before) if before and before != learner.id else None
    switch_to(learner.id)
    store.joining.opened(school, learner.id)
    log_desk_action("record-opened", learner.id)
    return left.code if left and not is_member else ""
