"""The list of all texts: level, questions, problems, state, and who changed each last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import after_this_request, render_template
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.text_check import CheckedText, check_text, is_checked
from webapp.content import Lesson, question_files, slug_of
from webapp.content.files.slugs import slug_fault
from webapp.content.yaml_writer import file_digest
from webapp.domain.people import Teacher
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.services import current_services, school_store
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.editing_rights import may_see

MAX_CHECKED_BYTES = 128 * 1024
"""Bytes of question files that one page checks: a second of work. The page comes again by itself for the others."""


@dataclass(frozen=True)
class TextRow:
    """One text of the list. ``checked`` is None where its check is still to be made; ``lesson`` is what is served."""

    slug: str
    openable: bool
    lesson: Lesson | None
    checked: CheckedText | None
    changed: datetime | None
    by: str
    outside: bool
    """The file was changed by another program than the desk."""
    draft: VersionEntry | None

    @property
    def state(self) -> str:
        """State of the file: ``published``, ``stale`` (readers have an earlier version), ``broken``, ``gone``."""
        if self.checked is None and self.changed is None:
            return "gone"
        if self.checked and self.checked.lesson is None:
            return "stale" if self.lesson else "broken"
        return "published"


@bp.get("/texts")
@teacher_only
def texts(teacher: Teacher) -> str:
    """List of the texts."""
    rows = _Rows(teacher)
    files = {slug_of(path): path for path in question_files(current_services().config.content)}
    found = [rows.of(slug, files.get(slug)) for slug in sorted({*files, *rows.in_files})]
    unchecked = sum(row.checked is None and row.state != "gone" for row in found)
    if unchecked:
        after_this_request(_come_again)
    return render_template("teacher/texts/texts.html", rows=found, unchecked=unchecked)


class _Rows:
    """Rows of one page; ``left`` are the bytes that it may still check."""

    def __init__(self, teacher: Teacher) -> None:
        store, school = school_store()
        services = current_services()
        self.teacher, self.content, self.left = teacher, services.config.content, MAX_CHECKED_BYTES
        self.lessons = services.library.snapshot.lessons
        self.in_files = store.versions.last_in_files(school, "questions")
        self.drafts = store.versions.last_drafts(school, "questions")

    def of(self, slug: str, path: Path | None) -> TextRow:
        """The row of one text."""
        raw, changed = _read(path)
        last, draft = self.in_files.get(slug), self.drafts.get(slug)
        desk = last if last and raw is not None and last.digest == file_digest(raw) and last.name else None
        return TextRow(
            slug,
            openable=not slug_fault(slug),
            lesson=self.lessons.get(slug),
            checked=self._checked(raw, path) if raw is not None and path else None,
            changed=desk.at if desk else changed,
            by=desk.name if desk else "",
            outside=desk is None,
            draft=draft if draft and may_see(self.teacher, slug, draft) else None,
        )

    def _checked(self, raw: bytes, path: Path) -> CheckedText | None:
        if not is_checked(raw, path, self.content):
            if self.left <= 0:
                return None
            self.left -= len(raw)
        return check_text(raw, path, self.content)


def _read(path: Path | None) -> tuple[bytes | None, datetime | None]:
    """The bytes of a file, and when it was changed."""
    if path is None:
        return None, None
    try:
        return path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None, None


def _come_again(reply: Reply) -> Reply:
    """Have the browser ask for the page again in a second; a script is not needed for it."""
    reply.headers["Refresh"] = "1"
    return reply
