"""``fahm export``: a text with its questions, as a file for another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from webapp.cli.texts.annotate import write_whole
from webapp.cli.texts.named_lesson import named_lesson
from webapp.content import question_file
from webapp.content.yaml_writer import read_file
from webapp.domain.problem import Problem
from webapp.domain.user_error import UserError
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.export_lesson import export_lesson


def export_text(content: Path, slug: str, format_name: str, out: Path | None, say: Callable[[str], None]) -> Path:
    """Say what the format does not hold, then write the file: ``out``, or the slug with the format's ending here.

    UserError where the format is only read, or where the file cannot be written.
    """
    into = FORMATS[format_name]
    if into.write is None:
        raise UserError(en=f"{into.title} is only read", ar=f"صيغة {into.title} للاستيراد فقط", code=2)
    lesson = named_lesson(content, slug)
    source = (read_file(content / "seeds" / lesson.settings.text) or b"").decode("utf-8", "replace")
    raw, problems = export_lesson(lesson, source, into)
    path = str(question_file(content, slug))
    for problem in problems:
        say(str(Problem(path, problem.line, problem.column, problem.rule, problem.message, problem.severity)))
    target = out or Path(f"{slug}{into.suffix}")
    try:
        write_whole(target, raw)
    except OSError as error:
        raise UserError(en=f"{target} cannot be written: {error.strerror}", ar="تعذّرت كتابة الملف") from error
    return target
