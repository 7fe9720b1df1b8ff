"""``fahm import``: questions out of a file of another program, into a text that is there or into a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from webapp.assessment.authoring.imported_questions import with_imported
from webapp.cli.texts.named_lesson import named_lesson
from webapp.cli.texts.starter_file import read_source, refuse_packaged_content, write_new_text
from webapp.content import question_file, question_files, slug_of
from webapp.content.text_editing.text_blocks import text_of
from webapp.content.text_editing.title_slugs import free_slug
from webapp.content.yaml_writer import StaleFile, file_digest, read_file, replace_file
from webapp.domain.problem import Problem
from webapp.domain.user_error import UserError
from webapp.interchange.lesson_formats.import_lesson import ImportedLesson, import_lesson
from webapp.interchange.text_sources import pasted_text


@dataclass(frozen=True)
class ImportOptions:
    """Options of the command: the format's name (empty: found by the file), the text, and a new text's level."""

    format: str = ""
    slug: str | None = None
    level: str = "B1"
    dry_run: bool = False


def import_file(content: Path, source: Path, options: ImportOptions, say: Callable[[str], None]) -> Path | None:
    """Say what is not taken along, then write the questions; return the question file, None for a dry run.

    UserError where nothing can be taken: no question, no text, or a file that is not of the format.
    """
    refuse_packaged_content(content)
    raw = read_source(source)
    if options.slug:
        lesson = named_lesson(content, options.slug)
        text = (read_file(content / "seeds" / lesson.settings.text) or b"").decode("utf-8", "replace")
        settings, taken = lesson.settings.model_dump(mode="json"), [item.question.id for item in lesson.items]
        came = import_lesson(raw, options.format, text, taken, settings)
    else:
        came = import_lesson(raw, options.format)
    for problem in came.problems:
        say(str(Problem(source.name, problem.line, problem.column, problem.rule, problem.message, problem.severity)))
    if not came.questions:
        raise UserError(en="none of its questions can be imported", ar="لا يمكن استيراد أي سؤال من هذا الملف")
    if not options.slug and not came.text.strip():
        raise UserError(
            en="the file has questions but no text. Name a text with --text SLUG.",
            ar="في الملف أسئلة بلا نص. اذكر النص بالخيار ‎--text.",
        )
    if options.dry_run:
        return None
    return _into(content, options.slug, came) if options.slug else _as_new_text(content, source, came, options.level)


def _into(content: Path, slug: str, came: ImportedLesson) -> Path:
    path = question_file(content, slug)
    assert path is not None, "the lesson was read from it"
    before = read_file(path) or b""
    raw = with_imported(before, came.questions)
    try:
        replace_file(path, raw, file_digest(before))
    except StaleFile as error:
        raise UserError(
            en=f"{path} was changed in the meantime. Try again.", ar="تغير الملف في هذه الأثناء. أعد المحاولة."
        ) from error
    except OSError as error:
        raise UserError(en=f"{path} cannot be written: {error.strerror}", ar="تعذرت الكتابة في الملف") from error
    return path


def _as_new_text(content: Path, source: Path, came: ImportedLesson, level: str) -> Path:
    text = pasted_text(came.text, came.title or source.stem)
    slug = free_slug(text.title, [slug_of(file) for file in question_files(content)])
    settings = {"text": f"{slug}.txt", "title": text.title, "level": level}
    path, _ = write_new_text(content, slug, settings, text_of(text.blocks), came.questions)
    return path
