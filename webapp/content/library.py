"""The library: every lesson of a content folder, kept fresh. A broken edit never takes a lesson off line."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from webapp.content.compile import compile_lesson
from webapp.content.lesson import Lesson
from webapp.content.words import SUFFIX, Words, compile_words
from webapp.model import Text
from webapp.problems import Problem, both

log = logging.getLogger(__name__)
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Shelf:
    """One state of the library, swapped in as a whole. ``stale`` slugs serve their last good version."""

    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    stale: frozenset[str] = frozenset()


def question_files(content: Path) -> list[Path]:
    """The question files of a content folder; words files and hidden files (an editor's own) are not among them."""
    found = (content / "questions").glob("*.yaml")
    return sorted(path for path in found if not path.name.endswith(SUFFIX) and not path.name.startswith("."))


def check_file(path: Path, content: Path) -> tuple[Lesson | None, list[Problem]]:
    """Compile one question file; its text is looked for in ``content``/seeds. Problems name the path as given."""
    slug, shown = path.stem, _shown(path, content)
    try:
        raw = path.read_bytes()
    except OSError as error:
        said = error.strerror or "unreadable"
        return None, [Problem(shown, 0, 0, "unreadable", both(f"cannot be read: {said}", "تعذّرت قراءة الملف"))]
    recordings = content / "questions" / "audio"
    lesson, problems = _compiled.lesson(
        slug, raw, shown, lambda name: _read(content / "seeds" / name), lambda name: (recordings / name).is_file()
    )
    return lesson, list(problems)


def words_of(lesson: Lesson, content: Path) -> tuple[Words | None, list[Problem]]:
    """The words file of a lesson, compiled; None and no Problem where it has none."""
    path = content / "questions" / (lesson.slug + SUFFIX)
    raw = _read(path)
    return (None, []) if raw is None else _compiled_words(raw, _shown(path, content), lesson.text)


@lru_cache(maxsize=128)  # any change loads the whole library anew, and few words files change with it
def _compiled_words(raw: bytes, shown: str, text: Text) -> tuple[Words | None, list[Problem]]:
    def read(name: str) -> tuple[Text | None, list[Problem]]:
        if name == text.file:
            return text, []
        message = both(
            f"the question file beside it is about {text.file}", f"ملف الأسئلة المجاور عن نص آخر: {text.file}"
        )
        return None, [Problem(shown, 0, 0, "other-text", message)]

    return compile_words(raw, shown, read)


class _Compiled:
    """Lessons that were compiled before, for as long as everything that they were compiled from is the same.

    One changed file makes the library load them all; the others need no second compiling, which takes a third of a
    second for a long question file.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._known: OrderedDict[tuple[str, bytes, str], tuple[dict[str, object], Compiled]] = OrderedDict()

    def lesson(
        self, slug: str, raw: bytes, shown: str, read: Callable[[str], bytes | None], has: Callable[[str], bool]
    ) -> Compiled:
        """What compile_lesson says of these files."""
        key = (slug, raw, shown)
        known = self._known.get(key)
        if known and all(_asked(question, read, has) == answer for question, answer in known[0].items()):
            return known[1]
        answers: dict[str, object] = {}
        noted = partial(_noted, answers, read, has)
        found = compile_lesson(slug, raw, shown, lambda name: noted(f"text {name}"), lambda name: noted(f"file {name}"))
        self._known[key] = (answers, found)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return found


def _asked(question: str, read: Callable[[str], bytes | None], has: Callable[[str], bool]) -> Any:
    kind, _, name = question.partition(" ")
    return read(name) if kind == "text" else has(name)


def _noted(answers: dict[str, object], read: Callable[[str], Any], has: Callable[[str], Any], question: str) -> Any:
    answers[question] = _asked(question, read, has)
    return answers[question]


Compiled = tuple[Lesson | None, list[Problem]]
_compiled = _Compiled()


class Library:
    """Lessons by slug. ``refresh`` looks for changed files; ``shelf`` is always whole and safe to share."""

    def __init__(self, content: Path) -> None:
        self.content = content
        self.shelf = Shelf()
        self._stamps: dict[Path, Stamp] = {}
        self._lock = threading.Lock()
        self.refresh()

    def refresh(self) -> bool:
        """Reload if a file was added, changed or removed since the last look; True if something was."""
        with self._lock:
            stamps = self._look()
            if stamps == self._stamps:
                return False
            self._stamps = stamps
            self.shelf = self._load()
            return True

    def _look(self) -> dict[Path, Stamp]:
        questions = question_files(self.content)
        words = [path.with_name(path.stem + SUFFIX) for path in questions]
        recordings = sorted((self.content / "questions" / "audio").glob("*"))
        files = [*questions, *words, *sorted((self.content / "seeds").glob("*.txt")), *recordings]
        return {path: stamp for path in files if (stamp := _stamp(path))}

    def _load(self) -> Shelf:
        lessons: dict[str, Lesson] = {}
        problems: list[Problem] = []
        stale: set[str] = set()
        for path in question_files(self.content):
            lesson, found = check_file(path, self.content)
            problems += found
            last = self.shelf.lessons.get(path.stem)
            if lesson is None and last is not None:
                stale.add(path.stem)
            kept = lesson or last
            if kept:
                words, found = words_of(kept, self.content)
                problems += found
                lessons[path.stem] = replace(kept, words=words or _last_words(found, kept, last))
        return Shelf(lessons, tuple(problems), frozenset(stale))


def _last_words(found: list[Problem], lesson: Lesson, last: Lesson | None) -> Words | None:
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
                    self._report(self._library.shelf)
            except Exception:
                # Without this thread no edit would be seen until the next start.
                log.exception("looking for changed files failed")


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _shown(path: Path, content: Path) -> str:
    try:
        return path.resolve().relative_to(content.resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):  # outside the folder, or a link to itself
        return str(path)
