"""``fahm mark``: open answers that wait for a manual mark, and the marks that people give."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from webapp.cli.records.existing_store import existing_store
from webapp.config import Config
from webapp.content import Library
from webapp.domain.user_error import UserError


def unmarked_answers(config: Config, slug: str | None) -> list[dict[str, Any]]:
    """Open answers without a mark, the oldest first, with the question's rubric beside each."""
    lessons = Library(config.content).snapshot.lessons
    rows = []
    with existing_store(config) as store:
        for attempt in store.unmarked(config.school, slug):
            item = lessons[attempt.text].item(attempt.question) if attempt.text in lessons else None
            question = item.question if item else None
            rubric = [asdict(line) for line in question.criteria()] if question else []
            rows.append(
                {
                    "learner": attempt.learner,
                    "try": attempt.id,
                    "text": attempt.text,
                    "question": attempt.question,
                    "prompt": question.prompt if question else "",
                    "possible": attempt.possible,
                    "response": attempt.response,
                    "rubric": rubric,
                    "at": attempt.at.isoformat(),
                }
            )
    return rows


def record_mark(config: Config, learner: str, try_id: str, points: float, comment: str, by: str) -> str:
    """Record a mark; return the message for the user."""
    with existing_store(config) as store:
        try:
            mark = store.add_mark(config.school, learner, try_id, points, comment, by)
        except ValueError as error:
            raise UserError(
                en=f"not marked: {error}", ar="لم تُسجّل الدرجة: لا توجد محاولة بهذا الرقم، أو الدرجة خارج المدى"
            ) from error
    return f"{mark.question}: {mark.points:g} — سُجّلت الدرجة"
