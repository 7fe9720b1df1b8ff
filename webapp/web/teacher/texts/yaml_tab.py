"""The question file of a text as it is written: with line numbers, its problems, saving and checking."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import line_difference
from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.text_file import Saved, TextFile
from webapp.content.files.question_files import display_path
from webapp.content.yaml_writer import file_digest, typed_bytes
from webapp.domain.people import Teacher
from webapp.domain.problem import Problem, of_message
from webapp.store.protocols.content_versions import VersionEntry
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services
from webapp.web.teacher.access import bp, teacher_only
from webapp.web.teacher.texts.editing_rights import (
    NOT_WRITABLE,
    author,
    barrier,
    keeps_what_was_typed,
    maker_only,
    may_see,
    text_file_or_404,
)
from webapp.web.teacher.texts.forms import YamlForm

MAX_SAVES = 150
"""Saves and checks of one teacher within ``Config.code_window_seconds``."""
TOO_MANY_SAVES = N_(
    "That was very often within a short time. Wait a few minutes, then save again: it is all still here."
)
LATEST = 5
"""Versions that the page of the file lists; all of them have a page of their own."""


@dataclass(frozen=True)
class ShownProblem:
    """A problem as the page shows it; ``line`` is 0 where it is in another file, or in the file as a whole."""

    problem: Problem
    message: Said
    line: int
    quoted: str

    @property
    def file(self) -> str:
        """Name of the file."""
        return self.problem.path


@dataclass(frozen=True)
class Source:
    """Contents of a file's page: ``text`` was typed or read, ``base`` names the version that it began from."""

    text: str
    base: str
    checked: CheckedText | None = None
    version: VersionEntry | None = None
    """The version that is shown in place of the file."""
    saved: Saved | None = None
    """A save that was refused, since the file had changed."""


@bp.get("/texts/<slug:slug>/yaml")
@teacher_only
def text_yaml(teacher: Teacher, slug: str) -> str:
    """The file, or the version that the address names."""
    file = text_file_or_404(teacher, slug)
    file.note_changes()
    raw = file.read()
    version = _version_or_404(teacher, file) if "version" in request.args else None
    if version:
        shown = file.versions.content(file.school, file.of, version.number) or b""
        base = version.base if version.state == "draft" else file_digest(raw)
        return _page(teacher, file, Source(_text(shown), base, file.check(shown), version), YamlForm())
    checked = file.check(raw) if raw is not None else None
    return _page(teacher, file, Source(_text(raw or b""), file_digest(raw), checked), YamlForm())


@bp.post("/texts/<slug:slug>/yaml")
@keeps_what_was_typed
@maker_only
def save_text_yaml(teacher: Teacher, slug: str) -> Reply | str | tuple[str, int]:
    """Save what was typed, or only check it."""
    if "text" not in request.form:
        abort(400)
    file, form = text_file_or_404(teacher, slug), YamlForm()
    raw = typed_bytes(form.text.data)
    source = Source(_text(raw), form.base.data)
    stopped = barrier(teacher, file)
    if stopped and not form.check.data:
        return _page(teacher, file, source, form, stopped), 403
    if not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        return _page(teacher, file, source, form, TOO_MANY_SAVES), 429
    if form.check.data:
        return _page(teacher, file, Source(source.text, source.base, file.check(raw)), form)
    try:
        saved = file.save(raw, form.base.data, author(teacher), form.why.data)
    except OSError:
        return _page(teacher, file, source, form, NOT_WRITABLE), 403
    if saved.outcome == "stale":
        now = file_digest(saved.current)
        return _page(teacher, file, Source(source.text, now, saved.checked, saved=saved), form), 409
    return after_saving(file, saved)


def after_saving(file: TextFile, saved: Saved) -> Reply:
    """Tell the outcome on the next page: the file, or the draft that what was typed has become."""
    current_services().library.refresh()  # here at once; the other workers look by themselves
    if saved.outcome == "stale":
        notify("text-stale")
    elif saved.outcome == "draft":
        notify("text-draft")
    else:
        notify("text-published" if saved.outcome == "published" else "text-unchanged")
    draft = saved.entry.number if saved.entry and saved.outcome == "draft" else None
    return redirect(url_for("desk.text_yaml", slug=file.of.text, version=draft), 303)


def _page(teacher: Teacher, file: TextFile, source: Source, form: YamlForm, refused: str = "") -> str:
    latest = file.versions.entries(file.school, file.of, limit=50)
    entries = [entry for entry in latest if may_see(teacher, file.of.text, entry)]
    raw, saved = file.read(), source.saved
    lines = source.text.split("\n")
    problems = _shown(source.checked, file, lines) if source.checked else []
    lesson = current_services().library.lesson(file.of.text)
    return render_template(
        "teacher/texts/yaml.html",
        file=file,
        path=display_path(file.path, file.content),
        lesson=lesson,
        source=source,
        form=form,
        barrier=barrier(teacher, file),
        refused=refused,
        broken=raw is not None and file.check(raw).lesson is None,
        gone=raw is None,
        in_file=next((entry for entry in entries if entry.state != "draft"), None),
        entries=entries[:LATEST],
        problems=problems,
        at_line={problem.line: index for index, problem in reversed(list(enumerate(problems, 1))) if problem.line},
        lines=lines,
        longest=min(max(map(len, lines)) + 2, 240),
        current=_text(saved.current or b"") if saved else "",
        difference=line_difference(_text(saved.current or b""), source.text) if saved else [],
    )


def _version_or_404(teacher: Teacher, file: TextFile) -> VersionEntry:
    """The version that the address names, if this teacher may see it."""
    number = request.args.get("version", type=int) or 0
    entry = file.versions.entry(file.school, file.of, number) if 0 < number < 2**31 else None
    return entry if entry and may_see(teacher, file.of.text, entry) else abort(404)


def _shown(checked: CheckedText, file: TextFile, lines: list[str]) -> list[ShownProblem]:
    """Problems as the page shows them, errors first."""
    path = display_path(file.path, file.content)
    shown = []
    for problem in sorted(checked.problems, key=lambda problem: problem.severity != "error"):
        line = problem.line if problem.path == path and 0 < problem.line <= len(lines) else 0
        message = of_message(problem.message)
        quoted = lines[line - 1].strip()[:120] if line else ""
        shown.append(ShownProblem(problem, Said(ar=message.ar, en=message.en), line, quoted))
    return shown


def _text(raw: bytes) -> str:
    """A file as text; what is no UTF-8 shows as such, and the check names its place."""
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
