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

HALF = 32
NOTHING = "0" * HALF
"""Half of the name of a working copy: a file that does not exist."""
Edit = Callable[[bytes], bytes]


@dataclass(frozen=True)
class WorkingCopy:
    """A text as its makers have it; ``digest`` names this state, and is the ``base`` of what goes on from it."""

    questions: bytes
    text: bytes
    digest: str
    is_draft: bool
    text_path: Path | None = None
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
    """Both files of a text."""

    questions: FileState
    text: FileState | None
    """None where no text is named."""
    sees_drafts: bool = True

    @property
    def copy(self) -> WorkingCopy | None:
        """The working copy; None where there is no question file, nor a draft of one."""
        questions, text = self._content(self.questions), self._content(self.text)
        if questions is None:
            return None
        states = [state for state in (self.questions, self.text) if state and self.sees_drafts]
        drafts = [state.draft for state in states if state.draft and state.drafted != state.in_file]
        return WorkingCopy(
            questions,
            text or b"",
            copy_digest(questions, text),
            is_draft=bool(drafts),
            text_path=self.text.path if self.text else None,
            draft=drafts[0] if drafts else None,
            behind=any(state.behind for state in states),
        )

    def _content(self, state: FileState | None) -> bytes | None:
        if state is None:
            return None
        return state.content if self.sees_drafts else state.in_file


def copy_digest(questions: bytes | None, text: bytes | None) -> str:
    """Name a state of both files; either half names one of them."""
    return "".join(NOTHING if raw is None else file_digest(raw)[:HALF] for raw in (questions, text))
