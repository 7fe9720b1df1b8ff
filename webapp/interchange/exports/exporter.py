"""Interface of an export of attempts: its name, its media type, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webapp.domain.attempt import Attempt

Classes = Mapping[tuple[str, str], str]
"""Names of a learner's classes, by school and learner."""


def _no_question(attempt: Attempt) -> str | None:
    return None


@dataclass(frozen=True)
class ExportContext:
    """Information that a format may write beside the attempts: date, classes, questions.

    ``created`` dates the file. ``question_fields`` gives the question as it was when that attempt answered it: its
    fields as JSON, or None where the record does not have them.
    """

    created: datetime
    classes: Classes = field(default_factory=dict)
    question_fields: Callable[[Attempt], str | None] = _no_question


@dataclass(frozen=True)
class Exporter:
    """An export format. ``write`` writes to a stream of bytes where ``binary`` is true, else to a stream of text."""

    name: str
    mimetype: str
    binary: bool
    write: Callable[[Iterable[Attempt], Any, ExportContext], None]
