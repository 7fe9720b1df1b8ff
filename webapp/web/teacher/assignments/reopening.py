"""Papers that have ended, and reopening them for a learner who is allowed more time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.assigned_lesson import assigned_lesson
from webapp.assessment.recomputed_standing import standing_recomputer
from webapp.content import Lesson
from webapp.domain.assignment import Allowance, LearnersAssignment, NewAllowance
from webapp.domain.people import Teacher
from webapp.domain.sitting import is_over, sitting_end
from webapp.store.protocols.sittings import HandIn
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.questions.exam_time import end_overdue, hand_in_saved
from webapp.web.teacher.access import bp
from webapp.web.teacher.assignments.assignment_rights import SeenAssignment, with_learner
from webapp.web.teacher.assignments.exam_times import exam_in_force
from webapp.web.teacher.assignments.told_learners import tell

NO_MINUTES = N_("The time limit is used up. To reopen the exam, add extra minutes.")
STILL_CLOSED = N_("The exam is closed. To reopen it, set a later closing time.")


@dataclass(frozen=True)
class EndedPaper:
    """A learner's exam that was handed in, or whose time is over. ``used``: the part of the time limit that is gone."""

    lesson: Lesson
    own: LearnersAssignment
    hand_in: HandIn | None
    used: timedelta
    results_seen: bool
    """The learner could see the results, and with them the right answers."""

    @property
    def by_time(self) -> bool:
        """The end of the time ended it, not the learner or a teacher."""
        return self.hand_in is None or self.hand_in.how == "time"

    @property
    def usual(self) -> str:
        """Choice that the form offers first: ``1`` to reopen it, ``0`` to leave it."""
        return "1" if self.by_time and not self.results_seen else "0"

    def fault(self, allowance: NewAllowance) -> tuple[str, str] | None:
        """The field, and why the paper would end at once with this allowance; None where there is time to write."""
        own, now = self._allowed(allowance), current_services().config.now()
        if own.closes and own.closes <= now:
            return "closes", STILL_CLOSED
        if own.minutes is not None and timedelta(minutes=own.minutes) <= self.used:
            return "minutes", NO_MINUTES
        return None

    def has_more_time(self, allowance: NewAllowance) -> bool:
        """Tell whether the allowance gives time in which the paper could be gone on with."""
        if self.fault(allowance):
            return False
        own = self._allowed(allowance)
        return own.minutes != self.own.minutes or own.closes != self.own.closes

    def _allowed(self, new: NewAllowance) -> LearnersAssignment:
        values = (new.extra_minutes, new.extra_tries, new.due, new.closes, new.excused, new.by)
        allowance = Allowance(new.learner, *values, current_services().config.now(), new.reason)
        return replace(self.own, allowance=allowance)


def ended_paper(seen: SeenAssignment, learner: str) -> EndedPaper | None:
    """The ended paper of a learner in this assignment; None while it may be written, and where another one rules."""
    (store, school), now = school_store(), current_services().config.now()
    found, lesson = seen.member(learner), current_services().library.lesson(seen.assignment.text)
    if found is None or lesson is None:
        return None
    own = exam_in_force(seen, lesson, learner)
    if own is None:
        return None
    end_overdue(found[0].id, lesson.slug)
    started, hand_in = (
        store.sittings.started(school, learner, own.assignment.id),
        store.sittings.hand_in(school, learner, lesson.slug, own.assignment.exam_since),
    )
    if hand_in is None and not is_over(own, started, now):
        return None
    used = timedelta()
    if own.minutes is not None and started:
        ended = hand_in.at if hand_in else sitting_end(own, started) or now
        used = min(max(ended - started, timedelta()), timedelta(minutes=own.minutes))
    seen_results = hand_in is not None and not store.exams.results_wait(school, learner, lesson.slug)
    return EndedPaper(lesson, own, hand_in, used, seen_results)


def reopen(paper: EndedPaper, allowance: NewAllowance, teacher: Teacher) -> None:
    """Open a paper again with what was typed, and tell the learner. The allowance is saved before."""
    (store, school), own = school_store(), paper.own
    questions = [item.question.id for item in assigned_lesson(paper.lesson, own).items]
    judge = standing_recomputer({own.text: paper.lesson})
    since = own.answered_since
    place = (school, own.learner, own.assignment.id, own.text)
    store.sittings.reopen(*place, questions, teacher.id, paper.used, since, judge)
    tell("exam-reopened", own.assignment, [own.learner], teacher, allowance.reason)


@bp.post("/assignments/<slug:assignment_id>/learners/<slug:learner>/hand-in")
@with_learner
def hand_in_again(teacher: Teacher, seen: SeenAssignment, learner: str) -> Reply:
    """Hand in what a learner has saved of a reopened exam: the learner does not come back to it."""
    (store, school), lesson = school_store(), current_services().library.lesson(seen.assignment.text)
    own = lesson and exam_in_force(seen, lesson, learner)
    if not (lesson and own and store.sittings.latest_reopening(school, learner, seen.assignment.id)):
        abort(404)
    hand_in_saved(assigned_lesson(lesson, own), own, current_services().config.now(), "teacher")
    notify("exam-handed-in-again")
    return redirect(url_for("desk.assignment", assignment_id=seen.assignment.id, _anchor="learners"), 303)
