"""The questions of a text as a class has answered them: one by one, their statistics, and the article's heat map."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp import pictures
from webapp.analysis.flags import Flag, flags
from webapp.analysis.responses import response_analysis, words_of
from webapp.analysis.statistics import Statistics, item_statistics
from webapp.analysis.table import rest_scores
from webapp.content import Item
from webapp.formats.sheet import Cell, Column, Link, Table
from webapp.model import Try
from webapp.pages.desk import bp, own_class_or_404, teacher_only
from webapp.pages.desk.classwork import Work, marking_url, shortened, work_in
from webapp.pages.desk.figures import guesses_of, item_sheet, profile_sheet, ranges_of, text_sheet
from webapp.pages.desk.heat import paragraph_times, sentences
from webapp.pages.desk.options import chosen, keys_of
from webapp.pages.desk.record import VERDICTS, as_given, verdict_extra
from webapp.pages.desk.scores import LEARNER, learner_url, question_url
from webapp.pages.desk.tables import Extra, Sheet, answer
from webapp.pages.language import digits
from webapp.pages.services import lesson_or_404, services
from webapp.people import Klass, Teacher
from webapp.pictures.article import MEASURES


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/questions/<question>")
@teacher_only
def question_scores(teacher: Teacher, class_id: str, slug: str, question: str) -> str | Reply:
    """One question: what was answered, how often, and by whom."""
    klass, lesson = own_class_or_404(teacher, class_id), lesson_or_404(slug)
    item = lesson.item(question) or abort(404)
    work = work_in(klass, lesson)
    tries, rests = _tries(klass, work, question), rest_scores(work.marks)
    place = [one.question.id for one in lesson.items].index(question)
    options = chosen(item, tries, rests)
    around = [lesson.items[n].question.id if 0 <= n < len(lesson.items) else "" for n in (place - 1, place + 1)]
    return answer(
        [_answers(klass, work, item, tries), _responses(item, tries, rests)],
        "desk/scores/question.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        item=item,
        number=place + 1,
        before=around[0],
        behind=around[1],
        bars=pictures.distractor_bars(options, "bars", digits) if options else None,
        flags=[one for one in flags(_statistics(work), tries, rests, keys_of(lesson)) if one.question == question],
        quotes=[lesson.text.paragraph(span.paragraph).text[span.start : span.end] for span in item.evidence],
        readers=len({one.learner for one in tries}),
        waiting=work.marks.waiting.get(question, 0),
        marking=marking_url(slug, question),
    )


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/items")
@teacher_only
def item_scores(teacher: Teacher, class_id: str, slug: str) -> str | Reply:
    """The statistics of a text's questions, with how sure they are."""
    klass, lesson = own_class_or_404(teacher, class_id), lesson_or_404(slug)
    work = work_in(klass, lesson)
    tries, found, ranges = _tries(klass, work), _statistics(work), ranges_of(work)
    addresses = {item.question.id: question_url(klass, slug, item.question.id) for item in lesson.items}
    return answer(
        [item_sheet(work, found, ranges, addresses), text_sheet(found, ranges), profile_sheet(work)],
        "desk/scores/items.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        attempts=found["attempts"],
        flags=_flagged(klass, work, flags(found, tries, rest_scores(work.marks), keys_of(lesson))),
        behind=_behind(klass, work),
        marking=marking_url(),
        waiting=sum(work.marks.waiting.values()),
    )


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/heat")
@teacher_only
def heat_map(teacher: Teacher, class_id: str, slug: str) -> str | Reply:
    """The article, its sentences tinted by how readers fared; and the time at each paragraph."""
    klass, lesson = own_class_or_404(teacher, class_id), lesson_or_404(slug)
    measure = next((one for one in MEASURES if one == request.args.get("measure", "wrong")), None) or abort(404)
    tries = _tries(klass, work_in(klass, lesson))
    article = pictures.heat(sentences(lesson, tries), digits, measure)
    times = pictures.paragraph_times(paragraph_times(lesson, tries), "times", digits)
    return answer(
        [Sheet("sentences", Table("الجمل", *_parts(article.table))), Sheet("times", times.table)],
        "desk/scores/heat.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        article=article,
        times=times,
        measure=measure,
        measures={
            name: (url_for("desk.heat_map", class_id=klass.id, slug=slug, measure=name), arabic, english)
            for name, (arabic, english) in MEASURES.items()
        },
        tries=len(tries),
    )


def _parts(table: Table) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    return table.columns, table.rows


def _tries(klass: Klass, work: Work, question: str | None = None) -> list[Try]:
    ids = [one.learner for one in work.members]
    return services().store.reports.tries(klass.school, ids, work.lesson.slug, question)


def _statistics(work: Work) -> Statistics:
    table, guesses = work.marks, guesses_of(work)
    names = table.questions
    return item_statistics(table.marks, table.maxima, questions=names, guesses=[guesses[name] for name in names])


def _answers(klass: Klass, work: Work, item: Item, tries: Sequence[Try]) -> Sheet:
    """Every try of the class at this question."""
    columns = (
        LEARNER,
        Column("number", "المحاولة", "Try", "number"),
        Column("answer", "الإجابة كما جاءت", "Answer as given"),
        Column("verdict", "الحكم", "Verdict"),
        Column("earned", "درجتها وحدها", "Its own points", "number"),
        Column("hints", "تلميحات", "Hints", "number"),
        Column("seconds", "ثوانٍ", "Seconds", "seconds"),
        Column("at", "الوقت (UTC)", "Time (UTC)", "date"),
    )
    names = {one.learner: one.name for one in work.members}
    rows, extras = [], {}
    for place, one in enumerate(tries):
        address = learner_url(klass, one.learner, work.lesson.slug, item.question.id)
        waits = one.verdict == "pending" and (one.learner, one.id) not in work.marked
        verdict = "صحّحها المعلّم" if one.verdict == "pending" and not waits else VERDICTS[one.verdict][1]
        earned = None if one.verdict == "pending" or not one.possible else one.earned
        learner = Link(names[one.learner], address)
        rows.append((learner, one.number, as_given(item, one), verdict, earned, one.hints, one.seconds, one.at))
        sign = verdict_extra(one).sign
        extras[place, "verdict"] = Extra(marking_url(work.lesson.slug, item.question.id) if waits else "", sign)
    return Sheet("answers", Table("إجابات المتعلّمين", columns, tuple(rows)), extras)


def _responses(item: Item, tries: Sequence[Try], rests: dict[tuple[str, str], float]) -> Sheet:
    columns = (
        Column("label", "الإجابة", "Answer"),
        Column("part", "الجزء", "Part"),
        Column("number", "المحاولة", "Try", "number"),
        Column("count", "عددها", "Count", "number"),
        Column("share", "نسبتها", "Share", "percent"),
        Column("credit", "ما تناله من الدرجة", "Credit", "percent"),
        Column("rest", "نصيب أصحابها في سائر الأسئلة", "Their share elsewhere", "percent"),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.label, group.part or "كلّه", group.number, one.count, one.share, one.credit, one.rest)
        for group in response_analysis(tries, rests, {item.question.id: words_of(item.question)})
        for one in group.given
    ]
    return Sheet("responses", Table("تحليل الإجابات", columns, tuple(rows)))


def _flagged(klass: Klass, work: Work, found: Sequence[Flag]) -> list[tuple[Flag, str, str]]:
    """Each flag with its question's words and address."""
    prompts = {item.question.id: shortened(item.question.prompt) for item in work.lesson.items}
    return [(one, prompts[one.question], question_url(klass, work.lesson.slug, one.question)) for one in found]


def _behind(klass: Klass, work: Work) -> list[tuple[str, list[tuple[str, str]]]]:
    """By process, the questions behind the skill profile, with their addresses."""
    asked = {cell.question for cell in work.cells if cell.earned is not None}
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in work.lesson.items:
        question = item.question
        if question.id in asked:
            own = groups.setdefault(question.process, [])
            own.append((shortened(question.prompt, 40), question_url(klass, work.lesson.slug, question.id)))
    return list(groups.items())
