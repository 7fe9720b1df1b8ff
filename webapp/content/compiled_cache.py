"""What was read of the content files, kept on disk between two starts: to read it anew takes longer than all the rest.

Only files without an error are kept, as the plain values of their YAML. A record counts while everything it was made
from is the same: the file, its text, the recordings that it names, and the code that reads them. Whatever else is
found in its place is passed over. No code is ever loaded from here: the values go through the same models again.
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
"""The parts of the house whose change may make another lesson of the same files."""


class CompiledCache:
    """The records in one folder, which is made when the first is kept. Safe among processes; faults are silent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lesson(
        self, slug: str, raw: bytes, shown: str, read: ReadText, has: HasRecording
    ) -> tuple[Lesson, list[Problem]] | None:
        """The lesson of a question file with these bytes, and its warnings; None where it must be compiled."""

        def made(record: dict[str, Any]) -> Lesson | None:
            texts = {name: read(name) for name in record["texts"]}
            if any(_digest(texts[name]) != digest for name, digest in record["texts"].items()):
                return None
            if any(has(name) != there for name, there in record["recordings"].items()):
                return None
            return build_lesson(slug, record["plain"], texts.get)

        return self._found(slug, (raw, shown.encode()), made)

    def keep_lesson(
        self, slug: str, raw: bytes, shown: str, plain: Any, problems: Iterable[Problem],
        texts: dict[str, bytes | None], recordings: dict[str, bool],
    ) -> None:  # fmt: skip
        """Keep the plain values of a question file, with what was asked about other files while it was compiled."""
        asked = {"texts": {name: _digest(found) for name, found in texts.items()}, "recordings": recordings}
        self._keep(slug, (raw, shown.encode()), plain, problems, asked)

    def words(self, slug: str, raw: bytes, shown: str, text: Text) -> tuple[TextWords, list[Problem]] | None:
        """The words of a words file with these bytes, and its warnings; None where it must be compiled."""

        def made(record: dict[str, Any]) -> TextWords:
            return text_words(WordsFile.model_validate(record["plain"]), text)

        return self._found(f"{slug}.words", (raw, shown.encode(), repr(text).encode()), made)

    def keep_words(self, slug: str, raw: bytes, shown: str, text: Text, plain: Any, found: Iterable[Problem]) -> None:
        """Keep the plain values of a words file."""
        self._keep(f"{slug}.words", (raw, shown.encode(), repr(text).encode()), plain, found, {})

    def _found(
        self, name: str, sources: Iterable[bytes], made: Callable[[dict[str, Any]], T | None]
    ) -> tuple[T, list[Problem]] | None:
        try:
            record = json.loads(self._path(name).read_bytes())
            if record["key"] != _key(sources):
                return None
            problems = [Problem(*fields) for fields in record["problems"]]
            thing = made(record)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
            return None
        return None if thing is None else (thing, problems)

    def _keep(
        self, name: str, sources: Iterable[bytes], plain: Any, problems: Iterable[Problem], asked: dict[str, Any]
    ) -> None:
        rows = [list(problem.as_dict().values()) for problem in problems]
        record = {"key": _key(sources), "plain": plain, "problems": rows, **asked}
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
    found = hashlib.sha256(_code())
    for source in sources:
        found.update(hashlib.sha256(source).digest())
    return found.hexdigest()


def _digest(found: bytes | None) -> str | None:
    return None if found is None else hashlib.sha256(found).hexdigest()


@cache
def _code() -> bytes:
    """Which code this is, by the sizes and times of its files."""
    files = [path for part in CODE_PATHS for path in sorted((PACKAGE / part).rglob("*.py"))]
    stamps = [
        (str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns) for path in files if (found := path.stat())
    ]
    return repr((sys.version, pydantic.VERSION, stamps)).encode()
