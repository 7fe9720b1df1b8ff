"""How far a reader is in a lesson: derived from the recorded tries, kept nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.content import Item, Lesson
from webapp.grading import costing, countback, tries_left
from webapp.model import PROCESSES, Mark, Place, Try


@dataclass(frozen=True)
class Standing:
    """Where one question stands. ``earned`` and ``possible`` are in points; ``left`` counts tries."""

    item: Item
    tries: tuple[Try, ...]
    left: int
    settled: bool
    earned: float
    possible: float
    mark: Mark | None = None
    """What a person gave, where the program does not mark."""
    drafted: bool = False
    """Answered in an exam that is not handed in yet."""

    @property
    def answered(self) -> bool:
        """Marked at least once (a slip of spelling alone does not count), or answered in an open exam."""
        return self.drafted or bool(costing(self.tries))

    @property
    def last(self) -> Try | None:
        """The latest try."""
        return self.tries[-1] if self.tries else None

    @property
    def pending(self) -> bool:
        """Waits for a person's mark."""
        return self.mark is None and any(one.verdict == "pending" for one in self.tries)

    @property
    def weak(self) -> bool:
        """Marked, and did not earn everything."""
        return self.answered and not self.pending and self.earned < self.possible - 1e-9

    @property
    def right(self) -> bool:
        """Fully right by now."""
        return any(one.verdict == "accepted" for one in self.tries)


@dataclass(frozen=True)
class Score:
    """Marks added up over some questions."""

    name: str
    earned: float
    possible: float
    answered: int
    questions: int


class Progress:
    """One reader in one lesson."""

    def __init__(
        self,
        lesson: Lesson,
        tries: Iterable[Try],
        drafts: Collection[str] = (),
        marks: Mapping[str, Mark] | None = None,
    ) -> None:
        """``drafts`` are the ids of questions answered and not handed in; they count in an exam only. ``marks`` are
        those that people gave, by the id of the try."""
        self.lesson = lesson
        self._marks = marks or {}
        by_question: dict[str, list[Try]] = defaultdict(list)
        for one in tries:
            by_question[one.question].append(one)
        self.rules = lesson.settings.rules
        self.handed_in = lesson.settings.exam and any(by_question.values())
        open_exam = lesson.settings.exam and not self.handed_in
        self.standings = {
            name: self._standing(item, by_question[name], open_exam and name in drafts)
            for item in lesson.items
            for name in [item.question.id]
        }

    def _standing(self, item: Item, tries: Sequence[Try], drafted: bool) -> Standing:
        rules, points = self.rules, item.question.points
        earned = countback(rules, [one.parts for one in costing(tries)], points)
        left = 0 if self.handed_in else tries_left(rules, tries)
        given = next((self._marks[one.id] for one in reversed(tries) if one.id in self._marks), None)
        if given:
            earned = given.points
        return Standing(item, tuple(tries), left, left == 0, earned, points, given, drafted)

    def of(self, place: Place) -> list[Standing]:
        """The standings of one paragraph's questions, or of the whole text's."""
        return [self.standings[item.question.id] for item in self.lesson.of(place)]

    def shown(self, place: Place) -> list[Standing]:
        """Those that may be seen: a second part only after its first is answered."""
        return [one for one in self.of(place) if one.item.after is None or self.standings[one.item.after].answered]

    def passed(self, place: Place) -> bool:
        """Whether the gate behind ``place`` is open: always, once each question is answered, or once settled.

        Under ``correct`` a question without a try left counts as passed, so that nobody is locked out for good.
        """
        gate = self.lesson.settings.gate
        if gate == "open" or self.handed_in:
            return True
        if self.lesson.settings.exam:
            gate = "answered"  # nothing is marked yet
        return all(one.answered if gate == "answered" else one.settled for one in self.of(place))

    @property
    def open_to(self) -> int:
        """The last paragraph that may be read, from 1."""
        last = len(self.lesson.text.paragraphs)
        for number in range(1, last):
            if not self.passed(number):
                return number
        return last

    @property
    def whole_open(self) -> bool:
        """Whether the questions on the whole text may be read: every paragraph's gate is passed."""
        return all(self.passed(paragraph.number) for paragraph in self.lesson.text.paragraphs)

    @property
    def stands_at(self) -> Place | None:
        """The first place with a question that is not answered yet; None when all are, or the exam is handed in."""
        if self.handed_in:
            return None
        for paragraph in self.lesson.text.paragraphs:
            if not all(one.answered for one in self.of(paragraph.number)):
                return paragraph.number
        if not all(one.answered for one in self.of("whole")):
            return "whole"
        return None

    @property
    def started(self) -> bool:
        """Whether anything was answered."""
        return any(one.tries or one.drafted for one in self.standings.values())

    def total(self) -> Score:
        """Over the whole lesson."""
        return _score("", list(self.standings.values()))

    def by_place(self) -> list[Score]:
        """One score a paragraph, then one for the whole text, where there are questions."""
        places: list[Place] = [paragraph.number for paragraph in self.lesson.text.paragraphs]
        places.append("whole")
        return [_score(str(place), found) for place in places if (found := self.of(place))]

    def by_process(self) -> list[Score]:
        """One score a process of comprehension, in the order of PIRLS."""
        scored = [one for one in self.standings.values() if one.possible]
        groups = {name: [one for one in scored if one.item.question.process == name] for name in PROCESSES}
        return [_score(name, found) for name, found in groups.items() if found]

    def to_reread(self) -> list[Standing]:
        """Settled or answered questions that did not earn everything, the weakest first."""
        weak = [one for one in self.standings.values() if one.weak]
        return sorted(weak, key=lambda one: one.earned / one.possible)


def _score(name: str, found: Sequence[Standing]) -> Score:
    earned = sum(one.earned for one in found)
    possible = sum(one.possible for one in found)
    return Score(name, round(earned, 6), possible, sum(one.answered for one in found), len(found))
