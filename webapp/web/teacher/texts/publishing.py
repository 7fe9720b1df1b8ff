"""The page that publishes a text's working copy: what the check says, what changes for readers and for their marks.

Archiving and bringing back are there too. Both are edits of the file, which a person may make by hand as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.assessment.authoring.line_difference import DifferenceLine, line_difference
from webapp.assessment.authoring.question_changes import LessonChanges, lesson_changes
from webapp.assessment.authoring.text_check import CheckedText
from webapp.assessment.authoring.working_copy import AuthoredText, Published, WorkingCopy
from webapp.assessment.regrading import changed_texts
from webapp.content import Lesson
from webapp.content.editing.question_edits import (
    UneditableFile,
    change_settings,
    file_settings,
    question_sources,
)
from webapp.content.files.question_files import display_path
from webapp.content.yaml_writer import file_digest
from webapp.domain.attempt import Attempt
from webapp.domain.people import Teacher
from webapp.question_types import TYPES
from webapp.question_types.field_labels import field_label
from webapp.store.protocols.audit_log import AuditAction
from webapp.web.framework.desk_session import acting
from webapp.web.framework.http.rate_limit import reserve_failures
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.notices import notify
from webapp.web.framework.services import current_services, school_store
from webapp.web.framework.verdict_labels import verdict_label
from webapp.web.teacher.access import bp
from webapp.web.teacher.given_answers import as_given
from webapp.web.teacher.marking.regrading import RegradePreview, preview_regrade
from webapp.web.teacher.question_forms.field_problems import at_each_question, at_missing_fields, field_problems
from webapp.web.teacher.question_forms.form_view import of_both
from webapp.web.teacher.question_forms.model_fields import fields_of
from webapp.web.teacher.texts.editing_rights import (
    NOT_WRITABLE,
    author,
    authored_text_or_404,
    barrier,
    maker_only,
)
from webapp.web.teacher.texts.forms import PublishForm
from webapp.web.teacher.texts.text_tabs import text_title
from webapp.web.teacher.texts.yaml_tab import MAX_SAVES, TOO_MANY_SAVES

MAX_EXAMPLES = 6
CHANGED_MEANWHILE = N_("Not published: the text was changed in the meantime. This is the current text.")
HAS_ERRORS = N_("Not published: fix the errors first.")


@dataclass(frozen=True)
class Example:
    """An answer of the teacher's own classes whose verdict would be another one."""

    prompt: str
    answer: str
    before: Said | str
    after: Said | str


@dataclass(frozen=True)
class FoundProblem:
    """A problem of the check, with its question, or with its line where no question can be read; 0 and "" for none."""

    severity: str
    message: Said
    line: int = 0
    number: int = 0
    question: str = ""
    field: Said | None = None
    """The label of its field."""


@dataclass(frozen=True)
class Shown:
    """Contents of the page. ``over`` is the digest of a file that was changed by another program in the same place."""

    copy: WorkingCopy
    checked: CheckedText
    problems: tuple[FoundProblem, ...]
    changes: LessonChanges | None
    preview: RegradePreview | None
    examples: tuple[Example, ...]
    over: str = ""
    difference: tuple[DifferenceLine, ...] = ()


@bp.get("/texts/<slug:slug>/publish")
@maker_only
def publish_text(teacher: Teacher, slug: str) -> str:
    """Show what publishing the working copy would change."""
    return _page(teacher, authored_text_or_404(teacher, slug), PublishForm())


@bp.post("/texts/<slug:slug>/publish")
@maker_only
def put_before_readers(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """Publish the working copy that was seen."""
    text, form = authored_text_or_404(teacher, slug), PublishForm()
    refused = _refusal(teacher, text)
    if refused:
        return _page(teacher, text, form, refused[0]), refused[1]
    try:
        published = text.publish(form.base.data, author(teacher), form.why.data, form.over.data)
    except OSError:
        return _page(teacher, text, form, NOT_WRITABLE), 403
    if published.outcome == "stale":
        return _page(teacher, text, form, CHANGED_MEANWHILE, published), 409
    if published.outcome == "faulty":
        return _page(teacher, text, form, HAS_ERRORS), 422
    if published.outcome == "published":
        _log(teacher, "text-published", slug)
    notify("text-published" if published.outcome == "published" else "text-unchanged", text=slug)
    return redirect(url_for("desk.publish_text", slug=slug), 303)


@bp.post("/texts/<slug:slug>/archive")
@maker_only
def archive_text(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """Take a text off the library; its record stays."""
    return _set_archived(teacher, slug, archived=True)


@bp.post("/texts/<slug:slug>/unarchive")
@maker_only
def unarchive_text(teacher: Teacher, slug: str) -> Reply | tuple[str, int]:
    """Offer an archived text again."""
    return _set_archived(teacher, slug, archived=False)


def _set_archived(teacher: Teacher, slug: str, *, archived: bool) -> Reply | tuple[str, int]:
    text, form = authored_text_or_404(teacher, slug), PublishForm()
    refused = _refusal(teacher, text)
    if refused:
        return _page(teacher, text, form, refused[0]), refused[1]

    def edit(raw: bytes) -> bytes:
        settings = {key: value for key, value in file_settings(raw).items() if key != "archived"}
        return change_settings(raw, {**settings, "archived": True} if archived else settings)

    try:
        outcome = text.publish_edit(edit, author(teacher)).outcome
    except UneditableFile:
        outcome = "faulty"
    except OSError:
        return _page(teacher, text, form, NOT_WRITABLE), 403
    if outcome == "published":
        _log(teacher, "text-archived" if archived else "text-brought-back", slug)
    if outcome in ("published", "unchanged"):
        notify("text-archived" if archived else "text-brought-back")
    else:
        notify("text-not-archived")
    return redirect(url_for("desk.publish_text", slug=slug), 303)


def _refusal(teacher: Teacher, text: AuthoredText) -> tuple[str, int] | None:
    """The reason why nothing is written, with the status of the answer."""
    if stopped := barrier(teacher, text):
        return stopped, 403
    if not reserve_failures({f"text saves {teacher.id}": MAX_SAVES}):
        return TOO_MANY_SAVES, 429
    return None


def _log(teacher: Teacher, action: AuditAction, slug: str) -> None:
    store, school = school_store()
    store.audit.add(school, acting(teacher), action, detail=slug)


def _page(
    teacher: Teacher, text: AuthoredText, form: PublishForm, refused: str = "", published: Published | None = None
) -> str:
    copy = text.working()
    shown = _shown(teacher, text, copy, published) if copy else None
    served = current_services().library.lesson(text.slug)
    lesson = (shown and shown.checked.lesson) or served
    return render_template(
        "teacher/texts/publish.html",
        slug=text.slug,
        title=lesson.settings.title if lesson else text_title(text),
        text=text,
        served=served,
        shown=shown,
        form=form,
        barrier=barrier(teacher, text),
        refused=refused,
        prompts={item.question.id: item.question.prompt for item in lesson.items} if lesson else {},
        outdated=_outdated(served) if served else 0,
    )


def _shown(teacher: Teacher, text: AuthoredText, copy: WorkingCopy, published: Published | None) -> Shown:
    checked, served = text.check(copy), current_services().library.lesson(text.slug)
    new = checked.lesson if copy.is_draft else None
    preview = preview_regrade(teacher, new) if new else None
    raced = published if published and published.mine else None
    return Shown(
        copy,
        checked,
        tuple(_found(text, copy, checked)),
        changes=lesson_changes(served, new) if new else None,
        preview=preview if preview and preview.total else None,
        examples=tuple(_examples(new, preview)) if new and preview else (),
        over=file_digest(raced.theirs) if raced else "",
        difference=tuple(line_difference(_text(raced.theirs), _text(raced.mine))) if raced else (),
    )


def _found(text: AuthoredText, copy: WorkingCopy, checked: CheckedText) -> Iterator[FoundProblem]:
    path = display_path(text.path, text.content)
    try:
        sources = question_sources(copy.questions)
    except UneditableFile:
        for fault in checked.problems:
            line = fault.line if fault.path == path else 0
            yield FoundProblem(fault.severity, of_both(fault.message), line)
        return
    ids = [source.id for source in sources]
    for problem in at_each_question(field_problems(checked.problems, copy.questions, path), checked.lesson, ids):
        severity = "error" if problem.is_error else "warning"
        at = problem.question
        if at is None or at >= len(sources):
            yield FoundProblem(severity, problem.message, 0)
            continue
        kind = str(sources[at].values.get("type", ""))
        fields = fields_of(TYPES[kind]) if kind in TYPES else ()
        for placed in at_missing_fields([problem], fields, sources[at].values):
            label = field_label(kind, placed.path)
            name = Said(ar=label.ar, en=label.en) if placed.path else None
            yield FoundProblem(severity, placed.message, 0, at + 1, ids[at], name)


def _examples(lesson: Lesson, preview: RegradePreview) -> Iterator[Example]:
    """Some answers of the teacher's own classes whose verdict changes, of as many questions as there are."""
    if preview.plan is None:
        return
    old = {(learner, attempt.id): attempt for learner, attempt in preview.plan.attempts}
    seen: dict[str, int] = {}
    pairs = [(old[learner, new.id], new) for learner, new in preview.plan.diff.graded if learner in preview.names]
    differing = [pair for pair in pairs if _differs(*pair)]
    distinct = {(new.question, str(new.response), before.verdict): (before, new) for before, new in differing}.values()
    for before, after in sorted(distinct, key=lambda pair: _place_among(seen, pair[1].question))[:MAX_EXAMPLES]:
        if item := lesson.item(after.question):
            labels = (verdict_label(attempt.verdict, attempt.unsure) for attempt in (before, after))
            yield Example(item.question.prompt, as_given(item, after), *labels)


def _differs(before: Attempt, after: Attempt) -> bool:
    return "pending" not in (before.verdict, after.verdict) and before.verdict != after.verdict


def _place_among(seen: dict[str, int], question: str) -> int:
    """The how-manieth this is of its question."""
    seen[question] = seen.get(question, 0) + 1
    return seen[question]


def _outdated(served: Lesson) -> int:
    """Number of answers that were graded by an earlier version of what readers have."""
    store, school = school_store()
    lessons: Mapping[str, Lesson] = {served.slug: served}
    return sum(text.tries for text in changed_texts(store, school, lessons))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
