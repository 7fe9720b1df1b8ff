"""Library of all lessons of a content folder, refreshed when files change. A broken edit never takes a lesson down."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from webapp.content.files.question_files import display_path, question_files, same_name, words_path
from webapp.content.files.slugs import slug_fault, slug_of
from webapp.content.files.stray_files import nearest_text
from webapp.content.lesson import Lesson
from webapp.content.lesson_compiler import HasRecording, NearestText, ReadText, compile_lesson
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_file import TextWords
from webapp.domain.problem import Problem, both
from webapp.domain.text import Text

V = TypeVar("V")
log = logging.getLogger(__name__)
FileStamp = tuple[int, int]


@dataclass(frozen=True)
class LibrarySnapshot:
    """One state of the library, swapped in as a whole. ``stale`` slugs serve their last good version."""

    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stale: frozenset[str] = frozenset()


class _FileDependencies:
    """The files beside a question file, with a record of each answer given about them."""

    def __init__(self, read: ReadText, has: HasRecording, nearest: NearestText) -> None:
        self._read, self._has, self._nearest = read, has, nearest
        self.texts: dict[str, bytes | None] = {}
        self.recordings: dict[str, bool] = {}
        self.suggestions: dict[str, str | None] = {}

    def read(self, name: str) -> bytes | None:
        """Read the bytes of a text."""
        self.texts[name] = self._read(name)
        return self.texts[name]

    def has(self, name: str) -> bool:
        """Tell if a recording exists."""
        self.recordings[name] = self._has(name)
        return self.recordings[name]

    def nearest(self, name: str) -> str | None:
        """Name the text that may be meant by the name of one that does not exist."""
        self.suggestions[name] = self._nearest(name)
        return self.suggestions[name]

    def same_as(self, before: _FileDependencies) -> bool:
        """Tell if everything that was asked ``before`` has the same answers now."""
        return (
            all(self._read(name) == content for name, content in before.texts.items())
            and all(self._has(name) == exists for name, exists in before.recordings.items())
            and all(self._nearest(name) == other for name, other in before.suggestions.items())
        )


class _Memo(Generic[V]):
    """Memory of the last results of compiling: a change loads the whole library, and compiles only what has changed.

    It holds the files of a library, and ``OLD_VERSIONS`` beside them.
    """

    OLD_VERSIONS = 32

    def __init__(self) -> None:
        self._room = self.OLD_VERSIONS
        self._results: dict[Hashable, V] = {}

    def make_room(self, files: int) -> None:
        """Hold the results of at least so many files."""
        self._room = max(self._room, files + self.OLD_VERSIONS)

    def get(self, key: Hashable) -> V | None:
        """The result under a key, which now is the last one used."""
        result = self._results.pop(key, None)
        if result is not None:
            self._results[key] = result
        return result

    def put(self, key: Hashable, result: V) -> V:
        """Hold a result; the ones not used for longest go."""
        self._results[key] = result
        while len(self._results) > self._room:
            self._results.pop(next(iter(self._results)))
        return result


CompiledLesson = tuple[Lesson | None, list[Problem]]
CompiledWords = tuple[TextWords | None, list[Problem]]
_lesson_memo = _Memo[tuple[_FileDependencies, CompiledLesson]]()
_words_memo = _Memo[CompiledWords]()


def check_file(path: Path, content: Path) -> CompiledLesson:
    """Compile one question file with its text from ``content``/seeds. Problems name the path as given."""
    shown = display_path(path, content)
    if fault := slug_fault(slug_of(path)):
        return None, [Problem(shown, 0, 0, "file-name", fault)]
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        return None, [Problem(shown, 0, 0, "unreadable", both(en=f"cannot be read: {reason}", ar="تعذّرت قراءة الملف"))]
    return check_bytes(raw, path, content)


def check_bytes(raw: bytes, path: Path, content: Path) -> CompiledLesson:
    """Compile what a question file may hold, as if it lay at ``path``; nothing is written."""
    slug, shown = slug_of(path), display_path(path, content)
    seeds, recordings = content / "seeds", content / "questions" / "audio"
    files = _FileDependencies(
        lambda name: _read_or_none(seeds / (same_name(seeds, name) or name)),
        lambda name: same_name(recordings, name) is not None,
        lambda name: nearest_text(seeds, name),
    )
    key = (slug, raw, shown)
    compiled = _lesson_memo.get(key)
    if compiled is None or not files.same_as(compiled[0]):
        compiled = _lesson_memo.put(
            key, (files, compile_lesson(slug, raw, shown, files.read, files.has, files.nearest))
        )
    lesson, problems = compiled[1]
    return lesson, list(problems)


def words_of(lesson: Lesson, content: Path, questions: Path | None = None) -> CompiledWords:
    """Compile the words file beside a lesson's question file; None and no Problem if it has none."""
    path = words_path(questions or content / "questions" / f"{lesson.slug}.yaml")
    raw = _read_or_none(path)
    if raw is None:
        return None, []
    key = (raw, display_path(path, content), lesson.text)
    return _words_memo.get(key) or _words_memo.put(key, _compile_words(*key))


def _compile_words(raw: bytes, shown: str, text: Text) -> CompiledWords:
    def read(name: str) -> tuple[Text | None, list[Problem]]:
        if name == text.file:
            return text, []
        message = both(
            en=f"the question file beside it is about {text.file}", ar=f"ملف الأسئلة المجاور عن نص آخر: {text.file}"
        )
        return None, [Problem(shown, 0, 0, "other-text", message)]

    return compile_words(raw, shown, read)


class Library:
    """Lessons by slug. ``refresh`` looks for changed files; ``snapshot`` is always whole and safe to share."""

    def __init__(self, content: Path) -> None:
        self.content = content
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
        words = [words_path(path) for path in questions]
        recordings = sorted((self.content / "questions" / "audio").glob("*"))
        files = [*questions, *words, *sorted((self.content / "seeds").glob("*.txt")), *recordings]
        return {path: stamp for path in files if (stamp := _file_stamp(path))}

    def _load(self) -> LibrarySnapshot:
        lessons: dict[str, Lesson] = {}
        problems: list[Problem] = []
        stale: set[str] = set()
        paths = question_files(self.content)
        _lesson_memo.make_room(len(paths))
        _words_memo.make_room(len(paths))
        for path in paths:
            slug = slug_of(path)
            lesson, file_problems = check_file(path, self.content)
            problems += file_problems
            previous = self.snapshot.lessons.get(slug)
            if lesson is None and previous is not None:
                stale.add(slug)
            served = lesson or previous
            if served:
                words, file_problems = words_of(served, self.content, path)
                problems += file_problems
                lessons[slug] = replace(served, words=words or _last_words(file_problems, served, previous))
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
