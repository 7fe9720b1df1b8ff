"""The people of a school: teachers, classes and memberships, and the normalization of their names. Immutable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from webapp.arabic.digits import arabic_digits
from webapp.arabic.normalize import (
    canonical,
    fold_alef_maqsura,
    fold_digits,
    fold_hamza,
    fold_ta_marbuta,
    strip_tashkeel,
    strip_tatweel,
)
from webapp.arabic.unicode_forms import compatible, composed

Role = Literal["admin", "teacher"]
"""An ``admin`` also manages the accounts of teachers; the classes of others are closed to both."""
MAX_NAME_LENGTH = 60
MAX_SIGN_IN_LENGTH = 64
# What draws nothing: Unicode's Default_Ignorable_Code_Point but for the two joiners, which change letters beside them,
# marks between lines (U+FFF9 to U+FFFB), and the Braille pattern without a dot.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NUMBER = re.compile("([0-9]+)")
_NUMBERED = re.compile(r" \d+$")
_SIGN_IN = re.compile(r"[\w.@-]+")


@dataclass(frozen=True)
class Teacher:
    """A person with an account. ``sign_in`` is stored folded; what is typed at sign-in is folded in the same way."""

    school: str
    id: str
    sign_in: str
    name: str
    role: Role
    created: datetime
    closed: datetime | None = None
    second_step: bool = False
    """Two-factor sign-in (TOTP) is on."""
    device_epoch: str = ""
    """Short random text that the cookies of known devices are good for; another one makes them unknown."""
    language: Language = "auto"
    digits: Digits = "auto"
    """Language and digits of the desk where the device has no choice of its own."""

    @property
    def is_admin(self) -> bool:
        """Teachers with this role manage accounts."""
        return self.role == "admin"


Language = Literal["auto", "ar", "en", "both"]
"""Interface language that is set for a class or an account; ``auto``: the browser's."""
Digits = Literal["auto", "arab", "latn"]
"""Digits of Arabic text that are set for a class or an account; ``auto``: Arabic-Indic."""
Shelf = Literal["all", "assigned"]
"""Texts that a class may open by itself: all, or assigned ones only."""


@dataclass(frozen=True)
class SchoolClass:
    """A class of learners. ``code`` lets learners in, until the class is archived."""

    school: str
    id: str
    name: str
    code: str
    created: datetime
    archived: datetime | None = None
    shelf: Shelf = "all"
    names_shown: bool = True
    """True if whoever has the code may choose from the names that nobody has used yet."""
    language: Language = "auto"
    digits: Digits = "auto"
    """Language and digits of its learners where they have chosen none."""


MAX_MEMBERS = 400
"""Members of one class."""
MAX_JOINS_A_MINUTE = 60
"""Joins of one class by its code within a minute: a whole class that is shown the code joins at once."""


@dataclass(frozen=True)
class Membership:
    """A learner in a class, under the name that the class knows."""

    learner: str
    name: str
    joined: datetime


def clean_name(typed: str, longest: int = MAX_NAME_LENGTH) -> str:
    """Normalize a typed name for storage: NFC, no control or direction marks, single spaces, at most ``longest``.

    Empty if nothing visible was typed.
    """
    spaced = "".join(
        " " if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} else character for character in typed[:1000]
    )
    name = " ".join(composed(_HIDDEN.sub("", spaced)).split())[:longest].strip()
    return name if any(unicodedata.category(character)[0] in "LNPS" for character in name) else ""


def name_key(name: str) -> str:
    """Fold a name for comparison as marking does, so that one child is not two.

    Ignored are case, vowel marks, tatweel, hamza, joiners, a final ة for ه and ى for ي, and the digits' script.
    """
    plain = fold_alef_maqsura(fold_ta_marbuta(fold_hamza(strip_tatweel(strip_tashkeel(canonical(name))))))
    return fold_digits(compatible(plain)).casefold().replace("ى", "ي")


def name_order(name: str) -> tuple[object, ...]:
    """Order of a name in a list: Arabic names before others, letters as they are compared, numbers by their size."""
    key = name_key(name)
    first = next((character for character in key if character.isalpha()), "")
    parts = tuple((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in _NUMBER.split(key))
    return (not "\u0600" <= first <= "\u06ff", parts)


def without_number(name: str) -> str:
    """A name without the number that told it apart from the same name of another («ليلى ٢»)."""
    return _NUMBERED.sub("", name)


def free_name(name: str, taken: Collection[str]) -> str:
    """``name``, or it with the first number from 2 on that makes it free; ``taken`` has names as people write them."""
    keys = {name_key(taken_name) for taken_name in taken}
    if name_key(name) not in keys:
        return name
    number = 2
    while True:
        tail = arabic_digits(f" {number}")
        candidate = name[: MAX_NAME_LENGTH - len(tail)].rstrip() + tail
        if name_key(candidate) not in keys:
            return candidate
        number += 1


def clean_sign_in(typed: str) -> str:
    """Normalize a sign-in name for storage: NFKC, case folded; empty if it has others than letters, digits and ._-@."""
    folded = compatible(_HIDDEN.sub("", typed[:1000])).casefold().strip()
    folded = compatible(folded)
    return folded if len(folded) <= MAX_SIGN_IN_LENGTH and _SIGN_IN.fullmatch(folded) else ""
