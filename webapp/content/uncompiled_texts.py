"""Texts of a library that was just opened: each is compiled when it is first asked for, from its files as they were."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from webapp.content.compiled_files import ReadFile, read_or_none
from webapp.content.files.question_files import display_path
from webapp.content.files.slugs import slug_fault, slug_of
from webapp.content.lesson import Lesson, Settings
from webapp.content.parsing.validation_messages import validated
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.problem import Problem

V = TypeVar("V")
TOP_KEY = re.compile(rb"^(?=[^\s#-])", re.MULTILINE)
"""The beginning of a line with a key of the file itself."""
QUESTIONS = b"questions:"
LONG_KEYS = (QUESTIONS, b"vocabulary:", b"notes:")
"""Keys that a list of texts does without; nearly all of a question file stands under them."""


class CompiledText(NamedTuple):
    """A lesson with its words, or None; the faults of its files; and if the lesson is that of an earlier version."""

    lesson: Lesson | None
    problems: list[Problem]
    stale: bool = False


class ListedText(NamedTuple):
    """A text as a list of texts shows it. Without its lesson, it is not compiled yet."""

    slug: str
    settings: Settings
    lesson: Lesson | None


class _Once(Generic[V]):
    """A value that is made when it is first asked for, by the thread that comes first; others wait for that."""

    def __init__(self, make: Callable[[], V]) -> None:
        self._make, self._lock = make, threading.Lock()
        self.known: V | None = None

    def value(self) -> V:
        """The value, made now if it is not known."""
        with self._lock:
            if self.known is None:
                self.known = self._make()
            return self.known


class UncompiledTexts:
    """The texts of a content folder, with the bytes of all files as they were when it was opened.

    Processes forked afterwards compile the same lessons, whenever each of them does.
    """

    def __init__(
        self,
        content: Path,
        paths: Iterable[Path],
        files: Iterable[Path],
        compiled: Callable[[Path, Lesson | None, ReadFile], CompiledText],
    ) -> None:
        self._bytes = {file: raw for file in files if (raw := read_or_none(file)) is not None}
        self.paths = tuple(paths)
        self._texts = {slug_of(path): _Once(partial(compiled, path, None, self._read)) for path in self.paths}
        self._settings = {slug_of(path): self._settings_of(path, content) for path in self.paths}

    def compiled(self, slug: str) -> CompiledText:
        """The compiled text of a slug, which a library without it does not have either."""
        text = self._texts.get(slug)
        return text.value() if text else CompiledText(None, [])

    def listed(self) -> list[ListedText]:
        """All texts but those with faults, as far as is known; the questions of many are not looked at yet."""
        texts = []
        for slug, text in self._texts.items():
            settings = self._settings[slug]
            lesson = text.known.lesson if text.known else None if settings else self.compiled(slug).lesson
            if lesson:
                texts.append(ListedText(slug, lesson.settings, lesson))
            elif settings and not text.known:
                texts.append(ListedText(slug, settings, None))
        return texts

    def _read(self, path: Path) -> bytes:
        raw = self._bytes.get(path)
        return path.read_bytes() if raw is None else raw

    def _settings_of(self, path: Path, content: Path) -> Settings | None:
        """The settings of a question file; None where only the compiler can tell if it has faults."""
        raw = self._bytes.get(path)
        if raw is None or slug_fault(slug_of(path)):
            return None
        parts = TOP_KEY.split(raw)
        if not any(part.startswith(QUESTIONS) for part in parts):
            return None
        shown = display_path(path, content)
        tree, problems = read_tree(b"".join(part for part in parts if not part.startswith(LONG_KEYS)), shown)
        if tree is None or problems or not isinstance(tree.value, dict):
            return None
        settings, _ = validated(Settings, tree, tree, (), shown)
        return settings if settings and content / "seeds" / settings.text in self._bytes else None
