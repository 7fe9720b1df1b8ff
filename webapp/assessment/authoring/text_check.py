"""The check of one text: what ``fahm check`` and the desk say of a question file, from one function."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from webapp.assessment.authoring.allowed_rules import unknown_rules
from webapp.assessment.rehearsal import key_warnings, rehearse_lesson
from webapp.assessment.rehearsal.kinds import RULE
from webapp.content import Lesson
from webapp.content.compiled_files import check_file, read_or_none, words_of
from webapp.content.files.question_files import display_path, words_path
from webapp.content.item_checks import item_warnings
from webapp.content.parsing.yaml_parser import read_tree
from webapp.content.process_coverage import coverage_warnings
from webapp.content.yaml_writer import file_digest
from webapp.domain.problem import Problem

MAX_REHEARSED_BYTES = 128 * 1024
"""A larger file is checked without the rehearsal of its keys, which takes longest: `fahm check` does it."""
MAX_WARNED_PARTS = 1_500
"""Parts of all questions of a file: of a longer one only the faults are told, for the keys of each part cost time."""
MAX_REHEARSED_PARTS = 8000
"""The sum of the squares of typed parts of all questions: an answer to a part is marked with the other parts filled."""
MAX_REMEMBERED = 256


@dataclass(frozen=True)
class CheckedText:
    """Result of a check; ``lesson`` is None where the file cannot be served. ``rehearsed``: its keys were tried."""

    lesson: Lesson | None
    problems: tuple[Problem, ...]
    rehearsed: bool = True

    @property
    def errors(self) -> int:
        """Number of errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """Number of warnings."""
        return len(self.problems) - self.errors


def question_warnings(lesson: Lesson, raw: bytes, shown: str) -> list[Problem]:
    """Warnings about the questions as they are written: processes, options, wording, evidence, allowed rules."""
    tree, _ = read_tree(raw, shown)
    of_items = [*item_warnings(lesson, tree, shown), *unknown_rules(lesson, tree, shown)] if tree else []
    return [*coverage_warnings(lesson, shown), *of_items]


def rehearsal_warnings(lesson: Lesson, raw: bytes, shown: str) -> list[Problem]:
    """Warnings from the quick rehearsal of its typed questions."""
    if RULE in lesson.settings.allow:
        return []

    @cache
    def places() -> dict[str, tuple[int, int]]:
        return key_places(lesson, raw)

    rehearsals = rehearse_lesson(lesson, quick=True)
    warnings = key_warnings(lesson.slug, shown, rehearsals, lambda question: places().get(question, (0, 0)))
    return [warning for warning in warnings if warning.rule not in lesson.settings.allow]


def key_places(lesson: Lesson, raw: bytes) -> dict[str, tuple[int, int]]:
    """Line and column of the key of each question of a file, by the question's id."""
    tree, _ = read_tree(raw, "")
    paths = {item.question.id: item.question.key_path for item in lesson.items}
    entries = tree.step("questions") if tree else None
    nodes = entries.value if entries and isinstance(entries.value, list) else []
    ids = ((node.step("id"), node) for node in nodes)
    return {str(name.value): node.at(paths.get(str(name.value), ())) for name, node in ids if name}


class _Remembered:
    """The last results by the bytes of the files that they come from, shared by the threads of a process."""

    def __init__(self) -> None:
        self._results: dict[tuple[object, ...], CheckedText] = {}
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> CheckedText | None:
        """The result of these files; None where they were not checked, or so long ago that it is forgotten."""
        return self._results.get(key)

    def put(self, key: tuple[object, ...], checked: CheckedText) -> CheckedText:
        """Remember a result; the oldest goes."""
        with self._lock:
            self._results[key] = checked
            while len(self._results) > MAX_REMEMBERED:
                self._results.pop(next(iter(self._results)))
        return checked


_remembered = _Remembered()


def check_text(raw: bytes, path: Path, content: Path, drafts: Mapping[Path, bytes] | None = None) -> CheckedText:
    """Check what a question file may hold, with the text and the words file beside it; nothing is written.

    ``drafts`` stand for other files: what a text or a words file is to hold, whether there is such a file yet or not.
    """
    checked, key = _compiled(raw, path, content, drafts or {})
    if checked.lesson is None:
        return checked
    return _remembered.get(key) or _remembered.put(key, _with_warnings(checked, raw, display_path(path, content)))


def is_checked(raw: bytes, path: Path, content: Path, drafts: Mapping[Path, bytes] | None = None) -> bool:
    """Tell whether :func:`check_text` has its answer ready."""
    checked, key = _compiled(raw, path, content, drafts or {})
    return checked.lesson is None or _remembered.get(key) is not None


def _compiled(
    raw: bytes, path: Path, content: Path, drafts: Mapping[Path, bytes]
) -> tuple[CheckedText, tuple[object, ...]]:
    """The lesson with its words, which the library remembers; and the key of what the rest of a check depends on."""

    def read(file: Path) -> bytes:
        if file == path:
            return raw
        return drafts[file] if file in drafts else file.read_bytes()

    lesson, problems = check_file(path, content, read)
    if lesson is None:
        return CheckedText(None, tuple(problems), rehearsed=False), ()
    words, word_problems = words_of(lesson, content, path, read)
    words_digest = file_digest(read_or_none(words_path(path), read))
    key = (str(path), file_digest(raw), lesson.text, words_digest)
    return CheckedText(lesson.with_words(words), (*problems, *word_problems), rehearsed=False), key


def _with_warnings(checked: CheckedText, raw: bytes, shown: str) -> CheckedText:
    assert checked.lesson is not None
    if sum(len(item.question.right_fields()) for item in checked.lesson.items) > MAX_WARNED_PARTS:
        return checked
    rehearsed = len(raw) <= MAX_REHEARSED_BYTES and _parts_squared(checked.lesson) <= MAX_REHEARSED_PARTS
    warnings = question_warnings(checked.lesson, raw, shown)
    warnings += rehearsal_warnings(checked.lesson, raw, shown) if rehearsed else []
    return CheckedText(checked.lesson, tuple(sorted({*checked.problems, *warnings})), rehearsed)


def _parts_squared(lesson: Lesson) -> int:
    return sum(len(item.question.typed_keys()) ** 2 for item in lesson.items)
