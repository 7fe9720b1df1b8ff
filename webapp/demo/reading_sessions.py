"""Simulation of six weeks of reading: answers handed in and hints taken, in the order of time."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.arabic.tokenizer import words
from webapp.assessment.answer_marking import grade_alone, submission
from webapp.content import Item, Lesson
from webapp.demo.response_model import EASIER_PER_ATTEMPT, EASIER_PER_HINT, EASIER_PER_SITTING, item_parameters
from webapp.demo.simulated_answers import answer_fields, guessed_fields
from webapp.demo.simulated_learners import SimulatedLearner
from webapp.domain.question import Response, Unanswered
from webapp.domain.scoring import UNCOUNTED_VERDICTS, count_hints
from webapp.store.protocols.store import Submission

WEEKS = 6
STUCK_PARAGRAPH = 3
MAX_NEARLY_RIGHT = 2
MAX_NEW_ANSWER_TRIES = 5


@dataclass(frozen=True)
class HintEvent:
    """A reader asks for a hint; ``most`` is the number of hints that the question offers."""

    at: datetime
    school: str
    learner: str
    text: str
    question: str
    most: int


@dataclass(frozen=True)
class AnswerEvent:
    """A reader hands in an answer to an item of a lesson."""

    at: datetime
    submission: Submission
    lesson: Lesson
    item: Item


Event = HintEvent | AnswerEvent


def simulate(
    people: Iterable[SimulatedLearner], lessons: Sequence[Lesson], start: datetime, seed: int, school: str
) -> list[Event]:
    """Simulate the answers and hints of these readers in the six weeks from ``start``, in the order of time."""
    events = [event for person in people for event in _LearnerSimulation(person, lessons, start, seed, school).events()]
    return sorted(events, key=lambda event: event.at)


class _LearnerSimulation:
    """One reader working through the texts: a paragraph in one sitting or two, with time between the sittings."""

    def __init__(
        self, person: SimulatedLearner, lessons: Sequence[Lesson], start: datetime, seed: int, school: str
    ) -> None:
        self.person, self.lessons, self.seed, self.school = person, lessons, seed, school
        self.chance = random.Random(f"reader:{seed}:{person.id}")
        self.start, self.at, self.sitting = start, start, 0

    def events(self) -> Iterator[Event]:
        """Yield the reader's events in the order of time."""
        sittings = self._sittings()
        stops_after = self.chance.randint(2, 5) if self.person.manner == "stops" else len(sittings)
        for number, (lesson, place) in enumerate(sittings[:stops_after]):
            self.sitting, self.at = number, self._when(number, len(sittings))
            yield from self._page(lesson, place)
            if self.person.manner == "stuck" and place == STUCK_PARAGRAPH:
                return

    def _sittings(self) -> list[tuple[Lesson, int | str]]:
        places: list[tuple[Lesson, int | str]] = []
        for lesson in self.lessons:
            numbers: list[int | str] = [paragraph.number for paragraph in lesson.text.paragraphs]
            places += [(lesson, place) for place in [*numbers, "whole"] if lesson.items_at(place)]
        return places

    def _when(self, number: int, count: int) -> datetime:
        """The time of sitting ``number`` of ``count``: between 8:00 and 20:00, and never before the last sitting."""
        share = (number + self.chance.random() * 0.8) / max(1, count)
        day = math.floor(share * (7 * WEEKS - 1))
        return max(
            self.at + timedelta(minutes=2),
            self.start + timedelta(days=day, hours=self.chance.uniform(8, 20)),
        )

    def _page(self, lesson: Lesson, place: int | str) -> Iterator[Event]:
        """Read a paragraph, hand in all answers at once, then return to wrong answers, question by question."""
        items = lesson.items_at(place)
        support = self._support(lesson, place)
        seconds = self._seconds(_length(lesson, place) * 0.55 + 14 * len(items))
        form = self._form()
        self.at += timedelta(seconds=seconds)
        again = []
        for item in items:
            first = self._answer(lesson, item, 1, 0)
            if first is not None:
                yield self._submission(lesson, item, form, first, seconds, support)
                if self._goes_on(item, first):
                    again.append((item, first))
        for item, first in again:
            yield from self._again(lesson, item, first, support)

    def _again(self, lesson: Lesson, item: Item, first: Response, support: tuple[str, ...]) -> Iterator[Event]:
        answers, spent, hints, nearly = [first], 1, 0, 0
        while spent < lesson.settings.rules_of(item.question).tries:
            if self._wants_hint() and hints < count_hints(item.question, self.person.id, True):
                hints += 1
                self.at += timedelta(seconds=self._seconds(6))
                most = count_hints(item.question, self.person.id, True)
                yield HintEvent(self.at, self.school, self.person.id, lesson.slug, item.question.id, most)
            answer = self._new_answer(lesson, item, spent + 1, hints, answers)
            if answer is None:
                return
            seconds, form = self._seconds(18), self._form()
            self.at += timedelta(seconds=seconds)
            yield self._submission(lesson, item, form, answer, seconds, support)
            answers.append(answer)
            costs = grade_alone(item.question, answer).grade.verdict not in UNCOUNTED_VERDICTS
            spent, nearly = spent + costs, nearly + (not costs)
            if nearly > MAX_NEARLY_RIGHT or not self._goes_on(item, answer):
                return

    def _answer(self, lesson: Lesson, item: Item, number: int, hints: int) -> Response | None:
        question = item.question
        if self.person.manner == "guesses":
            fields = guessed_fields(question, self.seed, self.chance)
        else:
            hopeless = self.person.manner == "stuck" and question.paragraph == STUCK_PARAGRAPH
            easier = EASIER_PER_ATTEMPT * (number - 1) + EASIER_PER_HINT * hints + EASIER_PER_SITTING * self.sitting
            ability = -6.0 if hopeless else self.person.ability + easier
            fields = answer_fields(question, item_parameters(question, self.seed), ability, self.seed, self.chance)
        response = question.read(fields)
        return None if isinstance(response, Unanswered) else response

    def _new_answer(
        self, lesson: Lesson, item: Item, number: int, hints: int, answers: Sequence[Response]
    ) -> Response | None:
        """An answer that was not among the wrong ones before; None where the simulation finds no other."""
        for _ in range(MAX_NEW_ANSWER_TRIES):
            answer = self._answer(lesson, item, number, hints)
            if answer is not None and answer not in answers:
                return answer
        return None

    def _goes_on(self, item: Item, answer: Response) -> bool:
        """Decide on another attempt: none after a right answer or from a guesser; weaker readers give up sooner."""
        if item.question.once or grade_alone(item.question, answer).grade.verdict == "accepted":
            return False
        if self.person.manner in ("guesses", "stuck"):
            return self.person.manner == "stuck"
        return self.chance.random() < 1 / (1 + math.exp(-1.6 - 0.6 * self.person.ability))

    def _wants_hint(self) -> bool:
        return self.chance.random() < 1 / (1 + math.exp(0.7 + 0.8 * self.person.ability))

    def _seconds(self, usual: float) -> float:
        if self.person.manner == "guesses":
            return round(self.chance.uniform(2, 5) + usual * 0.03, 1)
        return round(usual * self.person.pace * self.chance.lognormvariate(0, 0.35), 1)

    def _support(self, lesson: Lesson, place: int | str) -> tuple[str, ...]:
        """The help used: vowel marks if the reader shows them, and words looked up, more for weaker readers."""
        shown = [f"tashkeel:{self.person.tashkeel}"] if self.person.tashkeel != "none" else []
        if place == "whole" or self.person.manner == "guesses":
            return tuple(shown)
        count = len(words(lesson.text.paragraph(int(place)).text))
        wished = max(0, round(self.chance.gauss(1.5 - 1.6 * self.person.ability, 1)))
        positions = sorted(self.chance.sample(range(count), min(wished, count)))
        aloud = ["aloud"] if self.chance.random() < 0.12 else []
        return (*shown, *(f"word:{place}.{position}" for position in positions), *aloud)

    def _form(self) -> str:
        return f"{int(self.at.timestamp() * 1000):x}-{self.chance.getrandbits(64):016x}"

    def _submission(
        self, lesson: Lesson, item: Item, form: str, answer: Response, seconds: float, support: tuple[str, ...]
    ) -> AnswerEvent:
        handed_in = submission(
            lesson,
            item,
            answer,
            form=form,
            school=self.school,
            learner=self.person.id,
            seconds=seconds,
            at=self.at,
            support=support,
        )
        return AnswerEvent(self.at, handed_in, lesson, item)


def _length(lesson: Lesson, place: int | str) -> int:
    """The number of words to read at a place of a lesson."""
    return 0 if place == "whole" else len(words(lesson.text.paragraph(int(place)).text))
