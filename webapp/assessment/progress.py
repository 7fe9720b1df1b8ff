"""Progress of a learner in a lesson, derived from the recorded attempts and stored nowhere else."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from webapp.assessment.question_state import QuestionState
from webapp.assessment.withheld_results import without_grade
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt, ManualMark
from webapp.domain.question import PROCESSES, ParagraphRef, Place
from webapp.domain.scoring import attempts_left, attempts_until_correct, countback, counted_attempts, round_for_display
from webapp.store.protocols.exams import ResultsWait


@dataclass(frozen=True)
class Pace:
    """Pacing of a live lesson, in steps: a paragraph from 1, and the whole text after the last of them.

    Up to ``unlocked_step`` all is open, even without answers (0: nothing). Nobody goes beyond ``max_step``.
    """

    unlocked_step: int = 0
    max_step: int | None = None


@dataclass(frozen=True)
class Score:
    """Marks added up over some questions: ``possible`` has the points that are decided, ``waiting`` those that wait
    for a person's mark, and ``open`` those not answered yet.
    """

    name: str
    earned: float
    possible: float
    answered: int
    questions: int
    waiting: float = 0
    open: float = 0

    @property
    def share(self) -> float:
        """The share earned of the decided points, from 0 to 1; 0 if none are decided."""
        return self.earned / self.possible if self.possible else 0.0


class Progress:
    """The progress of one learner in one lesson."""

    def __init__(
        self,
        lesson: Lesson,
        attempts: Iterable[Attempt],
        drafts: Collection[str] = (),
        marks: Mapping[str, ManualMark] | None = None,
        pace: Pace | None = None,
        results_wait: ResultsWait = "",
        all_open: bool = False,
        in_class: bool = True,
    ) -> None:
        """``drafts`` are the ids of questions answered and not handed in; they count in an exam only. ``marks`` are the
        marks by hand, by the id of the attempt. ``pace`` is that of the live lesson of the learner's class. Where the
        results of an exam wait (``results_wait``), nothing in here depends on its keys. ``all_open`` closes no place: a
        teacher looks at the text. A learner who is not ``in_class`` has no teacher who marks.
        """
        self.lesson = lesson
        self.pace = None if all_open else pace
        self.all_open = all_open
        self.in_class = in_class
        by_question: dict[str, list[Attempt]] = defaultdict(list)
        for attempt in attempts:
            if lesson.counts(attempt.question, attempt.at):
                by_question[attempt.question].append(attempt)
        self.handed_in = lesson.settings.exam and bool(by_question)
        self.results_wait: ResultsWait = results_wait if lesson.settings.exam else ""
        self.withheld = self.handed_in and bool(self.results_wait)
        self._marks = {} if self.withheld else marks or {}
        self._attempts: Mapping[str, Sequence[Attempt]] = (
            {name: [without_grade(attempt) for attempt in made] for name, made in by_question.items()}
            if self.withheld
            else by_question
        )
        self._drafts: Collection[str] = drafts if lesson.settings.exam and not self.handed_in else ()
        self._states: dict[str, QuestionState] = {}
        self._states_by_place: dict[Place, list[QuestionState]] = {}

    @cached_property
    def standings(self) -> Mapping[str, QuestionState]:
        """The state of each question, by its id, in the file's order."""
        return {item.question.id: self._standing(item) for item in self.lesson.items}

    def standing(self, question: str) -> QuestionState:
        """The state of one question; KeyError if the lesson does not have it."""
        item = self.lesson.item(question)
        if item is None:
            raise KeyError(question)
        return self._standing(item)

    def _standing(self, item: Item) -> QuestionState:
        """Compute the state when first asked for: most pages and every answer are about a few questions."""
        name = item.question.id
        state = self._states.get(name)
        if state is None:
            state = self._states[name] = self._compute(item, self._attempts.get(name, ()), name in self._drafts)
        return state

    def _compute(self, item: Item, attempts: Sequence[Attempt], drafted: bool) -> QuestionState:
        rules = self.lesson.settings.rules_of(item.question)
        if not attempts:
            left = 0 if self.handed_in else rules.tries
            settled = left == 0 and not self.withheld
            return QuestionState(item, (), left, settled, 0.0, item.question.points, None, drafted, self.withheld)
        attempts = attempts_until_correct(attempts)
        # A question whose points have changed is worth what it was worth until it is regraded.
        points = attempts[-1].possible
        earned = countback(rules, [attempt.parts for attempt in counted_attempts(attempts)], points)
        left = 0 if self.handed_in else attempts_left(rules, attempts)
        manual_mark = next(
            (self._marks[attempt.id] for attempt in reversed(attempts) if attempt.id in self._marks), None
        )
        earned = min(manual_mark.points, points) if manual_mark else round_for_display(earned, points)
        settled = left == 0 and not self.withheld
        return QuestionState(item, tuple(attempts), left, settled, earned, points, manual_mark, drafted, self.withheld)

    def states_at(self, place: Place) -> list[QuestionState]:
        """The states of one paragraph's questions, or of the whole text's."""
        if place not in self._states_by_place:
            self._states_by_place[place] = [self._standing(item) for item in self.lesson.items_at(place)]
        return self._states_by_place[place]

    def shown(self, place: Place) -> list[QuestionState]:
        """The states of the questions that may be shown: a second part only after its first is answered."""
        states = self.states_at(place)
        by_id = {state.item.question.id: state for state in states}  # both parts stand in one place
        return [state for state in states if state.item.after is None or by_id[state.item.after].answered]

    def passed(self, place: ParagraphRef) -> bool:
        """Tell if the gate behind ``place`` is open: always, once each question is answered, or once settled.

        Under ``correct`` a question without an attempt left counts as passed, so that nobody is locked out for good. An
        opinion may be left out.
        """
        gate = self.lesson.settings.gate
        if gate == "open" or self.handed_in:
            return True
        if self.lesson.settings.exam:
            gate = "answered"  # nothing is marked yet
        items = [item for item in self.lesson.items_at(place) if item.question.holds_gate]
        # At most places nothing is answered: that needs no state, and every page asks it of every place.
        for item in items:
            name = item.question.id
            if name not in self._attempts and name not in self._drafts:
                return False
        states = map(self._standing, items)
        return all(state.answered if gate == "answered" else state.settled for state in states)

    def step_of(self, place: Place) -> int:
        """The step of a place; the front page is always open."""
        if place == "front":
            return 0
        return len(self.lesson.text.paragraphs) + 1 if place == "whole" else place

    @cached_property
    def _step_alone(self) -> int:
        last = len(self.lesson.text.paragraphs)
        return next((number for number in range(1, last + 1) if not self.passed(number)), last + 1)

    @property
    def step(self) -> int:
        """The last step that may be read: up to the first closed gate, and within the pacing of the class."""
        last = len(self.lesson.text.paragraphs) + 1
        if self.all_open:
            return last
        if self.pace is None:
            return self._step_alone
        opened = min(max(self._step_alone, self.pace.unlocked_step), last)
        return opened if self.pace.max_step is None else min(opened, self.pace.max_step)

    @property
    def last_open_paragraph(self) -> int:
        """The last paragraph that may be read, from 1."""
        return min(self.step, len(self.lesson.text.paragraphs))

    @property
    def whole_text_open(self) -> bool:
        """The questions on the whole text may be read: every paragraph's gate is passed."""
        return self.step > len(self.lesson.text.paragraphs)

    def without_class_hold(self) -> Progress:
        """A copy in which the class holds nobody back, for handing in after the answers were begun."""
        free = copy.copy(self)
        free.pace = self.pace and Pace(self.pace.unlocked_step)
        return free

    def held_by_class(self, place: ParagraphRef) -> bool:
        """Tell if nothing but the pacing of the class keeps the learner at this place."""
        return self.step <= self.step_of(place) < self.without_class_hold().step

    @property
    def examined(self) -> bool:
        """An exam that is not over for this learner: not handed in, or with results that wait."""
        return self.lesson.settings.exam and (self.withheld or not self.handed_in)

    @property
    def all_keys_shown(self) -> bool:
        """All keys may be shown: the exam is handed in and its results are told, or all but the opinions is settled."""
        asked = (state for state in self.standings.values() if state.item.question.holds_gate)
        return not self.withheld and (self.handed_in or all(state.settled for state in asked))

    @property
    def first_unanswered_place(self) -> ParagraphRef | None:
        """The first place with an unanswered question; None if there is none, or the exam is handed in."""
        return self.first_unanswered_of(())

    def first_unanswered_of(self, places: Collection[ParagraphRef]) -> ParagraphRef | None:
        """The first of these places with an unanswered question; of all places, where none is named."""
        if self.handed_in:
            return None
        every: list[ParagraphRef] = [*(paragraph.number for paragraph in self.lesson.text.paragraphs), "whole"]
        asked = (place for place in every if not places or place in places)
        return next((place for place in asked if not self._answered_at(place)), None)

    def _answered_at(self, place: ParagraphRef) -> bool:
        return all(state.answered for state in self.states_at(place) if state.item.question.holds_gate)

    @cached_property
    def started(self) -> bool:
        """Any question was answered."""
        return any(True for _ in self._answered_items())

    @property
    def reading_begun(self) -> bool:
        """Any question was answered beyond the opinions of the front page."""
        return any(item.question.place != "front" for item in self._answered_items())

    @property
    def last_answer(self) -> datetime | None:
        """Time of the latest recorded answer."""
        return max((attempts[-1].at for attempts in self._attempts.values()), default=None)

    def _answered_items(self) -> Iterator[Item]:
        names = (name for answered in (self._attempts, self._drafts) for name in answered)
        return (item for name in names if (item := self.lesson.item(name)))

    def total(self) -> Score:
        """The score over the whole lesson; opinions, which earn nothing, are not counted among its questions."""
        return _score("", [state for state in self.standings.values() if state.item.question.holds_gate])

    def by_place(self) -> list[Score]:
        """Scores by paragraph, then one for the whole text, where there are questions."""
        places: list[ParagraphRef] = [paragraph.number for paragraph in self.lesson.text.paragraphs]
        places.append("whole")
        return [_score(str(place), states) for place in places if (states := self.states_at(place))]

    def by_process(self) -> list[Score]:
        """Scores by process of comprehension, in the order of PIRLS."""
        scored = [state for state in self.standings.values() if state.possible]
        groups = {name: [state for state in scored if state.item.question.process == name] for name in PROCESSES}
        return [_score(name, states) for name, states in groups.items() if states]

    def weakest_first(self) -> list[QuestionState]:
        """Answered or settled questions without full points, the weakest first."""
        weak = [state for state in self.standings.values() if state.weak]
        return sorted(weak, key=lambda state: state.earned / state.possible)


def _score(name: str, states: Sequence[QuestionState]) -> Score:
    decided = [state for state in states if state.decided]
    waiting = sum(state.possible for state in states if state.pending)
    possible = sum(state.possible for state in decided)
    left = sum(state.possible for state in states) - possible - waiting
    earned = round(sum(state.earned for state in decided), 6)
    answered = sum(state.answered for state in states)
    return Score(name, earned, round(possible, 6), answered, len(states), round(waiting, 6), round(left, 6))
