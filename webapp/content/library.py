"""Library of all lessons of a content folder, refreshed when files change. A broken edit never takes a lesson down."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from webapp.content.compiled_files import ReadFile, check_file, hold_results_of, words_of
from webapp.content.files.question_files import QUESTION_SUFFIXES, TEXT_SUFFIX, question_files, words_path
from webapp.content.files.slugs import slug_of
from webapp.content.lesson import Lesson
from webapp.content.text_marks.pictures import PICTURES
from webapp.content.uncompiled_texts import CompiledText, ListedText, UncompiledTexts
from webapp.content.words.words_file import TextWords
from webapp.content.yaml_writer import finish_writing, is_being_written
from webapp.domain.problem import Problem

log = logging.getLogger(__name__)
FileStamp = tuple[int, int]
MAX_LOADS = 3
"""Times that a refresh loads files that are replaced while it does."""
READ_AT_OPENING = (*QUESTION_SUFFIXES, TEXT_SUFFIX)
"""Endings of the files that lessons are compiled from."""


@dataclass(frozen=True)
class LibrarySnapshot:
    """One state of the library, swapped in as a whole. ``stale`` slugs serve their last good version."""

    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stale: frozenset[str] = frozenset()


class Library:
    """Lessons by slug. ``refresh`` looks for changed files; ``snapshot`` is always whole and safe to share.

    With ``compile_later``, a lesson is compiled when it is first asked for, and what is left at the first refresh.
    """

    def __init__(self, content: Path, compile_later: bool = False) -> None:
        self.content = content
        self._snapshot = LibrarySnapshot()
        self._uncompiled: UncompiledTexts | None = None
        self._stamps: dict[Path, FileStamp] = {}
        self._lock = threading.Lock()
        if compile_later:
            self._open()
        else:
            self.refresh()

    @property
    def snapshot(self) -> LibrarySnapshot:
        """All lessons; what is not compiled yet is compiled now."""
        if self._uncompiled:
            with self._lock:
                self._compile_rest()
        return self._snapshot

    @snapshot.setter
    def snapshot(self, snapshot: LibrarySnapshot) -> None:
        self._snapshot, self._uncompiled = snapshot, None

    def lesson(self, slug: str) -> Lesson | None:
        """The lesson of this slug; no other has to be compiled for it."""
        uncompiled = self._uncompiled
        return uncompiled.compiled(slug).lesson if uncompiled else self._snapshot.lessons.get(slug)

    def listed(self, complete: bool = False) -> list[ListedText]:
        """All texts, for a list of them. Only a ``complete`` list has to have their lessons."""
        uncompiled = self._uncompiled
        if uncompiled and not complete:
            return uncompiled.listed()
        return [ListedText(slug, lesson.settings, lesson) for slug, lesson in self.snapshot.lessons.items()]

    def refresh(self) -> bool:
        """Reload if a file was added, changed or removed since the last check; True if so, or if texts were compiled.

        What was opened is compiled first, as it was then: a file that has been broken since keeps that version.
        """
        finish_writing(self.content / "questions")
        with self._lock:
            compiled = self._compile_rest()
            stamps = self._file_stamps()
            if stamps == self._stamps:
                return compiled
            self.snapshot = self._loaded_whole(stamps)
            return True

    def _loaded_whole(self, stamps: dict[Path, FileStamp]) -> LibrarySnapshot:
        """Load the files; again where some were replaced meanwhile, so that no text is read half old, half new."""
        for _ in range(MAX_LOADS):
            self._stamps, loaded = stamps, self._load()
            stamps = self._file_stamps()
            if stamps == self._stamps and not is_being_written(self.content / "questions"):
                break
        return loaded

    def _open(self) -> None:
        finish_writing(self.content / "questions")
        self._stamps = self._file_stamps()
        files = [path for path in self._stamps if path.suffix in READ_AT_OPENING]
        paths = question_files(self.content)
        hold_results_of(len(paths))
        self._uncompiled = UncompiledTexts(self.content, paths, files, self._compiled)

    def _compile_rest(self) -> bool:
        uncompiled = self._uncompiled
        if uncompiled:
            self.snapshot = self._load(uncompiled)
        return uncompiled is not None

    def hold_still_in_forks(self) -> None:
        """Hold the refresh lock while the process forks: a child forked during a refresh could never refresh.

        For a library that lives as long as its process: the hook keeps it alive.
        """
        os.register_at_fork(
            before=self._lock.acquire, after_in_parent=self._lock.release, after_in_child=self._lock.release
        )

    def _file_stamps(self) -> dict[Path, FileStamp]:
        questions = question_files(self.content)
        words = [words_path(path) for path in questions]
        recordings = sorted((self.content / "questions" / "audio").glob("*"))
        pictures = sorted((self.content / "seeds" / PICTURES).glob("*"))
        texts = sorted((self.content / "seeds").glob(f"*{TEXT_SUFFIX}"))
        files = [*questions, *words, *texts, *recordings, *pictures]
        return {path: stamp for path in files if (stamp := _file_stamp(path))}

    def _load(self, opened: UncompiledTexts | None = None) -> LibrarySnapshot:
        lessons: dict[str, Lesson] = {}
        problems: list[Problem] = []
        stale: set[str] = set()
        paths = opened.paths if opened else question_files(self.content)
        hold_results_of(len(paths))
        for path in paths:
            slug = slug_of(path)
            text = opened.compiled(slug) if opened else self._compiled(path, self._snapshot.lessons.get(slug))
            problems += text.problems
            if text.stale:
                stale.add(slug)
            if text.lesson:
                lessons[slug] = text.lesson
        return LibrarySnapshot(lessons, tuple(problems), frozenset(stale))

    def _compiled(self, path: Path, previous: Lesson | None, read: ReadFile = Path.read_bytes) -> CompiledText:
        lesson, problems = check_file(path, self.content, read)
        served = lesson or previous
        if served is None:
            return CompiledText(None, problems)
        words, faults = words_of(served, self.content, path, read)
        served = served.with_words(words or _last_words(faults, served, previous))
        return CompiledText(served, [*problems, *faults], stale=lesson is None)


def _last_words(problems: list[Problem], lesson: Lesson, previous: Lesson | None) -> TextWords | None:
    """The last good words if the file is broken now; None if it is gone or the text has changed."""
    return (
        previous.words
        if previous and any(problem.severity == "error" for problem in problems) and previous.text == lesson.text
        else None
    )


class Watcher:
    """Thread that refreshes a library every ``seconds`` until stopped, and reports each change."""

    def __init__(self, library: Library, seconds: float, report: object = None) -> None:
        self._library, self._seconds = library, seconds
        self._report = report if callable(report) else None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fahm-watch", daemon=True)

    def start(self) -> Watcher:
        """Start watching."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop the thread and wait for it."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            try:
                if self._library.refresh() and self._report:
                    self._report(self._library.snapshot)
            except Exception:
                # Without this thread no edit would be seen until the next start.
                log.exception("looking for changed files failed")


def _file_stamp(path: Path) -> FileStamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
