"""The editor of a text: the text on one side, its questions as cards on the other."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, render_template, request
from werkzeug.wrappers import Response as Reply

from webapp.content.lesson_compiler import MAX_QUESTIONS
from webapp.domain.people import Teacher
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.open_text import OpenText, open_text_or_404
from webapp.web.teacher.editor.question_cards import groups, quotes_of
from webapp.web.teacher.question_forms.model_fields import ModelField
from webapp.web.teacher.question_forms.word_picker import PickedPassage, WordPicker
from webapp.web.teacher.texts.editing_rights import barrier, maker_only

EVIDENCE = ModelField("evidence", "texts", quoted="once")
PREVIEW = "desk.preview_question"
"""Endpoint of the page that shows a question as a learner sees it."""


@dataclass(frozen=True)
class TextSide:
    """The text with the evidence of one question marked."""

    passages: list[PickedPassage]
    question: str


@bp.get("/texts/<slug:slug>/edit")
@maker_only
def edit_text(teacher: Teacher, slug: str) -> str | Reply:
    """The text and its questions; ``look`` names the question whose evidence is marked, ``removed`` one to put back."""
    opened = open_text_or_404(teacher, slug)
    return editor_page(teacher, opened)


def editor_page(teacher: Teacher, opened: OpenText) -> str:
    """Draw the editor."""
    removed = request.args.get("removed", "")[:200]
    return render_template(
        "teacher/editor/editor.html",
        opened=opened,
        slug=opened.slug,
        title=str(opened.settings.get("title") or opened.slug),
        barrier=barrier(teacher, opened.authored),
        groups=groups(opened),
        most_cards=MAX_QUESTIONS,
        side=_text_side(opened),
        general=[problem for problem in opened.problems if problem.question is None],
        removed=removed if removed and not opened.source(removed) else "",
        is_served=opened.slug in current_services().library.snapshot.lessons,
        previews=PREVIEW in current_app.view_functions,
    )


def _text_side(opened: OpenText) -> TextSide:
    source = opened.source(request.args.get("look", ""))
    picker = WordPicker(opened.text, "whole")
    if not source:
        return TextSide(picker.passages(()), "")
    own = WordPicker(opened.text, source.values.get("paragraph"))
    return TextSide(picker.passages(own.drawn(EVIDENCE, quotes_of(source))["words"]), source.id)
