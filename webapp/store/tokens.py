"""Random ids, and digests of secrets."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    """A random id, safe in URLs."""
    return secrets.token_hex(8)


def hash_token(token: str) -> str:
    """The digest stored of a token. A token has 256 random bits, so a plain digest cannot be reversed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
