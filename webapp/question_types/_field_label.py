"""A label in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldLabel:
    """A field's name and its help in both languages; ``add`` is the name of the button that adds one more.

    ``rare``: a form shows it folded. ``known`` is False for a field that the table does not have.
    """

    ar: str
    en: str
    help_ar: str = ""
    help_en: str = ""
    add_ar: str = ""
    add_en: str = ""
    rare: bool = False
    known: bool = True
