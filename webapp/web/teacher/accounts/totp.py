"""Codes of an app that makes them (TOTP, RFC 6238): six digits for half a minute, out of a shared seed."""

from __future__ import annotations

from datetime import datetime

from webapp.arabic.normalize import fold_digits
from webapp.domain.access_codes import random_code

SECONDS = 30
SPARE_SIGNS = 25
"""Of 25 each, so 116 bits: a plain digest of it cannot be turned back."""
ISSUER = "Fahm"


def new_seed() -> str:
    """160 bits by chance, in base 32."""
    import pyotp

    return str(pyotp.random_base32())


def new_spare_code() -> str:
    """A spare code, which replaces a lost app once."""
    return random_code(SPARE_SIGNS)


def grouped(code: str) -> str:
    """In groups that an eye can follow: of four or of five, whichever leaves no rest."""
    size = next((size for size in (4, 5) if len(code) % size == 0), 5)
    return " ".join(code[at : at + size] for at in range(0, len(code), size))


def address_of(seed: str, name: str) -> str:
    """The address that the app reads out of a QR code."""
    import pyotp

    return str(pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=ISSUER))


def code_at(seed: str, step: int) -> str:
    """The code of a step, of which each lasts half a minute, counted from 1970."""
    import pyotp

    return str(pyotp.TOTP(seed, interval=SECONDS).generate_otp(step))


def step_at(now: datetime) -> int:
    """The step that it is now."""
    return int(now.timestamp()) // SECONDS


def step_of(seed: str, typed: str, now: datetime) -> int | None:
    """The step whose code was typed: this one, the one before or the one after, for clocks that differ. Else None."""
    from pyotp.utils import strings_equal

    code = "".join(sign for sign in fold_digits(typed) if sign.isdigit())
    steps = (step_at(now) + away for away in (0, -1, 1))
    return next((step for step in steps if strings_equal(code_at(seed, step), code)), None)
