"""Gradebook of a class: learners in rows, texts and assignments in columns, with the grade for the school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort, render_template, request
from werkzeug.wrappers import Response as Reply

from webapp.domain.people import SchoolClass, Teacher, free_name
from webapp.domain.question import PROCESSES
from webapp.interchange.exports.grade_files import GRADE_FILES, GradeSheet, ItemColumn
from webapp.interchange.spreadsheet import CSV_TYPE
from webapp.web.framework.date_format import local
from webapp.web.framework.i18n import Said, pair, points, speaks_english
from webapp.web.framework.services import current_services
from webapp.web.questions.exam_time import end_overdue_of_class
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.gradebook.columns import GradeColumn
from webapp.web.teacher.gradebook.filters import gradebook_filter
from webapp.web.teacher.gradebook.gradebook_view import BANDS, STATES, grade_rows, grade_table
from webapp.web.teacher.gradebook.grades import ClassGrades, class_grades
from webapp.web.teacher.gradebook.rule_words import rule_words
from webapp.web.teacher.results.table_view import here_with, number, order_by, table_file


@dataclass(frozen=True)
class GradeHead:
    """Heading of a column: its title with an address, the address that sorts by it, and the class's figures."""

    title: str
    notes: Sequence[Said]
    address: str
    sort: str
    order: str
    weight: float
    mean: str
    done: int
    readers: int


@bp.get("/classes/<slug:class_id>/gradebook")
@with_class
def gradebook(teacher: Teacher, klass: SchoolClass) -> str | Reply:
    """Page of the gradebook, or one of its files."""
    overdue = end_overdue_of_class(klass.id)
    chosen = gradebook_filter(klass)
    grades, by, down = _in_order(class_grades(klass, chosen))
    kind = request.args.get("as")
    if kind is not None:
        return _file(grades, kind)
    lessons = current_services().library.snapshot.lessons
    return render_template(
        "teacher/gradebook/gradebook.html",
        teacher=teacher,
        klass=klass,
        chosen=chosen,
        overdue=overdue,
        grades=grades,
        rows=grade_rows(klass, grades),
        heads=_heads(klass, grades, by, down),
        sorts={name: _sort(name, by, down) for name in ("learner", "grade")},
        mean="" if grades.mean is None else points(round(grades.mean, 2)),
        rule=rule_words(grades.rule, grades.columns),
        bands=BANDS,
        states=STATES,
        texts=[(lesson.slug, lesson.settings.title) for lesson in lessons.values()],
        processes=PROCESSES,
        percent_direction="ltr" if speaks_english() else "rtl",
        files={kind: here_with(**{"as": kind}) for kind in ("xlsx", "csv", *GRADE_FILES)},
    )


def _in_order(grades: ClassGrades) -> tuple[ClassGrades, str, bool]:
    """The learners sorted as the address says, the column (empty for none), and whether it is descending."""
    table, by, down = grade_table(grades), request.args.get("sort", ""), request.args.get("down") == "1"
    if by not in [column.name for column in table.columns]:
        return grades, "", False
    return replace(grades, learners=tuple(grades.learners[place] for place in order_by(table, by, down))), by, down


def _heads(klass: SchoolClass, grades: ClassGrades, by: str, down: bool) -> list[GradeHead]:
    heads = []
    for place, column in enumerate(grades.columns):
        mean, (done, readers) = grades.mean_share(place), grades.done(place)
        shown = "" if mean is None else number(mean, "percent")
        weight = grades.rule.weight(column.name)
        title, address = column.title, column.address(klass)
        sort, order = _sort(column.name, by, down)
        heads.append(GradeHead(title, column.notes, address, sort, order, weight, shown, done, readers))
    return heads


def _sort(name: str, by: str, down: bool) -> tuple[str, str]:
    """Address that sorts by a column, and the value of its aria-sort."""
    order = ("descending" if down else "ascending") if name == by else ""
    return here_with(sort=name, down=1 if order == "ascending" else None, **{"as": None}), order


def _file(grades: ClassGrades, kind: str) -> Reply:
    """The gradebook as a file of a spreadsheet, or in the shape of another program."""
    if kind not in GRADE_FILES:
        return table_file(grade_table(grades), kind) if kind in ("csv", "xlsx") else abort(404)
    rule = grades.rule
    items = [
        ItemColumn(title, local(column.due).date() if column.due else None, 100)
        for title, column in zip(_titles(grades.columns), grades.columns, strict=True)
    ]
    sheet = GradeSheet(
        [ItemColumn(f"{pair('Grade')} /{rule.out_of}", None, rule.out_of), *items],
        [
            (row.member.name, [row.grade.number, *(_hundred(result.state, result.share) for result in row.results)])
            for row in grades.learners
        ],
    )
    reply = Reply(GRADE_FILES[kind](sheet), mimetype=CSV_TYPE)
    reply.headers.set("Content-Disposition", "attachment", filename=f"fahm-{kind}.csv")
    return reply


def _titles(columns: Sequence[GradeColumn]) -> list[str]:
    """Titles for a file that names columns by them: each once, an assignment with the day on which it is due."""
    titles: list[str] = []
    for column in columns:
        title = f"{column.title} · {local(column.due):%Y-%m-%d}" if column.due else column.title
        titles.append(free_name(title, titles))
    return titles


def _hundred(state: str, share: float | None) -> float | None:
    """A share as a grade out of 100; 0 for what was not handed in, None where nothing counts."""
    if state in ("excused", "not-theirs", "assigned"):
        return None
    return 0.0 if state == "missing" else None if share is None else round(100 * share, 2)
