"""The form of one paragraph: drawn with an id, submitted once; each question in it becomes at most one try."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from webapp.assessment.answer_marking import grade_alone, judge, submission
from webapp.assessment.progress import Progress
from webapp.assessment.question_state import QuestionState
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.question import Response, Unanswered
from webapp.store.protocols.exams import HandIn
from webapp.store.protocols.store import Recorded
from webapp.web.framework.http.form_ids import form_id_or_new, seconds_since
from webapp.web.framework.preferences import vowel_marks
from webapp.web.framework.services import Services
from webapp.web.questions.missed_words import add_missed

Fields = Mapping[str, Sequence[str]]
_SUPPORT = re.compile(r"word:\d{1,3}\.\d{1,4}|aloud|audio|keyboard", re.ASCII)
MAX_SUPPORT = 50


@dataclass
class HandedIn:
    """Results of a posted form, by question id."""

    marked: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Questions answered differently in a form that was submitted before: the first answer counts."""
    spent: list[str] = field(default_factory=list)
    """Questions without a try left."""
    said_before: dict[str, int] = field(default_factory=dict)
    """Questions answered as in an earlier try, with its number: no try was counted."""
    kept: dict[str, Response] = field(default_factory=dict)
    """Answers typed but not submitted."""
    missed_words: list[str] = field(default_factory=list)
    """Words that were saved because their question is settled with less than all points."""


def support_used(noted: str, of_text: str = "none") -> tuple[str, ...]:
    """Help used while reading: vowel marks shown, and the help that the page noted, each once.

    ``of_text``: the level of vowel marks that the text is shown with until a reader chooses one.
    """
    tokens = dict.fromkeys(token for token in noted.split() if _SUPPORT.fullmatch(token))
    shown = vowel_marks(of_text)
    return (*([] if shown == "none" else [f"tashkeel:{shown}"]), *list(tokens)[:MAX_SUPPORT])


def responses(items: Sequence[Item], fields: Fields, longest: int) -> dict[str, Response]:
    """Responses by question id; unanswered ones are left out. Typed answers are cut at ``longest`` characters."""
    cut = {name: [value[:longest] for value in values] for name, values in fields.items()}
    # Only questions with a field in the form: a question is unanswered without one.
    sent = {_stem(name) for name in cut}
    read = {item.question.id: item.question.read(cut) for item in items if _stem(item.question.id) in sent}
    return {name: response for name, response in read.items() if not isinstance(response, Unanswered)}


def _stem(name: str) -> str:
    """Question id of a field, or of the second part of a question."""
    return name.partition(".")[0]


def hand_in(
    services: Services,
    progress: Progress,
    shown: Sequence[QuestionState],
    learner: str,
    fields: Fields,
    only: str,
    seconds: float | None = None,
) -> HandedIn:
    """Mark and record a form's answers: of one question where ``only`` names it, else of all that are answered.

    A form of many parts is filled with the last try's answer; submitted unchanged with others, it is no try.
    """
    answers = responses([standing.item for standing in shown], fields, services.config.max_answer)
    if not only:
        for standing in shown:
            name, last = standing.item.question.id, standing.last
            if last and isinstance(last.response, dict) and answers.get(name) == last.response:
                del answers[name]
    form_id, noted = (next(iter(fields.get(name, ())), "") for name in ("form", "support"))
    settled = frozenset(state.item.question.id for state in shown if state.settled)
    return hand_in_answers(services, progress.lesson, learner, answers, form_id, only, noted, seconds, settled)


def hand_in_answers(
    services: Services,
    lesson: Lesson,
    learner: str,
    answers: Mapping[str, Response],
    form_id: str,
    only: str = "",
    noted: str = "",
    seconds: float | None = None,
    settled: Collection[str] = (),
    save_missed: bool = True,
    exam: HandIn | None = None,
) -> HandedIn:
    """Mark and record responses by question id; with ``exam``, note in the same transaction that it was handed in.

    ``noted``: help noted by the page. ``seconds``: time taken, where the form's id does not hold a time. ``settled``:
    questions without an attempt left, whose answers need not be marked. ``save_missed``: save words that questions
    were missed on.
    """
    chosen = {name: answer for name, answer in answers.items() if only in ("", name)}
    result = HandedIn(kept={name: answer for name, answer in answers.items() if name not in chosen})
    now = services.config.now()
    form_id = form_id_or_new(form_id, now)
    handed_in = partial(
        submission,
        lesson,
        form=form_id,
        school=services.config.school,
        learner=learner,
        seconds=seconds_since(form_id, now) if seconds is None else seconds,
        at=now,
        support=support_used(noted, lesson.settings.tashkeel),
        hand_in=exam,
    )
    pairs = [
        (
            handed_in(item, answer, alone=(alone := grade_alone(item.question, answer))),
            judge(lesson, item, answer, alone, settled=name in settled),
        )
        for name, answer in chosen.items()
        if (item := lesson.item(name)) is not None
    ]
    done = services.store.record_all(pairs)
    for (sent, _), recorded in zip(pairs, done, strict=True):
        _sort(result, sent.question, recorded)
    attempts = [recorded.try_ for recorded in done if recorded.try_ and not recorded.repeated]
    new = [attempt.question for attempt in attempts if _lost(attempt)]
    if save_missed:
        result.missed_words = add_missed(services, lesson, learner, new)
    return result


def _lost(attempt: Attempt) -> bool:
    """Tell whether an attempt may have lost points: any but a first one that was fully right."""
    return attempt.number > 1 or attempt.verdict != "accepted" or attempt.earned < attempt.possible - 1e-9


def _sort(result: HandedIn, question: str, recorded: Recorded) -> None:
    if recorded.try_ is None:
        result.spent.append(question)
    elif recorded.said_before:
        result.said_before[question] = recorded.try_.number
    elif recorded.repeated and not recorded.same:
        result.changed.append(question)
    else:
        result.marked.append(question)
