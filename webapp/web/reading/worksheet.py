"""Worksheets to print: a text with its questions, and with the answers once these may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.domain.attempt import ManualMark
from webapp.domain.question import ParagraphRef
from webapp.domain.question_views import Solution, View
from webapp.store.protocols.exams import ResultsWait
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.class_language import Agreed, agreed
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.i18n import N_
from webapp.web.framework.preferences import vowel_marks
from webapp.web.framework.services import school_people
from webapp.web.questions.paragraph_view import passages
from webapp.web.questions.place_urls import place_url
from webapp.web.reading.archived_texts import archived_page

bp = Blueprint("worksheet", __name__, url_prefix="/texts")
bp.before_request(archived_page)

LETTERS = "أبجدهوزحطيكلمنسعفصقر"
NOT_YET = (
    N_("Worksheet available at the end"),
    N_("The worksheet contains the whole text and every question. It becomes available when you reach the end."),
)
NO_ANSWERS_YET = (
    N_("Answers are not available yet"),
    N_("The answers become available when every question is finished or the exam is submitted."),
)
NOT_TOLD_YET: dict[ResultsWait, tuple[str, str]] = {
    "own-class": (
        N_("Answers are not available yet"),
        N_("The answers to this exam become available when your teacher releases the results."),
    ),
    "other-classes": (
        N_("Answers are not available yet"),
        N_("The answers to this exam become available when the classes’ teachers release the results."),
    ),
}


@dataclass(frozen=True)
class SheetQuestion:
    """One question on paper. ``solution`` and ``model`` are None on the sheet without answers."""

    number: int
    type: str
    prompt: str
    points: float
    public: View
    solution: Solution | None
    model: str


@bp.get("/<slug:slug>/worksheet")
def worksheet(slug: str) -> str | tuple[str, int] | Reply:
    """Worksheet of a text or of some ``paragraph``; with ``answers=1``, with the answers and reasons.

    A teacher who is signed in at the desk may print both at any time.
    """
    lesson = lesson_of_reader_or_404(slug)
    progress = progress_of(lesson, reader_id())
    answers = request.args.get("answers") == "1"
    can_answer = progress.all_open or progress.all_keys_shown
    if answers and not can_answer:
        closed = NOT_TOLD_YET[progress.results_wait] if progress.withheld else NO_ANSWERS_YET
        return _closed(lesson, progress, closed)
    if not progress.whole_text_open:
        return _closed(lesson, progress, NOT_YET)
    places = _places(lesson)
    chosen = [place for place in places if str(place) in request.args.getlist("paragraph")] or places
    numbers = [place for place in places if place != "whole" and (place in chosen or "whole" in chosen)]
    return render_template(
        "reading/worksheet.html",
        lesson=lesson,
        answers=answers,
        letters=LETTERS,
        readers=_readers(),
        can_answer=can_answer,
        places=places,
        chosen=chosen,
        paragraphs=passages(progress, numbers, vowel_marks(lesson.settings.tashkeel)),
        groups=[group for group in _groups(progress, places, answers) if group[0] in chosen],
    )


def _readers() -> Agreed:
    """Readers of the sheet: for a teacher the classes, who may leave open their language; else who prints it."""
    account_and_session = signed_in()
    if account_and_session is None:
        return Agreed()
    people, school = school_people()
    return agreed(people.classes_of(school, account_and_session[0].id))


def _places(lesson: Lesson) -> list[ParagraphRef]:
    """Paragraphs of a text, and the whole of it where there are questions on it."""
    numbers: list[ParagraphRef] = [paragraph.number for paragraph in lesson.text.paragraphs]
    return [*numbers, "whole"] if lesson.items_at("whole") else numbers


def _groups(
    progress: Progress, places: list[ParagraphRef], answers: bool
) -> Iterator[tuple[ParagraphRef, list[SheetQuestion]]]:
    """Questions by place, numbered through the text; the order is the same on every sheet, so the seed is empty."""
    numbers = progress.lesson.numbers
    for place in places:
        questions = []
        for standing in progress.states_at(place):
            question = standing.item.question
            solution = question.solution() if answers else None
            model = _model(progress, standing.mark, question.model_answer()) if answers else ""
            public = question.public("")
            questions.append(
                SheetQuestion(
                    numbers[question.id], question.type, question.prompt, question.points, public, solution, model
                )
            )
        if questions:
            yield place, questions


def _model(progress: Progress, mark: ManualMark | None, model: str) -> str:
    """Model answer of a question: where a teacher marks, only once that is done, here as on the reading page."""
    return model if mark or progress.all_open or not progress.in_class else ""


def _closed(lesson: Lesson, progress: Progress, messages: tuple[str, str]) -> tuple[str, int]:
    """Page that says that answers are not shown yet, with a link back to the reader's place."""
    title, message = messages
    at = progress.first_unanswered_place
    back = place_url(lesson.slug, at if isinstance(at, int) else progress.last_open_paragraph)
    if at == "whole":
        back = url_for("reading.whole", slug=lesson.slug)
    page = render_template("reading/worksheet_closed.html", title=title, message=message, back=back)
    return page, 403
