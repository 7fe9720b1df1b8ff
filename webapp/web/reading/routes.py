"""The reading room: a text's front page, its paragraphs, and the whole text."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.domain.question import ParagraphRef, Place, Response
from webapp.domain.text import TextPart
from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework import error_pages
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import (
    progress_in,
    progress_of,
    reader_id,
    reader_or_new,
    reading_state,
    renew,
)
from webapp.web.framework.http.etag import with_etag
from webapp.web.framework.http.form_ids import new_form_id
from webapp.web.framework.notices import notify, repeated_answers
from webapp.web.framework.preferences import vowel_marks
from webapp.web.framework.services import current_services
from webapp.web.framework.verdict_labels import EXAM_RULES
from webapp.web.questions.answer_form import Fields, responses
from webapp.web.questions.paragraph_view import Passage, has_help, lit_spans, passages
from webapp.web.questions.place_urls import paragraph_or_404, place_or_404, place_url
from webapp.web.questions.question_view import QuestionView, bar_steps, question_views
from webapp.web.questions.submit_answers import redirect_after, submit_form
from webapp.web.reading.archived_texts import archived_page
from webapp.web.reading.live_pacing import note_place, pace_tag

bp = Blueprint("reading", __name__, url_prefix="/texts")
bp.before_request(archived_page)


@bp.get("/<slug:slug>/")
def front(slug: str) -> Reply:
    """Front page of a text: its description, its settings, and this reader's progress."""
    lesson = lesson_of_reader_or_404(slug, before=True)
    if lesson.items_at("front"):
        renew()
        return make_response(_front_with_questions(lesson))
    learner = reader_id()
    progress = progress_of(lesson, learner, even_closed=learner is None)
    rule = EXAM_RULES[progress.results_wait]
    page = render_template("reading/front.html", lesson=lesson, progress=progress, exam_rule=rule, questions=())
    return with_etag(page)


@bp.post("/<slug:slug>/")
def answer_front(slug: str) -> Reply:
    """Submit the opinions that the front page asks for."""
    lesson = lesson_of_reader_or_404(slug, before=True, after=True)
    return _submit(lesson, "front") if lesson.items_at("front") else abort(405)


@bp.get("/<slug:slug>/<int:number>")
def paragraph(slug: str, number: int) -> str | Reply:
    """Paragraph ``number`` with its questions, once the gates before it are passed."""
    lesson = lesson_of_reader_or_404(slug)
    return _page(lesson, paragraph_or_404(lesson, number))


@bp.get("/<slug:slug>/whole")
def whole(slug: str) -> str | Reply:
    """Questions on the whole text."""
    return _page(lesson_of_reader_or_404(slug), "whole")


@bp.post("/<slug:slug>/<int:number>")
def answer(slug: str, number: int) -> Reply:
    """Submit the answers of a paragraph's page."""
    lesson = lesson_of_reader_or_404(slug, after=True)
    return _submit(lesson, paragraph_or_404(lesson, number))


@bp.post("/<slug:slug>/whole")
def answer_whole(slug: str) -> Reply:
    """Submit the answers of the whole text's page."""
    return _submit(lesson_of_reader_or_404(slug, after=True), "whole")


@bp.errorhandler(CSRFError)
def expired_form(_: CSRFError) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Show the answers of a form with an expired token on its page again, to be sent with a fresh token."""
    view = request.view_args or {}
    if request.endpoint == "reading.answer_front":
        return _front_with_questions(lesson_of_reader_or_404(view["slug"], before=True), expired=True), 400
    if request.endpoint in {"reading.answer", "reading.answer_whole"}:
        try:
            page = _render_again(view["slug"], view.get("number"), request.form.to_dict(flat=False))
        except StoreUnavailable as unavailable:
            return error_pages.store_unavailable(unavailable)
        except HTTPException as error:
            return error_pages.error_page(error.code or 400)
        if isinstance(page, str):
            return page, 400
    return error_pages.error_page(400)


def _render_again(slug: str, number: int | None, fields: Fields) -> str | Reply:
    lesson = lesson_of_reader_or_404(slug)
    place = place_or_404(lesson, number)
    typed = responses(lesson.items_at(place), fields, current_services().config.max_answer)
    return _draw(lesson, place, typed, expired=True)


def closed_gate(progress: Progress, place: ParagraphRef) -> Reply | None:
    """Redirect to the paragraph that opens a closed gate, with a notice; None for an open one."""
    step = progress.step_of(place)
    if step <= progress.step:
        return None
    if step > progress.without_class_hold().step:
        notify("page-closed")  # where the class is held, the page says so by itself
    return redirect(place_url(progress.lesson.slug, progress.last_open_paragraph), 303)


def _page(lesson: Lesson, place: ParagraphRef) -> str | Reply:
    """Render the page with a form of this request."""
    renew()
    return _draw(lesson, place)


def _draw(
    lesson: Lesson, place: ParagraphRef, typed: dict[str, Response] | None = None, expired: bool = False
) -> str | Reply:
    learner = reader_or_new()
    state = reading_state(lesson, learner)
    progress = progress_in(lesson, learner, state)
    closed = closed_gate(progress, place)
    if closed:
        return closed
    note_place(progress, learner, place)
    drafts = {**state.drafts, **(typed or {})}
    views = question_views(progress, place, learner, state.hints, drafts, repeated_answers())
    marks = vowel_marks(lesson.settings.tashkeel)
    return render_template(
        "reading/paragraph.html" if place != "whole" else "reading/whole.html",
        lesson=lesson,
        place=place,
        progress=progress,
        pace_tag=pace_tag(state.lessons),
        questions=views,
        early=[view for view in views if view.before_reading],
        paragraphs=_lit_paragraphs(progress, place, views),
        before=passages(progress, range(1, place) if place != "whole" else (), marks),
        helped=has_help(progress),
        marks=marks,
        steps=_steps(progress),
        steps_of_bar=bar_steps(views, lesson.settings.exam),
        form_id=new_form_id(current_services().config.now()),
        next_url=_next_url(progress, place),
        action=place_url(lesson.slug, place),
        expired=expired,
        other_text=_other_text(progress, place) if place != "whole" else None,
    )


def _other_text(progress: Progress, place: int) -> TextPart | None:
    """The text beside that of a paragraph, in a file of several: the next that is open, else the first."""
    text = progress.lesson.text
    own = text.part_of(place)
    opened = [part for part in text.parts if part is not own and part.first <= progress.last_open_paragraph]
    return next((part for part in opened if own and part.first > own.first), opened[0] if opened else None)


def _steps(progress: Progress) -> tuple[tuple[ParagraphRef, bool, bool], ...]:
    """Places of the text in their order, each with its state: open, done."""
    paragraphs, started = progress.lesson.text.paragraphs, progress.started
    open_to = progress.last_open_paragraph
    steps: list[tuple[ParagraphRef, bool, bool]] = [
        (paragraph.number, paragraph.number <= open_to, started and progress.passed(paragraph.number))
        for paragraph in paragraphs
    ]
    if progress.lesson.items_at("whole"):
        steps.append(("whole", progress.whole_text_open, False))
    return tuple(steps)


def _lit_paragraphs(progress: Progress, place: ParagraphRef, views: list[QuestionView]) -> tuple[Passage, ...]:
    """Paragraphs of the page in pieces, with the evidence that its marked questions light."""
    paragraphs = progress.lesson.text.paragraphs
    shown = [paragraph.number for paragraph in paragraphs] if place == "whole" else [place]
    lit = {view.number: lit_spans(progress.standing(view.id), paragraphs) for view in views}
    marks = vowel_marks(progress.lesson.settings.tashkeel)
    return passages(progress, shown, marks, lit, {view.number: view.id for view in views})


def _next_url(progress: Progress, place: ParagraphRef) -> str | None:
    """Address of the next place; None until the gate is passed."""
    lesson = progress.lesson
    last = "exam.review" if lesson.settings.exam and not progress.handed_in else "reading.result"
    if place == "whole":
        return url_for(last, slug=lesson.slug)
    if progress.step <= place:
        return None
    if place < len(lesson.text.paragraphs):
        return place_url(lesson.slug, place + 1)
    if not lesson.items_at("whole"):
        return url_for(last, slug=lesson.slug)
    return (
        place_url(lesson.slug, "whole")
        if progress.whole_text_open
        else place_url(lesson.slug, progress.last_open_paragraph)
    )


def _front_with_questions(lesson: Lesson, expired: bool = False) -> str:
    """The front page of a text that asks for opinions before anything is read."""
    learner = reader_or_new()
    state = reading_state(lesson, learner)
    progress = progress_in(lesson, learner, state)
    return render_template(
        "reading/front.html",
        lesson=lesson,
        progress=progress,
        exam_rule=EXAM_RULES[progress.results_wait],
        questions=question_views(progress, "front", learner, {}, dict(state.drafts), repeated_answers()),
        form_id=new_form_id(current_services().config.now()),
        expired=expired,
    )


def _submit(lesson: Lesson, place: Place) -> Reply:
    outcome = submit_form(lesson, place, reader_or_new(), request.form.to_dict(flat=False))
    if "auto" in request.form:  # a script has saved what is typed: nobody has pressed anything
        return redirect(outcome.location, 303)
    return redirect_after(outcome)
