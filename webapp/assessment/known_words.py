"""Words that a reader knows, by what they have read and reviewed; and how much of a new text these cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from webapp.assessment.next_text import text_read
from webapp.assessment.shelf import ShelfText
from webapp.content import Lesson
from webapp.store.protocols.vocabulary import KeptWord

ENOUGH_TEXTS = 3
"""Texts with a words file, read to the end, from which coverage is told: after fewer, most of what a reader knows has
not been met here."""


def texts_understood(shelf: Iterable[ShelfText]) -> list[Lesson]:
    """The texts with a words file that this reader has finished, without those that went badly."""
    done = [text.progress for text in shelf if text.stage == "done" and text.progress and text.progress.lesson.lemmas]
    return [progress.lesson for progress in done if not text_read(progress).went_badly]


def reviewed_lemmas(saved: Iterable[KeptWord], now: datetime) -> set[str]:
    """Dictionary forms of saved words that were reviewed and are not due again."""
    return {word.key for word in saved if word.reviews and word.due > now}


def known_lemmas(understood: Iterable[Lesson], saved: Iterable[KeptWord], now: datetime) -> set[str]:
    """Dictionary forms that a reader knows: those of texts understood, and saved words whose review is not due.

    Saved words that were not reviewed yet, or are due, are not known.
    """
    words = list(saved)
    learnt = reviewed_lemmas(words, now)
    met = {lemma for lesson in understood for lemma in lesson.lemmas}
    return (met | learnt) - ({word.key for word in words} - learnt)


def coverage(lesson: Lesson, known: set[str]) -> float | None:
    """Share of a text's words, each as often as it stands there, that are known; None without a words file."""
    counts = lesson.lemma_counts
    total = counts.total()
    return sum(count for lemma, count in counts.items() if lemma in known) / total if total else None


def shelf_coverage(shelf: Sequence[ShelfText], known: set[str]) -> dict[str, int]:
    """Whole percent, rounded down, of the words of each text that is not begun; nothing is told of an exam."""
    new = [text for text in shelf if text.stage == "new" and text.lesson and not text.settings.exam]
    shares = {text.slug: coverage(text.lesson, known) for text in new if text.lesson}
    return {slug: int(100 * share) for slug, share in shares.items() if share is not None}
