"""Cookies that outlive a clock that was set back: a reader must not become somebody else because of it.

A signed cookie says when it was signed. One that seems to be of tomorrow would be refused, and the reader would begin
anew; but nobody can sign one without the key, so it only means that this machine's clock went ahead and was mended.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class _Signer(TimestampSigner):
    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: Any = False) -> Any:
        """What was signed, as long as it is not older than ``max_age`` seconds."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as error:
            if error.date_signed is None or error.date_signed.timestamp() <= self.get_timestamp():
                raise
            return super().unsign(signed_value, None, return_timestamp)


class Sessions(SecureCookieSessionInterface):
    """Flask's own, with that signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs the cookie, and reads it again."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = _Signer
        return made


def init_app(app: Flask) -> None:
    """Let Flask read and write its cookie so."""
    app.session_interface = Sessions()
