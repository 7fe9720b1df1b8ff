"""Confirmation of a deletion by typing a name."""

from __future__ import annotations

from webapp.domain.people import clean_name, name_key


def same_name(typed: str, name: str) -> bool:
    """Tell whether two names are the same, apart from vowel marks and hamza."""
    return bool(clean_name(typed)) and name_key(clean_name(typed)) == name_key(name)
