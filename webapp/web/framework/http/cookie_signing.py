"""Signing of cookies and tokens: with a digest of today, and valid after the server's clock was set back.

A reader must not become somebody else because of the clock. A signed cookie says when it was signed. One that seems to
be of tomorrow would be refused, and the reader would begin anew; but nobody can sign one without the key, so it only
means that this machine's clock went ahead and was mended.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Serializer, SignatureExpired, Signer, TimestampSigner, URLSafeTimedSerializer


class _Signer(TimestampSigner):
    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: Any = False) -> Any:
        """Return the signed value, unless it is older than ``max_age`` seconds."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as error:
            if error.date_signed is None or error.date_signed.timestamp() <= self.get_timestamp():
                raise
            return super().unsign(signed_value, None, return_timestamp)


class Sessions(SecureCookieSessionInterface):
    """Flask's own, with that signer and a digest of today."""

    digest_method = staticmethod(hashlib.sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The serializer that signs the cookie, and reads it again."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = _Signer
            serializer.fallback_signers = [{"key_derivation": self.key_derivation, "digest_method": hashlib.sha1}]
        return serializer


def init_app(app: Flask) -> None:
    """Let Flask read and write its cookie so, and sign all else (forms' tokens are Flask-WTF's) with SHA-256 as well.

    What an earlier Fahm signed over SHA-1 is still read: a form that lies open, a record on a device.
    """
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    Serializer.default_fallback_signers = [{"digest_method": hashlib.sha1}]
    app.session_interface = Sessions()
