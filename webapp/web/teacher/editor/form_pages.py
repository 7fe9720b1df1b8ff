"""Pages with a form of the editor: of one question, or of the settings of its text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import Teacher
from webapp.question_types import TYPES
from webapp.question_types.field_labels import FILE
from webapp.web.teacher.editor.forms import SaveForm
from webapp.web.teacher.editor.open_text import OpenText
from webapp.web.teacher.question_forms.drawn_values import Drawn
from webapp.web.teacher.question_forms.field_problems import FieldProblem
from webapp.web.teacher.question_forms.model_form import ModelForm
from webapp.web.teacher.texts.editing_rights import barrier
from webapp.web.teacher.texts.text_tabs import text_title

Page = str | Reply | tuple[str, int]


class Refusal(NamedTuple):
    """The reason why nothing was saved, and the status of the page that says so."""

    message: str
    status: int


def form_page(
    teacher: Teacher,
    opened: OpenText,
    form: ModelForm,
    drawn: Drawn,
    *,
    problems: Sequence[FieldProblem] = (),
    refused: Refusal | None = None,
    base: str = "",
    focus: str = "",
    **more: object,
) -> Page:
    """Draw a form; what was typed into it goes on from ``base``, else from the state that it was drawn from."""
    page = render_template(
        "teacher/editor/settings.html" if form.kind == FILE else "teacher/editor/question.html",
        opened=opened,
        slug=opened.slug,
        title=text_title(opened.authored),
        form=form,
        view=form.view(drawn, problems, focus),
        type_name=TYPES.get(form.kind),
        saving=SaveForm(),
        base=base or SaveForm().base.data or opened.copy.digest,
        refused=refused,
        barrier=barrier(teacher, opened.authored),
        **more,
    )
    return (page, refused.status) if refused else page


def pressed_page(teacher: Teacher, opened: OpenText, form: ModelForm, drawn: Drawn, button: str) -> Page:
    """The form after a button that saves nothing; all that was typed is still in it."""
    after, focus = form.pressed(drawn, button)
    return form_page(teacher, opened, form, after, focus=focus)
