"""A problem in a file, for its author: the place, a rule name for scripts, and a message that says what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One problem. ``line`` and ``column`` count from 1; 0 means the file as a whole.

    ``rule`` is a short stable name for scripts (``unknown-key``), ``message`` is for people:
    plain English, then the same in Arabic.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.path}:{self.line}:{self.column}: {mark}{self.message}"

    def as_dict(self) -> dict[str, object]:
        """The problem as plain data: the object that ``fahm check --json`` prints."""
        return asdict(self)


class BothLanguages(str):
    """A message in both languages as one line, which also has each of them alone, for a page in one language."""

    en: str
    ar: str

    def __add__(self, more: str) -> BothLanguages:
        return _joined(self, more, self.en + of_message(more).en, self.ar + of_message(more).ar)


def both(*, en: str, ar: str) -> str:
    """Join a message in both languages, English first, so that a terminal keeps the line's direction.

    :func:`of_message` gives each of them alone.
    """
    return _joined(f"{en} — {ar}", "", en, ar)


def of_message(message: str) -> BothLanguages:
    """The languages of a message; where it does not tell them apart, it is the same in both."""
    return message if isinstance(message, BothLanguages) else _joined(message, "", message, message)


def _joined(first: str, more: str, en: str, ar: str) -> BothLanguages:
    joined = BothLanguages(str.__add__(first, more))
    joined.en, joined.ar = en, ar
    return joined
