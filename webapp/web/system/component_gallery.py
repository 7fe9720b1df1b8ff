"""Gallery of every component in every state, on a text made for it: for designers, and for the tests.

Nothing here is recorded, and the keys shown belong to no lesson of a school.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template

from webapp.assessment.progress import Progress
from webapp.assessment.unrecorded_attempts import unrecorded_attempts
from webapp.content import Item, Lesson, check_file
from webapp.domain.attempt import Attempt
from webapp.domain.question import ParagraphRef, Response, Unanswered
from webapp.domain.question_views import Fields
from webapp.domain.scoring import count_hints
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.preferences import vowel_marks
from webapp.web.framework.services import current_services
from webapp.web.questions.paragraph_view import lit_spans, passages
from webapp.web.questions.question_view import QuestionView, question_views

bp = Blueprint("components", __name__, url_prefix="/components")

SHOWCASE = Path(__file__).parents[2] / "showcase"
READER = "showcase"
Answers = Callable[[Item], Sequence[Fields]]


def _wrong(item: Item) -> Fields:
    return item.question.wrong_fields()


def _right(item: Item) -> Fields:
    return item.question.right_fields()


STATES: dict[str, tuple[str, Answers]] = {
    "new": (N_("Not answered"), lambda item: ()),
    "draft": (N_("Draft, not submitted"), lambda item: ()),
    "empty": (N_("Checked without an answer"), lambda item: ()),
    "hints": (N_("All hints"), lambda item: (_wrong(item),)),
    "wrong": (N_("Wrong, attempts left"), lambda item: (_wrong(item),)),
    "right": (N_("Right first time"), lambda item: (_right(item),)),
    "late": (N_("Right after a wrong attempt"), lambda item: (_wrong(item), _right(item))),
    "lost": (N_("No attempts left"), lambda item: (_wrong(item),) * 3),
}
"""States of questions: the name of each, and the answers that lead there."""


@bp.get("/")
def index() -> str:
    """Buttons, notices, fields, tables and colours, with links to each state of the questions."""
    notify("exam-saved")
    notify("unanswered")
    return render_template("system/component_gallery.html", states=STATES)


@bp.get("/<name>")
def state(name: str) -> str:
    """Every type of question in one state."""
    if name not in STATES:
        abort(404)
    lesson = showcase()
    progress = Progress(
        lesson, [attempt for item in lesson.items for attempt in _tries(lesson, item, STATES[name][1](item))]
    )
    hints = {item.question.id: _hints(item, name) for item in lesson.items}
    drafts = {item.question.id: _read(item, _right(item)) for item in lesson.items} if name == "draft" else {}
    if name == "empty":
        for item in lesson.items:
            notify("unanswered", question=item.question.id)
    sections = [_section(progress, place, hints, drafts) for place in (1, 2, "whole")]
    return render_template("system/component_state.html", lesson=lesson, name=name, states=STATES, sections=sections)


@cache
def showcase() -> Lesson:
    """Lesson for the gallery, which is part of the package."""
    lesson, problems = check_file(SHOWCASE / "questions" / "showcase.yaml", SHOWCASE)
    assert lesson is not None, problems
    return lesson


def _section(
    progress: Progress, place: ParagraphRef, hints: dict[str, int], drafts: dict[str, Response]
) -> dict[str, Any]:
    views: list[QuestionView] = question_views(progress, place, READER, hints, drafts)
    paragraphs = progress.lesson.text.paragraphs
    numbers = [paragraph.number for paragraph in paragraphs] if place == "whole" else [place]
    lit = {view.number: lit_spans(progress.standings[view.id], paragraphs) for view in views}
    shown = passages(
        progress, numbers, vowel_marks(progress.lesson.settings.tashkeel), lit, {view.number: view.id for view in views}
    )
    return {"place": place, "questions": views, "passages": shown}


def _hints(item: Item, name: str) -> int:
    return count_hints(item.question, READER, True) if name == "hints" else 0


def _read(item: Item, fields: Fields) -> Response:
    response = item.question.read(fields)
    assert not isinstance(response, Unanswered)
    return response


def _tries(lesson: Lesson, item: Item, answers: Sequence[Fields]) -> tuple[Attempt, ...]:
    """Attempts as they would be recorded for these answers in their order."""
    given = [(item, _read(item, fields)) for fields in answers]
    now = current_services().config.now()
    return unrecorded_attempts(lesson, given, READER, now, count_repeated=True).attempts
