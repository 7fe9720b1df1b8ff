"""Messages about keys that are unknown where they stand: the nearest one, or the place that they belong in."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from pydantic import BaseModel

from webapp.content.parsing.schema_lookup import KeyPath, homes_of, keys_at
from webapp.domain.problem import both, field_key

Wording = tuple[str, str]
"""A message in English and in Arabic."""
Elsewhere = Callable[[str], Wording | None]
"""Tells of a key that a model does not have where it belongs."""
LIKENESS = 0.62
"""Letters in common, of all: «levle» has 0.8 of «level», and «choices» 0.57 of «process»."""
MOST_LISTED = 6


def nowhere_else(name: str) -> Wording | None:
    """An `Elsewhere` for a model without neighbours."""
    return None


def unknown_key(name: str, known: Iterable[str]) -> str:
    """Report an unknown key, with the nearest known one as a suggestion."""
    english, arabic = _reported(name, _nearest(name, known))
    return both(en=english, ar=arabic)


def misplaced_key(name: str, model: type[BaseModel], path: KeyPath, elsewhere: Elsewhere) -> Wording:
    """Report a key that is unknown at ``path``: where it belongs, or what it may be a slip for."""
    known = keys_at(model, path)
    if any(name in keys_at(model, path[:end]) for end in range(len(path))):
        place: Wording | None = (
            "it belongs one level further out. Indent it less.",
            "مكانه في مستوى أعلى. قلّل المسافات التي قبله.",
        )
    elif not path and (homes := homes_of(model, name)):
        place = f'it belongs under "{field_key(homes[0])}"', f"مكانه تحت «{field_key(homes[0])}»"
    else:
        place = elsewhere(name) if not path else None
    return _reported(name, place or _nearest(name, known) or _listed(known))


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, small and capital letters alike; None where none is like it."""
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=LIKENESS)
    return by_folded[near[0]] if near else None


def _nearest(name: str, known: Iterable[str]) -> Wording | None:
    near = nearest_word(name, known)
    return (f'did you mean "{field_key(near)}"?', f"لعل المقصود «{field_key(near)}»") if near else None


def _listed(known: list[str]) -> Wording | None:
    """The keys that there may be, where they are few."""
    names = ", ".join(map(field_key, known))
    return (f"keys allowed here: {names}", f"المفاتيح المقبولة هنا: {names}") if 0 < len(known) <= MOST_LISTED else None


def _reported(name: str, place: Wording | None) -> Wording:
    english, arabic = f'unknown key "{name}"', f"مفتاح غير معروف «{name}»"
    return (f"{english}: {place[0]}", f"{arabic}: {place[1]}") if place else (english, arabic)
