"""Registry of question types: a folder and one line for each; nothing else in the program names them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def folder_of(kind: str) -> Path:
    """The folder of a type: its model, ``card.html`` and ``worksheet.html``. KeyError where there is no such type."""
    file = sys.modules[TYPES[kind].__module__].__file__
    assert file is not None, f"{kind} is no module of a folder"
    return Path(file).parent


def register(kind: str, model: type[Question]) -> None:
    """Add a type whose folder lies outside this package; its templates are beside the model's module."""
    if kind in TYPES:
        raise ValueError(f"there is a question type {kind} already")
    TYPES[kind] = model


@contextmanager
def registered(kind: str, model: type[Question]) -> Iterator[None]:
    """Register a type for the length of a ``with`` block."""
    register(kind, model)
    try:
        yield
    finally:
        del TYPES[kind]
