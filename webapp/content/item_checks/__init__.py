"""Warnings about questions that load without a fault, and yet are answered without the text or marked unfairly."""

from __future__ import annotations

from webapp.content.item_checks.evidence_rules import EVIDENCE_RULES
from webapp.content.item_checks.item_rule import Finding, ItemRule
from webapp.content.item_checks.key_rules import KEY_RULES
from webapp.content.item_checks.option_rules import OPTION_RULES
from webapp.content.item_checks.wording_rules import WORDING_RULES
from webapp.content.lesson import Lesson
from webapp.content.parsing.source_tree import Node
from webapp.domain.problem import Problem, both

ITEM_RULES: tuple[ItemRule, ...] = (*OPTION_RULES, *WORDING_RULES, *KEY_RULES, *EVIDENCE_RULES)
EXAMPLE_TEXT = "زرعت الجدة شجرة قرب البيت القديم في الصيف، وكان الناس يجلسون في ظلها. وسقاها الجار الطيب يوم الأحد."
"""The text that the examples of the rules are about."""


def item_warnings(lesson: Lesson, tree: Node, path: str) -> list[Problem]:
    """Warn of each question that breaks a rule, in its place; rules that it or the file allows are left out."""
    index_by_id = _indexes(tree)
    allowed = {item.question.id: item.question.allow for item in lesson.items}
    problems = []
    for rule in ITEM_RULES:
        if rule.name in lesson.settings.allow:
            continue
        for finding in rule.check(lesson):
            if rule.name not in allowed.get(finding.question, {}):
                problems.append(_problem(rule, finding, index_by_id, tree, path))
    return sorted(set(problems))


def _problem(rule: ItemRule, finding: Finding, index_by_id: dict[str, int], tree: Node, path: str) -> Problem:
    start = ("questions", index_by_id[finding.question]) if finding.question in index_by_id else ()
    line, column = tree.value_at((*start, *finding.where))
    named = f" ({finding.question})" if finding.question else ""
    message = both(en=f"{rule.name}: {finding.en}{named}", ar=finding.ar)
    return Problem(path, line, column, rule.name, message, "warning")


def _indexes(tree: Node) -> dict[str, int]:
    """The position of each question in the file, by its id."""
    node = tree.step("questions")
    entries = node.value if node and isinstance(node.value, list) else []
    named = ((index, entry.step("id")) for index, entry in enumerate(entries))
    return {str(name.value): index for index, name in named if name}
