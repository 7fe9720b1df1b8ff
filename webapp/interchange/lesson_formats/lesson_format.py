"""Interface of a file format for questions: it is recognized, read into items, written from them, or some of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.arabic.digits import arabic_digits
from webapp.domain.exchange_items import ExchangeItem
from webapp.domain.problem import Problem, both, in_turn
from webapp.interchange.text_sources.plain_text import decoded_text
from webapp.interchange.text_sources.source_text import Unreadable

MAX_FILE_BYTES = 2 * 1024 * 1024
"""Of a file that is text or XML: forty times what a text with its questions takes."""
MAX_ITEMS = 200
"""Questions of one file: as many as a text may have."""


@dataclass(frozen=True)
class ReadItem:
    """A question as it was read. ``place`` is its number in the file from 1, ``line`` that of its beginning.

    ``values`` are the fields of the question as Fahm wrote them into the file itself; None where they are not there, or
    where the file says something else by now.
    """

    item: ExchangeItem
    place: int
    line: int = 0
    values: Mapping[str, object] | None = None


@dataclass(frozen=True)
class ReadFile:
    """The questions of a file, the words that they are about (none where it has none), and what was not taken."""

    items: tuple[ReadItem, ...]
    text: str = ""
    title: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class WrittenItem:
    """A question to write: its item, None where the format has no such question, and all its fields.

    A format that keeps Fahm's own fields keeps those of every question.
    """

    item: ExchangeItem | None
    values: Mapping[str, object]


@dataclass(frozen=True)
class WrittenLesson:
    """A text to write with its questions. ``source`` is its file, with the marks of verse, tables and so on."""

    slug: str
    title: str
    source: str
    paragraphs: tuple[str, ...]
    items: tuple[WrittenItem, ...]


def writes_nothing(item: ExchangeItem) -> bool:
    """Tell which shapes of items a format has that is only read: none."""
    return False


@dataclass(frozen=True)
class LessonFormat:
    """A format. ``recognizes`` looks at the beginning of a file; what a format cannot do is None.

    ``can_write`` tells which shapes of items it has, ``keeps`` that it carries Fahm's own fields along. ``write_shelf``
    writes several texts under one title.
    """

    name: str
    title: str
    suffix: str
    mimetype: str
    recognizes: Callable[[bytes], bool]
    read: Callable[[bytes], ReadFile] | None = None
    write: Callable[[WrittenLesson], bytes] | None = None
    can_write: Callable[[ExchangeItem], bool] = writes_nothing
    keeps: bool = False
    write_shelf: Callable[[Sequence[WrittenLesson], str], bytes] | None = None


def warning(place: int, rule: str, message: str, line: int = 0) -> Problem:
    """A Problem of a question: what of it was not taken."""
    number = both(en=f"question {place}: ", ar=f"السؤال {arabic_digits(place)}: ")
    return Problem("", line, 1 if line else 0, rule, in_turn(number, message), "warning")


def decoded_file(raw: bytes) -> str:
    """Decode a file that is plain text. Unreadable where it is too large, or something else."""
    refuse_large(raw)
    try:
        return decoded_text(raw)
    except Unreadable as refusal:
        raise Unreadable(
            en="this is not a text file. Save the questions as plain text in UTF-8.",
            ar="هذا ليس ملفًا نصيًا. احفظ الأسئلة في ملف نصي بترميز UTF-8.",
        ) from refusal


def refuse_large(raw: bytes, most: int = MAX_FILE_BYTES) -> None:
    """Raise Unreadable for a file that is longer than a file of questions gets."""
    if len(raw) > most:
        size = most // 1024 // 1024
        raise Unreadable(
            en=f"the file is larger than {size} MB. Remove what is not needed, or split it.",
            ar=f"حجم الملف أكبر من {arabic_digits(size)} ميغابايت. احذف منه ما لا يلزم أو قسّمه.",
        )


def refuse_many(items: Sequence[object] | Iterable[object], most: int = MAX_ITEMS) -> None:
    """Raise Unreadable for more questions than a text may have."""
    if sum(1 for _ in items) > most:
        raise Unreadable(
            en=f"more than {most} questions. Split the file, one text in each.",
            ar=f"في الملف أكثر من {arabic_digits(most)} سؤال. قسّمه، واجعل لكل نص ملفًا.",
        )
