"""States of a text as values: its working copy, both its files, and the outcome of a save or of publishing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from webapp.assessment.authoring.drafted_file import FileState
from webapp.assessment.authoring.text_check import CheckedText
from webapp.content.yaml_writer import file_digest
from webapp.store.protocols.content_versions import VersionEntry

QUESTIONS, TEXT, WORDS = slice(0, 22), slice(22, 43), slice(43, 64)
"""Parts of the name of a working copy: each is the beginning of a file's digest, or naughts where there is no file."""
Edit = Callable[[bytes], bytes]


@dataclass(frozen=True)
class WorkingCopy:
    """A text as its makers have it; ``digest`` names this state, and is the ``base`` of what goes on from it."""

    questions: bytes
    text: bytes
    digest: str
    is_draft: bool
    text_path: Path | None = None
    words: bytes | None = None
    """The words file; None where there is none."""
    words_path: Path | None = None
    draft: VersionEntry | None = None
    """The latest draft of the question file, else of the text."""
    behind: bool = False
    """A file was changed by another program, in the same place as the draft."""


@dataclass(frozen=True)
class SavedDraft:
    """Outcome of a save; ``copy`` is the working copy afterwards.

    ``stale``: another maker changed the same (``conflicts``: ids of questions, names of settings); what was asked for
    is kept as the version ``entry`` and is ``mine``, and ``theirs`` is what the working copy has.
    """

    outcome: Literal["saved", "unchanged", "stale", "too-large"]
    copy: WorkingCopy | None
    entry: VersionEntry | None = None
    theirs: bytes = b""
    mine: bytes = b""
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """Outcome of publishing. ``faulty``: what ``checked`` found is in the way. ``stale``: ``theirs`` is in the file or
    in the working copy by now, and ``mine`` was to be published."""

    outcome: Literal["published", "unchanged", "faulty", "stale"]
    checked: CheckedText | None = None
    entry: VersionEntry | None = None
    theirs: bytes = b""
    mine: bytes = b""


@dataclass(frozen=True)
class TextState:
    """The files of a text. ``text`` is None where no text is named."""

    questions: FileState
    text: FileState | None
    words: FileState
    sees_drafts: bool = True

    @property
    def files(self) -> list[FileState]:
        """Those that there are, in the order in which they are written."""
        return [state for state in (self.text, self.words, self.questions) if state]

    @property
    def copy(self) -> WorkingCopy | None:
        """The working copy; None where there is no question file, nor a draft of one."""
        questions, text, words = (self._content(state) for state in (self.questions, self.text, self.words))
        if questions is None:
            return None
        states = self.files[::-1] if self.sees_drafts else []
        drafts = [state.draft for state in states if state.draft and state.drafted != state.in_file]
        return WorkingCopy(
            questions,
            text or b"",
            copy_digest(questions, text, words),
            is_draft=bool(drafts),
            text_path=self.text.path if self.text else None,
            words=words,
            words_path=self.words.path,
            draft=drafts[0] if drafts else None,
            behind=any(state.behind for state in states),
        )

    def _content(self, state: FileState | None) -> bytes | None:
        if state is None:
            return None
        return state.content if self.sees_drafts else state.in_file


def copy_digest(questions: bytes | None, text: bytes | None, words: bytes | None) -> str:
    """Name a state of the three files; each part names one of them."""
    return "".join(part_of(raw, part) for raw, part in ((questions, QUESTIONS), (text, TEXT), (words, WORDS)))


def part_of(raw: bytes | None, part: slice) -> str:
    """The part of the name that one file gives to it."""
    return ("0" * 64 if raw is None else file_digest(raw))[: part.stop - part.start]
