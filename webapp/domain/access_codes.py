"""Access codes that open a learner's record on another device: easy to read out, hard to guess."""

from __future__ import annotations

import secrets

from webapp.arabic.normalize import fold_digits

# Without 0 O, 1 I L, 2 Z, 5 S, 8 B: people copy these from a screen by hand. 25 signs, so about 55 bits.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
LENGTH = 12
_RANDOM = secrets.SystemRandom()


def new_code() -> str:
    """Make a random access code."""
    return random_code(LENGTH)


def new_record_id() -> str:
    """Make a random id of a learner's record. It begins with a letter or digit: no command takes it for an option."""
    return secrets.token_hex(16)


def random_code(length: int) -> str:
    """Draw ``length`` random characters of the alphabet."""
    return "".join(_RANDOM.choices(ALPHABET, k=length))


def normalize_code(typed: str) -> str:
    """Normalize a typed code to the stored form: upper case, 0-9, no spaces, hyphens or invisible marks."""
    return "".join(character for character in fold_digits(typed).upper() if character.isalnum())
