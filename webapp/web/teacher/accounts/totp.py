"""Time-based one-time passwords (TOTP, RFC 6238): six digits for 30 seconds, from a seed shared with an app."""

from __future__ import annotations

from datetime import datetime

from webapp.arabic.normalize import fold_digits
from webapp.domain.access_codes import random_code

SECONDS = 30
SPARE_SIGNS = 25
"""Length of a spare code, of an alphabet of 25: with 116 bits, a plain digest of it cannot be reversed."""
ISSUER = "Fahm"


def new_seed() -> str:
    """Make a random seed of 160 bits, in base 32."""
    import pyotp

    return str(pyotp.random_base32())


def new_spare_code() -> str:
    """Make a spare code, which replaces a lost app once."""
    return random_code(SPARE_SIGNS)


def grouped(code: str) -> str:
    """Group a code's characters for reading: by four or by five, whichever leaves no rest."""
    size = next((size for size in (4, 5) if len(code) % size == 0), 5)
    return " ".join(code[at : at + size] for at in range(0, len(code), size))


def address_of(seed: str, name: str) -> str:
    """``otpauth`` address that the app reads from a QR code."""
    import pyotp

    return str(pyotp.TOTP(seed).provisioning_uri(name=name, issuer_name=ISSUER))


def code_at(seed: str, step: int) -> str:
    """Six-digit code of a time step; steps of 30 seconds are numbered from 1970."""
    import pyotp

    return str(pyotp.TOTP(seed, interval=SECONDS).generate_otp(step))


def step_at(now: datetime) -> int:
    """Number of the time step at ``now``."""
    return int(now.timestamp()) // SECONDS


def step_of(seed: str, typed: str, now: datetime) -> int | None:
    """Time step of a typed code: the present, previous or next one, for clocks that differ. Else None."""
    from pyotp.utils import strings_equal

    code = "".join(sign for sign in fold_digits(typed) if sign.isdigit())
    steps = (step_at(now) + away for away in (0, -1, 1))
    return next((step for step in steps if strings_equal(code_at(seed, step), code)), None)
