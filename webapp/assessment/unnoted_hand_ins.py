"""Exams that were handed in before the store noted hand-ins: noted when the application starts.

The store does not know which texts are exams, so no migration can do it. Without the note, a teacher would not be
told of such an exam begun again with another record.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from webapp.content import ListedText
from webapp.store.protocols.store import Store, StoreUnavailable

log = logging.getLogger(__name__)


def note_unnoted_hand_ins(store: Store, school: str, texts: Iterable[ListedText]) -> None:
    """Note the missing hand-ins of these exams. Where the database cannot take them, the next start does."""
    try:
        for text in texts:
            if text.settings.exam:
                store.exams.note_unnoted_hand_ins(school, text.slug)
    except StoreUnavailable as unavailable:
        log.warning("hand-ins of exams were not noted: %s", unavailable)
