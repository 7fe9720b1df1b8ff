"""Scores of a class: all texts, one text; and the learners who need help, with the reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, partial

from flask import request, url_for
from werkzeug.wrappers import Response as Reply

from webapp import charts
from webapp.content import Item
from webapp.domain.people import Membership, SchoolClass, Teacher
from webapp.interchange.spreadsheet import Cell, CellLink, Column
from webapp.web.framework.i18n import N_, pair
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.questions.exam_time import end_overdue
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.groups.group_filter import learner_filter
from webapp.web.teacher.results.class_results import (
    SIGNS,
    Work,
    answer_url,
    learner_url,
    marking_url,
    members_of,
    shortened,
    work_in,
    works_of,
)
from webapp.web.teacher.results.help_limits import BOUNDS, limits_of, set_limits
from webapp.web.teacher.results.learners_to_help import learners_to_help
from webapp.web.teacher.results.next_lesson import hardest
from webapp.web.teacher.results.table_rows import Extra
from webapp.web.teacher.results.table_view import Sheet, answer, column, titled, voice

LEARNER = column("learner", N_("Learner"), "link")


@bp.get("/classes/<slug:class_id>/scores")
@with_class
def scores(teacher: Teacher, klass: SchoolClass) -> str | Reply:
    """Page of learners and texts, and of learners who need help."""
    chosen, limits = learner_filter(klass), limits_of(klass)
    members = chosen.chosen(members_of(klass))
    works = works_of(klass, members)
    sheets = [_overview(klass, members, works), _texts(klass, works)]
    return answer(
        sheets,
        "teacher/results/class.html",
        klass=klass,
        teacher=teacher,
        chosen=chosen,
        works=works,
        helps=learners_to_help(klass, members, works, limits),
        limits=limits,
        bounds=BOUNDS,
        set_before=set_limits(klass),
        hard=hardest(klass, works),
        waiting=sum(sum(work.marks.waiting.values()) for work in works),
        marking=marking_url(),
    )


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>")
@with_class
def text_scores(teacher: Teacher, klass: SchoolClass, slug: str) -> str | Reply:
    """Page of learners and questions of one text."""
    lesson = lesson_or_404(slug)
    overdue = end_overdue(klass.id, slug)
    chosen = learner_filter(klass)
    work = work_in(klass, lesson, chosen.chosen(members_of(klass)))
    places = [str(place) for place in dict.fromkeys(item.question.paragraph for item in lesson.items)]
    paragraph = request.args.get("paragraph", "")
    paragraph = paragraph if paragraph in places else ""
    totals = [work.sum_of(member.learner) for member in work.learners]
    shares = [total.share for total in totals if total.share is not None]
    exams, names = current_services().store.exams, {member.learner: member for member in work.members}
    earlier = [hand_in for hand_in in exams.earlier_hand_ins(klass.school, klass.id) if hand_in.text == slug]
    return answer(
        [_marks(klass, work, paragraph)],
        "teacher/results/text.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        overdue=overdue,
        chosen=chosen,
        places=places,
        paragraph=paragraph,
        work=work,
        spread=charts.histogram([100 * share for share in shares], 100, "spread", voice()),
        told=exams.results_told(klass.school, klass.id, slug),
        again=[(names[hand_in.learner], hand_in) for hand_in in earlier if hand_in.learner],
        gone=[hand_in for hand_in in earlier if not hand_in.learner],
        waiting=sum(total.waiting for total in totals),
        marking=marking_url(),
        signs=SIGNS.values(),
    )


def question_url(klass: SchoolClass, slug: str, question: str) -> str:
    """Address of the page of one question."""
    return url_for("desk.question_scores", class_id=klass.id, slug=slug, question=question)


def _overview(klass: SchoolClass, members: Sequence[Membership], works: Sequence[Work]) -> Sheet:
    columns = [LEARNER]
    heads = {}
    for work in works:
        slug, title, count = work.lesson.slug, work.lesson.settings.title, work.lesson.asked
        columns += [
            Column(f"{slug}.share", ar=title, en="Score (%)", kind="percent"),
            column(f"{slug}.answered", N_("Answered of %(count)s"), "number", count=count),
        ]
        heads[f"{slug}.share"] = Extra(url_for("desk.text_scores", class_id=klass.id, slug=slug))
    rows, extras = [], {}
    for place, member in enumerate(members):
        row: list[Cell] = [CellLink(member.name, learner_url(klass, member.learner))]
        for work in works:
            total, name = work.sum_of(member.learner), work.lesson.slug
            row += [total.share, total.answered if member.learner in work.standings else None]
            extras[place, f"{name}.share"] = Extra(learner_url(klass, member.learner, name))
            if total.waiting and (address := marking_url()):
                extras[place, f"{name}.answered"] = Extra(address, "…", str(pair("Some are awaiting marking")))
        rows.append((*row, _last(works, member.learner)))
    columns.append(column("last", N_("Last answer"), "date"))
    foot: list[Cell] = [str(pair("Class average"))]
    for work in works:
        foot += [_mean_share(work), None]
    return titled("scores", N_("Class scores"), columns, rows, extras, heads, foot=[(*foot, None)])


def _mean_share(work: Work) -> float | None:
    """Mean of the shares of those who have one."""
    shares = [share for member in work.learners if (share := work.sum_of(member.learner).share) is not None]
    return sum(shares) / len(shares) if shares else None


def _last(works: Sequence[Work], learner: str) -> Cell:
    return max((at for work in works if (at := work.last_seen(learner))), default=None)


def _texts(klass: SchoolClass, works: Sequence[Work]) -> Sheet:
    columns = (
        column("text", N_("Text"), "link", own=True),
        column("readers", N_("Readers"), "number"),
        column("share", N_("Average score (%)"), "percent"),
        column("waiting", N_("Awaiting marking"), "number"),
    )
    rows, extras = [], {}
    for place, work in enumerate(works):
        sums = [work.sum_of(member.learner) for member in work.learners]
        waiting = sum(total.waiting for total in sums)
        address = url_for("desk.text_scores", class_id=klass.id, slug=work.lesson.slug)
        rows.append((CellLink(work.lesson.settings.title, address), len(sums), _mean_share(work), waiting))
        if waiting:
            extras[place, "waiting"] = Extra(marking_url())
    return titled("texts", N_("Texts"), columns, rows, extras)


def _marks(klass: SchoolClass, work: Work, paragraph: str) -> Sheet:
    """Table of learners and questions: marks as shown, and their sums; the questions of one paragraph, or all."""
    lesson, slug = work.lesson, work.lesson.slug
    numbered = [
        (lesson.numbers[item.question.id], item)
        for item in lesson.in_reading_order
        if not paragraph or str(item.question.paragraph) == paragraph
    ]
    columns = [
        LEARNER,
        column("earned", N_("Total"), "number"),
        column("possible", N_("Of"), "number"),
        column("share", N_("Score (%)"), "percent"),
        column("answered", N_("Answered"), "number"),
        *(column(item.question.id, N_("Q%(n)s"), "number", n=n) for n, item in numbered),
    ]
    heads = {item.question.id: _question_head(klass, slug, item) for _, item in numbered}
    rows, extras = [], {}
    said, waits = {state: str(word) for state, (_, word) in SIGNS.items()}, str(pair("Pending"))
    anchors = {item.question.id: answer_url("", slug, item.question.id) for _, item in numbered}
    marking = cache(partial(marking_url, slug))
    for place, member in enumerate(work.learners):
        total, report = work.sum_of(member.learner), learner_url(klass, member.learner, slug)
        row: list[Cell] = [CellLink(member.name, report), total.earned, total.possible]
        row += [total.share, total.answered]
        for _, item in numbered:
            name, at = item.question.id, work.at(member.learner, item)
            row.append(waits if at.state == "waiting" else at.earned)
            address = f"{report}{anchors[name]}" if at.answered else ""
            if at.state == "waiting":
                address = marking(name) or address
            extras[place, name] = at.extra(said[at.state], address)
        rows.append(tuple(row))
    means = [_mean_points(work, item) for _, item in numbered]
    foot: list[Cell] = [str(pair("Class average")), None, None, _mean_share(work), None, *means]
    return titled("marks", N_("Marks per question"), columns, rows, extras, heads, foot=[foot])


def _mean_points(work: Work, item: Item) -> float | None:
    """Mean of the points that are shown at a question."""
    earned = [at.earned for member in work.learners if (at := work.at(member.learner, item)).earned is not None]
    return round(math.fsum(points or 0.0 for points in earned) / len(earned), 2) if earned else None


def _question_head(klass: SchoolClass, slug: str, item: Item) -> Extra:
    prompt = item.question.prompt
    return Extra(question_url(klass, slug, item.question.id), said=shortened(prompt), note=shortened(prompt, 24))
