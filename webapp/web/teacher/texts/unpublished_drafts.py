"""Drafts of texts that were never published, read together for the list: their titles, figures and errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from webapp.assessment.authoring.text_check import CheckedText
from webapp.content import check_file
from webapp.content.editing.question_edits import UneditableFile, file_settings
from webapp.content.editing.text_name import text_name
from webapp.store.protocols.content_versions import ContentVersions, FileKind, FileOfText, VersionEntry

DRAFTED: tuple[FileKind, ...] = ("questions", "text", "words")
"""Files of a text that have drafts."""
MAX_COMPILED = 30
"""Drafts that one page compiles; of the others the titles are shown."""


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

    def checked(self, slug: str) -> CheckedText | None:
        """The draft compiled, without the warnings of a check; None for a text that is none of these."""
        raw = self._raw.get(FileOfText(slug))
        if raw is None or self._left <= 0:
            return None
        self._left -= 1
        path, text = self._content / "questions" / f"{slug}.yaml", self._raw.get(FileOfText(slug, "text"))
        drafted = {path: raw} if text is None else {path: raw, self._content / "seeds" / (text_name(raw) or ""): text}
        lesson, problems = check_file(path, self._content, lambda file: drafted.get(file) or file.read_bytes())
        return CheckedText(lesson, tuple(problems), rehearsed=False)
