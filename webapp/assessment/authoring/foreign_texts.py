"""Text files that a question file may not write: makers of one text have no say in the words of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from webapp.arabic.unicode_forms import composed
from webapp.assessment.authoring.drafted_text import DraftedText
from webapp.assessment.authoring.text_state import TextState
from webapp.content import question_files, slug_of
from webapp.content.editing.text_name import text_name
from webapp.content.files.question_files import TEXT_SUFFIX, display_path
from webapp.content.yaml_writer import read_file
from webapp.domain.problem import Problem, both

RULE = "foreign-text"


def foreign_text(text: DraftedText, state: TextState, name: str) -> list[Problem]:
    """The problem of writing the text file ``name`` by publishing this text; none where nothing is in the way.

    A text that others read is changed by who makes all its question files. A new file is called as its text is, so
    that nobody takes the name that another one's draft will have.
    """
    shown = display_path(text.path, text.content)
    others = [slug for slug in _texts_about(text.content, name) if slug != text.slug and not text.makes(slug)]
    if others:
        message = both(
            en=f"{name} is also the text of {others[0]}, which has other editors. Change its words there.",
            ar=f"{name} نص {others[0]} أيضًا، وله محررون آخرون. عدّل الكلمات هناك.",
        )
        return [Problem(shown, 1, 1, RULE, message)]
    stem = name.removesuffix(TEXT_SUFFIX)
    if stem == text.slug or name == text_name(state.questions.in_file or b"") or text.makes(stem):
        return []
    own = f"{text.slug}{TEXT_SUFFIX}"
    message = both(en=f"this text’s file is named {own}", ar=f"اسم ملف هذا النص {own}")
    return [Problem(shown, 1, 1, RULE, message)]


def _texts_about(content: Path, name: str) -> Iterator[str]:
    for path in question_files(content):
        if composed(text_name(read_file(path) or b"") or "") == composed(name):
            yield slug_of(path)
