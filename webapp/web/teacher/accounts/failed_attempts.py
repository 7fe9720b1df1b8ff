"""Rate limit on guessing passwords and codes of the desk: by account, and by network; by device where it is known.

An attempt is counted before it is judged, and taken back if it was right: of forty at once, ten are judged. A device
that has signed in to the account before has a budget of its own, so that nobody keeps a teacher out by guessing.
"""

from __future__ import annotations

from flask import abort, make_response, render_template

from webapp.web.framework.http.known_devices import known_device
from webapp.web.framework.http.rate_limit import network, reserve_failures, take_back_failures
from webapp.web.framework.services import current_services, school_people
from webapp.web.teacher.access import device_purpose


def begin_attempt(sign_in: str, *, by_network: bool) -> None:
    """Count an attempt at this account, or end the request with the page that asks to wait.

    ``by_network``: count it against the network too, where nobody is signed in yet.
    """
    if not reserve_failures(_limits(sign_in, by_network)):
        abort(make_response(render_template("teacher/accounts/wait.html"), 429))


def attempt_was_right(sign_in: str, *, by_network: bool) -> None:
    """Take back what :func:`begin_attempt` counted."""
    take_back_failures(*_limits(sign_in, by_network))


def _limits(sign_in: str, by_network: bool) -> dict[str, int]:
    config, device = current_services().config, _known_device(sign_in)
    if device:
        return {f"desk device {device}": config.code_failures}
    account = {f"desk account {sign_in}": config.code_failures}
    return account | ({f"desk {network()}": config.address_failures} if by_network else {})


def _known_device(sign_in: str) -> str | None:
    people, school = school_people()
    account = people.by_sign_in(school, sign_in)
    return known_device(*device_purpose(account[0])) if account else None
