"""Saves that cannot be made at all: the page comes back with what was typed, and says why."""

from __future__ import annotations

from typing import NamedTuple

from webapp.content.editing.question_edits import UneditableFile, UnknownQuestion
from webapp.web.framework.i18n import N_
from webapp.web.teacher.texts.editing_rights import NOT_WRITABLE

GONE = N_("This question is no longer in the file: somebody has removed it. What you typed is still here.")
NOT_SAVED = N_("This cannot be written into the file. What you typed is still here.")

TOO_LARGE = N_("The file would be larger than 256 KB. Shorten the question, or make a second text.")


class Refusal(NamedTuple):
    """The reason why nothing was saved, and the status of the page that says so."""

    message: str
    status: int


def refusal_of(fault: Exception) -> Refusal | None:
    """The refusal that a fault of saving stands for; None for a fault of the program."""
    if isinstance(fault, UnknownQuestion):
        return Refusal(GONE, 409)
    if isinstance(fault, UneditableFile):
        return Refusal(NOT_SAVED, 422)
    return Refusal(NOT_WRITABLE, 403) if isinstance(fault, OSError) else None
