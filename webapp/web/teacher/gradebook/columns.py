"""Columns of a gradebook: the assignments of a class and the texts that it has read, each with what counts in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from flask import url_for

from webapp.content import Item, Lesson
from webapp.domain.assignment import Allowance, Assignment, LearnersAssignment
from webapp.domain.grade_rule import assignment_column, text_column
from webapp.domain.people import SchoolClass
from webapp.store.protocols.class_reports import CountedQuestion
from webapp.web.framework.date_format import day, local
from webapp.web.framework.i18n import Said, digits, pair, say


@dataclass(frozen=True)
class GradeColumn:
    """A column: its name in addresses and in the class's rule, its heading, and what counts in it."""

    name: str
    title: str
    lesson: Lesson
    items: tuple[Item, ...]
    assignment: Assignment | None = None
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    """Of an assignment, by learner."""

    @cached_property
    def points(self) -> float:
        """Points of all questions."""
        return sum(item.question.points for item in self.items)

    @cached_property
    def required(self) -> int:
        """Number of the questions that are no mere opinion."""
        return sum(item.question.holds_gate for item in self.items)

    @property
    def exam(self) -> bool:
        """Answers are handed in once, all together."""
        return self.lesson.settings.exam or bool(self.assignment and self.assignment.rules.exam)

    @property
    def exam_since(self) -> datetime | None:
        """Time from which answers count in an exam that was given; None where all count."""
        return self.assignment.exam_since if self.assignment and self.exam else None

    @property
    def due(self) -> datetime | None:
        """Time at which it is due."""
        return self.assignment.due or self.assignment.closes if self.assignment else None

    @property
    def notes(self) -> list[Said]:
        """Demands of an assignment and its times; nothing for a text."""
        if self.assignment is None:
            return []
        notes = [pair("Exam") if self.exam else pair("Assignment")]
        places = [digits(place) for place in self.assignment.places if place != "whole"]
        if places:
            notes.append(pair("Paragraphs: %(places)s", places=say(", ").join(places)))
        if self.due:
            notes.append(pair("Until %(last)s", last=day(local(self.due).date(), weekday=True)))
        return notes

    def questions(self, after: datetime | None = None) -> list[CountedQuestion]:
        """Questions for the store to add up; only where they were last answered ``after`` a time, if one is given.

        What was practised before an exam was given does not count in it.
        """
        if after is None and self.exam_since:
            after = self.exam_since - timedelta(microseconds=1)
        return [
            CountedQuestion(
                self.name, self.lesson.slug, item.question.id, item.question.points, item.question.holds_gate, after
            )
            for item in self.items
        ]

    def is_for(self, learner: str, class_id: str) -> bool:
        """Tell whether the column's assignment was given to a member of a class."""
        given = self.assignment
        return given is not None and (class_id in given.classes or learner in given.learners)

    def is_closed(self, now: datetime) -> bool:
        """Tell whether the column's assignment has closed for whoever has no allowance."""
        return self.assignment is not None and LearnersAssignment(self.assignment, "", None).state(now) == "closed"

    def own(self, learner: str, class_id: str) -> LearnersAssignment | None:
        """The column's assignment as it is for one member of a class; None where it was not given to them."""
        given = self.assignment
        if given is None or not self.is_for(learner, class_id):
            return None
        in_class = class_id if class_id in given.classes else ""
        return LearnersAssignment(given, in_class, self.allowances.get(learner), learner)

    def address(self, klass: SchoolClass) -> str:
        """Address of the page about it."""
        if self.assignment:
            return url_for("desk.assignment", assignment_id=self.assignment.id)
        return url_for("desk.text_scores", class_id=klass.id, slug=self.lesson.slug)


def text_columns(lessons: Iterable[Lesson], process: str, texts: Collection[str]) -> list[GradeColumn]:
    """A column for each text; of one ``process`` where one is named, of some ``texts`` where any are."""
    columns = [
        GradeColumn(text_column(lesson.slug), lesson.settings.title, lesson, _items(lesson, process))
        for lesson in lessons
        if not texts or lesson.slug in texts
    ]
    return [column for column in columns if column.items]


def assignment_columns(
    given: Iterable[Assignment],
    lessons: Mapping[str, Lesson],
    allowances: Mapping[str, Mapping[str, Allowance]],
    process: str,
    texts: Collection[str],
) -> list[GradeColumn]:
    """A column for each assignment, the earliest due first; ``allowances`` are by assignment and learner."""
    columns = [
        GradeColumn(
            assignment_column(assignment.id),
            lesson.settings.title,
            lesson,
            tuple(
                item
                for item in _items(lesson, process)
                if not assignment.places or item.question.place in assignment.places
            ),
            assignment,
            allowances.get(assignment.id, {}),
        )
        for assignment in sorted(given, key=_when)
        if (lesson := lessons.get(assignment.text)) and (not texts or lesson.slug in texts)
    ]
    return [column for column in columns if column.items]


def _when(assignment: Assignment) -> datetime:
    return assignment.due or assignment.closes or assignment.opens or assignment.created


def _items(lesson: Lesson, process: str) -> tuple[Item, ...]:
    return tuple(item for item in lesson.items if not process or item.question.process == process)
