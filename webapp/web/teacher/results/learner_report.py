"""Report of one learner for the teacher: every try, manual marks, totals by process and over weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo

from flask import abort, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp import charts
from webapp.analysis.learners_needing_help import DECIDED_VERDICTS
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt, ManualMark
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.question import PROCESSES, Verdict
from webapp.interchange.spreadsheet import Cell, CellLink
from webapp.web.framework.date_format import day as named
from webapp.web.framework.i18n import N_, PROCESS_NAMES, pair, say
from webapp.web.framework.services import current_services
from webapp.web.framework.verdict_labels import verdict_label
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.given_answers import as_given
from webapp.web.teacher.marking.blind_marks import visible_marks
from webapp.web.teacher.results.class_results import (
    SIGNS,
    At,
    State,
    Work,
    answer_anchor,
    marking_url,
    members_of,
    shortened,
    works_of,
)
from webapp.web.teacher.results.table_rows import Extra
from webapp.web.teacher.results.table_view import Sheet, answer, column, titled, voice

STATES: dict[Verdict, State] = {
    "accepted": "right",
    "partial": "partly",
    "nearly": "partly",
    "refused": "wrong",
    "pending": "waiting",
    "noted": "noted",
    "unanswered": "none",
}
BY_HAND = pair("marked by a teacher")
HELPED = {
    "tashkeel:all": pair("all vowel marks"),
    "tashkeel:some": pair("some vowel marks"),
    "aloud": pair("listening"),
    "keyboard": pair("letters on the screen"),
}
COLUMNS = (
    column("at", N_("Time"), "date"),
    column("text", N_("Text"), "link", own=True),
    column("question", N_("Question"), "link", own=True),
    column("number", N_("Attempt"), "number"),
    column("answer", N_("Answer as submitted"), own=True),
    column("verdict", N_("Verdict")),
    column("earned", N_("Points for this answer"), "number"),
    column("possible", N_("Of"), "number"),
    column("mark", N_("Manual mark"), "number"),
    column("comment", N_("Comment"), own=True),
    column("hints", N_("Hints"), "number"),
    column("seconds", N_("Time taken"), "seconds"),
    column("unsure", N_("Not sure because"), own=True),
    column("support", N_("Support")),
    column("words", N_("Words looked up"), "number"),
)


@bp.get("/classes/<slug:class_id>/learners/<learner>/scores")
@with_class
def learner_scores(teacher: Teacher, klass: SchoolClass, learner: str) -> str | Reply:
    """Page of one learner's report; ``?text=slug`` limits it to one text."""
    member = next((member for member in members_of(klass) if member.learner == learner), None) or abort(404)
    reports, slug = current_services().store.reports, request.args.get("text") or None
    works = works_of(klass, [member])
    tries = reports.tries(klass.school, [learner], slug)
    marks = visible_marks(reports.marks(klass.school, [learner], slug), [learner], slug)
    kept = [work for work in works if slug in (None, work.lesson.slug)]
    sums = [(work, work.sum_of(learner)) for work in works]
    return answer(
        [_tries(klass, tries, marks), _processes(kept, learner)],
        "teacher/results/learner.html",
        klass=klass,
        teacher=teacher,
        member=member,
        sums=sums,
        slug=slug,
        weeks=charts.progress_lines(by_week(tries, current_services().config.timezone), "weeks", voice()),
        marking=marking_url(),
        waiting=sum(total.waiting for _, total in sums),
    )


def support_of(attempt: Attempt) -> tuple[str, int]:
    """Help that was used, in words, and the number of words looked up."""
    helped = [str(HELPED.get(token, token)) for token in attempt.support if not token.startswith("word:")]
    return say(", ").join(helped), len(attempt.support) - len(helped)


def by_week(tries: Sequence[Attempt], zone: tzinfo | None = None) -> list[tuple[str, float | None]]:
    """Share earned of the points tried in each week, from the first to the last; None for a week without tries.

    A week is named by its first day, which is a Monday in the school's ``zone``.
    """
    sums: dict[date, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for attempt in tries:
        if attempt.possible and attempt.verdict in DECIDED_VERDICTS:
            day = attempt.at.astimezone(zone).date()
            week = sums[day - timedelta(days=day.weekday())]
            week[0] += attempt.earned
            week[1] += attempt.possible
    if not sums:
        return []
    first, last = min(sums), max(sums)
    weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return [(named(week), sums[week][0] / sums[week][1] if week in sums else None) for week in weeks]


def verdict_extra(attempt: Attempt, mark: ManualMark | None = None) -> Extra:
    """Sign of a try's verdict."""
    state: State = "unsure" if attempt.unsure and not mark else "noted" if mark else STATES[attempt.verdict]
    return Extra(sign=SIGNS[state][0])


def _tries(klass: SchoolClass, tries: Sequence[Attempt], marks: Mapping[tuple[str, str], ManualMark]) -> Sheet:
    lessons = current_services().library.snapshot.lessons
    rows, extras, anchors, seen = [], {}, {}, set[str]()
    for place, attempt in enumerate(tries):
        lesson, mark = lessons.get(attempt.text), marks.get((attempt.learner, attempt.id))
        item = lesson.item(attempt.question) if lesson else None
        rows.append(_row(klass, attempt, lesson, item, mark))
        extras[place, "verdict"] = verdict_extra(attempt, mark)
        if attempt.verdict == "pending" and mark is None and (address := marking_url(attempt.text, attempt.question)):
            extras[place, "mark"] = Extra(address, "…", str(pair("Mark it")))
        name = answer_anchor(attempt.text, attempt.question)
        if name not in seen:
            seen.add(name)
            anchors[place] = name
    return titled("tries", N_("All attempts"), COLUMNS, rows, extras, anchors=anchors)


def _row(
    klass: SchoolClass, attempt: Attempt, lesson: Lesson | None, item: Item | None, mark: ManualMark | None
) -> tuple[Cell, ...]:
    text: Cell = attempt.text
    question: Cell = attempt.question
    if lesson:
        text = CellLink(lesson.settings.title, url_for("desk.text_scores", class_id=klass.id, slug=attempt.text))
    if item:
        address = url_for("desk.question_scores", class_id=klass.id, slug=attempt.text, question=attempt.question)
        question = CellLink(shortened(item.question.prompt), address)
    verdict = str(BY_HAND if mark else verdict_label(attempt.verdict, attempt.unsure))
    waits = attempt.verdict == "pending"
    helped, words = support_of(attempt)
    return (
        attempt.at,
        text,
        question,
        attempt.number,
        as_given(item, attempt),
        verdict,
        None if waits or not attempt.possible else attempt.earned,
        attempt.possible or None,
        mark.points if mark else None,
        mark.comment if mark else "",
        attempt.hints,
        attempt.seconds,
        attempt.unsure,
        helped,
        words,
    )


def _processes(works: Sequence[Work], learner: str) -> Sheet:
    columns = (
        column("process", N_("Skill")),
        column("earned", N_("Earned"), "number"),
        column("possible", N_("Of"), "number"),
        column("share", N_("Score (%)"), "percent"),
        column("questions", N_("Questions"), "number"),
    )
    groups: dict[str, list[At]] = {process: [] for process in PROCESSES}
    for work in works:
        for item in work.lesson.items:
            result = work.at(learner, item)
            if result.earned is not None and item.question.process:
                groups[item.question.process].append(result)
    rows: list[tuple[Cell, ...]] = []
    for process, results in groups.items():
        if results:
            earned, possible = (
                sum(result.earned or 0.0 for result in results),
                sum(result.possible for result in results),
            )
            rows.append((str(PROCESS_NAMES[process]), round(earned, 6), possible, earned / possible, len(results)))
    return titled("processes", N_("Scores by skill"), columns, rows)
