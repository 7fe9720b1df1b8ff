"""The form of an assignment: read with a fault at each field that has one, and drawn again as it was typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, get_args

from webapp.arabic.normalize import fold_digits
from webapp.content import Lesson
from webapp.domain.assignment import (
    MAX_MINUTES,
    MAX_NOTE,
    MAX_TRIES,
    RESULTS_RULES,
    Assignment,
    AssignmentRules,
    NewAssignment,
)
from webapp.domain.question import ParagraphRef
from webapp.domain.rules import Gate
from webapp.domain.text import short_digest
from webapp.domain.whole_numbers import whole_number
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services
from webapp.web.teacher.assignments.assignment_rights import OwnClass
from webapp.web.teacher.assignments.time_fields import TypedTime, shown_time, typed_time

GATES: tuple[Gate, ...] = get_args(Gate)
TIMES = ("opens", "due", "closes")
NO_TEXT = N_("Choose a text.")
NOBODY = N_("Choose a class or some learners.")
BEFORE_OPENING = N_("This is before the opening time.")
BEFORE_DUE = N_("This is before the due time.")
OVER = N_("This time has already passed.")
OUT_OF_RANGE = N_("Enter a whole number from 1 to %(most)s, or leave it empty.")
Posted = Mapping[str, Sequence[str]]


@dataclass
class AssignmentForm:
    """Values of the form. ``faults``: a message by the name of its field."""

    text: str = ""
    places: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    learners: tuple[str, ...] = ()
    times: dict[str, TypedTime] = field(default_factory=lambda: dict.fromkeys(TIMES, TypedTime()))
    exam: bool = False
    gate: str = ""
    tries: str = ""
    minutes: str = ""
    shuffle: bool = False
    results: str = "by-hand"
    note: str = ""
    base: str = ""
    """Name of the assignment as it was when the form was drawn; empty for a new one."""
    sure: bool = False
    """The teacher has seen who answered the text before."""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def more_open(self) -> bool:
        """Tell whether something stands among the fields that are folded away."""
        folded = (self.gate, self.tries, self.minutes, self.shuffle, self.note, self.results != "by-hand")
        return any(folded) or any(name in self.faults for name in ("tries", "minutes"))


def form_of(assignment: Assignment) -> AssignmentForm:
    """The form of an assignment that is there."""
    zone, rules = current_services().config.timezone, assignment.rules
    return AssignmentForm(
        text=assignment.text,
        places=tuple(map(str, assignment.places)),
        classes=assignment.classes,
        learners=assignment.learners,
        times={name: shown_time(getattr(assignment, name), zone) for name in TIMES},
        exam=rules.exam,
        gate=rules.gate or "",
        tries=str(rules.tries or ""),
        minutes=str(rules.minutes or ""),
        shuffle=rules.shuffle,
        results=rules.results,
        note=assignment.note,
        base=name_of(assignment),
    )


def posted_form(posted: Posted, own: Collection[OwnClass]) -> AssignmentForm:
    """The form as it was posted; of classes and learners, those that the teacher has."""
    last = {name: values[-1] for name, values in posted.items() if values}
    zone = current_services().config.timezone
    members = [member.learner for taught in own for member in taught.members]
    ticked = {name: set(posted.get(name, ())) for name in ("class", "learner")}
    results = last.get("results", "")
    return AssignmentForm(
        text=last.get("text", ""),
        places=tuple(posted.get("paragraph", ())),
        classes=tuple(taught.klass.id for taught in own if taught.klass.id in ticked["class"]),
        learners=tuple(dict.fromkeys(learner for learner in members if learner in ticked["learner"])),
        times={name: typed_time(last, name, zone, opening=name == "opens") for name in TIMES},
        exam=last.get("mode") == "exam",
        gate=last.get("gate", ""),
        tries=last.get("tries", "").strip()[:20],
        minutes=last.get("minutes", "").strip()[:20],
        shuffle=last.get("shuffle") == "1",
        results=results if results in RESULTS_RULES else "by-hand",
        note=" ".join(last.get("note", "").split())[:MAX_NOTE],
        base=last.get("base", "")[:40],
        sure=last.get("sure") == "1",
    )


def name_of(assignment: Assignment) -> str:
    """A name for what an assignment says, which changes with it."""
    said = (
        assignment.text,
        assignment.places,
        assignment.classes,
        assignment.learners,
        assignment.rules,
        assignment.note,
    )
    return short_digest([repr(said), *(str(getattr(assignment, name)) for name in TIMES)])


def checked(form: AssignmentForm, lesson: Lesson | None, before: Assignment | None = None) -> NewAssignment | None:
    """The assignment that the form says; None where it has faults. ``before``: the one that is changed."""
    form.faults = {name: typed.fault for name, typed in form.times.items() if typed.fault}
    if lesson is None:
        form.faults["text"] = NO_TEXT
    if not (form.classes or form.learners):
        form.faults["class"] = NOBODY
    tries, minutes = _number(form, "tries", MAX_TRIES), _number(form, "minutes", MAX_MINUTES)
    opens, due, closes = (form.times[name].at for name in TIMES)
    _check_order(form, opens, due, closes, before)
    if form.faults or lesson is None:
        return None
    exam = form.exam or lesson.settings.exam
    gate = next((gate for gate in GATES if gate == form.gate), None)
    results = next(rule for rule in RESULTS_RULES if rule == form.results)
    rules = AssignmentRules(form.exam, gate, None if exam else tries, minutes if exam else None, form.shuffle, results)
    places = _places(form, lesson)
    return NewAssignment(lesson.slug, places, form.classes, form.learners, opens, due, closes, rules, form.note)


def with_others(new: NewAssignment, before: Assignment, own: Collection[OwnClass]) -> NewAssignment:
    """The changed assignment, which keeps the classes and learners that the form did not offer."""
    offered = {taught.klass.id for taught in own} | {member.learner for taught in own for member in taught.members}
    classes = (*new.classes, *(id for id in before.classes if id not in offered))
    return replace(new, classes=classes, learners=(*new.learners, *(id for id in before.learners if id not in offered)))


def _check_order(
    form: AssignmentForm,
    opens: datetime | None,
    due: datetime | None,
    closes: datetime | None,
    before: Assignment | None,
) -> None:
    """Find times that are in another order than opens, due, closes, and new ones that are over already."""
    now = current_services().config.now()
    for name, at, was in (("due", due, before and before.due), ("closes", closes, before and before.closes)):
        if at and opens and at <= opens:
            form.faults.setdefault(name, BEFORE_OPENING)
        elif at and at < now and at != was:
            form.faults.setdefault(name, OVER)
    if due and closes and closes < due:
        form.faults.setdefault("closes", BEFORE_DUE)


def _number(form: AssignmentForm, name: str, most: int) -> int | None:
    typed = fold_digits(getattr(form, name))
    number = whole_number(typed) or 0
    if typed and not 1 <= number <= most:
        form.faults[name] = OUT_OF_RANGE
    return number or None


def _places(form: AssignmentForm, lesson: Lesson) -> tuple[ParagraphRef, ...]:
    """The ticked places; none where all are."""
    every = places_of(lesson)
    places = tuple(place for place in every if str(place) in form.places)
    return () if len(places) == len(every) else places


def places_of(lesson: Lesson) -> list[ParagraphRef]:
    """Places of a text to choose from: paragraphs, and the whole of it where there are questions on it."""
    numbers: list[ParagraphRef] = [paragraph.number for paragraph in lesson.text.paragraphs]
    return [*numbers, "whole"] if lesson.items_at("whole") else numbers


def values_of_faults() -> dict[str, dict[str, Any]]:
    """Values within the messages of faults, by field."""
    return {"tries": {"most": MAX_TRIES}, "minutes": {"most": MAX_MINUTES}}
