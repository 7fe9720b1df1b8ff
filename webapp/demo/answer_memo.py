"""Questions that mark the same answer once. Readers give few different answers, and marking typed ones is slow."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

from webapp.content import Lesson
from webapp.domain.question import Grade, Question, Response


class Remembered:
    """A question, save that its grades are kept."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._grades: dict[str, Grade] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._question, name)

    def grade(self, response: Response) -> Grade:
        """As the question grades it."""
        key = json.dumps(response, sort_keys=True)
        if key not in self._grades:
            self._grades[key] = self._question.grade(response)
        return self._grades[key]


def remembering(lesson: Lesson) -> Lesson:
    """The same lesson, with such questions in it."""
    items = (replace(item, question=cast(Question, Remembered(item.question))) for item in lesson.items)
    return replace(lesson, items=tuple(items))
