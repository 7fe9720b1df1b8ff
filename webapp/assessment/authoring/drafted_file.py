"""One file of a text with its draft: the file that readers have, and what its makers have made of it since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from webapp.content.yaml_writer import file_digest, finish_writing, read_file, writing
from webapp.domain.problem import both
from webapp.store.protocols.content_versions import ASIDE, ContentVersions, FileOfText, NewVersion, VersionEntry

Merge = Callable[[bytes, bytes, bytes], bytes | None]
"""Three-way merge of base, theirs and mine; None where both changed the same."""
WITH_THE_FILE = both(en="including changes made in the file", ar="مع ما عُدّل في الملف نفسه")


@dataclass(frozen=True)
class Author:
    """The teacher who saves: an id, and the name as it is now."""

    teacher: str
    name: str


@dataclass(frozen=True)
class FileState:
    """The file at ``path``, and its open draft, if there is one.

    ``behind``: the file was changed since the draft began, in a place that the draft changed too.
    """

    path: Path
    in_file: bytes | None
    draft: VersionEntry | None = None
    drafted: bytes | None = None
    behind: bool = False

    @property
    def content(self) -> bytes | None:
        """The draft, or the file where there is none."""
        return self.in_file if self.drafted is None else self.drafted


def new_draft(state: FileState, raw: bytes, by: Author, why: str) -> NewVersion:
    """The version of a draft that goes on from ``state``."""
    return _draft(raw, state.draft.base if state.draft else file_digest(state.in_file), by, why)


def new_publication(state: FileState, raw: bytes, by: Author, why: str) -> NewVersion:
    """The version that says that ``raw`` is in the file now, and was ``state`` before."""
    return NewVersion(
        raw,
        file_digest(raw),
        "published",
        file_digest(state.in_file),
        by.teacher,
        by.name,
        why,
        # Another process may have seen the new content in the file before its author is recorded here.
        anew=state.draft is not None or raw != state.in_file,
    )


def _draft(raw: bytes, base: str, by: Author, why: str) -> NewVersion:
    return NewVersion(raw, file_digest(raw), "draft", base, by.teacher, by.name, why, anew=True)


class DraftedFile:
    """The versions of one file of a text in the record of a school. ``folder`` is the one whose lock is held."""

    def __init__(self, versions: ContentVersions, school: str, of: FileOfText, folder: Path, merge: Merge) -> None:
        self.versions, self.school, self.of, self.folder, self._merge = versions, school, of, folder, merge

    def state(self, path: Path) -> FileState:
        """The file and its draft now; what another program wrote is kept as a version, and taken into the draft."""
        finish_writing(self.folder)
        current = read_file(path)
        if not self._is_noted(current):
            with writing(self.folder):
                current = read_file(path)
                self._note(current)
        draft = self.versions.open_draft(self.school, self.of)
        if draft is None:
            return FileState(path, current)
        if current is not None and draft.base != file_digest(current):
            with writing(self.folder):
                return self._brought_up(path)
        return self._drafted(path, current, draft)

    def content_of(self, digest: str) -> bytes | None:
        """Content of a version whose digest begins so."""
        return self.versions.content_by_digest(self.school, self.of, digest)

    def keep(self, state: FileState, raw: bytes, by: Author, why: str) -> VersionEntry:
        """Keep a draft that goes on from ``state``."""
        return self.versions.add(self.school, self.of, new_draft(state, raw, by, why))

    def keep_from(self, raw: bytes, base: str, by: Author, why: str) -> VersionEntry:
        """Keep a draft as one that began from the file named ``base``."""
        return self.versions.add(self.school, self.of, _draft(raw, base, by, why))

    def keep_aside(self, raw: bytes, by: Author, why: str) -> VersionEntry:
        """Keep what was typed, though nobody goes on from it."""
        version = NewVersion(raw, file_digest(raw), "draft", ASIDE, by.teacher, by.name, why)
        return self.versions.add(self.school, self.of, version)

    def _is_noted(self, current: bytes | None) -> bool:
        last = self.versions.last_in_file(self.school, self.of)
        return current is None or (last is not None and last.digest == file_digest(current))

    def _note(self, current: bytes | None) -> None:
        """Keep what another program wrote; a draft in the file is a publication that was cut off."""
        if current is None or self._is_noted(current):
            return
        digest, last = file_digest(current), self.versions.last_in_file(self.school, self.of)
        base = last.digest if last else ""
        draft = self.versions.open_draft(self.school, self.of)
        version = NewVersion(current, digest, "seen-in-file", base)
        if draft and draft.digest == digest:
            version = NewVersion(current, digest, "published", base, draft.teacher, draft.name, draft.why)
        self.versions.add(self.school, self.of, version)

    def _brought_up(self, path: Path) -> FileState:
        """The draft with what the file has got since it began; as it was where both changed the same."""
        current, draft = read_file(path), self.versions.open_draft(self.school, self.of)
        self._note(current)
        if draft is None or current is None or draft.base == file_digest(current):
            return self._drafted(path, current, draft)
        drafted = self.versions.content(self.school, self.of, draft.number) or b""
        base = self.content_of(draft.base) if draft.base else b""
        merged = None if base is None else self._merge(base, drafted, current)
        if merged is None:
            return FileState(path, current, draft, drafted, behind=drafted != current)
        by = Author(draft.teacher, draft.name)
        entry = self.keep_from(merged, file_digest(current), by, WITH_THE_FILE)
        return FileState(path, current, entry, merged)

    def _drafted(self, path: Path, current: bytes | None, draft: VersionEntry | None) -> FileState:
        if draft is None:
            return FileState(path, current)
        return FileState(path, current, draft, self.versions.content(self.school, self.of, draft.number))
