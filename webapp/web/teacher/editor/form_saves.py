"""Saves of a form: what cannot be saved comes back in a page with what was typed, which says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.assessment.authoring.working_copy import SavedDraft
from webapp.content.editing.question_edits import UneditableFile, UnknownQuestion
from webapp.domain.people import Teacher
from webapp.web.framework.i18n import N_
from webapp.web.teacher.editor.form_pages import Page, Refusal, form_page
from webapp.web.teacher.editor.forms import SaveForm
from webapp.web.teacher.editor.open_text import OpenText, may_save, open_text_or_404, save
from webapp.web.teacher.editor.stale_saves import stale_page
from webapp.web.teacher.question_forms.drawn_values import Drawn
from webapp.web.teacher.question_forms.model_form import ModelForm
from webapp.web.teacher.texts.editing_rights import NOT_WRITABLE, barrier
from webapp.web.teacher.texts.yaml_tab import TOO_MANY_SAVES

GONE = N_("This question was removed from the file. What you typed is still here.")
NOT_SAVED = N_("This cannot be saved to the file. What you typed is still here.")

TOO_LARGE = N_("The file would be larger than 256 KB. Shorten the question or create a second text.")


def refusal_of(fault: Exception) -> Refusal | None:
    """The refusal that a fault of saving stands for; None for a fault of the program."""
    if isinstance(fault, UnknownQuestion):
        return Refusal(GONE, 409)
    if isinstance(fault, UneditableFile):
        return Refusal(NOT_SAVED, 422)
    return Refusal(NOT_WRITABLE, 403) if isinstance(fault, OSError) else None


def saved_or_page(
    teacher: Teacher,
    opened: OpenText,
    form: ModelForm,
    drawn: Drawn,
    edit: Callable[[bytes], bytes],
    values: dict[str, Any],
) -> SavedDraft | Page:
    """Save the edit that a form stands for; where that cannot be, the page that has what was typed."""
    outcome = _saved(teacher, opened, edit)
    if isinstance(outcome, Refusal):
        return form_page(teacher, opened, form, drawn, refused=outcome)
    if outcome.outcome == "stale":
        return stale_page(teacher, open_text_or_404(teacher, opened.slug), form, values)
    return outcome


def _saved(teacher: Teacher, opened: OpenText, edit: Callable[[bytes], bytes]) -> SavedDraft | Refusal:
    saving = SaveForm()
    if stopped := barrier(teacher, opened.authored):
        return Refusal(stopped, 403)
    if not may_save(teacher):
        return Refusal(TOO_MANY_SAVES, 429)
    try:
        outcome = save(opened, edit, saving.base.data, teacher, saving.reason.data)
    except Exception as fault:
        if refused := refusal_of(fault):
            return refused
        raise
    return Refusal(TOO_LARGE, 413) if outcome.outcome == "too-large" else outcome
