"""Rate limit on guessing: failures are counted in the store, so that all workers count together."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from webapp.web.framework.services import current_services, school_store


def address() -> str:
    """The client's IP address."""
    return request.remote_addr or "?"


def failed_often(*keys: str, most: int | None = None) -> bool:
    """Tell whether one of these (an address, an account) has failed ``most`` times within the window.

    The usual window is ``Config.code_failures``.
    """
    store, school = school_store()
    services = current_services()
    most = services.config.code_failures if most is None else most
    since = services.config.now() - timedelta(seconds=services.config.code_window_seconds)
    failures = (store.code_failures_since(school, key, since) for key in keys)
    return any(count >= most for count in failures)


def address_failed_often(what: str) -> bool:
    """Tell whether ``what`` failed too often at this address.

    A whole school may be behind one address: one class that mistypes its code must not lock out all the others.
    """
    return failed_often(f"{what} {address()}", most=current_services().config.address_failures)


def note_failure(*keys: str) -> None:
    """Count one failure for each."""
    store, school = school_store()
    for key in keys:
        store.code_failure(school, key)
