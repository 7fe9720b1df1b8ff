"""Known devices: a cookie that proves that this browser has signed in, or joined a class, before.

While strangers' wrong passwords and codes make a network wait, a known device goes on by a budget of its own. The
cookie opens nothing. It has an entry for each account or class: a random id of the device and a signature over the id
and over what the entry is for. The latter is not in the cookie, so that it tells nobody whose device it is.
"""

from __future__ import annotations

import re
import secrets

from flask import current_app, request
from itsdangerous import Signer
from werkzeug.wrappers import Response as Reply

from webapp.domain.text import short_digest
from webapp.web.framework.services import current_services

COOKIE_SECONDS = 400 * 24 * 60 * 60
MAX_ENTRIES = 12
"""Accounts and classes that one device is known for; the latest used ones stay."""
_ENTRY = re.compile(r"([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{43})")


def known_device(*purpose: str) -> str | None:
    """Id of this device, if its cookie has a valid entry for this purpose: its kind, whom it is for, the epoch."""
    entry = _entry_for(_entries(), purpose)
    return entry.partition(".")[0] if entry else None


def remember_device(reply: Reply, *purpose: str, device: str | None = None) -> None:
    """Let this device be known for a purpose from now on, by the id ``device`` if it has one from an earlier epoch.

    One that is known already keeps its id.
    """
    entries, config = _entries(), current_services().config
    entry = _entry_for(entries, purpose) or _new_entry(device or secrets.token_urlsafe(12), purpose)
    others = [other for other in entries if other.partition(".")[0] != entry.partition(".")[0]]
    reply.set_cookie(
        config.cookie("fahm_device"),
        "~".join([entry, *others][:MAX_ENTRIES]),
        max_age=COOKIE_SECONDS,
        path=config.cookie_path,
        secure=config.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def _entries() -> list[str]:
    sent = request.cookies.get(current_services().config.cookie("fahm_device"), "")
    return [entry for entry in sent.split("~", MAX_ENTRIES)[:MAX_ENTRIES] if _ENTRY.fullmatch(entry)]


def _entry_for(entries: list[str], purpose: tuple[str, ...]) -> str | None:
    signer = _signer()
    for entry in entries:
        device, _, signature = entry.partition(".")
        if signer.verify_signature(_signed(device, purpose), signature):
            return entry
    return None


def _new_entry(device: str, purpose: tuple[str, ...]) -> str:
    return f"{device}.{_signer().get_signature(_signed(device, purpose)).decode()}"


def _signed(device: str, purpose: tuple[str, ...]) -> bytes:
    return short_digest([device, current_services().config.school, *purpose]).encode()


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="fahm known device")
