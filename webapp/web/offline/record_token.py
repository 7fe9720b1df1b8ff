"""Record tokens: each page names its reader in one, so that answers which waited on a device are recorded for theirs.

A token is of one session, as the cookie is. Where that has ended, only answers that were typed before are still taken,
for a while, and in places that are empty: whoever has copied a token changes nothing with it and hands nothing in.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from webapp.web.framework.current_learner import canonical_learner_id, is_valid, named_session, reader_id
from webapp.web.framework.services import current_services, school_store

WAIT_AFTER_SESSION = timedelta(days=3)
"""The time for which answers of a session that has ended are waited for: a weekend. A device signs out by the network,
by which it also sends what it keeps; so this is for what could not be sent at that moment."""


def record_token() -> str | None:
    """Signed token of this device's reader; always the same for the same reader, epoch and session."""
    named = named_session() if request.endpoint != "offline.device" else None
    return _token(str(current_app.secret_key), current_services().config.school, *named) if named else None


def reader_of(token: str, written: datetime) -> tuple[str, bool] | None:
    """The reader whom a token names, and whether its session has ended since ``written``; None where it is refused.

    Refused are a false token, one of a deleted record, of an earlier epoch, and of a session that ended before or long
    ago. A device that has changed its own code, or whose reader has come back, may still hold answers with the token
    before: its cookie vouches for them. Tokens of an earlier Fahm name no session, and are taken as of one that ended.
    """
    try:
        signed = _signer(str(current_app.secret_key), current_services().config.school).loads(token)
    except BadSignature:
        return None
    named, epoch, session = (*signed, None)[:3] if isinstance(signed, list) else (signed, "", None)
    learner = canonical_learner_id(named)
    if reader_id() == learner or (session is not None and is_valid(named, epoch, session)):
        return learner, False
    if not is_valid(named, epoch):
        return None
    store, school = school_store()
    ended = store.access.session_ended(school, named, session or "")
    in_time = ended is None or (written <= ended and current_services().config.now() - ended <= WAIT_AFTER_SESSION)
    return (learner, True) if in_time else None


@lru_cache(1000)  # every page of a reader has the same one
def _token(secret: str, school: str, learner: str, epoch: str, session: str) -> str:
    return str(
        _signer(secret, school).dumps([learner, epoch, session] if session else [learner, epoch] if epoch else learner)
    )


def _signer(secret: str, school: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"fahm record {school}")
