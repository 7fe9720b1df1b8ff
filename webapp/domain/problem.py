"""A problem in a file, for its author: the place, a rule name for scripts, and a message that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


MOST_PROBLEMS = 100
"""Problems of a file that are looked for and shown; whoever has so many mends these first."""


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
        """The problem as a line of a terminal, without orders to it that a file may hold in its names."""
        mark = "warning: " if self.severity == "warning" else ""
        return _ORDERS.sub("\ufffd", f"{self.path}:{self.line}:{self.column}: {mark}{self.message}")

    def as_dict(self) -> dict[str, object]:
        """The problem as plain data: the object that ``fahm check --json`` prints."""
        return asdict(self)


_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
"""Control characters but tab and line break, and what turns the direction of the rest of a line."""
_OPEN, _VALUE, _ALONE, _CLOSE = "\ue000", "\ue001", "\ue002", "\ue003"
_FIELD = re.compile(f"{_OPEN}([^{_OPEN}-{_CLOSE}]*)(?:([{_VALUE}{_ALONE}])([^{_OPEN}-{_CLOSE}]*))?{_CLOSE}")
_QUOTATION_MARKS = (("“", "”"), ("«", "»"))
"""Those of English, and of Arabic."""
_MARKS = re.compile(f"[{_OPEN}-{_CLOSE}]")


@dataclass(frozen=True)
class NamedField:
    """A key of a file that a message names: its path from the question, or from the top of the file.

    ``value`` is what the key is to have; with ``alone`` the message says the value, and the key is the one it is of.
    """

    path: tuple[str, ...]
    value: str = ""
    alone: bool = False


FieldNames = Callable[[NamedField], tuple[str, str]]
"""Says a key of a file in English and in Arabic, as the form does that it is filled in with."""


def field_key(path: str, value: str = "") -> str:
    """Name a key in a message: as it stands in the file, or, where a form shows the message, by the field's label.

    ``path`` has a dot between a key and those in it; the file's words are the last one's, and the value behind it.
    """
    return f"{_OPEN}{path}{_VALUE}{value}{_CLOSE}" if value else f"{_OPEN}{path}{_CLOSE}"


def field_value(path: str, value: str) -> str:
    """Name one of the values that a key may have, in the same way."""
    return f"{_OPEN}{path}{_ALONE}{value}{_CLOSE}"


class BothLanguages(str):
    """A message in both languages as one line, which also has each of them alone, for a page in one language."""

    en: str
    ar: str
    _marked: tuple[str, str]

    def __add__(self, more: str) -> BothLanguages:
        (en, ar), (more_en, more_ar) = self._marked, of_message(more)._marked
        return _joined(str.__add__(self, more), en + more_en, ar + more_ar)

    def with_fields(self, names: FieldNames) -> BothLanguages:
        """The message with the labels of a form in place of the file's keys."""
        en, ar = (_labelled(text, names, language) for language, text in enumerate(self._marked))
        return _joined(f"{en} — {ar}", en, ar)


def both(*, en: str, ar: str) -> str:
    """Join a message in both languages, English first, so that a terminal keeps the line's direction.

    :func:`of_message` gives each of them alone.
    """
    return _joined(f"{_in_file(en)} — {_in_file(ar)}", en, ar)


def in_turn(*messages: str) -> str:
    """Put messages behind one another, in each language by itself."""
    pairs = [of_message(message)._marked for message in messages]
    return both(en="".join(en for en, _ in pairs), ar="".join(ar for _, ar in pairs))


def of_message(message: str) -> BothLanguages:
    """The languages of a message; where it does not tell them apart, it is the same in both."""
    return message if isinstance(message, BothLanguages) else _joined(message, message, message)


def _joined(whole: str, en: str, ar: str) -> BothLanguages:
    joined = BothLanguages(_in_file(whole))
    joined.en, joined.ar, joined._marked = _in_file(en), _in_file(ar), (en, ar)
    return joined


def _in_file(text: str) -> str:
    """A text with its keys as they stand in a file."""
    return _MARKS.sub("", _FIELD.sub(_as_written, text)) if _OPEN in text else text


def _as_written(found: re.Match[str]) -> str:
    key, value = found[1].rpartition(".")[2], found[3]
    return key if value is None else value if found[2] == _ALONE else f"{key}: {value}"


def _labelled(text: str, names: FieldNames, language: int) -> str:
    """A text with the labels of its keys, in quotation marks where it has none around them."""

    def label(found: re.Match[str]) -> str:
        field = NamedField(tuple(found[1].split(".")), found[3] or "", alone=found[2] == _ALONE)
        opening, closing = _QUOTATION_MARKS[language]
        is_quoted = field.alone or text[: found.start()].endswith((opening, '"', "`"))
        name = names(field)[language]
        return name if is_quoted else f"{opening}{name}{closing}"

    return _FIELD.sub(label, text)
