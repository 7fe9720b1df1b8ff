"""Guessing is limited: how often something failed lately, kept in the store, so that all workers count together."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from webapp.pages.services import services


def address() -> str:
    """Where this request comes from."""
    return request.remote_addr or "?"


def failed_often(*keys: str) -> bool:
    """Whether one of these (an address, an account) has failed as often as it may within the window."""
    here = services()
    since = here.config.now() - timedelta(seconds=here.config.code_window_seconds)
    failures = (here.store.code_failures_since(here.config.school, key, since) for key in keys)
    return any(count >= here.config.code_failures for count in failures)


def note_failure(*keys: str) -> None:
    """Count one failure for each."""
    here = services()
    for key in keys:
        here.store.code_failure(here.config.school, key)
