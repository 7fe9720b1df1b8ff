"""Settings of a text: its title, its level, how it is read; the settings at the top of the question file."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.content.editing.question_edits import change_settings
from webapp.domain.people import Teacher
from webapp.question_types.field_labels import FILE
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.forms import SaveForm
from webapp.web.teacher.editor.open_text import OpenText, may_save, open_text_or_404, save
from webapp.web.teacher.editor.refusals import TOO_LARGE, Refusal, refusal_of
from webapp.web.teacher.editor.stale_saves import stale_page
from webapp.web.teacher.question_forms.drawn_values import Drawn
from webapp.web.teacher.question_forms.field_problems import FieldProblem
from webapp.web.teacher.question_forms.model_form import ModelForm
from webapp.web.teacher.texts.editing_rights import barrier, keeps_what_was_typed, maker_only
from webapp.web.teacher.texts.yaml_tab import TOO_MANY_SAVES

Page = str | Reply | tuple[str, int]


@bp.get("/texts/<slug:slug>/settings")
@maker_only
def text_settings(teacher: Teacher, slug: str) -> Page:
    """The form of the settings."""
    opened = open_text_or_404(teacher, slug)
    if opened.unreadable:
        return redirect(url_for("desk.text_yaml", slug=slug), 303)
    form = ModelForm(FILE, opened.text, opened.settings)
    general = [problem for problem in opened.problems if problem.question is None]
    return _page(teacher, opened, form, form.drawn(), problems=general)


@bp.post("/texts/<slug:slug>/settings")
@keeps_what_was_typed
@maker_only
def save_text_settings(teacher: Teacher, slug: str) -> Page:
    """Save the settings, or change the form as a button says."""
    opened, saving = open_text_or_404(teacher, slug), SaveForm()
    form = ModelForm(FILE, opened.text, saving.before)
    drawn = form.posted()
    if saving.do.data:
        after, focus = form.pressed(drawn, saving.do.data)
        return _page(teacher, opened, form, after, focus=focus)
    values = form.values(drawn)
    refused = Refusal(stopped, 403) if (stopped := barrier(teacher, opened.authored)) else None
    if refused or not may_save(teacher):
        return _page(teacher, opened, form, drawn, refused=refused or Refusal(TOO_MANY_SAVES, 429))
    try:
        outcome = save(opened, lambda raw: change_settings(raw, values), saving.base.data, teacher, saving.reason.data)
    except Exception as fault:
        if refused := refusal_of(fault):
            return _page(teacher, opened, form, drawn, refused=refused)
        raise
    if outcome.outcome == "too-large":
        return _page(teacher, opened, form, drawn, refused=Refusal(TOO_LARGE, 413))
    if outcome.outcome == "stale":
        return stale_page(teacher, open_text_or_404(teacher, slug), form, values)
    notify("settings-of-text-saved" if outcome.outcome != "unchanged" else "text-unchanged")
    return redirect(url_for("desk.edit_text", slug=slug), 303)


def _page(
    teacher: Teacher,
    opened: OpenText,
    form: ModelForm,
    drawn: Drawn,
    *,
    problems: list[FieldProblem] | None = None,
    refused: Refusal | None = None,
    focus: str = "",
) -> Page:
    page = render_template(
        "teacher/editor/settings.html",
        opened=opened,
        slug=opened.slug,
        form=form,
        view=form.view(drawn, problems or [], focus),
        saving=SaveForm(),
        base=SaveForm().base.data or opened.copy.digest,
        refused=refused,
        barrier=barrier(teacher, opened.authored),
    )
    return (page, refused.status) if refused else page
