"""``fahm try``: mark an answer as a learner's would be marked, without storing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webapp.cli.texts.named_lesson import named_item, named_lesson
from webapp.content import Lesson
from webapp.domain.question import Unanswered
from webapp.domain.user_error import UserError

_SURE = {"unsure": False, "unsure_reason": ""}
_lessons: dict[tuple[Path, str], Lesson] = {}


def try_answer(content: Path, slug: str, question: str, answer: str) -> dict[str, Any]:
    """Mark one answer; return the object that ``fahm try --json`` prints. UserError for unknown names."""
    item = named_item(_lesson(content, slug), question)
    response = item.question.parse(answer)
    if isinstance(response, Unanswered):
        possible = item.question.points
        why = "هذه ليست إجابة عن السؤال، فلا تُحسب."
        return {"verdict": "unanswered", "earned": 0.0, "possible": possible, "rung": None, "why": why} | _SURE
    grade = item.question.grade(response)
    why = " ".join(part for part in (grade.why, grade.note) if part)
    return {
        "verdict": grade.verdict,
        "earned": round(grade.earned, 6),
        "possible": grade.possible,
        "rung": grade.tolerance_level,
        "why": why,
        "unsure": bool(grade.unsure),
        "unsure_reason": grade.unsure,
    }


def read_batch(path: Path) -> list[tuple[str, str]]:
    """Read pairs of question and answer from lines with a tab between the two; blank lines are skipped."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(en=f"{path} cannot be read: {error}", ar="تعذرت قراءة الملف", code=2) from error
    pairs = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question, tab, answer = line.rstrip("\r").partition("\t")
        if not tab:
            raise UserError(
                en=f"{path}:{number}: no tab between question and answer",
                ar="لا توجد علامة جدولة بين السؤال والإجابة",
                code=2,
            )
        pairs.append((question.strip(), answer))
    return pairs


def _lesson(content: Path, slug: str) -> Lesson:
    key = (content, slug)
    if key not in _lessons:
        _lessons[key] = named_lesson(content, slug)
    return _lessons[key]


def readable(verdict: dict[str, Any]) -> str:
    """Format a verdict as one line for people."""
    level = f" [{verdict['rung']}]" if verdict["rung"] else ""
    unsure = f" ({verdict['unsure_reason']})" if verdict["unsure"] else ""
    return (
        f"{verdict['verdict']}{level} {verdict['earned']:g}/{verdict['possible']:g} {verdict['why']}{unsure}".rstrip()
    )
