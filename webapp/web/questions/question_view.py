"""View of questions for templates. Before a question is settled there is no key in its view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from webapp.assessment.progress import Progress
from webapp.assessment.question_state import QuestionState
from webapp.domain.attempt import Attempt, RegradeSummary
from webapp.domain.question import Question, Response
from webapp.domain.question_views import Choosable, Solution, View
from webapp.domain.scoring import lowered_mark, shown_hints
from webapp.web.framework.i18n import speaks_english
from webapp.web.framework.verdict_labels import CARD_HEADLINES
from webapp.web.questions.paragraph_view import lit_spans, words_anchor


@dataclass(frozen=True)
class Feedback:
    """Feedback after a marked attempt."""

    verdict: str
    headline: str
    why: str
    note: str
    answer: str
    quotes: tuple[str, ...]
    marked: bool = False
    model: str = ""
    """A model answer, once a person has marked."""
    lowered_mark: bool = False
    """The last try counts, and lowered the mark."""
    again: bool = False
    """The answer repeats an earlier attempt, whose feedback this is."""
    regraded: RegradeSummary | None = None
    """A regrade that changed the mark; its reason is shown once the question is settled."""
    look: str = ""
    """The anchor of the words to look at again after a wrong answer."""


@dataclass(frozen=True)
class QuestionView:
    """One question on a page. ``solution`` is None until the question is settled."""

    number: int
    id: str
    type: str
    type_name: str
    prompt: str
    points: float
    before_reading: bool
    public: View
    hints: tuple[str, ...]
    hints_more: bool
    hint_lights: bool
    struck: str | None
    left: int
    tries: int
    settled: bool
    withheld: bool
    """Handed in with an exam whose results wait: the answer given is shown, and nothing of the key."""
    once: bool
    self_checked: bool
    """No teacher marks it: the learner compares the answer with the model."""
    asks_first: bool
    """It is long, and handed in once: the card asks before it is sent."""
    right: bool
    earned: float
    draft: Response | None
    response: Response | None
    """The last attempt's answer."""
    parts: Mapping[str, float] = field(hash=False)  # follows from the response
    """Share of each part of the last attempt, from 0 to 1."""
    tried: frozenset[str]
    feedback: Feedback | None
    solution: Solution | None
    right_choices: tuple[Choosable, ...]
    """The right choices, once the question is settled."""


class BarStep(NamedTuple):
    """A question in the bar of a narrow screen; ``left``: it is still to be answered."""

    question: str
    left: bool


def bar_steps(views: Iterable[QuestionView], exam: bool) -> tuple[BarStep, ...]:
    """Steps of a page's bar; in an exam a saved answer is one."""
    return tuple(
        BarStep(view.id, view.response is None and not view.settled and not (exam and view.draft is not None))
        for view in views
    )


def question_views(
    progress: Progress,
    place: int | str,
    learner: str,
    hints: Mapping[str, int],
    drafts: dict[str, Response],
    said_before: Mapping[str, int] | None = None,
) -> list[QuestionView]:
    """Views of the questions of one place, numbered through the whole text.

    ``said_before`` has the number of the try that an answer just repeated, by question.
    """
    standings = progress.shown(place)  # type: ignore[arg-type]
    numbers = progress.lesson.numbers
    return [
        _view(numbers[name], standing, progress, learner, hints.get(name, 0), drafts, (said_before or {}).get(name, 0))
        for standing in standings
        for name in [standing.item.question.id]
    ]


def _view(
    number: int,
    standing: QuestionState,
    progress: Progress,
    learner: str,
    hints: int,
    drafts: dict[str, Response],
    again: int,
) -> QuestionView:
    question, last = standing.item.question, standing.last
    solution = question.solution() if standing.settled else None
    steps = shown_hints(question, hints, learner, bool(standing.attempts))
    draft = drafts.get(question.id)
    unfinished = last is not None and (last.verdict == "nearly" or (question.written and last.verdict == "partial"))
    if draft is None and last is not None and unfinished:
        draft = last.response
    if standing.withheld:
        draft = last.response if last else None
    return QuestionView(
        number=number,
        id=question.id,
        type=question.type,
        type_name=question.name_en if speaks_english() else question.name_ar,
        prompt=question.prompt,
        points=standing.possible,
        before_reading=question.before_reading,
        public=question.public(learner),
        hints=steps.texts,
        hints_more=steps.more and not standing.settled and not progress.lesson.settings.exam,
        hint_lights=steps.lit,
        struck=steps.struck,
        left=standing.left,
        tries=progress.lesson.settings.rules_of(question).tries,
        settled=standing.settled,
        withheld=standing.withheld,
        once=question.once,
        self_checked=_self_checked(standing, progress),
        asks_first=question.once and question.written and not progress.lesson.settings.exam,
        right=standing.right,
        earned=standing.earned,
        draft=draft,
        response=last.response if last else None,
        parts={part.name: part.value for part in last.parts} if last else {},
        tried=frozenset(() if standing.withheld else _values(standing)),
        feedback=_feedback(standing, progress, again) if last else None,
        solution=solution,
        right_choices=_right_choices(question, solution, learner) if solution and solution.correct else (),
    )


def _right_choices(question: Question, solution: Solution, learner: str) -> tuple[Choosable, ...]:
    return tuple(choice for choice in question.choices(learner) if choice.value in solution.correct)


def _values(standing: QuestionState) -> list[str]:
    """Options that were chosen in earlier tries."""
    values: list[str] = []
    for attempt in standing.attempts:
        values += [attempt.response] if isinstance(attempt.response, str) else list(attempt.response)
    return values


def _feedback(standing: QuestionState, progress: Progress, again: int) -> Feedback:
    if standing.withheld:
        return Feedback("pending", CARD_HEADLINES["withheld"], "", "", "", ())
    last = next((attempt for attempt in standing.attempts if attempt.number == again), standing.attempts[-1])
    paragraphs = progress.lesson.text.paragraphs
    spans = lit_spans(standing, paragraphs) if standing.settled else []
    quotes = tuple(paragraphs[span.paragraph - 1].text[span.start : span.end] for span in spans)
    answer = _written(last) or last.label
    if standing.mark:
        model = standing.item.question.model_answer()
        comment, regraded = standing.mark.comment, standing.regraded
        return Feedback("marked", CARD_HEADLINES["marked"], comment, "", answer, quotes, True, model, regraded=regraded)
    if standing.pending and _self_checked(standing, progress):
        model = standing.item.question.model_answer()
        return Feedback("pending", CARD_HEADLINES["self-checked"], "", "", answer, quotes, model=model)
    return Feedback(
        last.verdict,
        CARD_HEADLINES["asked-again" if last.unsure and last.verdict == "nearly" else last.verdict],
        last.why,
        last.note,
        answer,
        quotes,
        lowered_mark=not again
        and lowered_mark(
            progress.lesson.settings.rules_of(standing.item.question), standing.item.question.points, standing.attempts
        ),
        again=bool(again),
        regraded=standing.regraded,
        look=_look(standing, progress),
    )


def _self_checked(standing: QuestionState, progress: Progress) -> bool:
    return bool(standing.item.question.model_answer()) and not progress.in_class and standing.mark is None


def _look(standing: QuestionState, progress: Progress) -> str:
    lit = lit_spans(standing, progress.lesson.text.paragraphs)
    return words_anchor(standing.item.question.id) if lit and standing.weak and not standing.right else ""


def _written(last: Attempt) -> str:
    """A typed answer in the learner's spelling; empty where an option was chosen."""
    if last.shown:
        return ""
    typed = last.response.values() if isinstance(last.response, dict) else [last.response]
    return "؛ ".join(value for value in typed if isinstance(value, str))
