"""Rehearsal of keys: what learners may write, right and wrong, marked before any learner writes it."""

from webapp.assessment.rehearsal.key_warnings import key_warnings
from webapp.assessment.rehearsal.text_material import TextMaterial
from webapp.assessment.rehearsal.verdicts import (
    QuestionRehearsal,
    RehearsedAnswer,
    Score,
    rehearse_item,
    rehearse_lesson,
)

__all__ = [
    "QuestionRehearsal",
    "RehearsedAnswer",
    "Score",
    "TextMaterial",
    "key_warnings",
    "rehearse_item",
    "rehearse_lesson",
]
