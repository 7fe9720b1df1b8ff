"""Pages of one question's form: a new question, and one that is in the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, render_template, request, url_for

from webapp.assessment.authoring.working_copy import SavedDraft
from webapp.content.editing.question_edits import (
    QuestionSource,
    add_question,
    change_question,
    free_id,
    question_sources,
)
from webapp.domain.people import Teacher
from webapp.question_types import TYPES
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.form_pages import Page, Refusal, form_page, pressed_page
from webapp.web.teacher.editor.form_saves import saved_or_page
from webapp.web.teacher.editor.forms import NewQuestionForm, SaveForm
from webapp.web.teacher.editor.new_ids import id_problems
from webapp.web.teacher.editor.open_text import OpenText, open_text_or_404
from webapp.web.teacher.editor.question_cards import last_of_place
from webapp.web.teacher.question_forms.drawn_values import Drawn, text_of
from webapp.web.teacher.question_forms.form_view import of_both
from webapp.web.teacher.question_forms.model_fields import ModelField
from webapp.web.teacher.question_forms.model_form import ModelForm
from webapp.web.teacher.question_forms.read_values import number_of
from webapp.web.teacher.question_forms.word_picker import WordPicker
from webapp.web.teacher.texts.editing_rights import keeps_what_was_typed, maker_only

ABOUT = ModelField("about", "texts", quoted="once")
"""Words of the text that a new question is about."""


@bp.get("/texts/<slug:slug>/questions/new")
@maker_only
def new_question(teacher: Teacher, slug: str) -> Page:
    """Choose the type of a new question, or its empty form once the type is chosen."""
    opened, form = open_text_or_404(teacher, slug), NewQuestionForm(request.args)
    if opened.unreadable:
        return redirect(url_for("desk.text_yaml", slug=slug), 303)
    place = number_of(form.paragraph.data) if form.paragraph.data else 1
    picker = WordPicker(opened.text, place)
    kind = request.args.get("type", "")
    if kind not in TYPES or request.args.get("do"):
        return render_template(
            "teacher/editor/new_question.html",
            opened=opened,
            slug=slug,
            types=TYPES,
            purposes={name: of_both(model.purpose) for name, model in TYPES.items() if model.purpose},
            kind=kind,
            place=text_of(place),
            passages=picker.passages(form.words.data),
        )
    quotes = picker.quotes(ABOUT, {"words": form.words.data, "kept": []}, [])
    begun: dict[str, Any] = {"paragraph": place}
    if quotes:
        begun |= TYPES[kind].begun_from(quotes, _sentence(opened, place, quotes[0]))
    drawn = ModelForm(kind, opened.text, begun, is_new=True).drawn()
    return form_page(teacher, opened, ModelForm(kind, opened.text, is_new=True), drawn)


@bp.post("/texts/<slug:slug>/questions/new")
@keeps_what_was_typed
@maker_only
def add_new_question(teacher: Teacher, slug: str) -> Page:
    """Add a question behind the others of its paragraph."""
    opened, kind = open_text_or_404(teacher, slug), request.form.get("type", "")
    if kind not in TYPES:
        abort(400)
    form = ModelForm(kind, opened.text, is_new=True)
    drawn = form.posted()
    if button := SaveForm().do.data:
        return pressed_page(teacher, opened, form, drawn, button)
    values = form.values(drawn)
    if problems := id_problems(str(values.get("id", "")), opened.sources):
        return form_page(teacher, opened, form, drawn, problems=problems, refused=Refusal("", 422))

    def edit(raw: bytes) -> bytes:
        values["id"] = values.get("id") or free_id(raw, kind)
        place = text_of(values.get("paragraph"))
        return add_question(raw, {"id": values["id"], **values}, last_of_place(question_sources(raw), place))

    return _saved(teacher, opened, form, drawn, edit, values)


@bp.get("/texts/<slug:slug>/questions/<question>")
@maker_only
def question_form(teacher: Teacher, slug: str, question: str) -> Page:
    """The form of a question, with the problems of its working copy."""
    opened = open_text_or_404(teacher, slug)
    source = _source_or_404(opened, question)
    form = ModelForm(str(source.values["type"]), opened.text, source.values)
    return form_page(teacher, opened, form, form.drawn(), problems=opened.problems_of(source))


@bp.post("/texts/<slug:slug>/questions/<question>")
@keeps_what_was_typed
@maker_only
def save_question(teacher: Teacher, slug: str, question: str) -> Page:
    """Save the form of a question, or change the form as a button says."""
    opened, saving = open_text_or_404(teacher, slug), SaveForm()
    before = saving.before
    kind = str(before.get("type", ""))
    if kind not in TYPES or before.get("id") != question:
        abort(400)
    form = ModelForm(kind, opened.text, before)
    drawn = form.posted()
    if saving.do.data:
        return pressed_page(teacher, opened, form, drawn, saving.do.data)
    values = form.values(drawn)
    return _saved(teacher, opened, form, drawn, lambda raw: change_question(raw, question, values), values)


def _saved(
    teacher: Teacher,
    opened: OpenText,
    form: ModelForm,
    drawn: Drawn,
    edit: Callable[[bytes], bytes],
    values: dict[str, Any],
) -> Page:
    """Save an edit and go back to the question's card; what cannot be saved comes back as it was typed."""
    outcome = saved_or_page(teacher, opened, form, drawn, edit, values)
    if not isinstance(outcome, SavedDraft):
        return outcome
    question = str(values["id"])
    notify("question-saved" if outcome.outcome != "unchanged" else "text-unchanged")
    return redirect(url_for("desk.edit_text", slug=opened.slug, look=question, _anchor=f"q-{question}"), 303)


def _source_or_404(opened: OpenText, question: str) -> QuestionSource:
    source = opened.source(question)
    return source if source and text_of(source.values.get("type")) in TYPES else abort(404)


def _sentence(opened: OpenText, place: object, quote: str) -> str:
    """The sentence that holds the beginning of a quote."""
    for paragraph in opened.text.paragraphs:
        at = paragraph.text.find(quote) if place in {paragraph.number, "whole"} else -1
        for sentence in paragraph.sentences:
            if at >= 0 and sentence.start <= at < sentence.end:
                return paragraph.text[sentence.start : sentence.end]
    return quote
