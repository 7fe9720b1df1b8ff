"""Saved words and their reviews: a part of the store's protocol, with its dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Origin = Literal["kept", "missed"]
"""Origin of a saved word: saved by hand, or missed in a question."""


@dataclass(frozen=True)
class WordHome:
    """A word and its place in a text: ``position`` within the paragraph counts from 0. ``lemma`` may be empty."""

    text: str
    paragraph: int
    position: int
    word: str
    lemma: str

    @property
    def key(self) -> str:
        """The key of the card: the lemma, or the bare word where there is none."""
        return self.lemma or self.word


@dataclass(frozen=True)
class KeptWord:
    """One card of a learner. ``reviews`` counts its reviews; a card without any is due from the time it was saved."""

    key: str
    text: str
    paragraph: int
    position: int
    word: str
    lemma: str
    origin: Origin
    at: datetime
    removed_at: datetime | None
    due: datetime
    reviews: int


@dataclass(frozen=True)
class Review:
    """One review of a card, numbered from 1; ``state`` is the card's state after it, the scheduler's plain data."""

    id: str
    key: str
    number: int
    rating: str
    at: datetime
    due: datetime
    state: Mapping[str, Any]


Schedule = Callable[[Mapping[str, Any] | None], tuple[Mapping[str, Any], datetime]]
"""Calculates a card's state after a review, and its due time, from the state before (None: a new card). Pure."""


class SavedWords(Protocol):
    """The cards of a learner and their reviews."""

    def keep_word(self, school: str, learner: str, home: WordHome, origin: Origin) -> bool:
        """Save a word; return whether it was new. Creates the learner if missing.

        A word that was dropped comes back with its reviews when it is saved by hand, and not when a question about it
        is missed.
        """

    def drop_word(self, school: str, learner: str, key: str) -> bool:
        """Drop a saved word, keeping its reviews; return whether it was there."""

    def kept_word(self, school: str, learner: str, key: str) -> KeptWord | None:
        """The card with this key, even when it was dropped."""

    def kept_words(self, school: str, learner: str) -> list[KeptWord]:
        """Saved words, the latest first; dropped ones are left out."""

    def due_words(self, school: str, learner: str, at: datetime) -> list[KeptWord]:
        """Words due at ``at``, the most overdue first."""

    def review_word(
        self, school: str, learner: str, key: str, review_id: str, rating: str, schedule: Schedule
    ) -> Review | None:
        """Record one review; return the first one for a known ``review_id``, None for an unknown word."""

    def reviews(self, school: str, learner: str, key: str | None = None) -> list[Review]:
        """A learner's reviews in the order of recording; of one card where ``key`` names it."""

    def first_reviews_since(self, school: str, learner: str, since: datetime) -> int:
        """Number of cards first reviewed from ``since`` on."""
