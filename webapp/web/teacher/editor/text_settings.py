"""Settings of a text: its title, its level, how it is read; the settings at the top of the question file."""

from __future__ import annotations

from flask import redirect, url_for

from webapp.assessment.authoring.working_copy import SavedDraft
from webapp.content.editing.question_edits import change_settings
from webapp.domain.people import Teacher
from webapp.question_types.field_labels import FILE
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.estimated_level import level_view
from webapp.web.teacher.editor.form_pages import Page, form_page, pressed_page
from webapp.web.teacher.editor.form_saves import saved_or_page
from webapp.web.teacher.editor.forms import SaveForm
from webapp.web.teacher.editor.open_text import open_text_or_404
from webapp.web.teacher.question_forms.model_form import ModelForm
from webapp.web.teacher.texts.editing_rights import keeps_what_was_typed, maker_only


@bp.get("/texts/<slug:slug>/settings")
@maker_only
def text_settings(teacher: Teacher, slug: str) -> Page:
    """The form of the settings."""
    opened = open_text_or_404(teacher, slug)
    if opened.unreadable:
        return redirect(url_for("desk.text_yaml", slug=slug), 303)
    form = ModelForm(FILE, opened.text, opened.settings)
    general = [problem for problem in opened.problems if problem.question is None]
    level = level_view(opened.checked.lesson)
    return form_page(teacher, opened, form, form.drawn(), problems=general, level=level)


@bp.post("/texts/<slug:slug>/settings")
@keeps_what_was_typed
@maker_only
def save_text_settings(teacher: Teacher, slug: str) -> Page:
    """Save the settings, or change the form as a button says."""
    opened, saving = open_text_or_404(teacher, slug), SaveForm()
    form = ModelForm(FILE, opened.text, saving.before)
    drawn = form.posted()
    if saving.do.data:
        return pressed_page(teacher, opened, form, drawn, saving.do.data)
    values = form.values(drawn)
    outcome = saved_or_page(teacher, opened, form, drawn, lambda raw: change_settings(raw, values), values)
    if not isinstance(outcome, SavedDraft):
        return outcome
    notify("settings-of-text-saved" if outcome.outcome != "unchanged" else "text-unchanged")
    return redirect(url_for("desk.edit_text", slug=slug), 303)
