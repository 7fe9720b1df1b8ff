"""The library: every lesson of a content folder, kept fresh. A broken edit never takes a lesson off line."""

from __future__ import annotations

import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from webapp.content.compiled_cache import CompiledCache
from webapp.content.lesson import Lesson
from webapp.content.lesson_compiler import HasRecording, ReadText, compile_tree
from webapp.content.words_file import SUFFIX, TextWords, compile_words_tree
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
    """The question files of a content folder; words files and hidden files (an editor's own) are not among them."""
    found = (content / "questions").glob("*.yaml")
    return sorted(path for path in found if not path.name.endswith(SUFFIX) and not path.name.startswith("."))


def check_file(path: Path, content: Path, kept: CompiledCache | None = None) -> tuple[Lesson | None, list[Problem]]:
    """Compile one question file; its text is looked for in ``content``/seeds. Problems name the path as given.

    ``kept``: where to look first whether it was compiled before, and to keep it if not.
    """
    slug, shown = path.stem, _display_path(path, content)
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or "unreadable"
        return None, [Problem(shown, 0, 0, "unreadable", both(en=f"cannot be read: {said}", ar="تعذّرت قراءة الملف"))]
    recordings = content / "questions" / "audio"
    files = _FileDependencies(
        lambda name: _read_or_none(content / "seeds" / name), lambda name: (recordings / name).is_file()
    )
    lesson, problems = _lesson_memo.lesson(slug, raw, shown, files, kept)
    return lesson, list(problems)


def words_of(
    lesson: Lesson, content: Path, kept: CompiledCache | None = None
) -> tuple[TextWords | None, list[Problem]]:
    """The words file of a lesson, compiled; None and no Problem where it has none."""
    path = content / "questions" / (lesson.slug + SUFFIX)
    raw = _read_or_none(path)
    return (
        (None, [])
        if raw is None
        else _compiled_words(lesson.slug, raw, _display_path(path, content), lesson.text, _CacheLocation(kept))
    )


@dataclass(frozen=True)
class _CacheLocation:
    """Where the compiled is kept on disk. It is the same compiled wherever that is."""

    kept: CompiledCache | None = field(compare=False)


@lru_cache(maxsize=128)  # any change loads the whole library anew, and few words files change with it
def _compiled_words(
    slug: str, raw: bytes, shown: str, text: Text, where: _CacheLocation
) -> tuple[TextWords | None, list[Problem]]:
    kept = where.kept
    if kept and (found := kept.words(slug, raw, shown, text)):
        return found

    def read(name: str) -> tuple[Text | None, list[Problem]]:
        if name == text.file:
            return text, []
        message = both(
            en=f"the question file beside it is about {text.file}", ar=f"ملف الأسئلة المجاور عن نص آخر: {text.file}"
        )
        return None, [Problem(shown, 0, 0, "other-text", message)]

    tree, faults = read_tree(raw, shown)
    words, problems = compile_words_tree(tree, faults, shown, read)
    if kept and tree and words:
        kept.keep_words(slug, raw, shown, text, tree.plain(), problems)
    return words, problems


class _FileDependencies:
    """The files beside a question file, with a note of what was asked about them."""

    def __init__(self, read: ReadText, has: HasRecording) -> None:
        self._read, self._has = read, has
        self.texts: dict[str, bytes | None] = {}
        self.recordings: dict[str, bool] = {}

    def read(self, name: str) -> bytes | None:
        """The bytes of a text."""
        self.texts[name] = self._read(name)
        return self.texts[name]

    def has(self, name: str) -> bool:
        """Whether a recording is there."""
        self.recordings[name] = self._has(name)
        return self.recordings[name]

    def same_as(self, before: _FileDependencies) -> bool:
        """Whether what was asked before would be answered so again."""
        return all(self._read(name) == found for name, found in before.texts.items()) and all(
            self._has(name) == there for name, there in before.recordings.items()
        )


class _LessonMemo:
    """Lessons that were compiled before, for as long as everything that they were compiled from is the same.

    One changed file makes the library load them all; the others need no second compiling, which takes a tenth of a
    second for a long question file.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._known: OrderedDict[tuple[str, bytes, str], tuple[_FileDependencies, CompileResult]] = OrderedDict()

    def lesson(
        self, slug: str, raw: bytes, shown: str, files: _FileDependencies, kept: CompiledCache | None
    ) -> CompileResult:
        """What compile_lesson says of these files."""
        key = (slug, raw, shown)
        known = self._known.get(key)
        if known and files.same_as(known[0]):
            return known[1]
        found = (kept and kept.lesson(slug, raw, shown, files.read, files.has)) or _compile(
            slug, raw, shown, files, kept
        )
        self._known[key] = (files, found)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return found


def _compile(slug: str, raw: bytes, shown: str, files: _FileDependencies, kept: CompiledCache | None) -> CompileResult:
    tree, faults = read_tree(raw, shown)
    lesson, problems = compile_tree(slug, tree, faults, shown, files.read, files.has)
    if kept and tree and lesson:
        kept.keep_lesson(slug, raw, shown, tree.plain(), problems, files.texts, files.recordings)
    return lesson, problems


CompileResult = tuple[Lesson | None, list[Problem]]
_lesson_memo = _LessonMemo()


class Library:
    """Lessons by slug. ``refresh`` looks for changed files; ``snapshot`` is always whole and safe to share.

    ``kept`` spares a start the compiling of files that have not changed since the last one.
    """

    def __init__(self, content: Path, kept: CompiledCache | None = None) -> None:
        self.content, self._kept = content, kept
        self.snapshot = LibrarySnapshot()
        self._stamps: dict[Path, FileStamp] = {}
        self._lock = threading.Lock()
        self.refresh()

    def refresh(self) -> bool:
        """Reload if a file was added, changed or removed since the last look; True if something was."""
        with self._lock:
            stamps = self._file_stamps()
            if stamps == self._stamps:
                return False
            self._stamps = stamps
            self.snapshot = self._load()
            return True

    def hold_still_in_forks(self) -> None:
        """Let this process be copied only between two refreshes: a copy made in the midst of one could never refresh.

        For a library that lives as long as its process: it is held on to for good.
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
            lesson, found = check_file(path, self.content, self._kept)
            problems += found
            last = self.snapshot.lessons.get(path.stem)
            if lesson is None and last is not None:
                stale.add(path.stem)
            good = lesson or last
            if good:
                words, found = words_of(good, self.content, self._kept)
                problems += found
                lessons[path.stem] = replace(good, words=words or _last_words(found, good, last))
        return LibrarySnapshot(lessons, tuple(problems), frozenset(stale))


def _last_words(found: list[Problem], lesson: Lesson, last: Lesson | None) -> TextWords | None:
    """The last good words where the file is broken now; none where it is gone, or where the text has changed."""
    return (
        last.words
        if last and any(problem.severity == "error" for problem in found) and last.text == lesson.text
        else None
    )


class Watcher:
    """A thread that refreshes a library every ``seconds`` until stopped, and reports each change."""

    def __init__(self, library: Library, seconds: float, report: object = None) -> None:
        self._library, self._seconds = library, seconds
        self._report = report if callable(report) else None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fahm-watch", daemon=True)

    def start(self) -> Watcher:
        """Begin watching."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the thread and wait for it."""
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
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


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
