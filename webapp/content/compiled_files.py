"""Compilation of one text: its question file with the text, and its words file. Unchanged files are not read again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

from webapp.content.files.question_files import display_path, same_name, words_path
from webapp.content.files.slugs import slug_fault, slug_of
from webapp.content.files.stray_files import nearest_text
from webapp.content.lesson import Lesson
from webapp.content.lesson_compiler import HasRecording, NearestText, ReadText, compile_lesson
from webapp.content.text_marks.pictures import PictureFault, PictureState, picture_fault
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_file import TextWords
from webapp.domain.problem import Problem, both
from webapp.domain.text import Text

V = TypeVar("V")
ReadFile = Callable[[Path], bytes]
"""The bytes of a file as it is now, or as it was at some time; OSError where it cannot be read."""


class _FileDependencies:
    """The files beside a question file, with a record of each answer given about them."""

    def __init__(self, read: ReadText, has: HasRecording, nearest: NearestText, fault: PictureFault) -> None:
        self._read, self._has, self._nearest, self._fault = read, has, nearest, fault
        self.texts: dict[str, bytes | None] = {}
        self.recordings: dict[str, bool] = {}
        self.suggestions: dict[str, str | None] = {}
        self.pictures: dict[str, PictureState | None] = {}

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

    def picture_fault(self, name: str) -> PictureState | None:
        """The reason why a picture cannot be shown."""
        self.pictures[name] = self._fault(name)
        return self.pictures[name]

    def same_as(self, before: _FileDependencies) -> bool:
        """Tell if everything that was asked ``before`` has the same answers now."""
        return (
            all(self._read(name) == content for name, content in before.texts.items())
            and all(self._has(name) == exists for name, exists in before.recordings.items())
            and all(self._nearest(name) == other for name, other in before.suggestions.items())
            and all(self._fault(name) == fault for name, fault in before.pictures.items())
        )


class _Memo(Generic[V]):
    """Memory of the last results of compiling: a change loads the whole library, and compiles only what has changed.

    It holds the files of a library, and ``OLD_VERSIONS`` beside them.
    """

    OLD_VERSIONS = 32

    def __init__(self) -> None:
        self._room = self.OLD_VERSIONS
        self._results: dict[Hashable, V] = {}
        self._lock = threading.Lock()

    def make_room(self, files: int) -> None:
        """Hold the results of at least so many files."""
        self._room = max(self._room, files + self.OLD_VERSIONS)

    def get(self, key: Hashable) -> V | None:
        """The result under a key, which now is the last one used."""
        with self._lock:
            result = self._results.pop(key, None)
            if result is not None:
                self._results[key] = result
            return result

    def put(self, key: Hashable, result: V) -> V:
        """Hold a result; the ones not used for longest go."""
        with self._lock:
            self._results[key] = result
            while len(self._results) > self._room:
                self._results.pop(next(iter(self._results)))
            return result


CompiledLesson = tuple[Lesson | None, list[Problem]]
CompiledWords = tuple[TextWords | None, list[Problem]]
_lesson_memo = _Memo[tuple[_FileDependencies, CompiledLesson]]()
_words_memo = _Memo[CompiledWords]()


def hold_results_of(files: int) -> None:
    """Keep the results of compiling so many texts: a refresh of their library compiles only what has changed."""
    _lesson_memo.make_room(files)
    _words_memo.make_room(files)


def check_file(path: Path, content: Path, read: ReadFile = Path.read_bytes) -> CompiledLesson:
    """Compile one question file with its text from ``content``/seeds. Problems name the path as given."""
    slug, shown = slug_of(path), display_path(path, content)
    if fault := slug_fault(slug):
        return None, [Problem(shown, 0, 0, "file-name", fault)]
    try:
        raw = read(path)
    except OSError as error:
        reason = error.strerror or "unreadable"
        return None, [Problem(shown, 0, 0, "unreadable", both(en=f"cannot be read: {reason}", ar="تعذرت قراءة الملف"))]
    seeds, recordings = content / "seeds", content / "questions" / "audio"
    files = _FileDependencies(
        lambda name: read_or_none(seeds / (same_name(seeds, name) or name), read),
        lambda name: same_name(recordings, name) is not None,
        lambda name: nearest_text(seeds, name),
        lambda name: picture_fault(seeds, name),
    )
    key = (slug, raw, shown)
    compiled = _lesson_memo.get(key)
    if compiled is None or not files.same_as(compiled[0]):
        compiled = _lesson_memo.put(
            key,
            (files, compile_lesson(slug, raw, shown, files.read, files.has, files.nearest, files.picture_fault)),
        )
    lesson, problems = compiled[1]
    return lesson, list(problems)


def words_of(
    lesson: Lesson, content: Path, questions: Path | None = None, read: ReadFile = Path.read_bytes
) -> CompiledWords:
    """Compile the words file beside a lesson's question file; None and no Problem if it has none."""
    path = words_path(questions or content / "questions" / f"{lesson.slug}.yaml")
    raw = read_or_none(path, read)
    if raw is None:
        return None, []
    key = (raw, display_path(path, content), lesson.text)
    return _words_memo.get(key) or _words_memo.put(key, _compile_words(*key))


def _compile_words(raw: bytes, shown: str, text: Text) -> CompiledWords:
    def read(name: str) -> tuple[Text | None, list[Problem]]:
        if name == text.file:
            return text, []
        message = both(
            en=f"its question file is about another text: {text.file}", ar=f"ملف الأسئلة المجاور عن نص آخر: {text.file}"
        )
        return None, [Problem(shown, 0, 0, "other-text", message)]

    return compile_words(raw, shown, read)


def read_or_none(path: Path, read: ReadFile = Path.read_bytes) -> bytes | None:
    """Read a file that need not exist."""
    try:
        return read(path)
    except OSError:
        return None
