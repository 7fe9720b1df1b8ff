"""The scores of a class: all texts, one text, one learner; and who needs help, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for
from werkzeug.wrappers import Response as Reply

from webapp import pictures
from webapp.analysis.attention import concerns
from webapp.content import Item
from webapp.formats.sheet import Cell, Column, Link, Table
from webapp.pages.desk import bp, own_class_or_404, teacher_only
from webapp.pages.desk.classwork import SIGNS, Work, marking_url, members_of, shortened, work_in, works_of
from webapp.pages.desk.tables import Extra, Sheet, answer
from webapp.pages.language import digits
from webapp.pages.services import lesson_or_404, services
from webapp.people import Klass, Membership, Teacher

LATEST = 60
"""Tries of each learner that are looked at for who needs help: about a text and a half."""
LEARNER = Column("learner", "المتعلّم", "Learner", "link")


@dataclass(frozen=True)
class Help:
    """Why to turn to a learner, and where that can be seen."""

    name: str
    learner_url: str
    arabic: str
    english: str
    place: str
    place_url: str


@bp.get("/classes/<slug:class_id>/scores")
@teacher_only
def scores(teacher: Teacher, class_id: str) -> str | Reply:
    """Learners and texts, and who needs help."""
    klass = own_class_or_404(teacher, class_id)
    members = members_of(klass)
    works = works_of(klass, members)
    sheets = [_overview(klass, members, works), _texts(klass, works)]
    return answer(
        sheets,
        "desk/scores/class.html",
        klass=klass,
        teacher=teacher,
        works=works,
        helps=_helps(klass, members, works),
        not_begun=[one for one in members if not any(one.learner in work.standings for work in works)],
    )


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>")
@teacher_only
def text_scores(teacher: Teacher, class_id: str, slug: str) -> str | Reply:
    """Learners and questions of one text."""
    klass, lesson = own_class_or_404(teacher, class_id), lesson_or_404(slug)
    work = work_in(klass, lesson)
    totals = [work.sum_of(one.learner) for one in work.learners]
    shares = [one.share for one in totals if one.share is not None]
    return answer(
        [_marks(klass, work)],
        "desk/scores/text.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        work=work,
        spread=pictures.histogram([100 * one for one in shares], 100, "spread", digits),
        waiting=sum(one.waiting for one in totals),
        marking=marking_url(),
        signs=SIGNS.values(),
    )


def learner_url(klass: Klass, learner: str, slug: str = "", question: str = "") -> str:
    """A learner's record; at a question where one is named."""
    anchor = f"q-{slug}.{question}" if question else None
    return url_for("desk.learner_scores", class_id=klass.id, learner=learner, text=slug or None, _anchor=anchor)


def question_url(klass: Klass, slug: str, question: str) -> str:
    """The page of one question."""
    return url_for("desk.question_scores", class_id=klass.id, slug=slug, question=question)


def _overview(klass: Klass, members: Sequence[Membership], works: Sequence[Work]) -> Sheet:
    columns = [LEARNER, Column("last", "آخر إجابة (UTC)", "Last answer", "date")]
    heads = {}
    for work in works:
        slug, title, count = work.lesson.slug, work.lesson.settings.title, len(work.lesson.items)
        columns += [
            Column(f"{slug}.share", title, "Share earned", "percent"),
            Column(f"{slug}.answered", f"أُجيب عنه (من {digits(count)})", f"Answered of {count}", "number"),
        ]
        heads[f"{slug}.share"] = Extra(url_for("desk.text_scores", class_id=klass.id, slug=slug))
    rows, extras = [], {}
    for place, one in enumerate(members):
        row: list[Cell] = [Link(one.name, learner_url(klass, one.learner)), _last(works, one.learner)]
        for work in works:
            found, name = work.sum_of(one.learner), work.lesson.slug
            row += [found.share, found.answered if one.learner in work.standings else None]
            extras[place, f"{name}.share"] = Extra(learner_url(klass, one.learner, name))
            if found.waiting and (address := marking_url()):
                extras[place, f"{name}.answered"] = Extra(address, "…", "فيها ما ينتظر التصحيح")
        rows.append(tuple(row))
    return Sheet("scores", Table("درجات الصفّ", tuple(columns), tuple(rows)), extras, heads)


def _last(works: Sequence[Work], learner: str) -> Cell:
    return max((at for work in works if (at := work.last_seen(learner))), default=None)


def _texts(klass: Klass, works: Sequence[Work]) -> Sheet:
    columns = (
        Column("text", "النصّ", "Text", "link"),
        Column("readers", "القرّاء", "Readers", "number"),
        Column("share", "متوسّط نصيبهم", "Mean share", "percent"),
        Column("waiting", "ينتظر التصحيح", "Waiting", "number"),
    )
    rows, extras = [], {}
    for place, work in enumerate(works):
        sums = [work.sum_of(one.learner) for one in work.learners]
        shares = [one.share for one in sums if one.share is not None]
        waiting = sum(one.waiting for one in sums)
        address = url_for("desk.text_scores", class_id=klass.id, slug=work.lesson.slug)
        mean = sum(shares) / len(shares) if shares else None
        rows.append((Link(work.lesson.settings.title, address), len(sums), mean, waiting))
        if waiting:
            extras[place, "waiting"] = Extra(marking_url())
    return Sheet("texts", Table("النصوص", columns, tuple(rows)), extras)


def _helps(klass: Klass, members: Sequence[Membership], works: Sequence[Work]) -> list[Help]:
    here, names = services(), {one.learner: one.name for one in members}
    tries = here.store.reports.latest_tries(klass.school, names, LATEST)
    started = [[work for work in works if one.learner in work.standings] for one in members]
    # Whoever has answered all there is in what they began is not waited for.
    finished = {
        one.learner for one, own in zip(members, started, strict=True) if all(w.finished(one.learner) for w in own)
    }
    # Two texts may have questions of the same name: their stand-ins are told apart.
    apart = [replace(one, question=f"{one.text}/{one.question}") for one in tries]
    items = {f"{work.lesson.slug}/{item.question.id}": (work, item) for work in works for item in work.lesson.items}
    found = []
    for one in concerns(apart, here.config.now(), finished=finished):
        place, address = "", ""
        if one.question in items:
            work, item = items[one.question]
            place = shortened(item.question.prompt)
            address = learner_url(klass, one.learner, work.lesson.slug, item.question.id)
        own = learner_url(klass, one.learner)
        found.append(Help(names[one.learner], own, one.arabic, one.english, place, address))
    return found


def _marks(klass: Klass, work: Work) -> Sheet:
    """Learners and questions: the marks as they are told, and their sums."""
    lesson, slug = work.lesson, work.lesson.slug
    columns = [
        LEARNER,
        Column("earned", "المجموع", "Total", "number"),
        Column("possible", "من", "Of", "number"),
        Column("share", "النسبة", "Share", "percent"),
        Column("answered", "أُجيب عنه", "Answered", "number"),
        *(Column(item.question.id, f"س {digits(n)}", f"Q{n}", "number") for n, item in enumerate(lesson.items, 1)),
    ]
    heads = {item.question.id: _question_head(klass, slug, item) for item in lesson.items}
    rows, extras = [], {}
    for place, one in enumerate(work.learners):
        found = work.sum_of(one.learner)
        row: list[Cell] = [Link(one.name, learner_url(klass, one.learner, slug)), found.earned, found.possible]
        row += [found.share, found.answered]
        for item in lesson.items:
            name, at = item.question.id, work.at(one.learner, item)
            row.append("ينتظر" if at.state == "waiting" else at.earned)
            address = learner_url(klass, one.learner, slug, name) if at.answered else ""
            if at.state == "waiting":
                address = marking_url(slug, name) or address
            extras[place, name] = replace(at.extra, address=address)
        rows.append(tuple(row))
    return Sheet("marks", Table("الدرجات في كلّ سؤال", tuple(columns), tuple(rows)), extras, heads)


def _question_head(klass: Klass, slug: str, item: Item) -> Extra:
    return Extra(question_url(klass, slug, item.question.id), said=shortened(item.question.prompt))
