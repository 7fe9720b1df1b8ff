"""``fahm export``: a text with its questions, as a file for another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from webapp.cli.texts.annotate import write_whole
from webapp.cli.texts.named_lesson import named_lesson
from webapp.content import Lesson, question_file, question_files, slug_of
from webapp.content.yaml_writer import read_file
from webapp.domain.problem import Problem
from webapp.domain.user_error import UserError
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.export_lesson import export_lesson, export_shelf

SHELF = "نصوص القراءة"
"""Title of a file with all texts."""


def export_text(content: Path, slug: str, format_name: str, out: Path | None, say: Callable[[str], None]) -> Path:
    """Say what the format does not hold, then write the file: ``out``, or the slug with the format's ending here.

    UserError where the format is only read, or where the file cannot be written.
    """
    into = FORMATS[format_name]
    if into.write is None:
        raise UserError(en=f"{into.title} can only be imported", ar=f"صيغة {into.title} للاستيراد فقط", code=2)
    lesson = named_lesson(content, slug)
    raw, problems = export_lesson(lesson, _source(content, lesson), into)
    _say_all(content, lesson, problems, say)
    return _written_to(out or Path(f"{slug}{into.suffix}"), raw)


def export_all(content: Path, format_name: str, out: Path | None, say: Callable[[str], None]) -> Path:
    """Write all texts but drafts and archived ones as one file. UserError where the format holds one text only."""
    into = FORMATS[format_name]
    if into.write_shelf is None:
        several = ", ".join(name for name, known in FORMATS.items() if known.write_shelf)
        raise UserError(
            en=f"{into.title} holds one text. Name it, or use {several}.",
            ar=f"صيغة {into.title} لنص واحد. اذكر اسمه، أو اختر \u2068{several}\u2069",
            code=2,
        )
    lessons = [named_lesson(content, slug_of(file)) for file in question_files(content)]
    shelf = [
        (lesson, _source(content, lesson))
        for lesson in lessons
        if not (lesson.settings.draft or lesson.settings.archived)
    ]
    if not shelf:
        raise UserError(en="all texts are drafts", ar="كل النصوص هنا مسودات", code=2)
    raw, problems = export_shelf(shelf, SHELF, into)
    for (lesson, _), said in zip(shelf, problems, strict=True):
        _say_all(content, lesson, said, say)
    return _written_to(out or Path(f"texts{into.suffix}"), raw)


def _source(content: Path, lesson: Lesson) -> str:
    return (read_file(content / "seeds" / lesson.settings.text) or b"").decode("utf-8", "replace")


def _say_all(content: Path, lesson: Lesson, problems: list[Problem], say: Callable[[str], None]) -> None:
    path = str(question_file(content, lesson.slug))
    for problem in problems:
        say(str(Problem(path, problem.line, problem.column, problem.rule, problem.message, problem.severity)))


def _written_to(target: Path, raw: bytes) -> Path:
    try:
        write_whole(target, raw)
    except OSError as error:
        raise UserError(en=f"{target} cannot be written: {error.strerror}", ar="تعذرت كتابة الملف") from error
    return target
