"""Words to keep: the part of the store's protocol that is about them, and what goes in and comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Origin = Literal["kept", "missed"]
"""How a word came among the words to keep: by hand, or missed in a question."""


@dataclass(frozen=True)
class WordHome:
    """A word and where it was met: its place in the paragraph is counted from 0. ``lemma`` may be empty."""

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
    """One card of a learner. ``reviews`` counts its reviews; without any it is due from when it was kept."""

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
    """One review of a card, numbered from 1; ``state`` is the card's after it, plain data of the scheduler's."""

    id: str
    key: str
    number: int
    rating: str
    at: datetime
    due: datetime
    state: Mapping[str, Any]


Schedule = Callable[[Mapping[str, Any] | None], tuple[Mapping[str, Any], datetime]]
"""A card's state after a review, and when it is due, out of its state before; None for a new card. Pure."""


class SavedWords(Protocol):
    """The cards of a learner and their reviews."""

    def keep_word(self, school: str, learner: str, home: WordHome, origin: Origin) -> bool:
        """Put a word among those to keep; whether it was not there before. Makes the learner if need be.

        A word dropped earlier comes back with its reviews when it is kept by hand, and stays away when missed.
        """

    def drop_word(self, school: str, learner: str, key: str) -> bool:
        """Take a word out, and keep its reviews; whether it was there."""

    def kept_word(self, school: str, learner: str, key: str) -> KeptWord | None:
        """The card with this key, also when it was dropped."""

    def kept_words(self, school: str, learner: str) -> list[KeptWord]:
        """The words to keep, the latest first; without those that were dropped."""

    def due_words(self, school: str, learner: str, at: datetime) -> list[KeptWord]:
        """The words that are due at ``at``, the most overdue first."""

    def review_word(
        self, school: str, learner: str, key: str, review_id: str, rating: str, schedule: Schedule
    ) -> Review | None:
        """Record one review; a known ``review_id`` gives back its first. None when there is no such word to keep."""

    def reviews(self, school: str, learner: str, key: str | None = None) -> list[Review]:
        """A learner's reviews in the order in which they were recorded; of one card where ``key`` names it."""

    def first_reviews_since(self, school: str, learner: str, since: datetime) -> int:
        """Number of cards first reviewed from ``since`` on."""
