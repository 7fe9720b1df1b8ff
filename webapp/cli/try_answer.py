"""``fahm try``: mark an answer as a learner's would be marked, and store nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webapp.content import Lesson, check_file, question_files
from webapp.domain.question import Unanswered
from webapp.domain.user_error import UserError


class TryFault(UserError):
    """What was asked for is not there; told in both languages."""


_lessons: dict[tuple[Path, str], Lesson] = {}


def try_answer(content: Path, slug: str, question: str, answer: str) -> dict[str, Any]:
    """The verdict on one answer: the object that ``fahm try --json`` prints. TryFault for unknown names."""
    lesson = _lesson(content, slug)
    item = lesson.item(question)
    if item is None:
        known = ", ".join(one.question.id for one in lesson.items)
        raise TryFault(en=f"no question {question} in {slug}; there are: {known}", ar="لا سؤال بهذا المعرّف")
    response = item.question.parse(answer)
    if isinstance(response, Unanswered):
        possible = item.question.points
        why = "لا تُقرأ هذه إجابةً عن السؤال، فلا تُحسب."
        return {"verdict": "unanswered", "earned": 0.0, "possible": possible, "rung": None, "why": why}
    grade = item.question.grade(response)
    why = " ".join(part for part in (grade.why, grade.note) if part)
    return {
        "verdict": grade.verdict,
        "earned": round(grade.earned, 6),
        "possible": grade.possible,
        "rung": grade.rung,
        "why": why,
    }


def read_batch(path: Path) -> list[tuple[str, str]]:
    """Pairs of question and answer from lines with a tab between them; blank lines are passed over."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TryFault(en=f"{path} cannot be read: {error}", ar="تعذّرت قراءة الملف") from error
    pairs = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question, tab, answer = line.rstrip("\r").partition("\t")
        if not tab:
            raise TryFault(
                en=f"{path}:{number}: no tab between question and answer", ar="لا علامة جدولة بين السؤال والجواب"
            )
        pairs.append((question.strip(), answer))
    return pairs


def _lesson(content: Path, slug: str) -> Lesson:
    key = (content, slug)
    if key not in _lessons:
        path = next((file for file in question_files(content) if file.stem == slug), None)
        if path is None:
            known = ", ".join(file.stem for file in question_files(content)) or "none"
            raise TryFault(en=f"no text {slug}; there are: {known}", ar="لا نص بهذا الاسم")
        lesson, problems = check_file(path, content)
        if lesson is None:
            raise TryFault(en=f"{path} has problems; the first: {problems[0]}", ar="في ملف الأسئلة مشكلات")
        _lessons[key] = lesson
    return _lessons[key]


def spoken(verdict: dict[str, Any]) -> str:
    """A verdict as one line for people."""
    rung = f" [{verdict['rung']}]" if verdict["rung"] else ""
    return f"{verdict['verdict']}{rung} {verdict['earned']:g}/{verdict['possible']:g} {verdict['why']}".rstrip()
