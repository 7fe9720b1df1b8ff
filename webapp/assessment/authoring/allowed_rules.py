"""Names under ``allow`` that silence nothing, because no warning is called so."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.assessment.rehearsal.kinds import RIGHT_KINDS, RULE, WRONG_KINDS, rule_of
from webapp.content import Lesson
from webapp.content.completeness import KINDS
from webapp.content.item_checks import ITEM_RULES
from webapp.content.parsing.source_tree import Node
from webapp.content.parsing.unknown_keys import nearest_word
from webapp.content.process_coverage import RULE as BLUEPRINT
from webapp.domain.problem import Problem, both


def unknown_rules(lesson: Lesson, tree: Node, path: str) -> Iterator[Problem]:
    """Warn of each name under ``allow``, of the file or of a question, that is no warning's."""
    known = known_rules(lesson)
    questions = tree.step("questions")
    for group in (tree, *(questions.value if questions and isinstance(questions.value, list) else ())):
        allowed = group.step("allow")
        for name in allowed.keys if allowed else ():
            if name not in known:
                line, column = group.at(("allow", name))
                yield Problem(path, line, column, "unknown-rule", _message(name, known), "warning")


def known_rules(lesson: Lesson) -> frozenset[str]:
    """The names of all warnings that a file may silence; types from outside the package have their own."""
    samples = (
        sample for item in lesson.items for key in item.question.typed_keys() for sample in (*key.right, *key.wrong)
    )
    return frozenset(
        {
            RULE,
            BLUEPRINT,
            *(rule.name for rule in ITEM_RULES),
            *(name for name, *_ in KINDS),
            *(rule_of(kind) for kind in (*RIGHT_KINDS, *WRONG_KINDS)),
            *(rule_of(sample.kind) for sample in samples),
        }
    )


def _message(name: str, known: frozenset[str]) -> str:
    english, arabic = f'unknown warning "{name}"', f"لا يوجد تنبيه باسم «{name}»"
    if near := nearest_word(name, sorted(known)):
        english, arabic = f'{english}. Did you mean "{near}"?', f"{arabic}. لعل المقصود «{near}»"
    return both(en=english, ar=arabic)
