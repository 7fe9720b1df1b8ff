"""Ids and secrets by chance, and what is kept of a secret."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    """An id by chance, good in an address."""
    return secrets.token_hex(8)


def hash_token(token: str) -> str:
    """What is kept of a token. The token is 256 bits by chance, so a plain digest cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
