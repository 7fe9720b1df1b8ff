"""Page of the rule that makes one number of a class's work: weights, rounding, and who is excused."""

from __future__ import annotations

import math

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.normalize import fold_digits
from webapp.domain.grade_rule import MAX_WEIGHT, OUT_OF, STEPS, GradeRule
from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.gradebook.columns import GradeColumn
from webapp.web.teacher.gradebook.grades import whole_gradebook
from webapp.web.teacher.gradebook.rule_words import ROUNDED_TO, rule_words
from webapp.web.teacher.results.class_results import members_of

WEIGHT = "weight."
"""First part of the names of the fields with weights; a column's name follows."""


@bp.get("/classes/<slug:class_id>/gradebook/rule")
@with_class
def grade_rule(teacher: Teacher, klass: SchoolClass) -> str:
    """Page of the rule of a class."""
    store, school = school_store()
    grades, members = whole_gradebook(klass), members_of(klass)
    titles, names = _titles(grades.columns), {member.learner: member.name for member in members}
    excused = sorted(
        (names[learner], titles[column], learner, column)
        for learner, column in store.grading.excused(school, klass.id)
        if learner in names and column in titles
    )
    return render_template(
        "teacher/gradebook/rule.html",
        teacher=teacher,
        klass=klass,
        columns=grades.columns,
        rule=grades.rule,
        words=rule_words(grades.rule, grades.columns),
        members=members,
        excused=excused,
        out_of=OUT_OF,
        rounding=ROUNDED_TO,
        most=MAX_WEIGHT,
        prefix=WEIGHT,
    )


@bp.post("/classes/<slug:class_id>/gradebook/rule")
@with_class
def save_grade_rule(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Save the rule of a class; a weight that is no number stays as it was."""
    store, school = school_store()
    known = _titles(whole_gradebook(klass).columns)
    typed = {name.removeprefix(WEIGHT): value for name, value in request.form.items() if name.startswith(WEIGHT)}
    weights = {
        name: weight for name, value in typed.items() if name in known and (weight := _weight(value)) is not None
    }
    out_of = next((value for value in OUT_OF if str(value) == request.form.get("out_of")), None) or abort(400)
    rounding = next((value for value in STEPS if value == request.form.get("rounding")), None) or abort(400)
    store.grading.save_rule(school, klass.id, GradeRule(out_of, rounding, weights), teacher.id)
    notify("grade-rule-saved")
    return redirect(url_for("desk.gradebook", class_id=klass.id), 303)


@bp.post("/classes/<slug:class_id>/gradebook/excuse")
@with_class
def excuse_learner(teacher: Teacher, klass: SchoolClass) -> Reply:
    """Excuse a learner from a column, or take that back."""
    store, school = school_store()
    learner, column = request.form.get("learner", ""), request.form.get("column", "")
    if column not in _titles(whole_gradebook(klass).columns) or not store.people.member(school, klass.id, learner):
        abort(404)
    excused = request.form.get("excused") == "1"
    store.grading.excuse(school, klass.id, learner, column, excused, teacher.id)
    notify("learner-excused" if excused else "learner-not-excused")
    return redirect(url_for("desk.grade_rule", class_id=klass.id, _anchor="excused"), 303)


def _titles(columns: tuple[GradeColumn, ...]) -> dict[str, str]:
    return {column.name: column.title for column in columns}


def _weight(typed: str) -> float | None:
    """A weight as typed, in any digits; None for what is none."""
    try:
        weight = float(fold_digits(typed).strip().replace("٫", ".").replace(",", "."))
    except ValueError:
        return None
    return round(weight, 2) if math.isfinite(weight) and 0 <= weight <= MAX_WEIGHT else None
