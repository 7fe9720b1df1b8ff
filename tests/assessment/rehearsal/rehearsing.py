"""Questions on one small text, for tests of the rehearsal."""

from __future__ import annotations

from typing import Any

from question_types.asking import build
from webapp.assessment.rehearsal import QuestionRehearsal, TextMaterial, rehearse_item
from webapp.content import Item
from webapp.content.parsing.text_parser import parse_text

TEXT = parse_text(
    "t.txt",
    "وصل الرحّالة سالم العمري إلى مدينة طنجة يوم الأحد، وكان معه كتاب وخريطة. استقبله الأهالي عند الجسر.\n"
    "بدأت المحادثات في السوق، وحضرها ثلاثون تاجرًا وخمسة بحّارة. غادر الرحّالة مع البحّارين بعد مئة يوم.\n",
)


def rehearsal(kind: str = "short", quick: bool = False, **fields: Any) -> QuestionRehearsal:
    """The rehearsal of a question out of plain fields."""
    question = build(kind, why="هكذا في النص.", **fields).bind(TEXT)
    return rehearse_item(Item(question, (), question.version), TextMaterial(TEXT), quick=quick)


def texts(rehearsed: QuestionRehearsal, kind: str) -> list[str]:
    """The answers of one kind."""
    return [answer.text for answer in rehearsed.answers if answer.kind == kind]


def day(**fields: Any) -> QuestionRehearsal:
    """A question about a day."""
    return rehearsal(
        **{"prompt": "في أي يوم وصل الرحالة؟", "evidence": ["يوم الأحد"], "accept": ["الأحد", "يوم الأحد"]} | fields
    )


def number(**fields: Any) -> QuestionRehearsal:
    """A question about a number, on the second paragraph."""
    asked = {"prompt": "كم تاجرًا حضر المحادثات؟", "evidence": ["ثلاثون تاجرًا"], "accept": ["ثلاثون تاجرًا"]}
    return rehearsal(**asked | {"paragraph": 2} | fields)


def talks(**fields: Any) -> QuestionRehearsal:
    """A question about a noun, on the second paragraph."""
    asked = {"prompt": "ما الذي بدأ في السوق؟", "evidence": ["بدأت المحادثات"], "accept": ["المحادثات"]}
    return rehearsal(**asked | {"paragraph": 2} | fields)
