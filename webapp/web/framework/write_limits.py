"""Limits on what readers in no class may write: by address, by size, and by the space left on the disk.

Anybody can begin to read, so anybody can fill a disk. Members of a class are never stopped here. An address may be that
of a whole school, whose network shows one to the outside: the limits let four hundred pupils begin in a lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from flask import abort

from webapp.domain.people import MAX_JOINS_A_MINUTE, SchoolClass
from webapp.domain.question import Response
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.current_learner import has_record
from webapp.web.framework.http.rate_limit import (
    failed_often,
    network,
    note_failure,
    reserve_failures,
    take_back_failures,
)
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store

MAX_NEW_RECORDS = 600
"""New records without a class from one address within ``Config.code_window_seconds``."""
MAX_NEW_RECORDS_A_DAY = 3000
MAX_REVIEWS = 3000
"""Reviews of saved words by readers without a class, from one address within ``Config.code_window_seconds``."""
MAX_FORM_BYTES = 32 * 1024
"""One form of a reader without a class: two long answers and all short ones of a page."""


class WritingPaused(StoreUnavailable):
    """Nothing is written for this reader just now; ``title`` and ``message`` are texts of the interface."""

    def __init__(self, title: str, message: str) -> None:
        super().__init__(title)
        self.title, self.message = title, message


def too_many_readers() -> WritingPaused:
    """Refusal where too much was begun from one address."""
    return WritingPaused(
        N_("Too many new readers at once"),
        N_(
            "Many readers without a class have started from this network recently. What you sent has "
            "not been saved yet, but it is still on this page. Join your class with its code, or try "
            "again in 15 minutes."
        ),
    )


def no_room() -> WritingPaused:
    """Refusal where the disk is nearly full."""
    return WritingPaused(
        N_("Storage is almost full"),
        N_(
            "The server is almost full and keeps its space for classes. What you sent was not saved, "
            "but it is still on this page. Join your class with its code, or contact whoever runs "
            "this site."
        ),
    )


def check_writing(
    learner: str,
    fields: Mapping[str, Sequence[str]] | None = None,
    read: Callable[[], Mapping[str, Response]] | None = None,
) -> None:
    """Check that this reader may write now; count the record that the writing begins, once for each reader.

    WritingPaused where the disk is nearly full or the address has begun too many records; 413 where the form's
    ``fields`` are too long, also as they are ``read`` and would be kept. Members of a class may always.
    """
    store, school = school_store()
    free = store.free_bytes()
    if free is not None and free < current_services().config.min_free_bytes and not _in_class(learner):
        raise no_room()
    long = fields is not None and _size(fields) > MAX_FORM_BYTES
    if long and read and _size(_by_field(read())) > MAX_FORM_BYTES and not _in_class(learner):
        abort(413)
    if has_record(learner):
        return
    services = current_services()
    now, window = services.config.now(), timedelta(seconds=services.config.code_window_seconds)
    limits = ((MAX_NEW_RECORDS, now - window), (MAX_NEW_RECORDS_A_DAY, now - timedelta(days=1)))
    # Once for each reader: forms without an answer make no record, and may be sent again and again.
    if not store.reserve_once(school, f"new record of {learner}", f"new record {network()}", limits):
        raise too_many_readers()


def check_review(learner: str) -> None:
    """Check that this reader may record a review, and count it; WritingPaused where it may not."""
    check_writing(learner)
    if _in_class(learner):
        return
    key = f"review {network()}"
    if failed_often(key, most=MAX_REVIEWS):
        raise too_many_readers()
    note_failure(key)


def begin_join(klass: SchoolClass) -> bool:
    """Count a join of this class before it is done; False where it was joined too often within the last minute."""
    if reserve_failures({f"joined {klass.id}": MAX_JOINS_A_MINUTE}, timedelta(minutes=1)):
        return True
    reserve_failures({f"crowded {klass.id}": 1})
    return False


def nobody_joined(klass: SchoolClass) -> None:
    """Take back what :func:`begin_join` counted: the name was taken, the class full, the reader a member already."""
    take_back_failures(f"joined {klass.id}")


def was_crowded(klass: SchoolClass) -> bool:
    """Tell whether somebody had to wait before joining this class, within ``Config.code_window_seconds``."""
    return failed_often(f"crowded {klass.id}", most=1)


def _in_class(learner: str) -> bool:
    store, school = school_store()
    return bool(store.people.classes_of_learner(school, learner))


def _by_field(answers: Mapping[str, Response]) -> dict[str, list[str]]:
    return {
        name: [answer] if isinstance(answer, str) else list(answer.values() if isinstance(answer, dict) else answer)
        for name, answer in answers.items()
    }


def _size(fields: Mapping[str, Sequence[str]]) -> int:
    return sum(len(value.encode("utf-8", "replace")) for values in fields.values() for value in values)
