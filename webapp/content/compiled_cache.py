"""On-disk cache of parsed question and words files, keyed by content and code version: parsing is most of a start.

Only files without an error are cached, as the plain values of their YAML. A record is valid while everything it was
made from is the same: the file, its text, the recordings that it names, and the code that reads them. Anything else
found in its place is ignored. No code is ever loaded from here: the values go through the same models again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pydantic

from webapp.content.lesson import Lesson
from webapp.content.lesson_compiler import HasRecording, ReadText, build_lesson
from webapp.content.words_file import TextWords, WordsFile, text_words
from webapp.domain.problem import Problem
from webapp.domain.text import Text

T = TypeVar("T")
PACKAGE = Path(__file__).parent.parent
CODE_PATHS = ("arabic", "domain", "question_types", "content")
"""The packages whose change may compile another lesson from the same files."""


class CompiledCache:
    """The cache records in one folder, which is created with the first. Safe among processes; faults are silent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lesson(
        self, slug: str, raw: bytes, shown: str, read: ReadText, has: HasRecording
    ) -> tuple[Lesson, list[Problem]] | None:
        """The cached lesson of a question file with these bytes, and its warnings; None if it must be compiled."""

        def rebuild(record: dict[str, Any]) -> Lesson | None:
            texts = {name: read(name) for name in record["texts"]}
            if any(_digest(texts[name]) != digest for name, digest in record["texts"].items()):
                return None
            if any(has(name) != exists for name, exists in record["recordings"].items()):
                return None
            return build_lesson(slug, record["plain"], texts.get)

        return self._load(slug, (raw, shown.encode()), rebuild)

    def save_lesson(
        self, slug: str, raw: bytes, shown: str, plain: Any, problems: Iterable[Problem],
        texts: dict[str, bytes | None], recordings: dict[str, bool],
    ) -> None:  # fmt: skip
        """Save the plain values of a question file, with the answers about other files that compiling it asked for."""
        dependencies = {"texts": {name: _digest(content) for name, content in texts.items()}, "recordings": recordings}
        self._save(slug, (raw, shown.encode()), plain, problems, dependencies)

    def words(self, slug: str, raw: bytes, shown: str, text: Text) -> tuple[TextWords, list[Problem]] | None:
        """The cached words of a words file with these bytes, and its warnings; None if it must be compiled."""

        def rebuild(record: dict[str, Any]) -> TextWords:
            return text_words(WordsFile.model_validate(record["plain"]), text)

        return self._load(f"{slug}.words", (raw, shown.encode(), repr(text).encode()), rebuild)

    def save_words(
        self, slug: str, raw: bytes, shown: str, text: Text, plain: Any, problems: Iterable[Problem]
    ) -> None:
        """Save the plain values of a words file."""
        self._save(f"{slug}.words", (raw, shown.encode(), repr(text).encode()), plain, problems, {})

    def _load(
        self, name: str, sources: Iterable[bytes], rebuild: Callable[[dict[str, Any]], T | None]
    ) -> tuple[T, list[Problem]] | None:
        try:
            record = json.loads(self._path(name).read_bytes())
            if record["key"] != _key(sources):
                return None
            problems = [Problem(*fields) for fields in record["problems"]]
            result = rebuild(record)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
            return None
        return None if result is None else (result, problems)

    def _save(
        self, name: str, sources: Iterable[bytes], plain: Any, problems: Iterable[Problem], dependencies: dict[str, Any]
    ) -> None:
        rows = [list(problem.as_dict().values()) for problem in problems]
        record = {"key": _key(sources), "plain": plain, "problems": rows, **dependencies}
        try:
            body = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
            self._folder.mkdir(mode=0o700, exist_ok=True)  # its parent is not this one's to make
            # The answers are in it: readable for this user alone, as mkstemp makes it.
            file, fresh = tempfile.mkstemp(dir=self._folder, prefix=f".{name}-")
            try:
                with os.fdopen(file, "wb") as out:
                    out.write(body)
                os.replace(fresh, self._path(name))
            except BaseException:
                Path(fresh).unlink(missing_ok=True)
                raise
        except (OSError, ValueError):
            pass  # the next start compiles again

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"


def _key(sources: Iterable[bytes]) -> str:
    digest = hashlib.sha256(_code())
    for source in sources:
        digest.update(hashlib.sha256(source).digest())
    return digest.hexdigest()


def _digest(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


@cache
def _code() -> bytes:
    """Identify the code by the sizes and times of its files."""
    files = [path for part in CODE_PATHS for path in sorted((PACKAGE / part).rglob("*.py"))]
    stamps = [
        (str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns) for path in files if (status := path.stat())
    ]
    return repr((sys.version, pydantic.VERSION, stamps)).encode()
