"""Acts on the questions of a text without a form of their own: move, duplicate, remove, put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import redirect, url_for
from werkzeug.wrappers import Response as Reply

from webapp.content.editing.question_edits import (
    QuestionSource,
    UneditableFile,
    UnknownQuestion,
    add_question,
    free_id,
    move_question,
    question_sources,
    remove_question,
    rename_question,
)
from webapp.content.yaml_writer import read_file
from webapp.domain.people import Teacher
from webapp.question_types import TYPES
from webapp.store.protocols.content_versions import FileOfText
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.form_saves import refusal_of
from webapp.web.teacher.editor.forms import BaseForm, MoveForm, NumberForm
from webapp.web.teacher.editor.new_ids import lacks_own_id
from webapp.web.teacher.editor.open_text import OpenText, may_save, open_text_or_404, save
from webapp.web.teacher.texts.editing_rights import barrier, maker_only

LATEST = 50
"""Versions that are searched for a question that was removed."""


@bp.post("/texts/<slug:slug>/questions/<question>/move")
@maker_only
def move_question_of_text(teacher: Teacher, slug: str, question: str) -> Reply:
    """Put a question behind another one, or (``after`` empty) to the beginning."""
    after = MoveForm().after.data or None
    if _is_saved(teacher, slug, lambda raw: move_question(raw, question, after)):
        notify("question-moved")
    return _back(slug, question)


@bp.post("/texts/<slug:slug>/name-question")
@maker_only
def name_question(teacher: Teacher, slug: str) -> Reply:
    """Give the question with this number in the file an id of its own, where it has none."""
    place, names = NumberForm().place, list[str]()

    def edit(raw: bytes) -> bytes:
        sources = question_sources(raw)
        if not 0 <= place < len(sources) or not lacks_own_id(sources[place], sources):
            raise UnknownQuestion(place)
        kind = sources[place].values.get("type")
        names.append(free_id(raw, kind if isinstance(kind, str) and kind in TYPES else "question"))
        return rename_question(raw, place, names[-1])

    if not _is_saved(teacher, slug, edit):
        return redirect(url_for("desk.edit_text", slug=slug, _anchor=f"n-{place + 1}"), 303)
    notify("question-named")
    return _back(slug, names[-1])


@bp.post("/texts/<slug:slug>/questions/<question>/duplicate")
@maker_only
def duplicate_question(teacher: Teacher, slug: str, question: str) -> Reply:
    """Add the same question once more behind itself, under another id, and open its form."""
    copies: list[str] = []

    def edit(raw: bytes) -> bytes:
        source = next((own for own in question_sources(raw) if own.id == question), None)
        if source is None:
            raise UnknownQuestion(question)
        copies.append(free_id(raw, str(source.values.get("type", "question"))))
        return add_question(raw, {**source.values, "id": copies[-1]}, question)

    if not _is_saved(teacher, slug, edit):
        return _back(slug, question)
    notify("question-duplicated")
    return redirect(url_for("desk.question_form", slug=slug, question=copies[-1]), 303)


@bp.post("/texts/<slug:slug>/questions/<question>/remove")
@maker_only
def remove_question_of_text(teacher: Teacher, slug: str, question: str) -> Reply:
    """Take a question out of the working copy; the next page offers to put it back."""
    if _is_saved(teacher, slug, lambda raw: remove_question(raw, question)):
        return redirect(url_for("desk.edit_text", slug=slug, removed=question), 303)
    return _back(slug, question)


@bp.post("/texts/<slug:slug>/questions/<question>/put-back")
@maker_only
def put_question_back(teacher: Teacher, slug: str, question: str) -> Reply:
    """Add a question that was removed, as it last was, where it last was."""
    opened = open_text_or_404(teacher, slug)
    last = next(_last_places(opened, question), None)
    if last is None or opened.source(question):
        notify("question-not-found")
        return _back(slug, question)
    source, before = last

    def edit(raw: bytes) -> bytes:
        there = {own.id for own in question_sources(raw)}
        after = next((other for other in reversed(before) if other in there), None)
        return move_question(add_question(raw, source.values), question, after)

    if _is_saved(teacher, slug, edit):
        notify("question-put-back")
    return _back(slug, question)


def _last_places(opened: OpenText, question: str) -> Iterator[tuple[QuestionSource, list[str]]]:
    """The question in earlier versions, the latest first, each with the questions before it."""
    authored, of = opened.authored, FileOfText(opened.slug)
    for entry in [*authored.versions.entries(authored.school, of, LATEST), None]:
        content = authored.versions.content(authored.school, of, entry.number) if entry else read_file(authored.path)
        try:
            sources = question_sources(content or b"")
        except UneditableFile:
            continue
        ids = [source.id for source in sources]
        if ids.count(question) == 1:
            yield sources[ids.index(question)], ids[: ids.index(question)]


def _is_saved(teacher: Teacher, slug: str, edit: Callable[[bytes], bytes]) -> bool:
    """Save an edit of the question file; where that cannot be, the next page says so."""
    opened = open_text_or_404(teacher, slug)
    if barrier(teacher, opened.authored) or not may_save(teacher):
        notify("question-not-changed")
        return False
    try:
        outcome = save(opened, edit, BaseForm().base.data, teacher).outcome
    except Exception as fault:
        if not refusal_of(fault):
            raise
        outcome = "too-large"
    if outcome in {"stale", "too-large"}:
        notify("question-stale" if outcome == "stale" else "question-not-changed")
    return outcome == "saved"


def _back(slug: str, question: str) -> Reply:
    return redirect(url_for("desk.edit_text", slug=slug, _anchor=f"q-{question}"), 303)
