"""Fields of a question file out of items that were read."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from webapp.domain.exchange_items import ExchangeItem
from webapp.domain.question import Question
from webapp.question_types import TYPES


def values_of(item: ExchangeItem) -> dict[str, object] | None:
    """The fields of the question that an item is; None where no type asks so.

    Later types are more special than earlier ones: a choice among true and false is a judgement.
    """
    for kind, model in reversed(TYPES.items()):
        own = model.values_from(item)
        if own is not None:
            return {**_common(kind, item), **own}
    return None


def _common(kind: str, item: ExchangeItem) -> dict[str, object]:
    points = {"points": item.points} if item.points not in (1, 0) else {}
    process = {"process": item.process} if item.process else {}
    hints = {"hints": list(item.hints)} if item.hints else {}
    return {
        "id": item.id,
        "paragraph": item.paragraph,
        "type": kind,
        **process,
        "prompt": item.prompt,
        **points,
        **hints,
    }


def question_of(values: Mapping[str, object]) -> Question | None:
    """The question of these fields; None where they are none."""
    model = TYPES.get(str(values.get("type", "")))
    try:
        return model.model_validate(values) if model else None
    except ValidationError:
        return None


def plain_values(question: Question) -> dict[str, object]:
    """The fields of a question that are not what they are when left out."""
    allow = {"allow": question.allow} if question.allow else {}
    return {name: _short(value) for name, value in _dump(question).items()} | allow


def _dump(question: Question) -> dict[str, object]:
    return question.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _short(value: object) -> object:
    """The value with whole numbers written as such."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _short(within) for name, within in value.items()}
    return [_short(within) for within in value] if isinstance(value, list) else value
