"""Random ids, and digests of secrets."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    """Make a random id, safe in URLs."""
    return secrets.token_hex(8)


def hash_token(token: str) -> str:
    """Digest of a token for storage. A token has 256 random bits, so a plain digest cannot be reversed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
