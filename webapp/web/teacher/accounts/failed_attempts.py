"""Rate limit on guessing passwords and codes of the desk: by account, and by address."""

from __future__ import annotations

from flask import render_template

from webapp.web.framework.http.rate_limit import failed_often, network, network_failed_often, note_failure


def failed_too_often(sign_in: str, *, by_address: bool) -> bool:
    """Tell whether this account, or many accounts from this address, failed too often lately."""
    return failed_often(_account(sign_in)) or (by_address and network_failed_often("desk"))


def count_failure(sign_in: str, *, by_address: bool) -> None:
    """Count a wrong password or code."""
    note_failure(*([f"desk {network()}"] if by_address else []), _account(sign_in))


def wait_page() -> tuple[str, int]:
    """Page that asks to wait before the next try."""
    return render_template("teacher/accounts/wait.html"), 429


def _account(sign_in: str) -> str:
    return f"desk account {sign_in}"
