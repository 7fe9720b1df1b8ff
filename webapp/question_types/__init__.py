"""The registry of question types: one line a type, and nothing else in the program knows them by name."""

from __future__ import annotations

from webapp.domain.question import Question
from webapp.question_types.choice import Choice
from webapp.question_types.cloze import Cloze
from webapp.question_types.evidence import Evidence
from webapp.question_types.judgement import Judgement
from webapp.question_types.match import Match
from webapp.question_types.multiple import Multiple
from webapp.question_types.open import Open
from webapp.question_types.order import Order
from webapp.question_types.poll import Poll
from webapp.question_types.referent import Referent
from webapp.question_types.root import Root
from webapp.question_types.short import Short
from webapp.question_types.sort import Sort

TYPES: dict[str, type[Question]] = {
    "choice": Choice,
    "multiple": Multiple,
    "judgement": Judgement,
    "short": Short,
    "cloze": Cloze,
    "order": Order,
    "match": Match,
    "sort": Sort,
    "evidence": Evidence,
    "referent": Referent,
    "root": Root,
    "open": Open,
    "poll": Poll,
}
