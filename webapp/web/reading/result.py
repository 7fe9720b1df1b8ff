"""Result of a text: marks, improvement between tries, and words worth reading again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.assessment.question_state import QuestionState
from webapp.content import Lesson
from webapp.domain.scoring import counted_attempts
from webapp.domain.text import ParagraphSpan
from webapp.store.protocols.sittings import HandIn
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_in, reader_id, reading_state
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import school_store
from webapp.web.framework.verdict_labels import CARD_HEADLINES, WITHHELD
from webapp.web.questions.paragraph_view import lit_spans, words_anchor
from webapp.web.questions.place_urls import place_url
from webapp.web.reading.next_for_you import suggestion_after

MAX_PLACES = 3
NOT_STARTED = N_("Not started yet")
ON_THE_WAY = N_("You’re partway through; your work is saved")
WAITING = N_("Submitted. Your teacher will review it.")
NOBODY_MARKS = N_("Submitted. Compare your answers with the model answers.")
HEADLINES = (
    (0.95, N_("Excellent understanding from beginning to end")),
    (0.75, N_("Most of it understood; a few parts are worth another look")),
    (
        0.5,
        N_("You understood much of it; a second reading will help"),
    ),
    (0.0, N_("A hard text; reading it again will be easier")),
)
"""Headlines by the lowest share of the decided points to which each applies."""


@dataclass(frozen=True)
class Reread:
    """A place worth reading again: its words, and the addresses of the words and of the question."""

    standing: QuestionState
    quotes: tuple[str, ...]
    words_url: str
    question_url: str


def init_app(app: Flask) -> None:
    """Register the result's page under its URL and endpoint in the reading room."""
    app.add_url_rule("/texts/<slug:slug>/result", "reading.result", result)


def result(slug: str) -> str | Reply:
    """Marks by process and by paragraph, and places to read again; an open exam has none yet."""
    lesson, learner = lesson_of_reader_or_404(slug), reader_id()
    state = reading_state(lesson, learner)
    progress = progress_in(lesson, learner, state)
    if lesson.settings.exam and not progress.handed_in:
        return redirect(url_for("exam.review", slug=slug), 303)
    hand_in, late = _end_of_exam(lesson, learner)
    standings = progress.standings.values()
    return render_template(
        "reading/result.html",
        lesson=lesson,
        progress=progress,
        headline=headline(progress),
        rereads=rereads(progress),
        improved=[standing for standing in standings if standing.improved],
        numbers=lesson.numbers,
        place_url=place_url,
        hints=sum(state.hints.values()),
        tries=sum(len(counted_attempts(standing.attempts)) for standing in standings),
        has_review="review.today" in current_app.view_functions,
        suggestion=None if progress.first_unanswered_place else suggestion_after(progress, learner),
        hand_in=hand_in,
        late=late,
        withheld=WITHHELD.get(progress.results_wait, ""),
    )


def _end_of_exam(lesson: Lesson, learner: str | None) -> tuple[HandIn | None, bool]:
    """The hand-in of an exam, and whether answers came after its end."""
    if learner is None or not lesson.settings.exam:
        return None, False
    store, school = school_store()
    late = store.sittings.late_answers(school, [learner], lesson.slug)
    return store.sittings.hand_in(school, learner, lesson.slug, lesson.typed_since), bool(late)


def headline(progress: Progress) -> str:
    """The headline for a score."""
    total = progress.total()
    if not progress.started:
        return NOT_STARTED
    if progress.first_unanswered_place:
        return ON_THE_WAY
    if progress.withheld:
        return CARD_HEADLINES["withheld"]
    if not total.possible:
        return WAITING if progress.in_class else NOBODY_MARKS
    return next(said for least, said in HEADLINES if total.share >= least)


def rereads(progress: Progress) -> list[Reread]:
    """Up to three places, the weakest first: no words twice, and different paragraphs where there are enough.

    Only words that the reading page lights as well: for an open question, nothing is shown that could be its key.
    """
    paragraphs = progress.lesson.text.paragraphs
    weak = [(state, spans) for state in progress.weakest_first() if (spans := lit_spans(state, paragraphs))]
    chosen: list[tuple[QuestionState, list[ParagraphSpan]]] = []
    for apart in (True, False):
        for state, spans in weak:
            taken = [span for _, others in chosen for span in others]
            if len(chosen) < MAX_PLACES and not any(_same_place(s, t, apart) for s in spans for t in taken):
                chosen.append((state, spans))
    order = [state for state, _ in weak]
    return [_reread(progress, *pair) for pair in sorted(chosen, key=lambda pair: order.index(pair[0]))]


def _same_place(span: ParagraphSpan, other: ParagraphSpan, apart: bool) -> bool:
    return span.paragraph == other.paragraph and (apart or (span.start < other.end and other.start < span.end))


def _reread(progress: Progress, standing: QuestionState, spans: list[ParagraphSpan]) -> Reread:
    slug, text, question = progress.lesson.slug, progress.lesson.text, standing.item.question
    # Words are quoted once they settle the question; before that a link leads to their sentence.
    quoted = spans if standing.settled else []
    quotes = tuple(text.paragraph(span.paragraph).text[span.start : span.end] for span in quoted)
    words = place_url(slug, question.paragraph, words_anchor(question.id))
    return Reread(standing, quotes, words, place_url(slug, question.paragraph, f"q-{question.id}"))
