"""What a class has done in a text: what each learner has earned, as the learner is told it, and exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

from flask import url_for
from werkzeug.routing import BuildError

from webapp.analysis.item_flags import ItemFlag
from webapp.analysis.learners_needing_help import HelpReason
from webapp.analysis.score_matrix import QuestionScore, ScoreMatrix, score_matrix
from webapp.arabic.normalize import fold_digits
from webapp.content import Item, Lesson
from webapp.domain.people import Membership, SchoolClass
from webapp.domain.scoring import UNCOUNTED_VERDICTS, round_for_display
from webapp.store.protocols.store import Standing
from webapp.web.framework.i18n import Said, chosen, pair, quoting
from webapp.web.framework.services import current_services
from webapp.web.teacher.results.table_view import Extra

State = Literal["right", "partly", "wrong", "waiting", "noted", "none"]
SIGNS: dict[State, tuple[str, Said]] = {
    "right": ("✓", pair("Right")),
    "partly": ("◐", pair("Partly correct")),
    "wrong": ("✗", pair("Not right")),
    "waiting": ("…", pair("Waits for a mark")),
    "noted": ("○", pair("An opinion")),
    "none": ("·", pair("No answer")),
}
SIMULATED = "simulated-"
SIMULATION = pair("simulated")
EPSILON = 1e-9


@dataclass(frozen=True)
class At:
    """One learner at one question: points as they are told, None where none are decided; ``exact`` are recorded."""

    state: State
    earned: float | None
    exact: float | None
    possible: float
    answered: bool

    @property
    def extra(self) -> Extra:
        """The sign for a page."""
        return Extra(sign=SIGNS[self.state][0], said=str(SIGNS[self.state][1]))


@dataclass(frozen=True)
class Sum:
    """Marks added up: ``possible`` are the points that are decided, ``waiting`` counts answers without a mark."""

    earned: float
    possible: float
    answered: int
    questions: int
    waiting: int

    @property
    def share(self) -> float | None:
        """What was earned of what is decided, from 0 to 1."""
        return self.earned / self.possible if self.possible else None


@dataclass(frozen=True)
class Work:
    """A class in one text. ``standings`` are by learner and question, ``marked`` the tries with a mark by hand."""

    lesson: Lesson
    members: Sequence[Membership]
    standings: Mapping[str, Mapping[str, Standing]]
    marked: Collection[tuple[str, str]]

    @property
    def learners(self) -> list[Membership]:
        """Who has answered anything here."""
        return [one for one in self.members if one.learner in self.standings]

    def at(self, learner: str, item: Item) -> At:
        """Where a learner stands at a question."""
        own, points = self.standings.get(learner, {}), item.question.points
        one = own.get(item.question.id)
        if one is None:
            # What is left out of an exam that was handed in is lost.
            lost = bool(own) and self.lesson.settings.exam and points > 0
            return At("none", 0.0 if lost else None, 0.0 if lost else None, points, False)
        by_hand = (learner, one.last_try) in self.marked
        if one.verdict == "pending" and not by_hand:
            return At("waiting", None, None, points, True)
        answered = one.verdict not in UNCOUNTED_VERDICTS
        if not points or not (answered or one.settled):
            return At("noted" if answered else "none", None, None, points, answered)
        exact = one.earned if one.possible in (0, points) else one.earned * points / one.possible
        return At(
            _state(one, exact, points, by_hand),
            exact if by_hand else round_for_display(exact, points),
            exact,
            points,
            True,
        )

    def sum_of(self, learner: str) -> Sum:
        """What a learner has by now, adding up what is told."""
        found = [self.at(learner, item) for item in self.lesson.items]
        decided = [one for one in found if one.earned is not None]
        return Sum(
            round(sum(one.earned or 0.0 for one in decided), 6),
            round(sum(one.possible for one in decided), 6),
            sum(one.answered for one in found),
            len(found),
            sum(one.state == "waiting" for one in found),
        )

    def last_seen(self, learner: str) -> datetime | None:
        """When a learner last answered here."""
        return max((one.at for one in self.standings.get(learner, {}).values()), default=None)

    def finished(self, learner: str) -> bool:
        """Whether a learner has answered every question."""
        found = self.sum_of(learner)
        return found.answered == found.questions

    @cached_property
    def cells(self) -> list[QuestionScore]:
        """Exact marks, for statistics; an answer that waits for one is None."""
        return [
            QuestionScore(one.learner, item.question.id, found.exact, found.possible)
            for one in self.members
            for item in self.lesson.items
            for found in [self.at(one.learner, item)]
            if found.exact is not None or found.state == "waiting"
        ]

    @cached_property
    def marks(self) -> ScoreMatrix:
        """The table of marks that the statistics need."""
        return score_matrix(self.cells, {item.question.id: item.question.points for item in self.lesson.items})


def _state(one: Standing, exact: float, points: float, by_hand: bool) -> State:
    if (one.verdict == "accepted" and not by_hand) or exact >= points - EPSILON:
        return "right"
    return "partly" if one.verdict == "partial" or exact > EPSILON else "wrong"


def members_of(klass: SchoolClass) -> list[Membership]:
    """The learners of a class by name; those whom the program made up say so."""
    found = current_services().store.people.members(klass.school, klass.id)
    return [replace(one, name=shown_name(one)) for one in found]


def shown_name(one: Membership) -> str:
    """A learner's name; a simulated one bears that word."""
    simulated = one.learner.startswith(SIMULATED) and SIMULATION.ar not in one.name
    return f"{one.name} ({SIMULATION})" if simulated else one.name


def work_in(klass: SchoolClass, lesson: Lesson, members: Sequence[Membership] | None = None) -> Work:
    """What a class has done in one text."""
    members, reports = members_of(klass) if members is None else members, current_services().store.reports
    ids = [one.learner for one in members]
    standings = reports.standings(klass.school, ids, lesson.slug)
    marked = reports.marks(klass.school, ids, lesson.slug)
    return Work(lesson, members, {learner: own for (learner, _), own in standings.items()}, marked)


def works_of(klass: SchoolClass, members: Sequence[Membership]) -> list[Work]:
    """What these learners have done in every text in which one of them has answered, in the library's order."""
    reports, ids = current_services().store.reports, [one.learner for one in members]
    by_text: dict[str, dict[str, Mapping[str, Standing]]] = {}
    for (learner, text), own in reports.standings(klass.school, ids).items():
        by_text.setdefault(text, {})[learner] = own
    marked = reports.marks(klass.school, ids)
    lessons = current_services().library.snapshot.lessons.values()
    return [Work(lesson, members, by_text[lesson.slug], marked) for lesson in lessons if lesson.slug in by_text]


def marking_url(slug: str = "", question: str = "") -> str:
    """Where the answers that wait for a mark are, or those at one question; empty without such a room."""
    try:
        if question:
            return url_for("desk.mark_question", slug=slug, question=question)
        return url_for("desk.marking")
    except BuildError:
        return ""


def spoken(found: HelpReason | ItemFlag) -> Said:
    """What the analysis has to say, in the digits that the reader has chosen."""
    arabic = found.ar if chosen().digits == "arab" else fold_digits(found.ar)
    return quoting(Said(ar=arabic, en=found.en))


def shortened(words: str, longest: int = 60) -> str:
    """The beginning of a prompt, cut at a word."""
    return words if len(words) <= longest else f"{words[: longest + 1].rsplit(' ', 1)[0]} …"
