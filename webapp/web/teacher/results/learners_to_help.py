"""The list of learners who need help: each with the share earned, the reasons, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for

from webapp.analysis.learners_needing_help import (
    ClassWork,
    HelpReason,
    HelpThresholds,
    QuestionResult,
    help_reasons,
)
from webapp.content import Item
from webapp.domain.people import Membership, SchoolClass
from webapp.web.framework.i18n import Said
from webapp.web.framework.services import current_services
from webapp.web.teacher.results.class_results import Work, learner_url, shortened, spoken
from webapp.web.teacher.results.table_view import number

LATEST = 60
"""Latest tries of each learner by which need of help is judged: about a text and a half."""

Items = Mapping[tuple[str, str], tuple[Work, Item]]
"""Questions with the results of their text, by text and id: two texts may have questions of the same id."""


@dataclass(frozen=True)
class NamedReason:
    """A reason in words, with the question that it is about, where it is about one."""

    said: Said
    place: str
    place_url: str


@dataclass(frozen=True)
class LearnerToHelp:
    """A learner who needs help. ``share`` of the decided points is in words, empty where none are decided."""

    name: str
    url: str
    share: str
    reasons: tuple[NamedReason, ...]
    undecided: bool
    """Answers wait for the teacher's decision."""
    text: str
    """The text to read together: the one with the lowest share that is no exam now; empty where none was begun."""
    note_url: str
    """Address at which the teacher writes to the learner."""
    allowance_url: str = ""
    """Address for more tries or time; empty where no assignment is open for what they are stuck at."""


def learners_to_help(
    klass: SchoolClass, members: Sequence[Membership], works: Sequence[Work], limits: HelpThresholds
) -> list[LearnerToHelp]:
    """Learners of a class who need help, the most serious first. Nobody while nobody has begun."""
    if not works:
        return []
    services, names = current_services(), {member.learner: member.name for member in members}
    tries = services.store.reports.latest_figures(klass.school, names, LATEST)
    items = {(work.lesson.slug, item.question.id): (work, item) for work in works for item in work.lesson.items}
    by_learner: dict[str, list[HelpReason]] = {}
    for reason in help_reasons(tries, services.config.now(), limits, _class_work(members, works)):
        by_learner.setdefault(reason.learner, []).append(reason)
    assigned, exams = _open_assignments(klass), services.store.assignments.exam_texts(klass.school)
    together = [work for work in works if not (work.lesson.settings.exam or work.lesson.slug in exams)]
    return [
        _row(klass, names[learner], reasons, (works, together), items, assigned)
        for learner, reasons in by_learner.items()
    ]


def _open_assignments(klass: SchoolClass) -> dict[str, str]:
    """Ids of the class's latest assignments that are neither exams nor closed, by text."""
    services = current_services()
    now, open_ones = services.config.now(), {}
    for given in reversed(services.store.assignments.of_class(klass.school, klass.id)):
        if not given.rules.exam and (given.closes is None or given.closes > now):
            open_ones[given.text] = given.id
    return open_ones


def _class_work(members: Sequence[Membership], works: Sequence[Work]) -> ClassWork:
    begun = {member.learner: [work for work in works if member.learner in work.standings] for member in members}
    return ClassWork(
        results={learner: _results(learner, of_learner) for learner, of_learner in begun.items()},
        unsure={learner: count for learner, own in begun.items() if (count := _undecided(learner, own))},
        not_begun=[learner for learner, of_learner in begun.items() if not of_learner],
        finished={learner for learner, own in begun.items() if all(work.finished(learner) for work in own)},
    )


def _results(learner: str, works: Sequence[Work]) -> list[QuestionResult]:
    """Decided marks of the questions that a learner has answered."""
    return [
        QuestionResult(work.standings[learner][item.question.id].at, result.earned, result.possible)
        for work in works
        for item in work.lesson.items
        for result in [work.at(learner, item)]
        if result.answered and result.earned is not None and result.possible
    ]


def _undecided(learner: str, works: Sequence[Work]) -> int:
    return sum(
        work.at(learner, item).state == "unsure" for work in works if work.undecided for item in work.lesson.items
    )


def _row(
    klass: SchoolClass,
    name: str,
    reasons: Sequence[HelpReason],
    all_and_together: tuple[Sequence[Work], Sequence[Work]],
    items: Items,
    assigned: Mapping[str, str],
) -> LearnerToHelp:
    """``all_and_together``: all texts, and those that a class can read together."""
    learner, (works, together) = reasons[0].learner, all_and_together
    begun = {work.lesson.slug: total for work in works if (total := work.sum_of(learner)).share is not None}
    possible = sum(total.possible for total in begun.values())
    to_read = {work.lesson.slug for work in together} & begun.keys()
    lowest = min(sorted(to_read), key=lambda slug: begun[slug].share or 0.0, default="")
    not_begun = any(reason.reason == "not-begun" for reason in reasons)
    return LearnerToHelp(
        name,
        url_for("desk.learner", class_id=klass.id, learner=learner) if not_begun else learner_url(klass, learner),
        number(sum(total.earned for total in begun.values()) / possible, "percent") if possible else "",
        tuple(_without_repeats([_named(klass, reason, items) for reason in reasons])),
        any(reason.reason == "unsure" for reason in reasons),
        lowest,
        url_for("desk.learner_notes", class_id=klass.id, learner=learner),
        _allowance_url(reasons, items, assigned),
    )


def _allowance_url(reasons: Sequence[HelpReason], items: Items, assigned: Mapping[str, str]) -> str:
    for reason in reasons:
        work, _ = items.get((reason.text, reason.question or ""), (None, None))
        if reason.reason == "stuck" and work and work.lesson.slug in assigned:
            return url_for("desk.allowance", assignment_id=assigned[work.lesson.slug], learner=reason.learner)
    return ""


def _without_repeats(reasons: Sequence[NamedReason]) -> Iterator[NamedReason]:
    """The reasons, with a question that several are about named once."""
    named = set[str]()
    for reason in reasons:
        yield replace(reason, place="", place_url="") if reason.place_url in named else reason
        named.add(reason.place_url)


def _named(klass: SchoolClass, reason: HelpReason, items: Items) -> NamedReason:
    place = reason.text, reason.question or ""
    if place not in items:
        return NamedReason(spoken(reason), "", "")
    work, item = items[place]
    address = learner_url(klass, reason.learner, work.lesson.slug, item.question.id)
    return NamedReason(spoken(reason), shortened(item.question.prompt), address)
