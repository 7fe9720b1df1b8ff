"""Drafts of texts that were never published, read together for the list: their titles, and the files to check."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from webapp.content.editing.question_edits import UneditableFile, file_settings
from webapp.content.editing.text_name import text_name
from webapp.content.files.question_files import same_name, words_path
from webapp.store.protocols.content_versions import ContentVersions, FileKind, FileOfText, VersionEntry

DRAFTED: tuple[FileKind, ...] = ("questions", "text", "words")
"""Files of a text that have drafts."""
MAX_COMPILED = 30
"""Drafts that one page compiles; of the others the titles are shown."""


@dataclass(frozen=True)
class CheckedFiles:
    """Input of a check: a question file, and what stands for the files beside it."""

    raw: bytes
    path: Path
    drafts: Mapping[Path, bytes] = field(default_factory=dict)


class UnpublishedDrafts:
    """The drafts of these texts, read by one statement; ``by_kind`` has the latest drafts of each file, by slug."""

    def __init__(
        self,
        versions: ContentVersions,
        school: str,
        content: Path,
        by_kind: Mapping[FileKind, Mapping[str, VersionEntry]],
        slugs: Collection[str],
    ) -> None:
        asked = {
            FileOfText(slug, kind): entries[slug].number
            for kind, entries in by_kind.items()
            for slug in slugs
            if slug in entries
        }
        self._content, self._raw = content, versions.contents(school, asked)
        self._left = MAX_COMPILED

    def title(self, slug: str) -> str:
        """The title as it is written; empty where it cannot be read."""
        raw = self._raw.get(FileOfText(slug))
        try:
            return str(file_settings(raw).get("title") or "") if raw else ""
        except UneditableFile:
            return ""

    def files(self, slug: str) -> CheckedFiles | None:
        """The files of a draft; None for a text that is none of these, and behind the first ones."""
        raw = self._raw.get(FileOfText(slug))
        if raw is None or self._left <= 0:
            return None
        self._left -= 1
        path, seeds = self._content / "questions" / f"{slug}.yaml", self._content / "seeds"
        text, words = (self._raw.get(FileOfText(slug, kind)) for kind in ("text", "words"))
        drafts = {} if words is None else {words_path(path): words}
        if text is not None and (name := text_name(raw)):
            drafts[seeds / (same_name(seeds, name) or name)] = text
        return CheckedFiles(raw, path, drafts)
