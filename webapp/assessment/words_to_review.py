"""Saved words that a learner may review today."""

from __future__ import annotations

from datetime import UTC, datetime

from webapp.domain.spaced_repetition import new_cards_left
from webapp.store.protocols.store import KeptWord, Store


def words_to_review(store: Store, school: str, learner: str, now: datetime) -> list[KeptWord]:
    """Words to review now: all that are due, and new ones up to the day's limit. A day is one of UTC."""
    due = store.due_words(school, learner, now)
    if all(saved.reviews for saved in due):
        return due
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    room = new_cards_left(store.first_reviews_since(school, learner, midnight))
    new = {fresh.key for fresh in [saved for saved in due if not saved.reviews][:room]}
    return [saved for saved in due if saved.reviews or saved.key in new]
