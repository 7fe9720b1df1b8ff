"""The people of a school: teachers, classes, who belongs to which; and how their names are written.

Everything here is immutable and knows nothing of databases or pages.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from webapp.arabic.normalize import canonical, fold_hamza, strip_tashkeel, strip_tatweel

Role = Literal["admin", "teacher"]
"""An ``admin`` also manages the accounts of teachers; the classes of others are closed to both."""
MAX_NAME_LENGTH = 60
MAX_SIGN_IN_LENGTH = 64
# Left-to-right and right-to-left marks, embeddings, overrides, isolates; what is invisible and joins nothing.
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_SIGN_IN = re.compile(r"[\w.@-]+")


@dataclass(frozen=True)
class Teacher:
    """Somebody with an account. ``sign_in`` is folded: what is typed at sign-in is folded in the same way."""

    school: str
    id: str
    sign_in: str
    name: str
    role: Role
    created: datetime
    closed: datetime | None = None
    second_step: bool = False
    """Whether signing in also asks for a code of an app that makes them."""

    @property
    def is_admin(self) -> bool:
        """Whether this teacher manages accounts."""
        return self.role == "admin"


@dataclass(frozen=True)
class SchoolClass:
    """A class of learners. ``code`` lets learners in, until the class is archived."""

    school: str
    id: str
    name: str
    code: str
    created: datetime
    archived: datetime | None = None


@dataclass(frozen=True)
class Membership:
    """A learner in a class, under the name that the class knows."""

    learner: str
    name: str
    joined: datetime


def clean_name(typed: str) -> str:
    """A name as it is kept: NFC, no control or direction characters, single spaces, at most 60 characters.

    Empty where nothing that can be seen was typed.
    """
    spaced = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in typed[:1000])
    name = " ".join(unicodedata.normalize("NFC", _HIDDEN.sub("", spaced)).split())[:MAX_NAME_LENGTH].strip()
    return name if any(unicodedata.category(sign)[0] in "LNPS" for sign in name) else ""


def name_key(name: str) -> str:
    """What two spellings of one name share: case, vowel marks, stretching, hamza and joiners aside."""
    plain = fold_hamza(strip_tatweel(strip_tashkeel(canonical(name))))
    return unicodedata.normalize("NFKC", plain).casefold()


def clean_sign_in(typed: str) -> str:
    """A sign-in name as it is kept: NFKC, case folded; empty where other signs than letters, digits, ._-@ are in it."""
    folded = unicodedata.normalize("NFKC", _HIDDEN.sub("", typed[:1000])).casefold().strip()
    folded = unicodedata.normalize("NFKC", folded)
    return folded if len(folded) <= MAX_SIGN_IN_LENGTH and _SIGN_IN.fullmatch(folded) else ""
