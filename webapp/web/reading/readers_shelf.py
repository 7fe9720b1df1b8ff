"""The shelf of a request's reader: all texts that are offered to them, each with where they stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from webapp.assessment.progress import Progress
from webapp.assessment.shelf import ShelfText, assigned_until, in_order
from webapp.content import Lesson, ListedText
from webapp.store.protocols.reading_state import ReadingState
from webapp.store.protocols.store import KeptWord
from webapp.web.framework.assignments_of_reader import as_assigned, assignments_of_reader, is_offered
from webapp.web.framework.current_learner import has_record, progress_in
from webapp.web.framework.services import current_services, school_store


def readers_shelf(learner: str | None, words: Iterable[KeptWord], complete: bool) -> list[ShelfText]:
    """The texts in the order that suits this reader; ``words`` are their saved words to review now.

    The number of statements grows with the exams that the reader has handed in, and with no other texts.
    """
    store, school = school_store()
    known = learner if learner and has_record(learner) else None
    states = store.reading_states(school, known) if known else {}
    words_due = Counter(word.text for word in words)
    library = current_services().library
    texts = []
    for listed in library.listed(complete=complete or learner is not None):
        if not listed.settings.archived and is_offered(listed.slug, learner):
            text = _by_rules(listed, learner)
            progress = _progress(text.lesson, learner, states) if text.lesson and known else None
            texts.append(ShelfText(text, progress, _to_do(progress), words_due[text.slug]))
    return in_order(texts)


def _by_rules(text: ListedText, learner: str | None) -> ListedText:
    """The text with its rules for this reader."""
    if text.lesson is None:
        return text
    lesson = as_assigned(text.lesson, learner)
    return text._replace(lesson=lesson, settings=lesson.settings)


def _progress(lesson: Lesson, learner: str | None, states: Mapping[str, ReadingState]) -> Progress:
    """The reader's progress in a text, open to them now or not; where nothing is recorded, no result can wait."""
    state = states.get(lesson.slug)
    return progress_in(lesson, learner, state) if state else Progress(lesson, ())


def _to_do(progress: Progress | None) -> datetime | None:
    """The time by which the reader has to do the text; None where nothing of it is assigned and left."""
    if progress is None:
        return None
    now, slug = current_services().config.now(), progress.lesson.slug
    left = [
        assigned_until(own.due)
        for own in assignments_of_reader()
        if own.text == slug
        and not own.excused
        and own.state(now) in {"open", "late"}
        and progress.first_unanswered_of(own.assignment.places)
    ]
    return min(left, default=None)
