"""Warnings of what a first draft leaves out: the process of a question, its reasons, its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from webapp.content.lesson import Item, Lesson
from webapp.content.parsing.source_tree import Node
from webapp.domain.problem import Problem, both, field_key
from webapp.domain.question import Question

SHOWN_IDS = 5
DRAFT = field_key("draft", "true")


def completeness_warnings(lesson: Lesson, tree: Node, path: str) -> Iterator[Problem]:
    """Warn once for each kind of thing left out, at the first question without it; ``draft: true`` silences all."""
    if lesson.settings.draft:
        return
    for rule, _, english, arabic, _ in KINDS:
        if found := questions_lacking(lesson, rule):
            shown = ", ".join(found[:SHOWN_IDS]) + (" …" if len(found) > SHOWN_IDS else "")
            message = both(
                en=f"{english}: {shown} (to hide this while you work, add {DRAFT})",
                ar=f"{arabic}: {shown} (لإخفاء هذا التنبيه حتى يكتمل العمل: {DRAFT})",
            )
            yield Problem(path, *_place(tree, found[0]), rule, message, "warning")


def questions_lacking(lesson: Lesson, rule: str) -> list[str]:
    """The questions that such a warning is about, in their order."""
    lacks = next((lacks for name, lacks, *_ in KINDS if name == rule), None)
    if lacks is None or rule in lesson.settings.allow:
        return []
    items = [item for item in lesson.items if not item.question.once and item.after is None]
    return [item.question.id for item in items if rule not in item.question.allow and lacks(item)]


def of_one_question(rule: str) -> str:
    """The message of such a warning at a single question, for a page that shows it beside the question."""
    return next(message for name, *_, message in KINDS if name == rule)


def _place(tree: Node, question: str) -> tuple[int, int]:
    questions = tree.step("questions")
    nodes = questions.value if questions and isinstance(questions.value, list) else []
    return next(((node.line, node.column) for node in nodes if _id_of(node) == question), (0, 0))


def _id_of(node: Node) -> object:
    name = node.step("id")
    return name.value if name else None


def _lacks_process(item: Item) -> bool:
    return item.question.process is None and not item.question.root_word


def _lacks_evidence(item: Item) -> bool:
    followed = item.question.evidence_asked  # its evidence is with the second part
    return item.question.needs_evidence and not item.question.evidence and not followed


def _lacks_reason(item: Item) -> bool:
    return lacks_reason(item.question)


def lacks_reason(question: Question) -> bool:
    """Tell if a settled question would show no reason for its key, or none for one of its options."""
    solution = question.solution()
    return not all(solution.whys.values()) if solution.whys else not solution.why


KINDS: tuple[tuple[str, Callable[[Item], bool], str, str, str], ...] = (
    (
        "no-process",
        _lacks_process,
        f"questions without {field_key('process')} do not count in the blueprint",
        f"أسئلة بلا {field_key('process')}، فلا تدخل في توزيع المهارات",
        both(
            en="no reading skill is chosen, so this question does not count in the blueprint",
            ar="لم تُختر مهارة القراءة، فلا يدخل السؤال في توزيع المهارات",
        ),
    ),
    (
        "no-why",
        _lacks_reason,
        f"questions without a {field_key('why')} for each answer give learners no reason",
        f"أسئلة بلا {field_key('why')}، وهو السبب الذي يقرؤه المتعلم",
        both(
            en="some answers have no reason for learners to read",
            ar="لم يُكتب لكل إجابة السبب الذي يقرؤه المتعلم",
        ),
    ),
    (
        "no-evidence",
        _lacks_evidence,
        f"questions without {field_key('evidence')} highlight nothing in the text",
        f"أسئلة بلا {field_key('evidence')}، فلا تُظلّل كلمات في النص",
        both(
            en="no evidence is chosen, so nothing is highlighted in the text",
            ar="لم يُحدّد الدليل، فلا تُظلّل كلمات في النص",
        ),
    ),
)
