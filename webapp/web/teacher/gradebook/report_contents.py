"""Contents of the reports for parents: each holds one learner's own work, and nothing of any other child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from webapp.content import Lesson
from webapp.domain.assignment import Assignment
from webapp.domain.people import SchoolClass
from webapp.domain.question import PROCESSES, Process
from webapp.store.protocols.class_reports import ColumnTotals, CountedQuestion
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.gradebook.columns import GradeColumn, text_columns
from webapp.web.teacher.gradebook.filters import GradebookFilter
from webapp.web.teacher.marking.blind_marks import hidden_answers

WELL, LOW = 0.7, 0.5
"""Shares (0 to 1) from which a skill goes well, and below which it needs practice first of all."""
ENOUGH = 2
"""Points that must be decided before anything is said about a skill."""
SKILLS: dict[Process, tuple[str, str]] = {
    "retrieve": (
        N_("Finding what the text says"),
        N_("Read a short passage together and ask: who, what, when, where?"),
    ),
    "infer": (
        N_("Working out what is not stated directly"),
        N_("While reading, ask: why did that happen, and how do you know?"),
    ),
    "interpret": (
        N_("Connecting and explaining ideas"),
        N_("Ask for a one-sentence summary in the learner’s own words."),
    ),
    "evaluate": (
        N_("Judging the text and its style"),
        N_("After reading, ask: did the writer convince you, and why?"),
    ),
}
"""Each process of comprehension in plain words, and what a family can do to practise it."""


@dataclass(frozen=True)
class ReadText:
    """A text that the learner has read: questions answered of all, and the share earned, where one is decided."""

    title: str
    answered: int
    questions: int
    share: float | None
    waiting: int


@dataclass(frozen=True)
class Skill:
    """The share earned in one process, with its name and its exercise in plain words."""

    name: str
    practice: str
    share: float

    @property
    def level(self) -> str:
        """The share in a word."""
        if self.share >= WELL:
            return N_("going well")
        return N_("making progress") if self.share >= LOW else N_("needs practice")


@dataclass(frozen=True)
class ParentReport:
    """Report of one learner."""

    learner: str
    name: str
    texts: tuple[ReadText, ...]
    skills: tuple[Skill, ...]
    words: str

    @property
    def answered(self) -> int:
        """Number of questions answered."""
        return sum(text.answered for text in self.texts)

    @property
    def well(self) -> list[Skill]:
        """Skills that go well, the best first."""
        return sorted((skill for skill in self.skills if skill.share >= WELL), key=lambda skill: -skill.share)

    @property
    def to_practise(self) -> list[Skill]:
        """Skills to practise, at most two, the weakest first."""
        return sorted((skill for skill in self.skills if skill.share < WELL), key=lambda skill: skill.share)[:2]


@dataclass(frozen=True)
class ReportContents:
    """Reports in the order of the learners, and the titles of exams that they leave out."""

    reports: tuple[ParentReport, ...]
    withheld: tuple[str, ...]
    """Exams whose results the class, or one of the learners, has not been told: a report would tell them."""


def report_contents(klass: SchoolClass, chosen: GradebookFilter, learners: Sequence[str]) -> ReportContents:
    """Read the work of these learners, in few statements, and one or two for each exam that one has handed in."""
    store, school = school_store()
    lessons = current_services().library.snapshot.lessons.values()
    given = store.assignments.of_class(school, klass.id)
    # An exam of another class hides nothing of this one, but from the reports of those who have handed it in.
    waiting = {assignment.text for assignment in given if assignment.rules.exam} & store.assignments.exam_texts(school)
    withheld = [
        lesson
        for lesson in lessons
        if (lesson.settings.exam or lesson.slug in waiting)
        and not _is_told(lesson, given, store.exams.told_since(school, klass.id, lesson.slug))
    ]
    columns = text_columns([lesson for lesson in lessons if lesson not in withheld], chosen.process, chosen.texts)
    totals = store.reports.column_totals(
        school,
        learners,
        [question for place, column in enumerate(columns) for question in _by_process(place, column)],
        since=chosen.begins,
        before=chosen.ends,
        hidden=[answer.attempt.id for answer in hidden_answers(learners)],
    )
    parts: dict[str, list[tuple[int, str, ColumnTotals]]] = {learner: [] for learner in learners}
    waits, left_out = store.exams.withheld(school, learners), set[int]()
    for (learner, name), part in totals.items():
        place, _, process = name.partition(":")
        if (learner, columns[int(place)].lesson.slug) in waits:
            left_out.add(int(place))
        else:
            parts[learner].append((int(place), process, part))
    names = {member.learner: member.name for member in store.people.members(school, klass.id)}
    words = store.grading.report_words(school, klass.id)
    reports = tuple(
        _report(learner, names[learner], columns, parts[learner], words.get(learner, "")) for learner in learners
    )
    titles = [*(lesson.settings.title for lesson in withheld), *(columns[place].title for place in sorted(left_out))]
    return ReportContents(reports, tuple(titles))


def _is_told(lesson: Lesson, given: Iterable[Assignment], told: datetime | None) -> bool:
    """Tell whether a class was told the results of a text, also those of the latest exam that was made of it."""
    exams = (
        assignment
        for assignment in given
        if assignment.text == lesson.slug and (assignment.rules.exam or lesson.settings.exam)
    )
    return told is not None and all(told >= assignment.created for assignment in exams)


def _by_process(place: int, column: GradeColumn) -> list[CountedQuestion]:
    """Questions of a text, in a part for each process: the parts make the sums of the text, and of the process."""
    return [
        replace(question, column=f"{place}:{item.question.process or ''}")
        for question, item in zip(column.questions(), column.items, strict=True)
    ]


def _report(
    learner: str,
    name: str,
    columns: Sequence[GradeColumn],
    parts: Sequence[tuple[int, str, ColumnTotals]],
    words: str,
) -> ParentReport:
    texts: dict[int, _Sum] = defaultdict(_Sum)
    processes: dict[str, _Sum] = defaultdict(_Sum)
    for place, process, part in parts:
        texts[place].add(part)
        processes[process].add(part)
    return ParentReport(
        learner,
        name,
        tuple(
            ReadText(columns[place].title, own.answered, columns[place].required, own.share, own.waiting)
            for place, own in sorted(texts.items())
        ),
        tuple(
            Skill(*SKILLS[process], own.share)
            for process in PROCESSES
            if (own := processes[process]).share is not None and own.possible >= ENOUGH
        ),
        words,
    )


@dataclass
class _Sum:
    """Totals added up."""

    earned: float = 0.0
    possible: float = 0.0
    answered: int = 0
    waiting: int = 0

    def add(self, part: ColumnTotals) -> None:
        self.earned += part.earned
        self.possible += part.possible
        self.answered += part.answered
        self.waiting += part.waiting

    @property
    def share(self) -> float | None:
        """Share earned of the decided points."""
        return self.earned / self.possible if self.possible else None
