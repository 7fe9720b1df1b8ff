"""A class's results in a text: each learner's points, rounded as shown to the learner, and exact."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple
from urllib.parse import quote

from flask import g, url_for
from werkzeug.routing import BuildError

from webapp.analysis.item_flags import ItemFlag
from webapp.analysis.learners_needing_help import HelpReason
from webapp.analysis.score_matrix import QuestionScore, ScoreMatrix, score_matrix
from webapp.arabic.normalize import fold_digits
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.people import Membership, SchoolClass
from webapp.domain.scoring import UNCOUNTED_VERDICTS, round_for_display
from webapp.store.protocols.store import Standing
from webapp.web.framework.i18n import Said, pair, quoting
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services
from webapp.web.teacher.marking.blind_marks import visible_marks
from webapp.web.teacher.results.assigned_exams import AskedInExam, asked_in_exams
from webapp.web.teacher.results.table_rows import Extra

State = Literal["right", "partly", "wrong", "waiting", "noted", "none", "unsure"]
SIGNS: dict[State, tuple[str, Said]] = {
    "right": ("✓", pair("Right")),
    "partly": ("◐", pair("Partly correct")),
    "wrong": ("✗", pair("Not correct")),
    "waiting": ("…", pair("Answer awaiting marking")),
    "noted": ("○", pair("Opinion")),
    "unsure": ("◇", pair("Not sure")),
    "none": ("·", pair("No answer")),
}
TINTS: dict[State, str] = {"right": "is-right-answer", "partly": "is-half-answer", "wrong": "is-wrong-answer"}
"""Classes of the cells' colours; the signs say the same."""
SIMULATED = "simulated-"
SIMULATION = pair("simulated")
EPSILON = 1e-9
ANY_LEARNER = "0-any-learner"
PATH_SIGNS = "!$&'()*+,/:;=@"
"""Signs that ``url_for`` leaves as they are in a path."""
ANCHOR_SIGNS = "%!#$&'()*+,/:;=?@"
"""Signs that ``url_for`` leaves as they are in an anchor."""


class At(NamedTuple):
    """One learner at one question: ``points`` as shown, None where none are decided; ``exact`` as recorded."""

    state: State
    earned: float | None
    exact: float | None
    possible: float
    answered: bool

    def extra(self, said: str, address: str) -> Extra:
        """The sign for a page, ``said`` in words, with the cell's link."""
        return Extra(address, SIGNS[self.state][0], said, TINTS.get(self.state, ""))


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
        """Share earned of the decided points, from 0 to 1."""
        return self.earned / self.possible if self.possible else None


@dataclass(frozen=True)
class Work:
    """Results of a class in one text.

    ``standings``: by learner and question; ``marked``: tries with a manual mark; ``undecided``: ids of tries that the
    program is not sure of and nobody has decided; ``exams``: questions that an assigned exam asks of each learner.
    """

    lesson: Lesson
    members: Sequence[Membership]
    standings: Mapping[str, Mapping[str, Standing]]
    marked: Collection[tuple[str, str]]
    undecided: Collection[str] = frozenset()
    exams: AskedInExam = field(default_factory=dict)

    @property
    def learners(self) -> list[Membership]:
        """Learners who have answered anything here."""
        return [member for member in self.members if member.learner in self.standings]

    def at(self, learner: str, item: Item) -> At:
        """Result of a learner at a question; tables and their sums ask for each several times."""
        key = learner, item.question.id
        result = self._results.get(key)
        if result is None:
            result = self._results[key] = self._at(learner, item)
        return result

    @cached_property
    def _results(self) -> dict[tuple[str, str], At]:
        return {}

    def _at(self, learner: str, item: Item) -> At:
        standings, points = self.standings.get(learner, {}), item.question.points
        standing = standings.get(item.question.id)
        if standing is None:
            # A question left unanswered in an exam that was handed in earns nothing.
            asked = self.lesson.settings.exam or item.question.id in self.exams.get(learner, ())
            lost = bool(standings) and asked and points > 0
            return At("none", 0.0 if lost else None, 0.0 if lost else None, points, False)
        by_hand = (learner, standing.last_try) in self.marked
        if standing.verdict == "pending" and not by_hand:
            return At("waiting", None, None, points, True)
        answered = standing.verdict not in UNCOUNTED_VERDICTS
        if not points or not (answered or standing.settled):
            return At("noted" if answered else "none", None, None, points, answered)
        exact = standing.earned if standing.possible in (0, points) else standing.earned * points / standing.possible
        state = _state(standing, exact, points, by_hand)
        unsure = state != "right" and not by_hand and standing.last_try in self.undecided
        return At(
            "unsure" if unsure else state,
            exact if by_hand else round_for_display(exact, points),
            exact,
            points,
            True,
        )

    def sum_of(self, learner: str) -> Sum:
        """A learner's points, as the sum of those that are shown."""
        if learner not in self._sums:
            self._sums[learner] = self._sum_of(learner)
        return self._sums[learner]

    @cached_property
    def _sums(self) -> dict[str, Sum]:
        return {}

    def _sum_of(self, learner: str) -> Sum:
        results = [self.at(learner, item) for item in self.lesson.items]
        asked = [result for result, item in zip(results, self.lesson.items, strict=True) if item.question.holds_gate]
        asked = [result for result, item in zip(results, self.lesson.items, strict=True) if item.question.holds_gate]
        decided = [attempt for attempt in results if attempt.earned is not None]
        return Sum(
            round(sum(result.earned or 0.0 for result in decided), 6),
            round(sum(result.possible for result in decided), 6),
            sum(result.answered for result in asked),
            self.lesson.asked,
            sum(attempt.state == "waiting" for attempt in results),
        )

    def last_seen(self, learner: str) -> datetime | None:
        """The time of a learner's last answer here."""
        return max((standing.at for standing in self.standings.get(learner, {}).values()), default=None)

    def finished(self, learner: str) -> bool:
        """Tell whether a learner has answered every question that is not an opinion alone."""
        total = self.sum_of(learner)
        return total.answered >= total.questions

    @cached_property
    def cells(self) -> list[QuestionScore]:
        """Exact marks, for statistics; None for an answer that waits for its mark."""
        return [
            QuestionScore(member.learner, item.question.id, result.exact, result.possible)
            for member in self.members
            for item in self.lesson.items
            for result in [self.at(member.learner, item)]
            if result.exact is not None or result.state == "waiting"
        ]

    @cached_property
    def marks(self) -> ScoreMatrix:
        """Score matrix for the statistics."""
        return score_matrix(self.cells, {item.question.id: item.question.points for item in self.lesson.items})


def _state(standing: Standing, exact: float, points: float, by_hand: bool) -> State:
    if (standing.verdict == "accepted" and not by_hand) or exact >= points - EPSILON:
        return "right"
    return "partly" if standing.verdict == "partial" or exact > EPSILON else "wrong"


def members_of(klass: SchoolClass) -> list[Membership]:
    """Learners of a class by name; simulated ones are marked so."""
    members = current_services().store.people.members(klass.school, klass.id)
    return [replace(member, name=shown_name(member)) for member in members]


def shown_name(member: Membership) -> str:
    """Name of a learner; a simulated one is marked so."""
    simulated = member.learner.startswith(SIMULATED) and SIMULATION.ar not in member.name
    return f"{member.name} ({SIMULATION})" if simulated else member.name


def work_in(klass: SchoolClass, lesson: Lesson, members: Sequence[Membership] | None = None) -> Work:
    """Results of a class in one text."""
    members, reports = members_of(klass) if members is None else members, current_services().store.reports
    ids = [member.learner for member in members]
    standings = reports.standings(klass.school, ids, lesson.slug)
    marked = visible_marks(reports.marks(klass.school, ids, lesson.slug), ids, lesson.slug)
    of_text = {learner: of_learner for (learner, _), of_learner in standings.items()}
    unsure = reports.unsure_tries(klass.school, ids, lesson.slug)
    undecided = frozenset(attempt.id for attempt in unsure if attempt.undecided)
    exams = asked_in_exams(klass, [lesson]).get(lesson.slug, {})
    return Work(lesson, members, of_text, marked, undecided, exams)


def attempts_in(klass: SchoolClass, work: Work, question: str | None = None) -> list[Attempt]:
    """Attempts of a class in one text, or at one question, in the order of recording."""
    ids = [member.learner for member in work.members]
    return current_services().store.reports.tries(klass.school, ids, work.lesson.slug, question)


def works_of(klass: SchoolClass, members: Sequence[Membership]) -> list[Work]:
    """Results of these learners in every text in which one of them has answered, in the library's order."""
    reports, ids = current_services().store.reports, [member.learner for member in members]
    by_text: dict[str, dict[str, Mapping[str, Standing]]] = {}
    for (learner, text), of_learner in reports.standings(klass.school, ids).items():
        by_text.setdefault(text, {})[learner] = of_learner
    marked = visible_marks(reports.marks(klass.school, ids), ids)
    unsure = frozenset(attempt.id for attempt in reports.unsure_tries(klass.school, ids) if attempt.undecided)
    lessons = [lesson for lesson in current_services().library.snapshot.lessons.values() if lesson.slug in by_text]
    exams = asked_in_exams(klass, lessons)
    return [
        Work(lesson, members, by_text[lesson.slug], marked, unsure, exams.get(lesson.slug, {})) for lesson in lessons
    ]


def marking_url(slug: str = "", question: str = "") -> str:
    """Address of the answers that wait for a mark, or of those at one question; empty without such a page."""
    try:
        if question:
            return url_for("desk.mark_question", slug=slug, question=question)
        return url_for("desk.marking")
    except BuildError:
        return ""


def learner_url(klass: SchoolClass, learner: str, slug: str = "", question: str = "") -> str:
    """Address of a learner's report; at a question where one is named."""
    report = _report_url(klass.id, learner, slug)
    return answer_url(report, slug, question) if question else report


def _report_url(class_id: str, learner: str, slug: str) -> str:
    """Address of a report. A table of a class has thousands of them, which are one address but for the learner."""
    addresses: dict[tuple[str, str], tuple[str, str, str]] = g.setdefault("report_urls", {})
    parts = addresses.get((class_id, slug))
    if parts is None:
        url = url_for("desk.learner_scores", class_id=class_id, learner=ANY_LEARNER, text=slug or None)
        parts = addresses[class_id, slug] = url.partition(ANY_LEARNER)
    return f"{parts[0]}{quote(learner, safe=PATH_SIGNS)}{parts[2]}"


def answer_url(report: str, slug: str, question: str) -> str:
    """Address of an answer in a learner's report of this address: a table of a class has thousands of them."""
    return f"{report}#{quote(answer_anchor(slug, question), safe=ANCHOR_SIGNS)}"


def answer_anchor(slug: str, question: str) -> str:
    """The id of an answer in a learner's report: without spaces, which no id may have."""
    return f"q-{quote(slug, safe='')}.{question}"


def spoken(finding: HelpReason | ItemFlag) -> Said:
    """Format a sentence of the analysis in the digits that the reader has chosen."""
    arabic = finding.ar if prefs().digits == "arab" else fold_digits(finding.ar)
    return quoting(Said(ar=arabic, en=finding.en))


def shortened(words: str, longest: int = 60) -> str:
    """Shorten a prompt, cut at a word."""
    return words if len(words) <= longest else f"{words[: longest + 1].rsplit(' ', 1)[0]} …"
