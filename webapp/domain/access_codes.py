"""Codes that bring a learner's record to another device: easy to read out, hard to guess."""

from __future__ import annotations

import secrets

from webapp.arabic.normalize import fold_digits

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B: people copy these from a screen by hand. 25 signs, so about 55 bits.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 12


def new_code() -> str:
    """A code by chance."""
    return random_code(LENGTH)


def random_code(length: int) -> str:
    """So many signs by chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalize_code(typed: str) -> str:
    """A code as it is stored: upper case, 0-9, and nothing between (spaces, hyphens, invisible marks)."""
    return "".join(sign for sign in fold_digits(typed).upper() if sign.isalnum())
