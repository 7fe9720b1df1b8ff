"""The assignment that rules a text for a learner who has several of it. Without a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from webapp.domain.assignment import AssignmentState, LearnersAssignment
from webapp.domain.sitting import is_over

_RANKS: dict[AssignmentState, int] = {"open": 0, "late": 0, "not-open": 1, "closed": 2}


def in_force(assignments: Sequence[LearnersAssignment], now: datetime) -> LearnersAssignment | None:
    """Choose the assignment that rules a text for a learner who has several of it; None without any.

    An exam before practice, whatever its times: what is practised would tell its key. Exams of several classes are
    written one after the other, each by its own rules; of two that ask the same paragraph, the stricter one first. Of
    the rest, one that is open, and of these the one that is due last. An exam that was begun stays in force, and
    joining a class lengthens none.
    """
    ruling = _ruling(assignments, now)
    exams = [own for own in ruling if own.is_exam]
    if len(exams) > 1 and (own := _next_exam(exams, now) or _written(exams)):
        return own

    def rank(own: LearnersAssignment) -> tuple[bool, bool, int, float]:
        last = own.due or own.closes
        latest = -(last.timestamp() if last else float("inf"))
        return not own.assignment.rules.exam, own.left, _RANKS[own.state(now)], latest

    return min(ruling, key=rank, default=None)


def exams_beside(assignments: Sequence[LearnersAssignment], now: datetime) -> list[LearnersAssignment]:
    """The assignment in force, and exams of other paragraphs, which the learner has written before it or will after."""
    own = in_force(assignments, now)
    if own is None:
        return []
    given = next(other for other in assignments if other.assignment.id == own.assignment.id)
    exams = [exam for exam in _ruling(assignments, now) if exam.is_exam]
    return [own, *(exam for exam in exams if exam is not given and not _overlap(exam, given))]


def _ruling(assignments: Sequence[LearnersAssignment], now: datetime) -> list[LearnersAssignment]:
    # Whoever was a member when it was given has it kept from being in force by an exam that they have begun, alone.
    begun = [other for other in assignments if other.began]
    return [
        own
        for own in assignments
        if not any(_outranks(other, own, now) for other in (assignments if _joined_later(own) else begun))
    ]


def _next_exam(exams: Sequence[LearnersAssignment], now: datetime) -> LearnersAssignment | None:
    """The exam that the learner writes now: the one that ends first, or a stricter one of the same paragraph."""
    to_write = [exam for exam in exams if _is_to_write(exam, now)]
    if not to_write:
        return None
    first = min(to_write, key=lambda exam: (exam.began is None, _time(exam.closes)))
    own = min((exam for exam in to_write if _overlap(exam, first)), key=lambda exam: (exam.began is None, _limit(exam)))
    # What was begun before this one was given is written again.
    begun = [exam for exam in exams if (at := exam.handed_in or exam.began) and at >= own.assignment.created]
    places = {place for exam in begun if exam.assignment != own.assignment for place in exam.assignment.places}
    return replace(own, without=tuple(sorted(places, key=str)))


def _written(exams: Sequence[LearnersAssignment]) -> LearnersAssignment | None:
    """The exams that the learner has handed in, where none is left to write: the latest of each paragraph, as one."""
    done = list[LearnersAssignment]()
    for exam in sorted((exam for exam in exams if exam.handed_in), key=_typed_since, reverse=True):
        if not any(_overlap(exam, later) for later in done):
            done.append(exam)
    if len(done) < 2:
        return next(iter(done), None)
    places = {place for exam in done for place in exam.assignment.places}
    return replace(done[-1], assignment=replace(done[-1].assignment, places=tuple(sorted(places, key=str))))


def _typed_since(exam: LearnersAssignment) -> datetime:
    return exam.typed_since or exam.since


def _is_to_write(exam: LearnersAssignment, now: datetime) -> bool:
    is_open = exam.state(now) in ("open", "late")
    return is_open and not (exam.left or exam.handed_in or exam.excused or is_over(exam, exam.began, now))


def _overlap(one: LearnersAssignment, other: LearnersAssignment) -> bool:
    """Tell whether two exams ask the same paragraph; one without places asks them all."""
    places, others = one.assignment.places, other.assignment.places
    return not places or not others or bool({*places} & {*others})


def _covers(one: LearnersAssignment, other: LearnersAssignment) -> bool:
    """Tell whether an exam asks every paragraph that another one asks."""
    places, others = one.assignment.places, other.assignment.places
    return not places or (bool(others) and {*others} <= {*places})


def _limit(exam: LearnersAssignment) -> tuple[float, float]:
    """Time limit and end, to compare how strict two exams are."""
    return float("inf") if exam.minutes is None else exam.minutes, _time(exam.closes)


def _time(at: datetime | None) -> float:
    return at.timestamp() if at else float("inf")


def _outranks(other: LearnersAssignment, own: LearnersAssignment, now: datetime) -> bool:
    """Tell whether an assignment keeps another one from being in force, whatever the times of that one.

    One that was over when the other one was given does not: so a text can be given again.
    """
    if other.left or (other.closes and other.closes < own.assignment.created):
        return False
    if not other.is_exam and (own.is_exam or other.state(now) == "not-open"):
        return False
    if other.is_exam and own.is_exam and not _covers(other, own):
        return False  # the paragraphs that only this one asks are written under it
    if other.is_exam and bool(other.began) != bool(own.began):
        return bool(other.began)
    return _joined_later(own) and other.since < own.since


def _joined_later(own: LearnersAssignment) -> bool:
    return own.joined is not None and own.joined > own.assignment.created
