"""Vowel marks that fade: by a setting, the words that a reader has reviewed are shown without theirs."""

from __future__ import annotations

from webapp.assessment.known_words import reviewed_lemmas
from webapp.web.framework.current_learner import has_record
from webapp.web.framework.preferences import prefs
from webapp.web.framework.services import current_services, school_store


def words_without_marks(learner: str) -> set[str]:
    """Dictionary forms that lose their marks for this reader; nothing is looked up while the setting is off."""
    if prefs().fading != "on" or not has_record(learner):
        return set()
    store, school = school_store()
    return reviewed_lemmas(store.kept_words(school, learner), current_services().config.now())
