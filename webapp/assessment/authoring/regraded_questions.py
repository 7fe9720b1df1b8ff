"""Difference of the questions behind a regrade: as most of its answers were graded, and as they are now."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from webapp.assessment.authoring.source_changes import SourceChange, field_changes
from webapp.assessment.regrading import RegradePlan
from webapp.content import Item, Lesson
from webapp.domain.effective_grade import effective_grade
from webapp.domain.question import Question
from webapp.store.protocols.store import Store


def regraded_questions(store: Store, school: str, lesson: Lesson, plan: RegradePlan) -> tuple[SourceChange, ...]:
    """Changes by question in the order of the lesson; one without fields is marked by other rules alone."""
    versions: dict[str, Counter[str]] = defaultdict(Counter)
    for change in plan.changes:
        versions[change.graded.question][effective_grade(change.graded).version] += 1
    return tuple(
        _change(store, school, lesson.slug, item, versions[item.question.id])
        for item in lesson.in_reading_order
        if item.question.id in versions
    )


def _change(store: Store, school: str, slug: str, item: Item, versions: Counter[str]) -> SourceChange:
    question = item.question
    earlier = [version for version, _ in versions.most_common() if version != item.version]
    body = store.version_body(school, slug, question.id, earlier[0]) if earlier else None
    before = _written(_as_read_now(question, body)) if body else _written(question)
    kind = str(before.get("type", ""))
    return SourceChange("changed", question.id, question.prompt, field_changes(kind, before, _written(question)))


def _as_read_now(question: Question, body: str) -> Question | Mapping[str, Any]:
    """An earlier version with the defaults of today; as it was stored, where it is no question of this kind today."""
    stored: Mapping[str, Any] = json.loads(body)
    try:
        return type(question).model_validate(stored)
    except ValidationError:
        return stored


def _written(question: Question | Mapping[str, Any]) -> Mapping[str, Any]:
    """The values that a file would have to name."""
    if not isinstance(question, Question):
        return question
    return {"type": question.type, **question.model_dump(mode="json", by_alias=True, exclude_defaults=True)}
