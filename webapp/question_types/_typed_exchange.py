"""Questions with typed answers as other programs have them: mixins of the types short and cloze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Protocol

from pydantic import BeforeValidator, Field

from webapp.domain.exchange_items import ExchangeGap, ExchangeItem, ExchangeWording, GapsItem, TypedItem, why_of
from webapp.domain.question import Filled, Model
from webapp.question_types._gapped_text import take_apart


class Accepted(Model):
    """A wording accepted as the whole answer."""

    text: Filled
    share: float = Field(default=1, gt=0, le=1, description="How much of the points it earns, from 0 to 1.")
    note: str = Field(default="", description="Shown to a learner who gives this answer.")


def _as_accepted(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Wording = Annotated[Accepted, BeforeValidator(_as_accepted, json_schema_input_type=Filled | Accepted)]


class _TypedQuestion(Protocol):
    """The fields of a short answer that are exchanged."""

    prompt: str
    accept: Sequence[Accepted]
    require: Sequence[Sequence[str]]
    refuse: Sequence[str]
    exact: bool
    model: str
    why: str


class _GapsQuestion(Protocol):
    """The fields of a text with gaps that are exchanged."""

    prompt: str
    text: str
    bank: Sequence[str] | None
    why: str


class TypedExchange:
    """Exchange of a short answer."""

    def exchanged(self: _TypedQuestion) -> TypedItem:
        """The wordings, right ones first, or the ideas."""
        right = (ExchangeWording(wording.text, wording.share, wording.note) for wording in self.accept)
        wrong = (ExchangeWording(wording, 0) for wording in self.refuse)
        ideas = tuple(tuple(idea) for idea in self.require)
        return TypedItem(
            prompt=self.prompt, wordings=(*right, *wrong), ideas=ideas, exact=self.exact, model=self.model, why=self.why
        )

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of a short answer."""
        if not isinstance(item, TypedItem):
            return None
        accept = [_accepted(wording) for wording in item.wordings if wording.share > 0]
        refuse = [wording.text for wording in item.wordings if wording.share <= 0]
        return {
            **({"accept": accept} if accept else {}),
            **({"require": [list(idea) for idea in item.ideas]} if item.ideas else {}),
            **({"refuse": refuse} if refuse else {}),
            **({"exact": True} if item.exact else {}),
            **why_of(item),
            **({"model": item.model} if item.model else {}),
        }


class GapsExchange:
    """Exchange of a text with gaps."""

    def exchanged(self: _GapsQuestion) -> GapsItem:
        """The text with its gaps; words to choose from are offered at each of them."""
        reading = take_apart(self.text)
        bank = None if self.bank is None else dict.fromkeys([*(gap[0] for gap in reading.gaps), *self.bank])
        gaps = [ExchangeGap(gap, tuple(bank or ())) for gap in reading.gaps]
        pieces = (*(part for pair in zip(reading.pieces, gaps, strict=False) for part in pair), reading.pieces[-1])
        return GapsItem(prompt=self.prompt, pieces=tuple(piece for piece in pieces if piece), why=self.why)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of a text with gaps; the words to choose from are those that no gap takes."""
        if not isinstance(item, GapsItem):
            return None
        text = "".join(piece if isinstance(piece, str) else f"[[{'|'.join(piece.right)}]]" for piece in item.pieces)
        right = {wording for gap in item.gaps for wording in gap.right}
        offered = [word for gap in item.gaps for word in gap.options]
        bank = [word for word in dict.fromkeys(offered) if word not in right]
        return {"text": text, **({"bank": bank} if offered else {}), **why_of(item)}


def _accepted(wording: ExchangeWording) -> object:
    if wording.share == 1 and not wording.why:
        return wording.text
    share = {} if wording.share == 1 else {"share": wording.share}
    return {"text": wording.text, **share, **({"note": wording.why} if wording.why else {})}
