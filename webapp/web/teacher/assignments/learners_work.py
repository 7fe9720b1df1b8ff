"""Work of the learners on an assignment: not begun, under way, done, and what was late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.content import Lesson
from webapp.domain.assignment import Allowance, Assignment, LearnersAssignment
from webapp.domain.people import Membership, SchoolClass
from webapp.store.protocols.store import Standing
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.assignments.assignment_rights import SeenAssignment

WorkState = Literal["none", "begun", "done", "excused"]
LABELS: Mapping[WorkState, str] = {
    "none": N_("Not started"),
    "begun": N_("Started"),
    "done": N_("Done"),
    "excused": N_("Excused"),
}


@dataclass(frozen=True)
class LearnersWork:
    """One learner's work. ``answered`` counts questions of the assignment, without opinions; ``late``: after due."""

    klass: SchoolClass
    member: Membership
    own: LearnersAssignment
    answered: int
    questions: int
    last: datetime | None
    exam: bool
    """An exam has answers once it is handed in."""
    practised: bool = False
    """The learner had answered the text before it was given as an exam."""
    started: datetime | None = None
    """The time at which the learner began the exam: answers are recorded when it is handed in."""

    @property
    def state(self) -> WorkState:
        """State of the work."""
        if self.own.excused:
            return "excused"
        if not self.answered:
            return "begun" if self.started else "none"
        return "done" if self.exam or self.answered >= self.questions else "begun"

    @property
    def late(self) -> bool:
        """The last answer came after the due time."""
        return bool(self.last and self.own.due and self.last > self.own.due)

    @property
    def allowance(self) -> Allowance | None:
        """The learner's allowance."""
        return self.own.allowance


def works_on(seen: SeenAssignment, lesson: Lesson | None) -> list[LearnersWork]:
    """Work of all learners of the teacher who have the assignment, by class and name. A few statements in all."""
    store, school = school_store()
    assignment = seen.assignment
    members = [(own.klass, member) for own in seen.classes for member in own.members]
    allowances = store.assignments.allowances(school, assignment.id)
    ids = [member.learner for _, member in members]
    standings = store.reports.standings(school, ids, assignment.text) if ids else {}
    asked = _asked(lesson, assignment) if lesson else frozenset()
    since = assignment.exam_since
    hand_ins = store.sittings.hand_ins(school, ids, assignment.text, since, assignment.id) if ids and since else {}
    joined = _joined(seen)
    exam = is_exam(assignment, lesson)
    started = store.sittings.of_assignment(school, assignment.id) if exam else {}
    works = []
    for klass, member in members:
        learner, hand_in = member.learner, hand_ins.get(member.learner)
        handed_in = hand_in.at if hand_in else None
        own = LearnersAssignment(
            assignment, klass.id, allowances.get(learner), learner, joined.get(learner), handed_in=handed_in
        )
        answers = standings.get((member.learner, assignment.text), {})
        works.append(_work(klass, member, own, asked, answers, exam, started.get(learner)))
    return works


def _joined(seen: SeenAssignment) -> dict[str, datetime]:
    """Times at which learners joined the first of the classes that have an assignment, without those named in it."""
    given = seen.assignment
    joined: dict[str, datetime] = {}
    for own in seen.classes:
        for member in own.members if own.klass.id in given.classes else ():
            if member.learner not in given.learners:
                joined[member.learner] = min(member.joined, joined.get(member.learner, member.joined))
    return joined


def counts_of(works: list[LearnersWork]) -> dict[WorkState, int]:
    """Numbers of learners by the state of their work."""
    counted = Counter(work.state for work in works)
    return {state: counted[state] for state in LABELS}


def is_exam(assignment: Assignment, lesson: Lesson | None) -> bool:
    """Tell whether it is written as an exam, by its rules or by the text's file."""
    return assignment.rules.exam or (lesson is not None and lesson.settings.exam)


def has_opened(assignment: Assignment) -> bool:
    """Tell whether an assignment has begun: a change then is told to those whom it touches."""
    return assignment.opens is None or assignment.opens <= current_services().config.now()


def _asked(lesson: Lesson, assignment: Assignment) -> frozenset[str]:
    """Questions of the assignment, without opinions."""
    places = assignment.places
    items = assigned_lesson(lesson, LearnersAssignment(assignment, "", None)).items
    return frozenset(
        item.question.id for item in items if item.question.holds_gate and (not places or item.question.place in places)
    )


def _work(
    klass: SchoolClass,
    member: Membership,
    own: LearnersAssignment,
    asked: frozenset[str],
    answers: Mapping[str, Standing],
    exam: bool,
    started: datetime | None,
) -> LearnersWork:
    of_asked = {name: standing for name, standing in answers.items() if name in asked}
    since = own.answered_since if exam else None
    given = {name: standing for name, standing in of_asked.items() if since is None or standing.at >= since}
    last = max((standing.at for standing in given.values()), default=None)
    return LearnersWork(klass, member, own, len(given), len(asked), last, exam, len(given) < len(of_asked), started)
