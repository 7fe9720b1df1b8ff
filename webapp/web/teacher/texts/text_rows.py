"""Rows of the list of texts: the state of each, its length, its problems, who changed it last and who reads it.

A page asks a few statements, however many texts there are, and checks so many bytes: the rest is checked when it comes
again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from webapp.arabic.normalize import skeleton
from webapp.assessment.authoring.text_check import CheckedText, check_text, is_checked
from webapp.content import Lesson, question_files, slug_of
from webapp.content.files.slugs import slug_fault
from webapp.content.yaml_writer import file_digest
from webapp.domain.people import Teacher
from webapp.store.protocols.class_reports import ClassReaders
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.texts.editing_rights import look_makers_up, may_see
from webapp.web.teacher.texts.unpublished_drafts import DRAFTED, CheckedFiles, UnpublishedDrafts

MAX_CHECKED_BYTES = 128 * 1024
"""Bytes of question files that one page checks: a second of work. The page comes again by itself for the others."""
TextState = Literal["draft", "published", "changed", "archived", "broken", "gone"]
"""``draft``: never published. ``changed``: published, with changes that are not. ``broken``: the file has errors.
``gone``: the file was removed."""


@dataclass(frozen=True)
class TextRow:
    """One text of the list. ``checked`` is None before its check is made; ``served`` is what readers have."""

    slug: str
    state: TextState
    openable: bool
    served: Lesson | None
    checked: CheckedText | None
    changed: datetime | None
    by: str
    """Name of the teacher who changed it last; empty where another program than the desk did."""
    draft: VersionEntry | None
    readers: tuple[ClassReaders, ...]
    written_title: str = ""
    """The title in a draft that is no lesson yet."""
    is_unchecked: bool = False
    """The check of its file is still to be made."""

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that its title and figures come from."""
        return (self.checked and self.checked.lesson) or self.served

    @property
    def title(self) -> str:
        """The title, or the slug where there is none."""
        return self.lesson.settings.title if self.lesson else self.written_title or self.slug

    @property
    def words(self) -> int:
        """Number of words of the text."""
        paragraphs = self.lesson.text.paragraphs if self.lesson else ()
        return sum(len(paragraph.text.split()) for paragraph in paragraphs)

    def matches(self, words: str) -> bool:
        """Tell whether its title or slug has these words, however they are spelled."""
        return skeleton(words) in skeleton(self.title) or words.casefold() in self.slug.casefold()


def text_rows(teacher: Teacher) -> list[TextRow]:
    """Rows of all texts that a teacher may see, by title."""
    files = {slug_of(path): path for path in question_files(current_services().config.content)}
    rows = _Rows(teacher, files)
    return sorted((rows.of(slug, files.get(slug)) for slug in rows.slugs), key=lambda row: (row.title, row.slug))


class _Rows:
    """Rows of one page; ``left`` are the bytes that it may still check."""

    def __init__(self, teacher: Teacher, files: Collection[str]) -> None:
        store, school = school_store()
        services = current_services()
        self.teacher, self.content, self.left = teacher, services.config.content, MAX_CHECKED_BYTES
        self.lessons = services.library.snapshot.lessons
        self.in_files = store.versions.last_in_files(school, "questions")
        by_kind = {kind: store.versions.last_drafts(school, kind) for kind in DRAFTED}
        drafts = _latest(by_kind.values())
        look_makers_up(teacher, {*files, *self.in_files, *drafts})
        self.drafts = {slug: draft for slug, draft in drafts.items() if may_see(teacher, slug, draft)}
        self.slugs = {*files, *self.in_files, *self.drafts}
        self.unpublished = UnpublishedDrafts(
            store.versions, school, self.content, by_kind, {*self.drafts} - {*files, *self.in_files}
        )
        self.readers = store.reports.readers(school, teacher.id, self.slugs)

    def of(self, slug: str, path: Path | None) -> TextRow:
        """The row of one text."""
        raw, changed = _read(path)
        last, draft = self.in_files.get(slug), self.drafts.get(slug)
        desk = last if last and raw is not None and last.digest == file_digest(raw) and last.name else None
        files = CheckedFiles(raw, path) if raw is not None and path else self.unpublished.files(slug)
        checked = self._checked(files) if files else None
        served = self.lessons.get(slug)
        latest = draft or desk
        return TextRow(
            slug,
            state=self._state(slug, raw, checked, served),
            openable=not slug_fault(slug),
            served=served,
            checked=checked,
            changed=latest.at if latest else changed,
            by=latest.name if latest else "",
            draft=draft,
            readers=tuple(self.readers.get(slug, ())),
            written_title=self.unpublished.title(slug),
            is_unchecked=files is not None and checked is None,
        )

    def _state(self, slug: str, raw: bytes | None, checked: CheckedText | None, served: Lesson | None) -> TextState:
        lesson = checked.lesson if checked else served
        if raw is None:
            return "gone" if slug in self.in_files else "draft"
        if lesson is None:
            return "broken"
        if lesson.settings.archived:
            return "archived"
        return "changed" if slug in self.drafts else "published"

    def _checked(self, files: CheckedFiles) -> CheckedText | None:
        """The check of these files; None where this page may check no more."""
        if not is_checked(files.raw, files.path, self.content, files.drafts):
            if self.left <= 0:
                return None
            self.left -= len(files.raw)
        return check_text(files.raw, files.path, self.content, files.drafts)


def _latest(kinds: Iterable[Mapping[str, VersionEntry]]) -> dict[str, VersionEntry]:
    """The latest draft of each text, be it of its questions or of the text itself."""
    latest: dict[str, VersionEntry] = {}
    for drafts in kinds:
        for slug, draft in drafts.items():
            if slug not in latest or latest[slug].at < draft.at:
                latest[slug] = draft
    return latest


def _read(path: Path | None) -> tuple[bytes | None, datetime | None]:
    """The bytes of a file, and when it was changed."""
    if path is None:
        return None, None
    try:
        return path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None, None
