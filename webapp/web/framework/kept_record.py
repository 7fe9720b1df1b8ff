"""The record of a request's reader, kept until the request ends: a page asks for it a dozen times.

A context variable answers in a fifth of the time of Flask's ``g``.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from flask import Flask

from webapp.store.protocols.record_access import NamedRecord
from webapp.web.framework.services import UNASKED

_OUTSIDE = object()
"""Value where no request begins and ends: nothing is kept there."""
_own: ContextVar[Any] = ContextVar("own_record", default=_OUTSIDE)


def kept_record() -> Any:
    """The record that was looked up in this request, or None for nobody; UNASKED before the look-up."""
    kept = _own.get()
    return UNASKED if kept is _OUTSIDE else kept


def keep_record(record: NamedRecord | None) -> None:
    """Keep the record until the request ends."""
    if _own.get() is not _OUTSIDE:
        _own.set(record)


def forget_record() -> None:
    """Let the record be looked up again."""
    if _own.get() is not _OUTSIDE:
        _own.set(UNASKED)


def init_app(app: Flask) -> None:
    """Keep nothing beyond a request."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    _own.set(UNASKED)


def _end(_: BaseException | None) -> None:
    _own.set(_OUTSIDE)
