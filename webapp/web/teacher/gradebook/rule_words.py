"""The rule of the grade in words, as it stands above the gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.domain.grade_rule import GradeRule, Rounding
from webapp.web.framework.i18n import N_, Said, pair
from webapp.web.teacher.gradebook.columns import GradeColumn

ROUNDED_TO: dict[Rounding, str] = {
    "whole": N_("a whole number"),
    "half": N_("a half"),
    "tenth": N_("a tenth"),
}


@dataclass(frozen=True)
class RuleWords:
    """The formula, the columns with another weight than the others, and those that are left out."""

    formula: Said
    weights: tuple[tuple[str, float], ...]
    left_out: tuple[str, ...]


def rule_words(rule: GradeRule, columns: Sequence[GradeColumn]) -> RuleWords:
    """Put a rule into words for these columns."""
    counted = [column for column in columns if rule.weight(column.name) > 0]
    equal = len({rule.weight(column.name) for column in counted}) < 2
    rounded_to = pair(ROUNDED_TO[rule.rounding])
    if equal:
        message = N_("Grade = average of the column scores × %(out_of)s, rounded to %(step)s.")
    else:
        message = N_("Grade = sum of (column score × weight) ÷ sum of weights × %(out_of)s, rounded to %(step)s.")
    return RuleWords(
        pair(message, out_of=rule.out_of, step=rounded_to),
        () if equal else tuple((column.title, rule.weight(column.name)) for column in counted),
        tuple(column.title for column in columns if rule.weight(column.name) == 0),
    )
