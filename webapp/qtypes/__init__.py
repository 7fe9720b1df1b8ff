"""The registry of question types: one line a type, and nothing else in the program knows them by name."""

from __future__ import annotations

from webapp.model import Question
from webapp.qtypes.choice import Choice
from webapp.qtypes.judgement import Judgement
from webapp.qtypes.multiple import Multiple
from webapp.qtypes.short import Short

TYPES: dict[str, type[Question]] = {
    "choice": Choice,
    "multiple": Multiple,
    "judgement": Judgement,
    "short": Short,
}
