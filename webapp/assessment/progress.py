"""How far a reader is in a lesson: derived from the recorded tries, kept nowhere else."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt, ManualMark, RegradeSummary
from webapp.domain.question import PROCESSES, ParagraphRef
from webapp.domain.scoring import attempts_left, attempts_until_correct, countback, counted_attempts, round_for_display


@dataclass(frozen=True)
class QuestionState:
    """Where one question stands. ``earned``, as it is told, and ``possible`` are in points; ``left`` counts tries."""

    item: Item
    tries: tuple[Attempt, ...]
    left: int
    settled: bool
    earned: float
    possible: float
    mark: ManualMark | None = None
    """What a person gave, where the program does not mark."""
    drafted: bool = False
    """Answered in an exam that is not handed in yet."""

    @property
    def answered(self) -> bool:
        """Marked at least once (a slip of spelling alone does not count), or answered in an open exam."""
        return self.drafted or bool(counted_attempts(self.tries))

    @property
    def last(self) -> Attempt | None:
        """The latest try."""
        return self.tries[-1] if self.tries else None

    @property
    def pending(self) -> bool:
        """Waits for a person's mark."""
        return self.mark is None and any(one.verdict == "pending" for one in self.tries)

    @property
    def decided(self) -> bool:
        """Whether its points count by now: marked, or over without an answer. An opinion has none."""
        return bool(self.possible) and not self.pending and not self.drafted and (self.answered or self.settled)

    @property
    def regraded(self) -> RegradeSummary | None:
        """The latest regrading, where it changed the question's mark."""
        found = self.tries[-1].regraded if self.tries else None
        return found if found and (found.before, found.most_before) != (found.after, found.most_after) else None

    @property
    def improved(self) -> bool:
        """Right in the end, and not at first; a slip of spelling is no wrong answer."""
        return self.right and counted_attempts(self.tries)[0].verdict != "accepted"

    @property
    def weak(self) -> bool:
        """Marked, and did not earn everything."""
        return self.answered and not self.pending and self.earned < self.possible - 1e-9

    @property
    def right(self) -> bool:
        """Fully right by now."""
        return any(one.verdict == "accepted" for one in self.tries)


@dataclass(frozen=True)
class Pace:
    """How a class reads together, in steps: a paragraph from 1, and the whole text after the last of them.

    Up to ``opened_to`` all is open, whatever is answered (0: nothing). Nobody goes beyond ``held_at``."""

    opened_to: int = 0
    held_at: int | None = None


@dataclass(frozen=True)
class Score:
    """Marks added up over some questions: ``possible`` has the points that are decided, ``waiting`` those that wait
    for a person's mark, and ``open`` those not answered yet."""

    name: str
    earned: float
    possible: float
    answered: int
    questions: int
    waiting: float = 0
    open: float = 0

    @property
    def share(self) -> float:
        """What was earned of what is decided, from 0 to 1; 0 where nothing is."""
        return self.earned / self.possible if self.possible else 0.0


class Progress:
    """One reader in one lesson."""

    def __init__(
        self,
        lesson: Lesson,
        tries: Iterable[Attempt],
        drafts: Collection[str] = (),
        marks: Mapping[str, ManualMark] | None = None,
        pace: Pace | None = None,
    ) -> None:
        """``drafts`` are the ids of questions answered and not handed in; they count in an exam only. ``marks`` are
        those that people gave, by the id of the try. ``pace`` is that of the class that reads this together now."""
        self.lesson = lesson
        self.pace = pace
        self._marks = marks or {}
        by_question: dict[str, list[Attempt]] = defaultdict(list)
        for one in tries:
            by_question[one.question].append(one)
        self._tries: Mapping[str, Sequence[Attempt]] = by_question
        self.handed_in = lesson.settings.exam and bool(by_question)
        self._drafts: Collection[str] = drafts if lesson.settings.exam and not self.handed_in else ()
        self._found: dict[str, QuestionState] = {}
        self._places: dict[ParagraphRef, list[QuestionState]] = {}

    @cached_property
    def standings(self) -> Mapping[str, QuestionState]:
        """Where each question stands, by its id, in the file's order."""
        return {item.question.id: self._standing(item) for item in self.lesson.items}

    def standing(self, question: str) -> QuestionState:
        """Where one question of the lesson stands."""
        item = self.lesson.item(question)
        if item is None:
            raise KeyError(question)
        return self._standing(item)

    def _standing(self, item: Item) -> QuestionState:
        """Worked out when first asked for: most pages and every answer are about a few questions."""
        name = item.question.id
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._reckoned(item, self._tries.get(name, ()), name in self._drafts)
        return found

    def _reckoned(self, item: Item, tries: Sequence[Attempt], drafted: bool) -> QuestionState:
        rules = self.lesson.settings.rules_of(item.question)
        if not tries:
            left = 0 if self.handed_in else rules.tries
            return QuestionState(item, (), left, left == 0, 0.0, item.question.points, None, drafted)
        tries = attempts_until_correct(tries)
        # A question whose points have changed is worth what it was worth until it is regraded.
        points = tries[-1].possible
        earned = countback(rules, [one.parts for one in counted_attempts(tries)], points)
        left = 0 if self.handed_in else attempts_left(rules, tries)
        given = next((self._marks[one.id] for one in reversed(tries) if one.id in self._marks), None)
        earned = min(given.points, points) if given else round_for_display(earned, points)
        return QuestionState(item, tuple(tries), left, left == 0, earned, points, given, drafted)

    def of(self, place: ParagraphRef) -> list[QuestionState]:
        """The standings of one paragraph's questions, or of the whole text's."""
        if place not in self._places:
            self._places[place] = [self._standing(item) for item in self.lesson.of(place)]
        return self._places[place]

    def shown(self, place: ParagraphRef) -> list[QuestionState]:
        """Those that may be seen: a second part only after its first is answered."""
        found = self.of(place)
        by_id = {one.item.question.id: one for one in found}  # both parts stand in one place
        return [one for one in found if one.item.after is None or by_id[one.item.after].answered]

    def passed(self, place: ParagraphRef) -> bool:
        """Whether the gate behind ``place`` is open: always, once each question is answered, or once settled.

        Under ``correct`` a question without a try left counts as passed, so that nobody is locked out for good.
        """
        gate = self.lesson.settings.gate
        if gate == "open" or self.handed_in:
            return True
        if self.lesson.settings.exam:
            gate = "answered"  # nothing is marked yet
        # One after the other: of most places the first question tells.
        standings = map(self._standing, self.lesson.of(place))
        return all(one.answered if gate == "answered" else one.settled for one in standings)

    def step_of(self, place: ParagraphRef) -> int:
        """Which step a place is."""
        return len(self.lesson.text.paragraphs) + 1 if place == "whole" else place

    @cached_property
    def _own_step(self) -> int:
        last = len(self.lesson.text.paragraphs)
        return next((number for number in range(1, last + 1) if not self.passed(number)), last + 1)

    @property
    def step(self) -> int:
        """The last step that may be read: to the first gate that is closed, and as the class reads together."""
        if self.pace is None:
            return self._own_step
        opened = min(max(self._own_step, self.pace.opened_to), len(self.lesson.text.paragraphs) + 1)
        return opened if self.pace.held_at is None else min(opened, self.pace.held_at)

    @property
    def last_open_paragraph(self) -> int:
        """The last paragraph that may be read, from 1."""
        return min(self.step, len(self.lesson.text.paragraphs))

    @property
    def whole_text_open(self) -> bool:
        """Whether the questions on the whole text may be read: every paragraph's gate is passed."""
        return self.step > len(self.lesson.text.paragraphs)

    def without_class_hold(self) -> Progress:
        """The same, were the class not held: who has begun to answer may hand in."""
        free = copy.copy(self)
        free.pace = self.pace and Pace(self.pace.opened_to)
        return free

    def waits(self, place: ParagraphRef) -> bool:
        """Whether only the class keeps the reader from going on from here."""
        return self.step <= self.step_of(place) < self.without_class_hold().step

    @property
    def over(self) -> bool:
        """Whether every key may be told: the exam is handed in, or every question is settled."""
        return self.handed_in or all(one.settled for one in self.standings.values())

    @property
    def first_unanswered_place(self) -> ParagraphRef | None:
        """The first place with a question that is not answered yet; None when all are, or the exam is handed in."""
        if self.handed_in:
            return None
        for paragraph in self.lesson.text.paragraphs:
            if not all(one.answered for one in self.of(paragraph.number)):
                return paragraph.number
        if not all(one.answered for one in self.of("whole")):
            return "whole"
        return None

    @cached_property
    def started(self) -> bool:
        """Whether anything was answered."""
        names = (item.question.id for item in self.lesson.items)
        return any(name in self._tries or name in self._drafts for name in names)

    def total(self) -> Score:
        """Over the whole lesson."""
        return _score("", list(self.standings.values()))

    def by_place(self) -> list[Score]:
        """One score a paragraph, then one for the whole text, where there are questions."""
        places: list[ParagraphRef] = [paragraph.number for paragraph in self.lesson.text.paragraphs]
        places.append("whole")
        return [_score(str(place), found) for place in places if (found := self.of(place))]

    def by_process(self) -> list[Score]:
        """One score a process of comprehension, in the order of PIRLS."""
        scored = [one for one in self.standings.values() if one.possible]
        groups = {name: [one for one in scored if one.item.question.process == name] for name in PROCESSES}
        return [_score(name, found) for name, found in groups.items() if found]

    def weakest_first(self) -> list[QuestionState]:
        """Settled or answered questions that did not earn everything, the weakest first."""
        weak = [one for one in self.standings.values() if one.weak]
        return sorted(weak, key=lambda one: one.earned / one.possible)


def _score(name: str, found: Sequence[QuestionState]) -> Score:
    decided = [one for one in found if one.decided]
    waiting = sum(one.possible for one in found if one.pending)
    possible = sum(one.possible for one in decided)
    left = sum(one.possible for one in found) - possible - waiting
    earned = round(sum(one.earned for one in decided), 6)
    answered = sum(one.answered for one in found)
    return Score(name, earned, round(possible, 6), answered, len(found), round(waiting, 6), round(left, 6))
