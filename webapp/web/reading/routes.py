"""The reading room: a text's front page, its paragraphs, and the whole text."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.content import Item, Lesson
from webapp.domain.question import ParagraphRef, Response
from webapp.domain.scoring import count_hints
from webapp.web.framework.current_learner import progress_of, reader_id, reader_or_new, renew
from webapp.web.framework.etag import with_etag
from webapp.web.framework.flash_messages import flashes
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.reading.answer_form import Fields, HandedIn, hand_in, new_form_id, responses
from webapp.web.reading.live_pacing import note_place
from webapp.web.reading.paragraph_view import Passage, has_help, lit_spans, passages
from webapp.web.reading.question_view import QuestionView, question_views

bp = Blueprint("reading", __name__, url_prefix="/texts")


@bp.get("/<slug:slug>/")
def front(slug: str) -> Reply:
    """What the text is, how it is read here, and where this reader stands."""
    lesson = lesson_or_404(slug)
    progress = progress_of(lesson, reader_id())
    return with_etag(render_template("reading/front.html", lesson=lesson, progress=progress))


@bp.get("/<slug:slug>/<int:number>")
def paragraph(slug: str, number: int) -> str | Reply:
    """Paragraph ``number`` with its questions, once the gates before it are passed."""
    lesson = lesson_or_404(slug)
    return _page(lesson, _paragraph_or_404(lesson, number))


@bp.get("/<slug:slug>/whole")
def whole(slug: str) -> str | Reply:
    """The questions on the whole text."""
    return _page(lesson_or_404(slug), "whole")


@bp.post("/<slug:slug>/<int:number>")
def answer(slug: str, number: int) -> Reply:
    """Hand in what was answered on a paragraph's page."""
    lesson = lesson_or_404(slug)
    return _handle(lesson, _paragraph_or_404(lesson, number))


@bp.post("/<slug:slug>/whole")
def answer_whole(slug: str) -> Reply:
    """Hand in what was answered on the whole text's page."""
    return _handle(lesson_or_404(slug), "whole")


def place_url(slug: str, place: ParagraphRef, anchor: str | None = None) -> str:
    """The address of a paragraph's or the whole text's page."""
    if place == "whole":
        return url_for("reading.whole", slug=slug, _anchor=anchor)
    return url_for("reading.paragraph", slug=slug, number=place, _anchor=anchor)


def redraw(slug: str, number: int | None, fields: Fields) -> str | Reply:
    """The page again with what was typed still in it and a fresh token: for a form that had grown too old."""
    lesson = lesson_or_404(slug)
    place = place_or_404(lesson, number)
    typed = responses(lesson.of(place), fields, current_services().config.max_answer)
    return _draw(lesson, place, typed)


def _paragraph_or_404(lesson: Lesson, number: int) -> int:
    return number if 1 <= number <= len(lesson.text.paragraphs) else abort(404)


def closed_gate(progress: Progress, place: ParagraphRef) -> Reply | None:
    """Where the gate is still closed: back to the paragraph that opens it, with a word of explanation."""
    step = progress.step_of(place)
    if step <= progress.step:
        return None
    if step > progress.without_class_hold().step:
        flash("closed")  # where the class is held, the page says so by itself
    return redirect(place_url(progress.lesson.slug, progress.last_open_paragraph), 303)


def _page(lesson: Lesson, place: ParagraphRef) -> str | Reply:
    """The page with a form of this request."""
    renew()
    return _draw(lesson, place)


def _draw(lesson: Lesson, place: ParagraphRef, typed: dict[str, Response] | None = None) -> str | Reply:
    learner = reader_or_new()
    progress = progress_of(lesson, learner)
    closed = closed_gate(progress, place)
    if closed:
        return closed
    note_place(progress, learner, place)
    services = current_services()
    hints = services.store.hint_counts(services.config.school, learner, lesson.slug)
    drafts = services.store.drafts(services.config.school, learner, lesson.slug) | (typed or {})
    views = question_views(progress, place, learner, hints, drafts, _said_before())
    return render_template(
        "reading/paragraph.html" if place != "whole" else "reading/whole.html",
        lesson=lesson,
        place=place,
        progress=progress,
        questions=views,
        paragraphs=_lit_paragraphs(progress, place, views),
        before=passages(progress, range(1, place) if place != "whole" else (), prefs().tashkeel),
        helped=has_help(progress),
        steps=_steps(progress),
        form_id=new_form_id(services.config.now()),
        next_url=_next_url(progress, place),
        action=place_url(lesson.slug, place),
    )


def _steps(progress: Progress) -> tuple[tuple[ParagraphRef, bool, bool], ...]:
    """The places of the text in their order: whether each is open, and done."""
    paragraphs, started = progress.lesson.text.paragraphs, progress.started
    open_to = progress.last_open_paragraph
    found: list[tuple[ParagraphRef, bool, bool]] = [
        (one.number, one.number <= open_to, started and progress.passed(one.number)) for one in paragraphs
    ]
    if progress.lesson.of("whole"):
        found.append(("whole", progress.whole_text_open, False))
    return tuple(found)


def _lit_paragraphs(progress: Progress, place: ParagraphRef, views: list[QuestionView]) -> list[Passage]:
    """The paragraphs that the page shows, in pieces, with what its marked questions light."""
    paragraphs = progress.lesson.text.paragraphs
    shown = [paragraph.number for paragraph in paragraphs] if place == "whole" else [place]
    lit = {view.number: lit_spans(progress.standing(view.id), paragraphs) for view in views}
    return passages(progress, shown, prefs().tashkeel, lit, {view.number: view.id for view in views})


def _next_url(progress: Progress, place: ParagraphRef) -> str | None:
    """Where the reader goes on to, once the gate is passed; None before."""
    lesson = progress.lesson
    last = "exam.review" if lesson.settings.exam and not progress.handed_in else "reading.result"
    if place == "whole":
        return url_for(last, slug=lesson.slug)
    if progress.step <= place:
        return None
    if place < len(lesson.text.paragraphs):
        return place_url(lesson.slug, place + 1)
    if not lesson.of("whole"):
        return url_for(last, slug=lesson.slug)
    return (
        place_url(lesson.slug, "whole")
        if progress.whole_text_open
        else place_url(lesson.slug, progress.last_open_paragraph)
    )


def place_or_404(lesson: Lesson, number: int | None) -> ParagraphRef:
    """The place that an address names: a paragraph by its number, or the whole text."""
    return "whole" if number is None else _paragraph_or_404(lesson, number)


def _handle(lesson: Lesson, place: ParagraphRef) -> Reply:
    return take(lesson, place, reader_or_new(), request.form.to_dict(flat=False))


def take(lesson: Lesson, place: ParagraphRef, learner: str, fields: Fields, seconds: float | None = None) -> Reply:
    """Handle a posted form as this learner's. ``seconds``: how long it took, where the form's id does not tell."""
    progress = progress_of(lesson, learner)
    closed = closed_gate(progress.without_class_hold(), place)
    if closed:
        if not lesson.settings.exam:  # the class may have closed it again while this was written
            _keep(lesson, learner, responses(lesson.of(place), fields, current_services().config.max_answer))
        return closed
    if lesson.settings.exam:
        return _keep_exam(progress, place, learner, fields)
    hint = pressed(fields, "hint")
    if hint:
        return _give_hint(lesson, place, learner, hint, fields)
    if pressed(fields, "keep"):
        return _keep_only(lesson, place, learner, fields)
    only = pressed(fields, "check")
    done = hand_in(current_services(), progress, progress.shown(place), learner, fields, only, seconds)
    _keep(lesson, learner, done.kept)
    return redirect(place_url(lesson.slug, place, _tell(done, only)), 303)


def pressed(fields: Fields, button: str) -> str:
    """The value of the button that sent the form; empty where it was another."""
    return next(iter(fields.get(button, ())), "")


def _keep_exam(progress: Progress, place: ParagraphRef, learner: str, fields: Fields) -> Reply:
    """In an exam answers are kept, not marked; a cleared field takes its answer back."""
    lesson = progress.lesson
    if progress.handed_in:
        flash("handed-in")
        return redirect(url_for("reading.result", slug=lesson.slug), 303)
    items = [standing.item for standing in progress.shown(place)]
    answered = responses(items, fields, current_services().config.max_answer)
    cleared: dict[str, Response] = {item.question.id: "" for item in items}
    _keep(lesson, learner, cleared | answered)
    flash("kept")
    asked = pressed(fields, "check")
    return redirect(place_url(lesson.slug, place, f"q-{asked}" if asked else "questions"), 303)


def _keep_only(lesson: Lesson, place: ParagraphRef, learner: str, fields: Fields) -> Reply:
    """Enter in a field, without a script: nothing is marked that nobody asked to have marked."""
    _keep(lesson, learner, responses(lesson.of(place), fields, current_services().config.max_answer))
    flash("kept-not-marked")
    return redirect(place_url(lesson.slug, place, "questions"), 303)


def _said_before() -> dict[str, int]:
    """The questions whose answer was only said again, with the number of the try that said it."""
    told = [str(message).split(":") for message in flashes()]
    return {message[1]: int(message[2]) for message in told if message[0] == "again"}


def _tell(done: HandedIn, asked: str) -> str:
    """Say what a person should know, and return where on the page to go."""
    if done.changed:
        flash("changed")
    if done.spent:
        flash("spent")
    for name, number in done.said_before.items():
        flash(f"again:{name}:{number}")
    found = [*done.marked, *done.said_before, *done.changed, *done.spent]
    if not found:
        flash(f"empty:{asked}" if asked else "empty")
        return f"q-{asked}" if asked else "questions"
    return f"q-{found[0]}"


def _keep(lesson: Lesson, learner: str, answers: dict[str, Response]) -> None:
    """Keep what was typed and not handed in, so that marking one question loses nothing of another."""
    if answers:
        services = current_services()
        services.store.save_drafts(services.config.school, learner, lesson.slug, answers)


def _give_hint(lesson: Lesson, place: ParagraphRef, learner: str, question: str, fields: Fields) -> Reply:
    services = current_services()
    item: Item | None = next((i for i in lesson.of(place) if i.question.id == question), None)
    _keep(lesson, learner, responses(lesson.of(place), fields, services.config.max_answer))
    if item is None:
        return redirect(place_url(lesson.slug, place), 303)
    tried = bool(progress_of(lesson, learner).standings[question].tries)
    most = count_hints(item.question, learner, tried)
    services.store.add_hint(services.config.school, learner, lesson.slug, question, most)
    return redirect(place_url(lesson.slug, place, f"q-{question}"), 303)
