"""Library of all lessons of a content folder, refreshed when files change. A broken edit never takes a lesson down."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from webapp.content.compiled_cache import CompiledCache
from webapp.content.lesson import Lesson
from webapp.content.lesson_compiler import HasRecording, ReadText, compile_tree
from webapp.content.words_compiler import compile_words_tree
from webapp.content.words_file import SUFFIX, TextWords
from webapp.content.yaml_parser import read_tree
from webapp.domain.problem import Problem, both
from webapp.domain.text import Text

log = logging.getLogger(__name__)
FileStamp = tuple[int, int]


@dataclass(frozen=True)
class LibrarySnapshot:
    """One state of the library, swapped in as a whole. ``stale`` slugs serve their last good version."""

    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stale: frozenset[str] = frozenset()


def question_files(content: Path) -> list[Path]:
    """List the question files of a content folder, without words files and hidden files (an editor's own)."""
    paths = (content / "questions").glob("*.yaml")
    return sorted(path for path in paths if not path.name.endswith(SUFFIX) and not path.name.startswith("."))


def check_file(path: Path, content: Path, cache: CompiledCache | None = None) -> tuple[Lesson | None, list[Problem]]:
    """Compile one question file with its text from ``content``/seeds. Problems name the path as given.

    ``cache`` is looked up first, and filled if it has no record.
    """
    slug, shown = path.stem, _display_path(path, content)
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        return None, [Problem(shown, 0, 0, "unreadable", both(en=f"cannot be read: {reason}", ar="تعذّرت قراءة الملف"))]
    recordings = content / "questions" / "audio"
    files = _FileDependencies(
        lambda name: _read_or_none(content / "seeds" / name), lambda name: (recordings / name).is_file()
    )
    lesson, problems = _cached_lesson(slug, raw, shown, files, cache)
    return lesson, list(problems)


def words_of(
    lesson: Lesson, content: Path, cache: CompiledCache | None = None
) -> tuple[TextWords | None, list[Problem]]:
    """Compile the words file of a lesson; None and no Problem if it has none."""
    path = content / "questions" / (lesson.slug + SUFFIX)
    raw = _read_or_none(path)
    return (
        (None, [])
        if raw is None
        else _compiled_words(lesson.slug, raw, _display_path(path, content), lesson.text, _CacheLocation(cache))
    )


@dataclass(frozen=True)
class _CacheLocation:
    """The disk cache as an argument that does not count in the key of the memory cache."""

    cache: CompiledCache | None = field(compare=False)


@lru_cache(maxsize=128)  # any change loads the whole library anew, and few words files change with it
def _compiled_words(
    slug: str, raw: bytes, shown: str, text: Text, location: _CacheLocation
) -> tuple[TextWords | None, list[Problem]]:
    cache = location.cache
    if cache and (cached := cache.words(slug, raw, shown, text)):
        return cached

    def read(name: str) -> tuple[Text | None, list[Problem]]:
        if name == text.file:
            return text, []
        message = both(
            en=f"the question file beside it is about {text.file}", ar=f"ملف الأسئلة المجاور عن نص آخر: {text.file}"
        )
        return None, [Problem(shown, 0, 0, "other-text", message)]

    tree, faults = read_tree(raw, shown)
    words, problems = compile_words_tree(tree, faults, shown, read)
    if cache and tree and words:
        cache.save_words(slug, raw, shown, text, tree.plain(), problems)
    return words, problems


class _FileDependencies:
    """The files beside a question file, with a record of each answer given about them."""

    def __init__(self, read: ReadText, has: HasRecording) -> None:
        self._read, self._has = read, has
        self.texts: dict[str, bytes | None] = {}
        self.recordings: dict[str, bool] = {}

    def read(self, name: str) -> bytes | None:
        """Read the bytes of a text."""
        self.texts[name] = self._read(name)
        return self.texts[name]

    def has(self, name: str) -> bool:
        """Tell if a recording exists."""
        self.recordings[name] = self._has(name)
        return self.recordings[name]

    def same_as(self, before: _FileDependencies) -> bool:
        """Tell if everything that was asked ``before`` has the same answers now."""
        return all(self._read(name) == content for name, content in before.texts.items()) and all(
            self._has(name) == exists for name, exists in before.recordings.items()
        )


def _cached_lesson(
    slug: str, raw: bytes, shown: str, files: _FileDependencies, cache: CompiledCache | None
) -> CompileResult:
    """Return the result of an earlier compilation while all files that it read are the same, or compile the file.

    One changed file reloads the whole library; the others are not compiled again, which takes a tenth of a second for a
    long question file.
    """
    cached = _compiled_lessons.get((slug, shown))
    if cached and cached[0] == raw and files.same_as(cached[1]):
        return cached[2]
    result = (cache and cache.lesson(slug, raw, shown, files.read, files.has)) or _compile(
        slug, raw, shown, files, cache
    )
    _compiled_lessons[slug, shown] = (raw, files, result)
    return result


def _compile(slug: str, raw: bytes, shown: str, files: _FileDependencies, cache: CompiledCache | None) -> CompileResult:
    tree, faults = read_tree(raw, shown)
    lesson, problems = compile_tree(slug, tree, faults, shown, files.read, files.has)
    if cache and tree and lesson:
        cache.save_lesson(slug, raw, shown, tree.plain(), problems, files.texts, files.recordings)
    return lesson, problems


CompileResult = tuple[Lesson | None, list[Problem]]
_compiled_lessons: dict[tuple[str, str], tuple[bytes, _FileDependencies, CompileResult]] = {}
"""The last compilation of each question file, by slug and path as shown."""


class Library:
    """Lessons by slug. ``refresh`` looks for changed files; ``snapshot`` is always whole and safe to share.

    ``cache`` spares a starting process the parsing of files that have not changed.
    """

    def __init__(self, content: Path, cache: CompiledCache | None = None) -> None:
        self.content, self._cache = content, cache
        self.snapshot = LibrarySnapshot()
        self._stamps: dict[Path, FileStamp] = {}
        self._lock = threading.Lock()
        self.refresh()

    def refresh(self) -> bool:
        """Reload if a file was added, changed or removed since the last check; True if so."""
        with self._lock:
            stamps = self._file_stamps()
            if stamps == self._stamps:
                return False
            self._stamps = stamps
            self.snapshot = self._load()
            return True

    def hold_still_in_forks(self) -> None:
        """Hold the refresh lock while the process forks: a child forked during a refresh could never refresh.

        For a library that lives as long as its process: the hook keeps it alive.
        """
        os.register_at_fork(
            before=self._lock.acquire, after_in_parent=self._lock.release, after_in_child=self._lock.release
        )

    def _file_stamps(self) -> dict[Path, FileStamp]:
        questions = question_files(self.content)
        words = [path.with_name(path.stem + SUFFIX) for path in questions]
        recordings = sorted((self.content / "questions" / "audio").glob("*"))
        files = [*questions, *words, *sorted((self.content / "seeds").glob("*.txt")), *recordings]
        return {path: stamp for path in files if (stamp := _file_stamp(path))}

    def _load(self) -> LibrarySnapshot:
        lessons: dict[str, Lesson] = {}
        problems: list[Problem] = []
        stale: set[str] = set()
        for path in question_files(self.content):
            lesson, file_problems = check_file(path, self.content, self._cache)
            problems += file_problems
            previous = self.snapshot.lessons.get(path.stem)
            if lesson is None and previous is not None:
                stale.add(path.stem)
            served = lesson or previous
            if served:
                words, file_problems = words_of(served, self.content, self._cache)
                problems += file_problems
                lessons[path.stem] = replace(served, words=words or _last_words(file_problems, served, previous))
        return LibrarySnapshot(lessons, tuple(problems), frozenset(stale))


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


def _read_or_none(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _display_path(path: Path, content: Path) -> str:
    try:
        return path.resolve().relative_to(content.resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):  # outside the folder, or a link to itself
        return str(path)
