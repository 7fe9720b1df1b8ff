"""Spaced repetition of saved words: FSRS with its default parameters, without randomness. The clock is an argument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

Rating = Literal["again", "hard", "good", "easy"]
RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")
NEW_CARDS_PER_DAY = 20
CardState = Mapping[str, Any]
"""A card between two reviews as plain data: state, step, stability, difficulty, last_review."""


def review(state: CardState | None, rating: Rating, now: datetime) -> tuple[CardState, datetime]:
    """Review a card: return its next state and due date; ``state`` is None for a card never reviewed.

    ValueError for an unknown rating, or a ``now`` without a time zone.
    """
    if rating not in RATINGS:
        raise ValueError(f"{rating!r} is none of {RATINGS}")
    if now.tzinfo is None:
        raise ValueError("a time without its zone says nothing")
    # Imported here, because a starting server reviews nothing.
    from fsrs import Rating as Grade

    now = now.astimezone(UTC)
    card, _ = _scheduler().review_card(_card(state, now), Grade(RATINGS.index(rating) + 1), now)
    plain = card.to_dict()
    kept_fields = ("state", "step", "stability", "difficulty", "last_review")
    return {name: plain[name] for name in kept_fields}, card.due  # type: ignore[literal-required]


def preview_intervals(state: CardState | None, now: datetime) -> dict[Rating, timedelta]:
    """The interval that each rating would give the card, the shortest rating first."""
    return {rating: review(state, rating, now)[1] - now for rating in RATINGS}


def new_cards_left(started_today: int) -> int:
    """Count the cards never reviewed that may still be shown today."""
    return max(0, NEW_CARDS_PER_DAY - started_today)


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(enable_fuzzing=False)


def _card(state: CardState | None, now: datetime) -> Card:
    """Build FSRS's own card. Its id and due date do not matter here; they are set so that it reads no clock."""
    from fsrs import Card

    if state is None:
        return Card(card_id=1, due=now)
    return Card.from_dict({"card_id": 1, "due": now.isoformat(), **state})  # type: ignore[typeddict-item]
