"""Item analysis: a class's answers to one question, and the statistics of all questions of a text."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp import charts
from webapp.analysis.item_flags import ItemFlag, item_flags
from webapp.analysis.item_statistics import Statistics, item_statistics
from webapp.analysis.response_analysis import in_typed_spelling, response_analysis
from webapp.analysis.score_matrix import rest_scores
from webapp.analysis.unsure_answers import UnsureGroup, undecided_by_question, unsure_groups
from webapp.content import Item
from webapp.domain.attempt import Attempt
from webapp.domain.people import SchoolClass, Teacher
from webapp.interchange.spreadsheet import Cell, CellLink
from webapp.web.framework.i18n import N_, Said, pair
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.framework.verdict_labels import verdict_label
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.given_answers import as_given
from webapp.web.teacher.results.accepted_answers import key_barrier, shown_groups
from webapp.web.teacher.results.class_results import (
    Work,
    attempts_in,
    learner_url,
    marking_url,
    shortened,
    spoken,
    work_in,
)
from webapp.web.teacher.results.item_overview import overview_sheet
from webapp.web.teacher.results.item_statistics_tables import (
    guesses_of,
    item_sheet,
    profile_sheet,
    ranges_of,
    text_sheet,
)
from webapp.web.teacher.results.learner_report import BY_HAND, verdict_extra
from webapp.web.teacher.results.option_analysis import chosen, keys_of
from webapp.web.teacher.results.question_key import question_key
from webapp.web.teacher.results.scores import LEARNER, question_url
from webapp.web.teacher.results.table_rows import Extra
from webapp.web.teacher.results.table_view import Sheet, answer, column, here_with, titled, voice

PART_MARK = " | "
"""Stands between the parts of an answer in its label."""


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/questions/<question>")
@with_class
def question_scores(teacher: Teacher, klass: SchoolClass, slug: str, question: str) -> str | Reply:
    """Page of one question: its answers, the frequency of each, and their learners."""
    lesson = lesson_or_404(slug)
    item = lesson.item(question) or abort(404)
    work = work_in(klass, lesson)
    tries, rests = attempts_in(klass, work, question), rest_scores(work.marks)
    number, names = lesson.numbers[question], list(lesson.numbers)
    options = chosen(item, tries, rests)
    around = [names[n] if 0 <= n < len(names) else "" for n in (number - 2, number)]
    unsure = unsure_groups(tries)
    decisions, taken = shown_groups(klass, work, item), shown_groups(klass, work, item, taken=True)
    sheets = [_answers(klass, work, item, tries), _responses(item, tries, rests)]
    return answer(
        [*sheets, unsure_sheet(unsure)] if unsure else sheets,
        "teacher/results/question.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        item=item,
        number=number,
        before=around[0],
        behind=around[1],
        bars=charts.distractor_bars(options, "bars", voice()) if options else None,
        flags=[
            spoken(flag)
            for flag in item_flags(_statistics(work), tries, rests, keys_of(lesson))
            if flag.question == question
        ],
        key=question_key(item, tries),
        grouped=any(option.strong_share is not None for option in options),
        quotes=[lesson.text.paragraph(span.paragraph).text[span.start : span.end] for span in item.evidence],
        readers=len({attempt.learner for attempt in tries}),
        waiting=work.marks.waiting.get(question, 0),
        marking=marking_url(slug, question),
        regrading=url_for("desk.regrade_text", slug=slug),
        decisions=decisions,
        taken=taken,
        barrier=key_barrier(teacher, slug) if decisions.groups or taken.groups else "",
    )


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/items")
@with_class
def item_scores(teacher: Teacher, klass: SchoolClass, slug: str) -> str | Reply:
    """Page of the statistics of a text's questions, with confidence intervals."""
    lesson = lesson_or_404(slug)
    work = work_in(klass, lesson)
    all_figures = request.args.get("figures") == "all"
    ranges = ranges_of(work, facilities_only=not all_figures and "as" not in request.args)
    reports, learners = current_services().store.reports, [member.learner for member in work.members]
    tries, statistics = reports.figures(klass.school, learners, slug), _statistics(work)
    flags = item_flags(statistics, tries, rest_scores(work.marks), keys_of(lesson))
    undecided = undecided_by_question(tries)
    addresses = {item.question.id: question_url(klass, slug, item.question.id) for item in lesson.items}
    return answer(
        [
            item_sheet(work, statistics, ranges, addresses, undecided),
            text_sheet(statistics, ranges),
            profile_sheet(work),
            overview_sheet(work, statistics, ranges, addresses, flags),
        ],
        "teacher/results/items.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        attempts=statistics["attempts"],
        all_figures=all_figures,
        figures_url=here_with(figures="all", sort=None, down=None, table=None),
        overview_url=here_with(figures=None, sort=None, down=None, table=None),
        flags=_flagged(klass, work, flags),
        behind=_behind(klass, work),
        marking=marking_url(),
        waiting=sum(work.marks.waiting.values()),
    )


def _statistics(work: Work) -> Statistics:
    table, guesses = work.marks, guesses_of(work)
    names = table.questions
    return item_statistics(table.marks, table.maxima, questions=names, guesses=[guesses[name] for name in names])


def _answers(klass: SchoolClass, work: Work, item: Item, tries: Sequence[Attempt]) -> Sheet:
    """Table of the class's tries at this question."""
    columns = (
        LEARNER,
        column("number", N_("Attempt"), "number"),
        column("answer", N_("Answer as submitted"), own=True),
        column("verdict", N_("Verdict")),
        column("earned", N_("Points for this answer"), "number"),
        column("hints", N_("Hints"), "number"),
        column("seconds", N_("Time taken"), "seconds"),
        column("at", N_("Time"), "date"),
        column("unsure", N_("Not sure because"), own=True),
    )
    names = {member.learner: member.name for member in work.members}
    rows, extras = [], {}
    for place, attempt in enumerate(tries):
        address = learner_url(klass, attempt.learner, work.lesson.slug, item.question.id)
        waits = attempt.verdict == "pending" and (attempt.learner, attempt.id) not in work.marked
        by_hand = attempt.verdict == "pending" and not waits
        verdict = str(BY_HAND if by_hand else verdict_label(attempt.verdict, attempt.unsure))
        earned = None if attempt.verdict == "pending" or not attempt.possible else attempt.earned
        learner = CellLink(names[attempt.learner], address)
        rows.append(
            (
                learner,
                attempt.number,
                as_given(item, attempt),
                verdict,
                earned,
                attempt.hints,
                attempt.seconds,
                attempt.at,
                attempt.unsure,
            )
        )
        sign = verdict_extra(attempt).sign
        extras[place, "verdict"] = Extra(marking_url(work.lesson.slug, item.question.id) if waits else "", sign)
    return titled("answers", N_("Learners’ answers"), columns, rows, extras)


def _responses(item: Item, tries: Sequence[Attempt], rests: dict[tuple[str, str], float]) -> Sheet:
    """Table of the frequency of each answer by try, and by part where the question has parts."""
    spelled = in_typed_spelling(tries) if item.question.typed_keys() else tries
    groups = response_analysis(spelled, rests, {item.question.id: item.question.labels()})
    in_parts = any(group.part for group in groups)
    columns = (
        column("label", N_("Answer"), own=True),
        *((column("part", N_("Part"), own=True),) if in_parts else ()),
        column("number", N_("Attempt"), "number"),
        column("count", N_("Count"), "number"),
        column("share", N_("Share of all answers"), "percent"),
        column("credit", N_("Marks awarded"), "percent"),
        column("rest", N_("Average on other questions"), "percent"),
    )
    whole = str(pair("All of it"))
    rows: list[tuple[Cell, ...]] = [
        (
            answer_row.label.replace(PART_MARK, "\n") if in_parts else answer_row.label,
            *((group.part or whole,) if in_parts else ()),
            group.number,
            answer_row.count,
            answer_row.share,
            answer_row.credit,
            answer_row.rest,
        )
        for group in groups
        for answer_row in group.answers
    ]
    return titled("responses", N_("Answers by frequency"), columns, rows)


def unsure_sheet(groups: Sequence[UnsureGroup]) -> Sheet:
    """Table of the answers that the program is not sure of, one row a wording."""
    columns = (
        column("answer", N_("Answer"), own=True),
        column("learners", N_("Learners"), "number"),
        column("kept", N_("Sent as is"), "number"),
        column("reason", N_("Not sure because"), own=True),
    )
    rows = [(group.answer, group.learners, group.kept, group.reason) for group in groups]
    return titled("unsure", N_("Uncertain answers"), columns, rows)


def _flagged(klass: SchoolClass, work: Work, flags_found: Sequence[ItemFlag]) -> list[tuple[Said, str, str]]:
    """Flags with the prompt and address of their questions."""
    prompts = {item.question.id: shortened(item.question.prompt) for item in work.lesson.items}
    return [
        (spoken(attempt), prompts[attempt.question], question_url(klass, work.lesson.slug, attempt.question))
        for attempt in flags_found
    ]


def _behind(klass: SchoolClass, work: Work) -> list[tuple[str, list[tuple[str, str]]]]:
    """Questions behind the skill profile by process, with their addresses."""
    asked = {cell.question for cell in work.cells if cell.earned is not None}
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in work.lesson.items:
        question = item.question
        if question.id in asked and question.process:
            shares = groups.setdefault(question.process, [])
            shares.append((shortened(question.prompt, 40), question_url(klass, work.lesson.slug, question.id)))
    return list(groups.items())
