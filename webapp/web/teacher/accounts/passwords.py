"""Passwords: stored as argon2id hashes, and refused where they are among the first that are guessed.

Refused are: too short ones; the person's own name; digits alone; and what zxcvbn takes for easy to guess, knowing also
the Arabic words, alphabets and keyboards below. It counts English words and common passwords, runs, repetitions, dates.
"""

from __future__ import annotations

import secrets
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from webapp.arabic.normalize import fold_digits
from webapp.arabic.unicode_forms import composed
from webapp.domain.people import name_key

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_LENGTH = 10
MAX_LENGTH = 256
# OWASP's first choice for argon2id, as of 2024: 19 MiB, two passes, one lane.
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
MAX_AT_ONCE = 2
"""Hashes worked out at a time in a process: each takes 19 MiB, and anybody can ask for one by signing in."""
MIN_SCORE = 3
"""zxcvbn's score of a good password, of 0 to 4: more than 10^8 guesses."""
MAX_JUDGED = 48
"""Characters that zxcvbn looks at; its time grows with their square."""
ROWS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ", "ضصثقفغعهخحجد", "شسيبلاتنمكط", "ورلاىهوزظ",
    "azertyuiop", "qsdfghjklm", "qwertzuiop",
)  # fmt: skip
"""Alphabets and rows of keyboards that zxcvbn does not know."""
_WORDS = """
    fahm quran alquran alhamdulillah hamdulillah inshallah mashallah subhanallah bismillah allahuakbar salam marhaba
    yousef fatimah abdullah abdulrahman contraseña
    فهم كلمة السر المرور كلمةالسر كلمةالمرور كلمتي سري سرية مرحبا اهلا سلام السلام عليكم
    صباح مساء الخير حبيبي حبيبتي عمري قلبي حياتي
    الله بسم بسمالله بسماللهالرحمن الرحمن الرحيم الحمد الحمدلله سبحان اكبر ماشاءالله انشاءالله القران الاسلام رمضان
    مدرسة المدرسة معلم معلمة المعلم المعلمة استاذ استاذة طالب طالبة مدير مديرة صف الصف درس قراءة كتاب نص لغة عربي عربية
    محمد احمد محمود علي عمر عثمان حسن حسين ابراهيم اسماعيل يوسف يعقوب موسى عيسى خالد سعيد سعد طارق مصطفى عبد عبدالله
    عبدالرحمن فاطمة عائشة مريم زينب خديجة سارة نور ليلى منى هدى سلمى
    مصر القاهرة سوريا دمشق العراق بغداد الاردن عمان فلسطين القدس لبنان بيروت السعودية مكة المدينة المغرب الجزائر تونس
"""
WORDS = tuple(_WORDS.split())
"""Words that are tried first, Arabic and in Latin letters, where zxcvbn's lists lack them."""
SIGNS = str.maketrans("@({[<!|$+%", "acccciistx")
"""Signs as the letters that they stand for. zxcvbn tries all combinations of several, which takes it seconds."""
FINALS = str.maketrans("ةى", "هي")
AROUND = "0123456789!?.,@#$%&*_-+="
_zxcvbn_lock = Lock()


_places = BoundedSemaphore(MAX_AT_ONCE)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


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
    return "common" if _is_common(folded, names) else ""


def _plain(password: str) -> str:
    """Normalize a password's Unicode: two keyboards may send é or أ differently. Lone surrogates become ``?``."""
    return composed(password).encode("utf-8", "replace").decode()


def _is_common(folded: str, names: set[str]) -> bool:
    plain = _respelled(folded)
    core = plain.strip(AROUND)
    if not core or _score(plain, names) < MIN_SCORE:
        return True
    # zxcvbn praises any three pieces, so that a common word would do with digits at both ends.
    return 3 * len(core) >= len(plain) and _score(core, names) == 0


def _score(plain: str, names: set[str]) -> int:
    """Score of a password, from 0 to 4."""
    from zxcvbn import zxcvbn

    plain = plain[:MAX_JUDGED]
    if len(plain) > 2 * MIN_LENGTH or len(set(plain).intersection(map(chr, SIGNS))) > 1:
        plain = plain.translate(SIGNS)
    with _zxcvbn_lock:  # it keeps the words that it is given in its module
        result = zxcvbn(plain, user_inputs=[*map(_respelled, names), *_tried_first()])
    return int(result["score"])


@cache
def _tried_first() -> tuple[str, ...]:
    """The words, and every run of three or more letters of a row."""
    runs = (row[start:end] for row in ROWS for start in range(len(row)) for end in range(start + 3, len(row) + 1))
    return tuple(_respelled(name_key(word)) for word in (*WORDS, *runs))


def _respelled(folded: str) -> str:
    """Fold ة, ى and the digits, and drop white space."""
    return "".join(fold_digits(folded).translate(FINALS).split())
