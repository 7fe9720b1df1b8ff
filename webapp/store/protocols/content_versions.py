"""Versions of the question and words files: the protocol of ``store.versions`` and its dataclasses.

Versions are only ever added. What a file held before it was edited at the desk is a version too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

FileKind = Literal["questions", "words", "text"]
VersionState = Literal["draft", "published", "seen-in-file"]
"""``draft``: kept, and not in the file. ``published``: written into the file from the desk. ``seen-in-file``: found
there, written by another program."""

ASIDE = "aside"
"""``base`` of a draft that stands aside: typed in a save that was refused, kept, and gone on from by nobody."""


@dataclass(frozen=True)
class FileOfText:
    """One file of a text: ``text`` is its slug."""

    text: str
    kind: FileKind = "questions"


@dataclass(frozen=True)
class NewVersion:
    """A version to be added. ``base`` is the digest of the file that the edit began from; ``teacher`` is an id, and
    ``name`` that teacher's name at the time: both empty for what was found in the file. ``anew``: it is added even
    where the latest one is equal."""

    content: bytes
    digest: str
    state: VersionState
    base: str = ""
    teacher: str = ""
    name: str = ""
    why: str = ""
    anew: bool = False


@dataclass(frozen=True)
class VersionEntry:
    """A version without its content. ``number`` counts those of one file from 1."""

    number: int
    at: datetime
    digest: str
    state: VersionState
    base: str
    teacher: str
    name: str
    why: str


class ContentVersions(Protocol):
    """The versions of a school's files, the latest first."""

    def add(self, school: str, file: FileOfText, version: NewVersion) -> VersionEntry:
        """Add a version. Where the latest one of the same kind of state is equal, nothing is added: that is returned.

        A draft is compared with the latest draft of the same teacher, anything else with what was last in the file.
        """

    def add_together(self, school: str, versions: Mapping[FileOfText, NewVersion]) -> Mapping[FileOfText, VersionEntry]:
        """Add a version of each of these files, as ``add`` does: all of them, or none where something is in the way."""

    def entries(self, school: str, file: FileOfText, limit: int | None = None, offset: int = 0) -> list[VersionEntry]:
        """Versions of a file."""

    def entry(self, school: str, file: FileOfText, number: int) -> VersionEntry | None:
        """The version with this number."""

    def content(self, school: str, file: FileOfText, number: int) -> bytes | None:
        """Content of the version with this number."""

    def contents(self, school: str, versions: Mapping[FileOfText, int]) -> Mapping[FileOfText, bytes]:
        """Contents of a version of each of these files, by its number."""

    def content_by_digest(self, school: str, file: FileOfText, digest: str) -> bytes | None:
        """Content of a version whose digest begins with ``digest``."""

    def last_in_file(self, school: str, file: FileOfText) -> VersionEntry | None:
        """The latest version that was in the file."""

    def last_in_files(self, school: str, kind: FileKind) -> Mapping[str, VersionEntry]:
        """The latest version of each text that was in its file, by slug."""

    def open_draft(self, school: str, file: FileOfText) -> VersionEntry | None:
        """The latest draft that nothing was published after, but those that stand aside."""

    def last_drafts(self, school: str, kind: FileKind) -> Mapping[str, VersionEntry]:
        """The open draft of each text that has one that differs from what was last in its file, by slug."""
