"""Signing of cookies and tokens with SHA-256; valid even after the server's clock was set back.

A signed cookie holds the time of its signing. One that seems to be signed in the future would be refused, and its
reader would lose the record; but nobody can sign one without the key, so it only means that this machine's clock was
wrong.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Serializer, SignatureExpired, Signer, TimestampSigner, URLSafeTimedSerializer, want_bytes


class _Signer(TimestampSigner):
    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Derive the key of the signatures; from the same secret it is always the same."""
        secret = self.secret_keys[-1] if secret_key is None else want_bytes(secret_key)
        return _derived_key(secret, self.salt, self.key_derivation, self.digest_method)

    def unsign(self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: Any = False) -> Any:
        """Return the signed value, unless it is older than ``max_age`` seconds."""
        try:
            return super().unsign(signed_value, max_age, return_timestamp)
        except SignatureExpired as error:
            if error.date_signed is None or error.date_signed.timestamp() <= self.get_timestamp():
                raise
            return super().unsign(signed_value, None, return_timestamp)


@lru_cache(16)
def _derived_key(secret: bytes, salt: bytes, derivation: str, digest_method: Any) -> bytes:
    return Signer(secret, salt, key_derivation=derivation, digest_method=digest_method).derive_key()


class Sessions(SecureCookieSessionInterface):
    """Flask's session interface with the project's signer and SHA-256."""

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Serializer that signs the session cookie and verifies it; made once, since an application has one key."""
        serializer = self._serializer
        if serializer is None and (serializer := super().get_signing_serializer(app)):
            serializer.signer = _Signer
            serializer.fallback_signers = [{"key_derivation": self.key_derivation, "digest_method": hashlib.sha1}]
            self._serializer = serializer
        return serializer


def init_app(app: Flask) -> None:
    """Let Flask sign its session cookie so, and sign all else (Flask-WTF's form tokens) with SHA-256 as well.

    Values that an earlier Fahm signed with SHA-1 are still read: an open form, a record on a device.
    """
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    Serializer.default_fallback_signers = [{"digest_method": hashlib.sha1}]
    app.session_interface = Sessions()
