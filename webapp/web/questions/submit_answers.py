"""Submission of a form of answers, and the end of an exam, with the outcome as a value.

A page turns an :class:`FormOutcome` into notices and a redirect, the sync of offline answers into JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Literal

from flask import redirect, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.progress import Progress
from webapp.content import Item, Lesson
from webapp.domain.question import Place, Response
from webapp.domain.scoring import count_hints
from webapp.store.protocols.exams import HandIn
from webapp.web.framework.assignments_of_reader import assignment_in_force
from webapp.web.framework.current_learner import progress_of, results_wait
from webapp.web.framework.exam_sitting import time_is_over
from webapp.web.framework.learner_audit import log_desk_answer
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.framework.write_limits import check_writing
from webapp.web.questions.answer_form import Fields, HandedIn, hand_in, hand_in_answers, responses
from webapp.web.questions.place_urls import place_url

Result = Literal[
    "recorded",  # became attempts
    "hint",
    "saved",  # in an exam: saved until it is handed in
    "saved-not-marked",
    "finished-before",  # the exam was handed in before, and this asks for it again
    "late",  # came after the end of an exam's time: kept for the teacher, counts for nothing
    "none-answered",  # the exam has no answer to hand in
    "closed",  # the page is behind a gate
    "handed-in",  # the exam was handed in before, and these answers come too late
    "changed",  # the form was submitted before with other answers, which count
    "spent",  # no attempt was left
    "empty",  # nothing was answered
]
NOT_RECORDED: frozenset[Result] = frozenset({"closed", "handed-in", "changed", "spent", "empty"})
"""Results of answers that did not become attempts. Devices read these words (see webapp/web/offline/sync.py)."""
NOTICES: Mapping[Result, str] = {
    "saved": "exam-saved",
    "saved-not-marked": "saved-not-marked",
    "finished-before": "exam-handed-in",
    "late": "exam-late",
    "none-answered": "exam-unanswered",
    "closed": "page-closed",
    "handed-in": "exam-handed-in",
    "changed": "first-answer-stands",
    "spent": "no-try-left",
    "empty": "unanswered",
}
"""Keys of the notices that a result shows."""


@dataclass(frozen=True)
class FormOutcome:
    """Results of one form, and the address of the next page."""

    results: tuple[Result, ...]
    location: str
    question: str = ""
    """The id of the question whose button sent the form, where it was sent by one."""
    repeated: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Questions answered as in an earlier attempt, with that attempt's number: nothing was counted."""
    missed_words: tuple[str, ...] = ()
    """Words that were saved because their question was missed."""

    @property
    def refusal(self) -> Result | None:
        """First reason why an answer was not recorded; None where all were."""
        return next((result for result in self.results if result in NOT_RECORDED), None)


def submit_form(
    lesson: Lesson,
    place: Place,
    learner: str,
    fields: Fields,
    seconds: float | None = None,
    written: datetime | None = None,
) -> FormOutcome:
    """Handle a posted form of this learner. ``seconds``: time taken, where the form's id does not hold a time.

    ``written``: when it was filled in, where it waited on a device since.
    """
    log_desk_answer(learner)
    progress = progress_of(lesson, learner)
    if _time_is_over(lesson, learner):
        check_writing(learner, fields, partial(_typed, lesson, place, fields))
        return _keep_late(progress, learner, _typed(lesson, place, fields), written)
    if progress.step_of(place) > progress.without_class_hold().step:
        check_writing(learner, fields, partial(_typed, lesson, place, fields))
        if not lesson.settings.exam:  # the class may have closed it again while this was written
            _save_drafts(lesson, learner, _typed(lesson, place, fields), written)
        return FormOutcome(("closed",), place_url(lesson.slug, progress.without_class_hold().last_open_paragraph))
    check_writing(learner, fields, partial(_typed, lesson, place, fields))
    if lesson.settings.exam:
        return _save_exam(progress, place, learner, fields, written)
    hint = button_value(fields, "hint")
    if hint:
        return _give_hint(lesson, place, learner, hint, fields)
    if button_value(fields, "keep"):
        return _save_only(lesson, place, learner, fields)
    only = button_value(fields, "check")
    handed_in = hand_in(current_services(), progress, progress.shown(place), learner, fields, only, seconds)
    _save_drafts(lesson, learner, handed_in.kept, written)
    return _outcome(lesson, place, handed_in, only)


def finish_exam(lesson: Lesson, learner: str, form_id: str) -> FormOutcome:
    """Mark everything that was answered, once; unanswered questions earn nothing."""
    log_desk_answer(learner)
    result_url = url_for("reading.result", slug=lesson.slug)
    progress = progress_of(lesson, learner)
    if _time_is_over(lesson, learner) or not may_finish(lesson, progress):
        return FormOutcome(("finished-before",), result_url)
    store, school = school_store()
    services = current_services()
    drafts = store.drafts(school, learner, lesson.slug, lesson.typed_since)
    answers = {item.question.id: drafts[item.question.id] for item in lesson.items if item.question.id in drafts}
    if not answers:
        return FormOutcome(("none-answered",), url_for("exam.review", slug=lesson.slug))
    # A word that is saved because its question was missed tells that it was.
    told = not results_wait(lesson, learner)
    own = assignment_in_force(lesson.slug, learner)
    exam = HandIn(lesson.typed_since, own.assignment.id if own else "")
    handed_in = hand_in_answers(services, lesson, learner, answers, form_id, save_missed=told, exam=exam)
    return FormOutcome(("recorded",), result_url, missed_words=tuple(handed_in.missed_words))


def may_finish(lesson: Lesson, progress: Progress) -> bool:
    """Tell whether an exam can be handed in: False for practice, and for an exam handed in before."""
    return lesson.settings.exam and not progress.handed_in


def show_notices(outcome: FormOutcome) -> None:
    """Show the outcome to the learner on the next page."""
    for word in outcome.missed_words:
        notify("word-missed", word=word)
    for result in outcome.results:
        if result in NOTICES:
            notify(NOTICES[result], question=outcome.question if result == "empty" else "")
    for question, attempt in outcome.repeated.items():
        notify("answer-repeated", question=question, attempt=attempt)


def redirect_after(outcome: FormOutcome) -> Reply:
    """Redirect to the outcome's page, with notices of the outcome."""
    show_notices(outcome)
    return redirect(outcome.location, 303)


def button_value(fields: Fields, button: str) -> str:
    """Value of the button that sent the form; empty where it was another."""
    return next(iter(fields.get(button, ())), "")


def _outcome(lesson: Lesson, place: Place, handed_in: HandedIn, only: str) -> FormOutcome:
    lists: tuple[tuple[Result, list[str]], ...] = (
        ("recorded", [*handed_in.marked, *handed_in.said_before]),
        ("changed", handed_in.changed),
        ("spent", handed_in.spent),
    )
    questions = [question for _, listed in lists for question in listed]
    if not questions:
        anchor = f"q-{only}" if only else "questions"
        return FormOutcome(("empty",), place_url(lesson.slug, place, anchor), question=only)
    return FormOutcome(
        tuple(result for result, listed in lists if listed),
        place_url(lesson.slug, place, f"q-{questions[0]}"),
        question=only,
        repeated=handed_in.said_before,
        missed_words=tuple(handed_in.missed_words),
    )


def _save_exam(progress: Progress, place: Place, learner: str, fields: Fields, written: datetime | None) -> FormOutcome:
    """Save answers of an exam without marking; a cleared field deletes its answer.

    Cleared is only what this page had (fields ``had``): another device may have answered what is empty here.
    """
    lesson = progress.lesson
    if progress.handed_in:
        return FormOutcome(("handed-in",), url_for("reading.result", slug=lesson.slug))
    items = [standing.item for standing in progress.shown(place)]
    answered = responses(items, fields, current_services().config.max_answer)
    had = frozenset(fields.get("had", ()))
    cleared: dict[str, Response] = {item.question.id: "" for item in items if item.question.id in had}
    _save_drafts(lesson, learner, cleared | answered, written)
    only = button_value(fields, "check")
    return FormOutcome(("saved",), place_url(lesson.slug, place, f"q-{only}" if only else "questions"), question=only)


def _time_is_over(lesson: Lesson, learner: str) -> bool:
    own = assignment_in_force(lesson.slug, learner) if lesson.settings.exam else None
    return own is not None and time_is_over(own)


def _keep_late(progress: Progress, learner: str, typed: dict[str, Response], written: datetime | None) -> FormOutcome:
    """Keep for the teacher what came after the end and says something else than what was handed in."""
    (store, school), slug, lesson = school_store(), progress.lesson.slug, progress.lesson
    location = url_for("reading.result", slug=slug)
    attempts = store.tries(school, learner, slug)
    handed_in = {
        attempt.question: attempt.response for attempt in attempts if lesson.counts(attempt.question, attempt.at)
    }
    late = {name: answer for name, answer in typed.items() if handed_in.get(name) != answer}
    if not late:
        return FormOutcome(("finished-before",), location)
    store.sittings.keep_late(school, learner, slug, late, written)
    return FormOutcome(("late",), location)


def _save_only(lesson: Lesson, place: Place, learner: str, fields: Fields) -> FormOutcome:
    """Save a form sent with Enter, without a script: no question is marked that was not submitted for marking.

    The page begins at its top, where the notice is.
    """
    _save_drafts(lesson, learner, _typed(lesson, place, fields))
    return FormOutcome(("saved-not-marked",), place_url(lesson.slug, place))


def _give_hint(lesson: Lesson, place: Place, learner: str, question: str, fields: Fields) -> FormOutcome:
    store, school = school_store()
    item: Item | None = next((item for item in lesson.items_at(place) if item.question.id == question), None)
    _save_drafts(lesson, learner, _typed(lesson, place, fields))
    if item is None:
        return FormOutcome(("hint",), place_url(lesson.slug, place))
    tried = bool(progress_of(lesson, learner).standings[question].attempts)
    most = count_hints(item.question, learner, tried)
    store.add_hint(school, learner, lesson.slug, question, most)
    return FormOutcome(("hint",), place_url(lesson.slug, place, f"q-{question}"), question=question)


def _typed(lesson: Lesson, place: Place, fields: Fields) -> dict[str, Response]:
    return responses(lesson.items_at(place), fields, current_services().config.max_answer)


def _save_drafts(lesson: Lesson, learner: str, answers: dict[str, Response], written: datetime | None = None) -> None:
    """Save the other typed answers, so that marking one question loses nothing of another."""
    if answers:
        services = current_services()
        services.store.save_drafts(services.config.school, learner, lesson.slug, answers, written)
