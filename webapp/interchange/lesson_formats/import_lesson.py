"""Import of questions: the format is found, its items become questions, and each is tried with its text.

What cannot be a question of Fahm is named with its place and left out; nothing is written here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from webapp.content.editing.question_edits import UneditableFile, new_question_file, question_sources
from webapp.content.lesson_compiler import compile_lesson
from webapp.content.parsing.given_lines import marks_of
from webapp.domain.exchange_items import GapsItem
from webapp.domain.problem import Problem, both, in_turn
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.lesson_format import (
    LessonFormat,
    ReadFile,
    ReadItem,
    refuse_large,
    warning,
)
from webapp.interchange.lesson_formats.question_values import values_of
from webapp.interchange.text_sources.source_text import Unreadable

MAX_PACKAGE_BYTES = 20 * 1024 * 1024
MAX_SIGNS = 512 * 1024
"""Of all questions together: a question file may have so many bytes."""
ONE_BANK = both(
    en="not imported: a separate word list for each gap. All gaps share one list.",
    ar="لم يُستورد: كلمات كل فراغ على حدة، فللفراغات كلها قائمة واحدة",
)
MAX_ROUNDS = 3
"""Rounds of leaving out what is refused: in each, the faults of some hundred places are told."""
_NO_STEM = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class ImportedLesson:
    """The questions of a file as fields of a question file, and what was not taken.

    ``text`` are the words that they are about, one paragraph a line; empty where the file has none.
    """

    format: LessonFormat
    questions: tuple[Mapping[str, object], ...]
    text: str
    title: str
    problems: tuple[Problem, ...]


def format_of(raw: bytes, name: str = "") -> LessonFormat:
    """The format of this name, or the one that the file shows. Unreadable where no format is known by it."""
    if name:
        return FORMATS[name]
    found = next((known for known in FORMATS.values() if known.read and known.recognizes(raw)), None)
    if found is None:
        names = ", ".join(known.title for known in FORMATS.values() if known.read)
        raise Unreadable(
            en=f"unknown file format (known formats: {names})",
            ar=f"صيغة هذا الملف غير معروفة (الصيغ المعروفة: {names})",
        )
    return found


def read_lesson(raw: bytes, name: str = "") -> tuple[LessonFormat, ReadFile]:
    """Read a file in the format of this name, or in the one that it shows."""
    refuse_large(raw, MAX_PACKAGE_BYTES)
    known = format_of(raw, name)
    if known.read is None:
        raise Unreadable(en=f"{known.title} can only be exported", ar=f"صيغة {known.title} للتصدير فقط")
    try:
        read = known.read(raw)
    except Unreadable:
        raise
    except Exception as error:  # nothing that somebody else's file does to a reader is this server's fault
        raise Unreadable(
            en=f"the file is damaged (read as {known.title}). Export it again.",
            ar=f"الملف تالف (قُرئ بصيغة {known.title}). صدّره من جديد.",
        ) from error
    if not read.items and not read.problems:
        raise Unreadable(
            en=f"this file has no questions (read as {known.title})",
            ar=f"لا توجد أسئلة في هذا الملف (قُرئ بصيغة {known.title})",
        )
    return known, read


def import_lesson(
    raw: bytes,
    name: str = "",
    text: str | None = None,
    taken: Sequence[str] = (),
    settings: Mapping[str, object] = MappingProxyType({}),
) -> ImportedLesson:
    """Read a file for a text, or for the text in the file itself. ``taken`` are ids that the questions cannot have.

    ``settings`` are those of the text's own question file, which may say what its lines are.
    """
    known, read = read_lesson(raw, name)
    ids = _FreeIds(taken)
    came = [_with_id(_values(item), ids) for item in read.items]
    asked = [values for values in came if values is not None]
    refused = _refused(asked, read.text if text is None else text, settings)
    problems = list(read.problems)
    for item, values in zip(read.items, came, strict=True):
        if values is not None and _has_several_banks(item):
            problems.append(warning(item.place, "gap-words", ONE_BANK, item.line))
        if values is None:
            message = both(
                en="left out: Fahm has no similar question type", ar="تُرك: لا يوجد في فَهْم نوع مماثل لهذا السؤال"
            )
            problems.append(warning(item.place, "no-such-question", message, item.line))
        elif reason := refused.get(str(values["id"])):
            message = in_turn(both(en="left out: ", ar="تُرك: "), reason)
            problems.append(warning(item.place, "not-a-question", message, item.line))
    questions = tuple(values for values in asked if values["id"] not in refused)
    return ImportedLesson(known, questions, read.text, read.title, tuple(problems))


def _has_several_banks(item: ReadItem) -> bool:
    """Tell gaps of which each has words of its own to choose from, or some of which are typed."""
    gaps = item.item.gaps if isinstance(item.item, GapsItem) and item.values is None else ()
    return len({frozenset(gap.options) for gap in gaps}) > 1


def _with_id(values: Mapping[str, object] | None, ids: _FreeIds) -> Mapping[str, object] | None:
    return None if values is None else {**values, "id": ids.free(str(values.get("id") or ""))}


def _values(item: ReadItem) -> Mapping[str, object] | None:
    return dict(item.values) if item.values is not None else values_of(item.item)


class _FreeIds:
    """Ids for questions that have none, or one that is taken."""

    def __init__(self, taken: Sequence[str]) -> None:
        self._taken = set(taken)
        self._last = 0

    def free(self, wished: str) -> str:
        """The wished id, or the next that is free."""
        wished = _NO_STEM.sub("-", wished).strip("-")[:64]
        if not wished or wished in self._taken:
            wished = next(name for name in self._numbered() if name not in self._taken)
        self._taken.add(wished)
        return wished

    def _numbered(self) -> Iterator[str]:
        while True:
            self._last += 1
            yield f"question-{self._last}"


def _refused(questions: Sequence[Mapping[str, object]], text: str, settings: Mapping[str, object]) -> Mapping[str, str]:
    """The first reason against each question with which a file could not be used, by its id.

    All are tried together, since reading the text is most of the work; those that are refused are left out, until the
    others stand.
    """
    named = {name: list(lines) for name, lines in marks_of(settings)._asdict().items() if lines is not None}
    own = {"text": "text.txt", "title": "-", "level": "B1", "draft": True, **named}
    if sum(len(str(values)) for values in questions) > MAX_SIGNS:
        raise _too_long()
    refused: dict[str, str] = {}
    for attempt in range(MAX_ROUNDS + 1):
        left = [values for values in questions if values["id"] not in refused]
        if not left:
            break
        if attempt == MAX_ROUNDS:
            refused |= {str(values["id"]): _too_many_faults() for values in left}
            break
        raw = new_question_file(own, left)
        lesson, problems = compile_lesson("text", raw, "", lambda _: (text or "…").encode())
        if lesson is not None:
            break
        begins = _lines_of(raw)
        errors = [problem for problem in problems if problem.severity == "error"]
        of_questions = [problem for problem in errors if not problem.path and problem.line >= begins[0]]
        for problem in of_questions:
            name = str(left[bisect_right(begins, problem.line) - 1]["id"])
            refused.setdefault(name, problem.message)
        if not of_questions:  # what is wrong is wrong with the text
            refused |= {str(values["id"]): errors[0].message for values in left}
    return refused


def _too_many_faults() -> str:
    return both(
        en="not checked: the questions before it have too many errors",
        ar="لم يُفحص: في الأسئلة التي قبله أخطاء كثيرة",
    )


def _lines_of(raw: bytes) -> list[int]:
    """The lines on which the questions of a file begin. Unreadable where it is longer than a question file may be."""
    try:
        return [source.line for source in question_sources(raw)]
    except UneditableFile as error:
        raise _too_long() from error


def _too_long() -> Unreadable:
    return Unreadable(
        en="the questions are too long for one question file. Shorten them, or split the file.",
        ar="الأسئلة أطول مما يتسع له ملف أسئلة واحد. اختصرها أو قسّم الملف.",
    )
