"""The question file of one text as a teacher edits it: the file that readers are served from, and its versions.

What is typed goes into the file only if it compiles and the file is still the one that the edit began from; else it is
kept as a draft, and readers go on with what they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from webapp.assessment.authoring.drafted_file import Author
from webapp.assessment.authoring.text_check import CheckedText, check_text
from webapp.content import question_file
from webapp.content.yaml_writer import StaleFile, file_digest, read_file, replace_file
from webapp.store.protocols.content_versions import ContentVersions, FileOfText, NewVersion, VersionEntry

Outcome = Literal["published", "unchanged", "draft", "stale"]


@dataclass(frozen=True)
class Saved:
    """Outcome of a save; ``entry`` is the version that was added, None where nothing had changed.

    ``stale``: the file was changed meanwhile; what was typed is kept as a draft, and ``current`` is the file now.
    """

    outcome: Outcome
    checked: CheckedText
    entry: VersionEntry | None = None
    current: bytes | None = None


class TextFile:
    """The question file of the text ``slug``, and its versions in the record of a school."""

    def __init__(self, versions: ContentVersions, school: str, content: Path, slug: str) -> None:
        self.versions, self.school, self.content = versions, school, content
        self.slug, self.of = slug, FileOfText(slug)
        self.path = question_file(content, slug) or content / "questions" / f"{slug}.yaml"

    def is_known(self) -> bool:
        """Tell whether there is such a file, or was one whose versions are kept."""
        return self.path.is_file() or self.last_in_file() is not None

    def read(self) -> bytes | None:
        """Read the file; None where it is gone."""
        return read_file(self.path)

    def check(self, raw: bytes) -> CheckedText:
        """Check what the file may hold."""
        return check_text(raw, self.path, self.content)

    def last_in_file(self) -> VersionEntry | None:
        """The latest version that was in the file, as far as it was noticed."""
        return self.versions.last_in_files(self.school, self.of.kind).get(self.of.text)

    def note_changes(self) -> VersionEntry | None:
        """Keep what another program wrote into the file as a version; return the version that the file is now."""
        return self._noted(self.read())

    def save(self, raw: bytes, began_from: str, by: Author, why: str = "") -> Saved:
        """Publish what was typed, or keep it as a draft. OSError where the file cannot be written."""
        checked, current = self.check(raw), self.read()
        last = self.last_in_file()
        if current == raw and (last is None or last.digest == file_digest(raw)):
            return Saved("unchanged", checked, last)
        if current != raw:  # else an earlier save was cut off between the file and its version
            self._noted(current)
        if checked.lesson is None:
            return Saved("draft", checked, self._add(raw, "draft", began_from, by, why))
        if current != raw:
            try:
                replace_file(self.path, raw, began_from)
            except StaleFile as stale:
                draft = self._add(raw, "draft", began_from, by, why)
                self._noted(stale.current)
                return Saved("stale", checked, draft, stale.current)
        return Saved("published", checked, self._add(raw, "published", began_from, by, why))

    def _noted(self, current: bytes | None) -> VersionEntry | None:
        if current is None:
            return None
        last = self.last_in_file()
        if last and last.digest == file_digest(current):
            return last
        return self.versions.add(
            self.school, self.of, NewVersion(current, file_digest(current), "seen-in-file", last.digest if last else "")
        )

    def _add(self, raw: bytes, state: Literal["draft", "published"], base: str, by: Author, why: str) -> VersionEntry:
        version = NewVersion(raw, file_digest(raw), state, base, by.teacher, by.name, why)
        return self.versions.add(self.school, self.of, version)
