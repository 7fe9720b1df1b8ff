"""A text with its questions and key as a file for another program: what it does not hold is shown first.

Whoever may see the key of a text may take it along: its makers with their draft, other teachers as it was published.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.working_copy import AuthoredText, WorkingCopy
from webapp.content import Lesson
from webapp.domain.people import Teacher
from webapp.interchange.lesson_formats import FORMATS, LessonFormat
from webapp.interchange.lesson_formats.export_lesson import Loss, export_lesson, losses_of_export
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import Said
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.exchange.files import attachment
from webapp.web.teacher.exchange.format_words import format_words
from webapp.web.teacher.new_texts.new_text import TOO_MANY
from webapp.web.teacher.question_forms.field_names import in_form
from webapp.web.teacher.texts.editing_rights import authored_text_or_404, is_maker
from webapp.web.teacher.texts.text_tabs import text_title

MAX_EXPORTS = 200
"""Exports that one teacher looks at or takes along within ``Config.code_window_seconds``."""


@dataclass(frozen=True)
class ShownLoss:
    """A question of which something stays behind."""

    question: str
    prompt: str
    message: Said


@bp.get("/texts/<slug:slug>/export")
@teacher_only
def export_text(teacher: Teacher, slug: str) -> str | tuple[str, int]:
    """The formats; with ``to``, what that one does not hold, and its file to take along."""
    text = authored_text_or_404(teacher, slug)
    into = _format(request.args.get("to", ""))
    if into is None:
        return _page(teacher, text)
    if not _may_export(teacher):
        return _page(teacher, text, refused=TOO_MANY), 429
    return _page(teacher, text, into)


@bp.get("/texts/<slug:slug>/export/file")
@teacher_only
def exported_file(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """The file in the format ``to``."""
    text, into = authored_text_or_404(teacher, slug), _format(request.args.get("to", ""))
    copy = text.working()
    lesson = _lesson(text, copy)
    if into is None or copy is None or lesson is None:
        abort(404)
    if not _may_export(teacher):
        return _page(teacher, text, refused=TOO_MANY), 429
    raw, _ = export_lesson(lesson, _source(copy), into)
    return attachment(raw, f"{slug}{into.suffix}", into.mimetype)


def _format(name: str) -> LessonFormat | None:
    known = FORMATS.get(name)
    return known if known and known.write else None


def _may_export(teacher: Teacher) -> bool:
    return reserve_failures({f"exports {teacher.id}": MAX_EXPORTS})


def _lesson(text: AuthoredText, copy: WorkingCopy | None) -> Lesson | None:
    """The working copy as a lesson; None where it has errors."""
    return text.check(copy).lesson if copy else None


def _source(copy: WorkingCopy) -> str:
    return copy.text.decode("utf-8", "replace")


def _page(teacher: Teacher, text: AuthoredText, into: LessonFormat | None = None, refused: str = "") -> str:
    copy = text.working()
    lesson = _lesson(text, copy)
    losses = losses_of_export(lesson, _source(copy), into) if lesson and copy and into else []
    return render_template(
        "teacher/exchange/export.html",
        slug=text.slug,
        title=text_title(text),
        formats=[(known.name, format_words(known)) for known in FORMATS.values() if known.write],
        into_words=format_words(into) if into else "",
        into=into,
        lesson=lesson,
        losses=[_shown(loss, into) for loss in losses if into],
        whole=len(lesson.items) - len(losses) if lesson else 0,
        changes=is_maker(teacher, text.slug),
        is_draft=bool(copy and copy.is_draft),
        refused=refused,
    )


def _shown(loss: Loss, into: LessonFormat) -> ShownLoss:
    return ShownLoss(loss.question.id, loss.question.prompt, in_form(loss.said(into).message, loss.question.type))
