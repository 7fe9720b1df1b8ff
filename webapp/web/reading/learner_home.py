"""The learner's home on the library page: what is due, where reading goes on, words due; the text to read next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webapp.assessment.next_text import Suggestion
from webapp.assessment.progress import Progress
from webapp.assessment.shelf import ShelfText
from webapp.domain.assignment import AssignmentState, LearnersAssignment
from webapp.domain.question import ParagraphRef
from webapp.web.framework.assignments_of_reader import assignments_of_reader
from webapp.web.framework.services import current_services
from webapp.web.reading.next_for_you import suggestion_on_shelf

SHOWN_CLOSED = timedelta(days=14)
"""The time for which an assignment that was not done is still shown after it has closed."""
RANKS: Mapping[AssignmentState, int] = {"late": 0, "open": 0, "not-open": 1, "closed": 2}
_NEVER = datetime.min.replace(tzinfo=UTC)
_ALWAYS = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class AssignedText:
    """An assignment of this reader, and what they have done of it."""

    own: LearnersAssignment
    progress: Progress
    state: AssignmentState
    place: ParagraphRef | None
    """The first of its places with an unanswered question; None where it is done."""

    @property
    def told(self) -> bool:
        """It was an exam, and its results can be seen."""
        return self.progress.handed_in and not self.progress.withheld

    @property
    def shut(self) -> bool:
        """Its text cannot be opened now."""
        exam = self.progress.lesson.settings.exam
        return self.state == "not-open" or (self.state == "closed" and exam and not self.progress.handed_in)


@dataclass(frozen=True)
class LearnerHome:
    """Part of the library page above the list of texts: what concerns the reader."""

    assigned: list[AssignedText]
    goes_on: Progress | None
    """Text that was answered last among those that are not finished, and not assigned."""
    words: int
    """Saved words to review today."""
    suggestion: Suggestion | None
    """Text to read next."""

    @property
    def done(self) -> list[AssignedText]:
        """Assignments that nothing is to be done for any more, and of which no results wait to be seen."""
        return [text for text in self.assigned if text.place is None and not text.told]

    @property
    def to_do(self) -> list[AssignedText]:
        """The others."""
        return [text for text in self.assigned if text.place is not None or text.told]


def learner_home(learner: str, shelf: Sequence[ShelfText], words: int) -> LearnerHome:
    """Collect what concerns this reader now; ``words`` are the saved words to review today."""
    now = current_services().config.now()
    by_slug = {text.slug: text.progress for text in shelf if text.progress}
    assigned = _assigned(by_slug, now)
    others = by_slug.keys() - {text.own.text for text in assigned}
    goes_on = _goes_on(progress for slug, progress in by_slug.items() if slug in others)
    return LearnerHome(assigned, goes_on, words, suggestion_on_shelf(shelf, learner))


def _assigned(by_slug: Mapping[str, Progress], now: datetime) -> list[AssignedText]:
    """Assignments to show: those to do by their due time, then those to come, those that were missed, those done."""
    shown = []
    for own in assignments_of_reader():
        progress, state = by_slug.get(own.text), own.state(now)
        if progress is None or own.excused:
            continue
        place = progress.first_unanswered_of(own.assignment.places)
        long_ago = own.closes is not None and now - own.closes > SHOWN_CLOSED
        over = state == "closed" and (long_ago or (place is None and not progress.handed_in))
        if not over:
            shown.append(AssignedText(own, progress, state, place))
    return sorted(shown, key=_rank)


def _rank(text: AssignedText) -> tuple[bool, int, datetime]:
    at = text.own.opens if text.state == "not-open" else text.own.due or text.own.closes
    return text.place is None, RANKS[text.state], at or _ALWAYS


def _goes_on(shelf: Iterable[Progress]) -> Progress | None:
    begun = [progress for progress in shelf if progress.started and progress.first_unanswered_place]
    return max(begun, key=lambda progress: progress.last_answer or _NEVER, default=None)
