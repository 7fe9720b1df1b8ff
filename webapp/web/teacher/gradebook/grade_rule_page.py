"""Page of the rule that makes one number of a class's work: weights, rounding, and who is excused."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.normalize import fold_digits
from webapp.domain.grade_rule import MAX_WEIGHT, OUT_OF, STEPS, GradeRule
from webapp.domain.people import SchoolClass, Teacher
from webapp.web.framework.i18n import N_
from webapp.web.framework.notices import notify
from webapp.web.framework.services import school_store
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.gradebook.columns import GradeColumn
from webapp.web.teacher.gradebook.grades import ClassGrades, whole_gradebook
from webapp.web.teacher.gradebook.rule_words import ROUNDED_TO, rule_words
from webapp.web.teacher.results.class_results import members_of

WEIGHT = "weight."
"""First part of the names of the fields with weights; a column's name follows."""
NO_WEIGHT = N_("Enter a number from 0 to %(most)s.")


@bp.get("/classes/<slug:class_id>/gradebook/rule")
@with_class
def grade_rule(teacher: Teacher, klass: SchoolClass) -> str:
    """Page of the rule of a class."""
    return _page(teacher, klass, whole_gradebook(klass))


def _page(
    teacher: Teacher,
    klass: SchoolClass,
    grades: ClassGrades,
    rule: GradeRule | None = None,
    refused: Mapping[str, str] | None = None,
) -> str:
    """The page with the saved rule; or with the ``rule`` as it was chosen, and the weights that were ``refused``."""
    store, school = school_store()
    members = members_of(klass)
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
        rule=rule or grades.rule,
        refused=refused or {},
        no_weight=NO_WEIGHT,
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
def save_grade_rule(teacher: Teacher, klass: SchoolClass) -> Reply | tuple[str, int]:
    """Save the rule of a class; nothing of it where a weight is no number that it can be."""
    grades = whole_gradebook(klass)
    weights, refused = _typed_weights(_titles(grades.columns))
    out_of = next((value for value in OUT_OF if str(value) == request.form.get("out_of")), None) or abort(400)
    rounding = next((value for value in STEPS if value == request.form.get("rounding")), None) or abort(400)
    rule = GradeRule(out_of, rounding, weights)
    if refused:
        return _page(teacher, klass, grades, rule, refused), 422
    store, school = school_store()
    store.grading.save_rule(school, klass.id, rule, teacher.id)
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


def _typed_weights(known: Mapping[str, str]) -> tuple[dict[str, float], dict[str, str]]:
    """The weights of these columns that were typed; and, as they were typed, those that are none."""
    weights, refused = {}, {}
    for field, typed in request.form.items():
        name = field.removeprefix(WEIGHT)
        if field.startswith(WEIGHT) and name in known:
            weight = _weight(typed)
            if weight is None:
                refused[name] = typed
            else:
                weights[name] = weight
    return weights, refused


def _weight(typed: str) -> float | None:
    """A weight as typed, in any digits; None for what is none."""
    try:
        weight = float(fold_digits(typed).strip().replace("٫", ".").replace(",", "."))
    except ValueError:
        return None
    return round(weight, 2) if math.isfinite(weight) and 0 <= weight <= MAX_WEIGHT else None
