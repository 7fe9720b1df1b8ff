"""Lesson named by a command's SLUG."""

from __future__ import annotations

from pathlib import Path

from webapp.content import Item, Lesson, check_file, question_file, question_files, slug_of
from webapp.content.compiled_files import words_of
from webapp.domain.user_error import UserError


def named_lesson(content: Path, slug: str, code: int = 2) -> Lesson:
    """Compile the lesson ``slug``. UserError with exit code ``code`` where there is none, or where it has errors."""
    path = question_file(content, slug)
    if path is None:
        known = ", ".join(slug_of(file) for file in question_files(content)) or "none"
        raise UserError(en=f"text {slug} not found. Available: {known}", ar="لا يوجد نص بهذا الاسم", code=code)
    lesson, problems = check_file(path, content)
    if lesson is None:
        raise UserError(en=f"{path} has problems. The first: {problems[0]}", ar="في ملف الأسئلة مشكلات", code=code)
    return lesson.with_words(words_of(lesson, content)[0])


def named_item(lesson: Lesson, question: str) -> Item:
    """The question with this id; UserError where the lesson has none."""
    item = lesson.item(question)
    if item is None:
        known = ", ".join(item.question.id for item in lesson.items)
        raise UserError(
            en=f"question {question} not found in {lesson.slug}. Available: {known}",
            ar="لا يوجد سؤال بهذا المعرّف",
            code=2,
        )
    return item
