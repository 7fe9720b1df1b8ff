"""Reports for parents, one page for each learner: what was read, what went well, what to practise."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.class_language import Agreed
from webapp.web.framework.date_format import local
from webapp.web.framework.i18n import digits, page_language
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.gradebook.filters import GradebookFilter, gradebook_filter
from webapp.web.teacher.gradebook.report_contents import report_contents
from webapp.web.teacher.results.class_results import members_of

MAX_WORDS = 600
MAX_LINES = 6
"""Lines that the words keep; what was typed below them goes on in the last one, so that the page stays one."""
MAX_TEXTS = 9
"""Texts named on the page, which is to stay one; the others are counted."""


@bp.get("/classes/<slug:class_id>/reports")
@with_class
def parent_reports(teacher: Teacher, klass: SchoolClass) -> str:
    """Page of the reports of all chosen learners, to print together."""
    chosen = gradebook_filter(klass)
    members = chosen.learners.chosen(members_of(klass))
    return _page(teacher, klass, chosen, [member.learner for member in members], None)


@bp.get("/classes/<slug:class_id>/learners/<learner>/report")
@with_class
def parent_report(teacher: Teacher, klass: SchoolClass, learner: str) -> str:
    """Page of one learner's report, with the field for the teacher's words."""
    if not any(member.learner == learner for member in members_of(klass)):
        abort(404)
    return _page(teacher, klass, gradebook_filter(klass), [learner], learner)


@bp.post("/classes/<slug:class_id>/learners/<learner>/report")
@with_class
def save_report_words(teacher: Teacher, klass: SchoolClass, learner: str) -> Reply:
    """Save the teacher's words for a learner's parents."""
    store, school = school_store()
    if not store.people.member(school, klass.id, learner):
        abort(404)
    lines = [line for typed in request.form.get("words", "")[:MAX_WORDS].splitlines() if (line := typed.strip())]
    words = "\n".join([*lines[: MAX_LINES - 1], *filter(None, [" ".join(lines[MAX_LINES - 1 :])])])
    store.grading.save_report_words(school, klass.id, learner, words, teacher.id)
    notify("report-words-saved")
    return redirect(url_for("desk.parent_report", class_id=klass.id, learner=learner), 303)


def long_date(on: date) -> str:
    """Format a date with the whole name of the month: «٢٢ نوفمبر ٢٠٢٦», 22 November 2026."""
    day = local(on) if isinstance(on, datetime) else on
    return digits(format_date(day, "d MMMM y", locale=page_language()))


def _parents(klass: SchoolClass) -> Agreed:
    """Language of a report: the class's, and of its two one alone, for the page is to stay one."""
    return Agreed("en" if klass.language == "en" else "ar", klass.digits)


def _page(
    teacher: Teacher, klass: SchoolClass, chosen: GradebookFilter, learners: list[str], single: str | None
) -> str:
    contents = report_contents(klass, chosen, learners)
    return render_template(
        "teacher/gradebook/reports.html",
        teacher=teacher,
        klass=klass,
        chosen=chosen,
        reports=contents.reports,
        withheld=contents.withheld,
        single=single,
        today=current_services().config.now(),
        most=MAX_WORDS,
        most_texts=MAX_TEXTS,
        parents=_parents(klass),
        long_date=long_date,
    )
