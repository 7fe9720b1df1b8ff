"""Passwords: stored as argon2id hashes, and refused where they are among the first that are guessed.

Refused are: too short ones; few different characters, one piece repeated, a run of a keyboard or of an alphabet; one of
the thirty thousand most common passwords (zxcvbn's list) or a well-known word, as they are or with digits and signs
around them; the person's own name.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from webapp.domain.people import name_key

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_LENGTH = 10
MAX_LENGTH = 256
# OWASP's first choice for argon2id, as of 2024: 19 MiB, two passes, one lane.
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
MAX_AT_ONCE = 2
"""Hashes worked out at a time in a process: each takes 19 MiB, and anybody can ask for one by signing in."""
MIN_DISTINCT = 5
RUNS = (
    "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qwertzuiop",
    "1qaz2wsx3edc4rfv", "qazwsxedc", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "ضصثقفغعهخحجد", "شسيبلاتنمكط", "٠١٢٣٤٥٦٧٨٩٠",
)  # fmt: skip
_WORDS = """
    password passw0rd p@ssword p@ssw0rd passwort motdepasse contraseña letmein welcome admin administrator root user
    guest login signin iloveyou loveyou princess sunshine dragon monkey football baseball basketball superman batman
    starwars pokemon master shadow michael jordan michelle jessica ashley daniel charlie thomas george andrew hunter
    killer soccer hockey tigger ginger pepper cookie cheese banana orange summer winter spring autumn freedom whatever
    trustno computer internet google facebook samsung android iphone windows microsoft apple test testing default
    changeme secret qwerty qwertyui asdfgh zxcvbn abcdef school teacher student classroom arabic english fahm
    muhammad mohammed mohamed ahmed ahmad ali omar fatima maryam yousef yusuf ibrahim khaled abdullah allah islam
    bismillah alhamdulillah inshallah mashallah habibi baghdad cairo damascus beirut egypt syria iraq jordan palestine
    كلمةالسر كلمةالمرور كلمهالسر كلمهالمرور مرحبا مدرسه مدرسة معلم معلمه معلمة محمد احمد بسمالله الحمدلله السلامعليكم
"""
WORDS = frozenset(_WORDS.split())


_places = BoundedSemaphore(MAX_AT_ONCE)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _listed() -> frozenset[str]:
    """Common passwords, read when the first password is chosen."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def nobodys() -> str:
    """A hash to verify against where there is no account, so that both cases take the same time."""
    return hashed(secrets.token_urlsafe(24))


def hashed(password: str) -> str:
    """Hash a password; the result holds its salt and parameters."""
    with _places:
        return _hasher().hash(_plain(password))


def fits(encoded: str, password: str) -> bool:
    """Tell whether this is the password that was hashed."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        with _places:
            return _hasher().verify(encoded, _plain(password[: MAX_LENGTH + 1]))
    except (VerificationError, InvalidHashError):
        return False


def outdated(encoded: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(encoded)


def weakness(password: str, *own_names: str) -> str:
    """Reason to refuse a password, as a key of :data:`webapp.web.teacher.accounts.forms.WEAK`; empty if good.

    ``own_names`` are the person's names, which it may not contain.
    """
    if len(password) < MIN_LENGTH:
        return "short"
    if len(password) > MAX_LENGTH:
        return "long"
    folded = name_key(password)
    keys = [name_key(name) for name in own_names]
    names = {part for key in keys for part in (key, *key.split("@"), *key.split())}
    if any(len(part) >= 4 and part in folded for part in names):
        return "own-name"
    return "common" if _is_common(folded) else ""


def _plain(password: str) -> str:
    """Normalize a password's Unicode: two keyboards may send é or أ differently. Lone surrogates become ``?``."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace").decode()


def _is_common(folded: str) -> bool:
    plain = "".join(folded.split())
    if len(set(plain)) < MIN_DISTINCT or _repeats(plain):
        return True
    letters = plain.strip("0123456789٠١٢٣٤٥٦٧٨٩!?.,@#$%&*_-+=")
    if letters in WORDS or plain in WORDS or (not letters and plain.isdigit()):
        return True
    # More than half of it must be the listed word: else the numbers are what has to be guessed.
    if plain in _listed() or (2 * len(letters) > len(plain) and letters in _listed()):
        return True
    return _without_runs(plain) < MIN_LENGTH // 2


def _repeats(plain: str) -> bool:
    """Tell whether a text is one short piece repeated: abcabcabc."""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


def _without_runs(plain: str) -> int:
    """Number of characters left when each run of a keyboard or an alphabet, either way, counts as none."""
    rows = [row for run in RUNS for row in (run, run[::-1])]
    left = at = 0
    while at < len(plain):
        longest = max((size for row in rows for size in range(3, 12) if plain[at : at + size] in row
                       and at + size <= len(plain)), default=1)  # fmt: skip
        left += longest == 1
        at += longest
    return left
