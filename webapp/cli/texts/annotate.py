"""``fahm annotate``: draft the words file of a text. Tools guess the vowels and lemmas; a person reviews every word."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from webapp.cli.texts.check import read_text, text_settings
from webapp.content import question_file
from webapp.content.files.question_files import words_path
from webapp.content.words.words_compiler import compile_words
from webapp.content.words.words_draft import (
    DraftingTools,
    ReportProgress,
    drafting_tools,
    vowelled_words,
    words_file_draft,
)
from webapp.domain.text import Text
from webapp.domain.user_error import UserError

__all__ = ["DraftingTools", "annotate_text", "drafting_tools", "progress_line", "vowelled_words", "words_file_draft"]


def progress_line(done: int, total: int) -> None:
    """Show progress in one line on standard error, overwritten in place where that is a terminal."""
    line = f"{done}/{total} words — كلمات"
    if sys.stderr.isatty():
        print(f"\r{line}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total:
        print(line, file=sys.stderr)


def annotate_text(
    content: Path,
    slug: str,
    get_tools: Callable[[], DraftingTools],
    progress: ReportProgress = lambda done, total: None,
    force: bool = False,
) -> Path:
    """Write ``questions/<slug>.words.yaml``, whole or not at all, and return its path. UserError with the reason."""
    if not slug or slug.startswith(".") or re.search(r"[/\\\x00]", slug):
        raise UserError(en=f"invalid text name: {slug!r}", ar="اسم النص غير صالح")
    target = words_path(_question_file(content, slug))
    if target.exists() and not force:
        raise UserError(
            en=f"{target} already exists. Use --force to overwrite it.",
            ar="ملف الكلمات موجود. للكتابة فوقه استعمل ‎--force.",
        )
    text = _text(content, slug)
    source = _drafted(text, get_tools(), progress)
    _, problems = compile_words(source.encode(), target.name, lambda name: (text, []))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise UserError(
            en=f"the draft has an error and was not written: {errors[0]}", ar="لم تُكتب المسودة لأن فيها خطأ"
        )
    try:
        write_whole(target, source)
    except OSError as error:
        raise UserError(en=f"{target} cannot be written: {error.strerror}", ar="تعذرت كتابة الملف") from error
    return target


def _drafted(text: Text, drafting_tools: DraftingTools, progress: ReportProgress) -> str:
    try:
        return words_file_draft(text, drafting_tools, progress)
    except Exception as error:  # whatever a tool of somebody else's may raise, the reader of the line needs one line
        raise UserError(en=f"the vowelling tool failed: {error}", ar="تعذر تشغيل أداة الحركات") from error


def _question_file(content: Path, slug: str) -> Path:
    return question_file(content, slug) or content / "questions" / f"{slug}.yaml"


def _text(content: Path, slug: str) -> Text:
    name, marks = text_settings(_question_file(content, slug))
    file = name or f"{slug}.txt"
    text, problems = read_text(content / "seeds" / Path(file).name, marks)
    if problems:
        raise UserError(en=str(problems[0]), ar="تعذرت قراءة النص")
    if text is None or not text.paragraphs:
        raise UserError(en=f"text {file} not found in {content}/seeds", ar="لا يوجد نص بهذا الاسم في seeds/")
    return text


def write_whole(target: Path, source: str | bytes) -> None:
    """Write a file beside the target and replace the target in one step, so that no reader meets half a file."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(source.encode() if isinstance(source, str) else source)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
