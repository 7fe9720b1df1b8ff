"""The registry of question types: one line a type, and nothing else in the program knows them by name."""

from __future__ import annotations

from webapp.model import Question
from webapp.qtypes.choice import Choice
from webapp.qtypes.cloze import Cloze
from webapp.qtypes.evidence import Evidence
from webapp.qtypes.judgement import Judgement
from webapp.qtypes.match import Match
from webapp.qtypes.multiple import Multiple
from webapp.qtypes.open import Open
from webapp.qtypes.order import Order
from webapp.qtypes.poll import Poll
from webapp.qtypes.referent import Referent
from webapp.qtypes.root import Root
from webapp.qtypes.short import Short
from webapp.qtypes.sort import Sort

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
