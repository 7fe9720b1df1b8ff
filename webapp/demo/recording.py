"""Simulated events into a store, marked as any answer is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from webapp.content import Item, Lesson
from webapp.demo.reading import Event, Hint
from webapp.grading import mark, said_before
from webapp.model import Response, Try
from webapp.store import Judge, Judged, Store, Submission

BATCH = 200


def judge(lesson: Lesson, item: Item, answer: Response) -> Judge:
    """Marks an answer as the pages do."""
    return partial(_judged, lesson, item, answer)


def record_events(
    store: Store, events: Sequence[Event], set_clock: Callable[[datetime], None], done: Callable[[int], None]
) -> int:
    """Record events in their order; how many tries there are of it. ``done`` is told how many events are behind.

    ``set_clock`` sets the clock that the store was opened with, so that hints bear their own time.
    """
    recorded, waiting = 0, list[tuple[Submission, Judge]]()

    def flush() -> None:
        nonlocal recorded
        found = store.record_all(waiting)
        recorded += sum(one.try_ is not None and not one.said_before for one in found)
        waiting.clear()

    for event in events:
        if isinstance(event, Hint):
            flush()
            set_clock(event.at)
            store.add_hint(event.school, event.learner, event.text, event.question, event.most)
        else:
            if not waiting:
                set_clock(event.at)
            waiting.append((event.submission, judge(event.lesson, event.item, event.submission.response)))
            if len(waiting) >= BATCH:
                flush()
        done(1)
    flush()
    return recorded


def _judged(lesson: Lesson, item: Item, answer: Response, previous: Sequence[Try]) -> Judged | Try | None:
    rules = lesson.settings.rules_of(item.question)
    earlier = said_before(rules, item.question.points, item.version, answer, previous)
    if earlier:
        return earlier
    outcome = mark(rules, item.question, answer, previous)
    if outcome is None:
        return None
    grade = outcome.grade
    return Judged(
        grade.verdict,
        grade.earned,
        grade.possible,
        grade.why,
        grade.note,
        grade.rung,
        grade.parts,
        outcome.standing,
        outcome.settled,
    )
