"""A question of the working copy as a learner sees it, with answers tried and marked live, and its rehearsal.

Nothing is recorded: the answers tried so far travel in the page itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.question_alone import QuestionAlone, question_alone
from webapp.domain.people import Teacher
from webapp.domain.problem import Problem
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.notices import notify
from webapp.web.teacher.access import bp
from webapp.web.teacher.editor.key_decisions import decide, in_draft, take_back
from webapp.web.teacher.editor.rehearsal_table import rehearsal_table
from webapp.web.teacher.editor.tried_answers import Trial, read_trial
from webapp.web.teacher.question_forms.field_names import in_form
from webapp.web.teacher.texts.editing_rights import authored_text_or_404, maker_only, makers_barrier
from webapp.web.teacher.texts.text_tabs import text_title
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES, TOO_MANY_SAVES

MAX_TRIALS = 600
"""Answers that one teacher tries within ``Config.code_window_seconds``."""
TOO_MANY_TRIALS = N_("Too many answers were tried in a short time. Wait a few minutes, then try again.")


@dataclass(frozen=True)
class ShownFault:
    """A problem of the question, in the language of the page."""

    is_error: bool
    message: Said


@bp.get("/texts/<slug:slug>/questions/<question>/preview")
@maker_only
def preview_question(teacher: Teacher, slug: str, question: str) -> str:
    """The question before an answer, and its rehearsal."""
    return _page(teacher, _alone_or_404(teacher, slug, question), Trial())


@bp.post("/texts/<slug:slug>/questions/<question>/preview")
@maker_only
def try_answer(teacher: Teacher, slug: str, question: str) -> str | tuple[str, int]:
    """The question after the answers that were tried, the last one in this form."""
    alone = _alone_or_404(teacher, slug, question)
    if not reserve_failures({f"text trials {teacher.id}": MAX_TRIALS}):
        return _page(teacher, alone, Trial(), TOO_MANY_TRIALS), 429
    return _page(teacher, alone, read_trial(alone))


@bp.post("/texts/<slug:slug>/questions/<question>/accept")
@maker_only
def accept_wording(teacher: Teacher, slug: str, question: str) -> Reply | tuple[str, int]:
    """Write an answer into the key of the draft as right, half or wrong."""
    alone = _alone_or_404(teacher, slug, question)
    if stopped := _stopped(teacher, slug):
        return _page(teacher, alone, Trial(), stopped), 429 if stopped == TOO_MANY_SAVES else 403
    if undo := decide(alone, in_draft(teacher), "desk.take_back_wording"):
        notify("key-drafted", undo=undo)
    return redirect(url_for("desk.preview_question", slug=slug, question=question), 303)


@bp.post("/texts/<slug:slug>/questions/<question>/take-back")
@maker_only
def take_back_wording(teacher: Teacher, slug: str, question: str) -> Reply:
    """Give the question of the draft the values back that it had before a wording was accepted."""
    alone = _alone_or_404(teacher, slug, question)
    if _stopped(teacher, slug):
        notify("key-not-taken-back")
    else:
        take_back(alone.text, question, in_draft(teacher))
    return redirect(url_for("desk.preview_question", slug=slug, question=question), 303)


def _alone_or_404(teacher: Teacher, slug: str, question: str) -> QuestionAlone:
    return question_alone(authored_text_or_404(teacher, slug), question) or abort(404)


def _stopped(teacher: Teacher, slug: str) -> str:
    """The reason why nothing is saved for this teacher just now; empty for none."""
    if stopped := makers_barrier(teacher, slug):
        return stopped
    return "" if reserve_failures({f"text saves {teacher.id}": MAX_SAVES}) else TOO_MANY_SAVES


def _page(teacher: Teacher, alone: QuestionAlone, trial: Trial, refused: str = "") -> str:
    lesson, item = alone.lesson, alone.item
    return render_template(
        "teacher/editor/preview.html",
        slug=alone.text.slug,
        title=text_title(alone.text),
        question=alone.source.id,
        number=alone.number,
        lesson=lesson,
        item=item,
        trial=trial,
        shown=trial.shown(lesson, item) if lesson and item else None,
        rehearsal=rehearsal_table(lesson, item) if lesson and item else None,
        faults=[_fault(problem, alone) for problem in alone.checked.problems] if item is None else [],
        barrier=makers_barrier(teacher, alone.text.slug),
        refused=refused,
    )


def _fault(problem: Problem, alone: QuestionAlone) -> ShownFault:
    kind = str(alone.source.values.get("type", ""))
    return ShownFault(problem.severity == "error", in_form(problem.message, kind))
