"""Answers that a teacher tries in the preview of a question: marked as a learner's, shown on the learner's card."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request

from webapp.assessment.authoring.key_changes import clean_wording, verdicts_taken
from webapp.assessment.authoring.question_alone import QuestionAlone
from webapp.assessment.grade_memo import response_fits
from webapp.assessment.progress import Progress
from webapp.assessment.unrecorded_attempts import unrecorded_attempts
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Response
from webapp.domain.typed_key import WishedVerdict
from webapp.web.framework.preferences import vowel_marks
from webapp.web.framework.services import current_services
from webapp.web.questions.answer_form import responses
from webapp.web.questions.paragraph_view import Passage, lit_spans, passages
from webapp.web.questions.question_view import QuestionView, question_views

LEARNER = "preview"
MOST_ANSWERS = 20
MOST_HINTS = 30
LONGEST_STATE = 60_000


@dataclass(frozen=True)
class TriedPart:
    """A typed part of the last answer, as a learner would be told, and the verdicts that the key could give it."""

    part: str
    label: str
    text: str
    value: float
    verdict: str
    unsure: str
    level: str
    verdicts: tuple[WishedVerdict, ...]


@dataclass(frozen=True)
class ShownTrial:
    """The cards of the question and of its second part, with the paragraphs they stand below."""

    views: tuple[QuestionView, ...]
    passages: tuple[Passage, ...]
    parts: tuple[TriedPart, ...]


@dataclass(frozen=True)
class Trial:
    """Answers tried in their order, by question; hints asked for; ``empty`` are the cards sent without an answer."""

    answers: tuple[tuple[str, Response], ...] = ()
    hints: Mapping[str, int] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()

    @property
    def state(self) -> str:
        """The trial so far, for the next form."""
        return json.dumps({"answers": self.answers, "hints": dict(self.hints)}, ensure_ascii=False)

    def shown(self, lesson: Lesson, item: Item) -> ShownTrial:
        """The cards after these answers. An exam is marked at once here, as it will be once it is handed in."""
        practice = _as_practice(lesson)
        items = {entry.question.id: entry for entry in practice.items}
        given = [(items[name], response) for name, response in self.answers if name in items]
        made = unrecorded_attempts(practice, given, LEARNER, current_services().config.now())
        progress = Progress(practice, made.attempts)
        views = question_views(progress, item.question.place, LEARNER, self.hints, {}, made.repeated)
        paragraphs = practice.text.paragraphs
        lit = {view.number: lit_spans(progress.standing(view.id), paragraphs) for view in views}
        ids = {view.number: view.id for view in views}
        shown = passages(progress, _numbers(practice, item), vowel_marks(lesson.settings.tashkeel), lit, ids)
        return ShownTrial(tuple(views), shown, tuple(_parts(item, made.attempts)))


def read_trial(alone: QuestionAlone) -> Trial:
    """The trial of the posted form: what was tried before, and the answer or the hint that was asked for now."""
    if alone.lesson is None or request.form.get("again"):
        return Trial()
    before = _read_state(alone.lesson, request.form.get("trial", ""))
    check, hint = request.form.get("check", ""), request.form.get("hint", "")
    if hint and alone.lesson.item(hint):
        return Trial(before.answers, {**before.hints, hint: min(before.hints.get(hint, 0) + 1, MOST_HINTS)})
    longest = current_services().config.max_answer
    answers = responses(alone.lesson.items, request.form.to_dict(flat=False), longest)
    if check in answers:
        return Trial((*before.answers, (check, answers[check]))[-MOST_ANSWERS:], before.hints)
    return Trial(before.answers, before.hints, frozenset({check} if alone.lesson.item(check) else ()))


def _read_state(lesson: Lesson, written: str) -> Trial:
    """The trial that a page held; what does not fit the question as it is now is left out."""
    try:
        state: Any = json.loads(written) if 0 < len(written) <= LONGEST_STATE else {}
        answers = [(str(name), response) for name, response in state.get("answers", ())]
        hints = {str(name): int(count) for name, count in state.get("hints", {}).items()}
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return Trial()
    fitting = [(name, response) for name, response in answers if _fits(lesson, name, response)]
    known = {name: max(0, min(count, MOST_HINTS)) for name, count in hints.items() if lesson.item(name)}
    return Trial(tuple(fitting[-MOST_ANSWERS:]), known)


def _fits(lesson: Lesson, name: str, response: object) -> bool:
    item = lesson.item(name)
    if item is None:
        return False
    if isinstance(response, dict):
        plain = all(isinstance(key, str) and isinstance(value, str) for key, value in response.items())
    else:
        plain = isinstance(response, str) or (
            isinstance(response, list) and all(isinstance(value, str) for value in response)
        )
    return plain and response_fits(item.question, response)  # type: ignore[arg-type]  # looked at just now


def _as_practice(lesson: Lesson) -> Lesson:
    settings = lesson.settings.model_copy(update={"mode": "practice", "gate": "open"})
    return replace(lesson, settings=settings)


def _numbers(lesson: Lesson, item: Item) -> Sequence[int]:
    place = item.question.place
    if place == "whole":
        return [paragraph.number for paragraph in lesson.text.paragraphs]
    return [place] if isinstance(place, int) else []


def _parts(item: Item, attempts: Sequence[Attempt]) -> Iterator[TriedPart]:
    """The typed parts of the last answer to the question."""
    last = next((attempt for attempt in reversed(attempts) if attempt.question == item.question.id), None)
    for key in item.question.typed_keys() if last else ():
        assert last
        text = last.response.get(key.part, "") if isinstance(last.response, dict) else str(last.response)
        if not clean_wording(text):
            continue
        value = next((part.value for part in last.parts if part.name == key.part), 0.0)
        # The verdict that it has already is not offered again.
        now = "" if last.unsure else "right" if value >= 1 else "half" if value else "wrong"
        taken = tuple(verdict for verdict in verdicts_taken(item.question, key.part) if verdict != now)
        yield TriedPart(key.part, key.label, text, value, last.verdict, last.unsure, last.tolerance_level or "", taken)
