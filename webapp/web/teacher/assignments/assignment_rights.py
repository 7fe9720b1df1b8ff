"""Rights on assignments: a teacher sees those of the own classes, and changes what touches no other class."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import abort
from werkzeug.wrappers import Response as Reply

from webapp.domain.assignment import Assignment
from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.web.framework.services import current_services, school_people, school_store
from webapp.web.teacher.access import teacher_only
from webapp.web.teacher.results.class_results import members_of

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class OwnClass:
    """A class of the signed-in teacher, with its learners by name."""

    klass: SchoolClass
    members: tuple[Membership, ...]


@dataclass(frozen=True)
class AssignmentPart:
    """Classes and named learners of an assignment that a teacher changes, where the others are other teachers'."""

    classes: frozenset[str]
    learners: frozenset[str]


@dataclass(frozen=True)
class SeenAssignment:
    """An assignment as a teacher sees it; ``classes`` are those of the teacher whose learners have it."""

    assignment: Assignment
    own: tuple[OwnClass, ...]
    may_change: bool
    others_learners: frozenset[str] = frozenset()
    """Learners who have it through another teacher's class alone: this teacher looks, and allows them nothing."""
    part: AssignmentPart | None = None
    """Part of it that this teacher changes; None where that is the whole."""

    @property
    def classes(self) -> list[OwnClass]:
        """The teacher's classes that it touches, each with the learners who have it."""
        touched = []
        for own in self.own:
            whole = own.klass.id in self.assignment.classes
            members = own.members if whole else tuple(m for m in own.members if m.learner in self.assignment.learners)
            if members or whole:
                touched.append(OwnClass(own.klass, members))
        return touched

    def own_learner(self, learner: str) -> tuple[SchoolClass, Membership] | None:
        """The learner with this id for whom this teacher decides in it, with the class."""
        return None if learner in self.others_learners else self.member(learner)

    def member(self, learner: str) -> tuple[SchoolClass, Membership] | None:
        """The learner with this id who has it, with the class."""
        found = ((own.klass, member) for own in self.classes for member in own.members)
        return next(((klass, member) for klass, member in found if member.learner == learner), None)


def own_classes(teacher: Teacher) -> tuple[OwnClass, ...]:
    """The teacher's classes, with their learners: a statement for each class."""
    services = current_services()
    classes = services.store.people.classes_of(services.config.school, teacher.id)
    return tuple(OwnClass(klass, tuple(members_of(klass))) for klass in classes)


def seen_assignment(teacher: Teacher, assignment_id: str) -> SeenAssignment | None:
    """The assignment, if it touches a class of the teacher's; None for any other."""
    store, school = school_store()
    assignment = store.assignments.assignment(school, assignment_id)
    if assignment is None:
        return None
    own = own_classes(teacher)
    taught = {own_class.klass.id for own_class in own}
    known = {member.learner for own_class in own for member in own_class.members}
    # Archived classes are in nobody's list; those that are gone are in no assignment.
    foreign = {id for id in assignment.classes if id not in taught and not store.people.teaches(school, teacher.id, id)}
    if foreign == {*assignment.classes} and not known & {*assignment.learners}:
        return None
    others = frozenset() if assignment.teacher == teacher.id else _others_learners(assignment, own)
    part = _part(assignment, teacher, own, foreign)
    may_change = not (foreign or others) or assignment.teacher == teacher.id or part is not None
    whole = {
        member.learner for own_class in own if own_class.klass.id in assignment.classes for member in own_class.members
    }
    return SeenAssignment(assignment, own, may_change, others - whole, part)


def own_part(teacher: Teacher, seen: SeenAssignment) -> Assignment:
    """The assignment that this teacher's change is of: where others have a part in it, one for the own part alone."""
    if seen.part is None:
        return seen.assignment
    (store, school), part = school_store(), seen.part
    return store.assignments.split(school, seen.assignment.id, part.classes, part.learners, teacher.id) or abort(404)


def _part(
    assignment: Assignment, teacher: Teacher, own: Collection[OwnClass], foreign: Collection[str]
) -> AssignmentPart | None:
    """The teacher's part: for who gave it, without the classes that they have left; for others, only such classes."""
    people, school = school_people()
    members = {own_class.klass.id: {member.learner for member in own_class.members} for own_class in own}
    if assignment.teacher == teacher.id:
        known = set().union(*members.values())
        others = {id for id in {*assignment.learners} - known if people.classes_of_learner(school, id)}
        if not (foreign or others):
            return None
        return AssignmentPart(frozenset({*assignment.classes} - {*foreign}), frozenset({*assignment.learners} - others))
    if not foreign:
        return None
    left = {id for id in assignment.classes if id in members and not people.teaches(school, assignment.teacher, id)}
    return AssignmentPart(frozenset(left), frozenset()) if left else None


def _others_learners(assignment: Assignment, own: Collection[OwnClass]) -> frozenset[str]:
    """Named learners whom the teacher who gave the assignment has in a class, none of which is among these."""
    people, school = school_people()
    givers = people.classes_of(school, assignment.teacher) if assignment.learners else []
    theirs = {member.learner for klass in givers for member in members_of(klass)}
    shared = {member.learner for own_class in own if own_class.klass in givers for member in own_class.members}
    return frozenset({*assignment.learners} & theirs - shared)


def with_assignment(
    view: Callable[Concatenate[Teacher, SeenAssignment, P], R],
) -> Callable[Concatenate[str, P], R | Reply]:
    """Decorate a view of the assignment ``assignment_id``: its arguments are the teacher and the assignment."""

    @wraps(view)
    def guarded(teacher: Teacher, assignment_id: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(teacher, seen_assignment(teacher, assignment_id) or abort(404), *args, **kwargs)

    return teacher_only(guarded)  # type: ignore[arg-type]  # wraps() makes its second argument an assignment


def with_learner(
    view: Callable[Concatenate[Teacher, SeenAssignment, str, P], R],
) -> Callable[Concatenate[str, P], R | Reply]:
    """Decorate a view of the learner ``learner`` of an assignment: the 404 for one of another teacher's class."""

    @wraps(view)
    def guarded(teacher: Teacher, seen: SeenAssignment, learner: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(teacher, seen, learner, *args, **kwargs) if seen.own_learner(learner) else abort(404)

    return with_assignment(guarded)  # type: ignore[arg-type]  # wraps() makes its second argument an assignment


def changing(
    view: Callable[Concatenate[Teacher, SeenAssignment, P], R],
) -> Callable[Concatenate[str, P], R | Reply]:
    """Decorate a view that changes an assignment: the 404 for one that also touches classes of others."""

    @wraps(view)
    def guarded(teacher: Teacher, seen: SeenAssignment, *args: P.args, **kwargs: P.kwargs) -> R:
        return view(teacher, seen, *args, **kwargs) if seen.may_change else abort(404)

    return with_assignment(guarded)  # type: ignore[arg-type]  # wraps() makes its second argument an assignment
