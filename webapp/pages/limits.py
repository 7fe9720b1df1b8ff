"""Guessing is limited: how often something failed lately, kept in the store, so that all workers count together."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from webapp.pages.services import services


def address() -> str:
    """Where this request comes from."""
    return request.remote_addr or "?"


def failed_often(*keys: str, most: int | None = None) -> bool:
    """Whether one of these (an address, an account) has failed as often as it may within the window: ``most`` times,
    which usually is ``Config.code_failures``."""
    here = services()
    most = here.config.code_failures if most is None else most
    since = here.config.now() - timedelta(seconds=here.config.code_window_seconds)
    failures = (here.store.code_failures_since(here.config.school, key, since) for key in keys)
    return any(count >= most for count in failures)


def address_failed_often(what: str) -> bool:
    """Whether ``what`` failed too often at this address. A whole school may be behind one address: one class that
    mistypes its code, or one joker, must not close the door to all the others."""
    return failed_often(f"{what} {address()}", most=services().config.address_failures)


def note_failure(*keys: str) -> None:
    """Count one failure for each."""
    here = services()
    for key in keys:
        here.store.code_failure(here.config.school, key)
