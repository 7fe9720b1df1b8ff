"""Recording of simulated events in a store, with the marking of real answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from webapp.assessment.answer_marking import judge
from webapp.demo.reading_sessions import Event, HintEvent
from webapp.store.protocols.store import Judge, Store, Submission

BATCH = 200


def record_events(
    store: Store, events: Sequence[Event], set_clock: Callable[[datetime], None], done: Callable[[int], None]
) -> int:
    """Record events in their order; returns the number of attempts recorded.

    ``done`` is called with 1 after each event. ``set_clock`` sets the clock that the store was opened with, so that
    each hint has its own time.
    """
    recorded, waiting = 0, list[tuple[Submission, Judge]]()

    def flush() -> None:
        nonlocal recorded
        outcomes = store.record_all(waiting)
        recorded += sum(outcome.try_ is not None and not outcome.said_before for outcome in outcomes)
        waiting.clear()

    for event in events:
        if isinstance(event, HintEvent):
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
