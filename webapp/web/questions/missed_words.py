"""Saving the word that a question is about when the question was missed."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from webapp.arabic.clitics import strip_marks, without_article
from webapp.arabic.tokenizer import words as cut_words
from webapp.content import Item, Lesson
from webapp.domain.question import Question
from webapp.domain.text import ParagraphSpan
from webapp.store.protocols.store import WordHome
from webapp.web.framework.services import Services
from webapp.web.questions.text_words import home_of, words_of

log = logging.getLogger(__name__)


def word_asked(lesson: Lesson, item: Item) -> WordHome | None:
    """Word that a question is about; None where it is about none, or about several."""
    target, place = _target(item.question), item.question.paragraph
    if not target:
        return None
    numbers = range(1, len(lesson.text.paragraphs) + 1) if place == "whole" else (place,)
    words = [(n, at, word) for n in numbers for at, word in enumerate(words_of(lesson, n))]
    alike = [candidate for candidate in words if strip_marks(candidate[2].word) == strip_marks(target)] or [
        candidate
        for candidate in words
        if strip_marks(target) in (strip_marks(candidate[2].lemma), without_article(strip_marks(candidate[2].word)))
    ]
    # The same word may occur twice: the question's evidence decides which is meant.
    alike.sort(key=lambda candidate: not any(_within(candidate[2].span, span) for span in item.evidence))
    return home_of(lesson, *alike[0][:2]) if alike else None


def _target(question: Question) -> str:
    """Word that a question names; empty where it names none, or several."""
    return question.target_word if len(cut_words(question.target_word)) == 1 else ""


def _within(inner: ParagraphSpan, outer: ParagraphSpan) -> bool:
    return inner.paragraph == outer.paragraph and outer.start <= inner.start and inner.end <= outer.end


def add_missed(services: Services, lesson: Lesson, learner: str, questions: Iterable[str]) -> list[str]:
    """Save the words of questions settled with less than all points, and return their keys.

    The answers are recorded already, so an error here is not allowed to fail the request.
    """
    saved: list[str] = []
    try:
        asked = [item for name in questions if (item := lesson.item(name)) and _target(item.question)]
        standings = services.store.standings(services.config.school, learner, lesson.slug) if asked else {}
        for item in asked:
            standing = standings.get(item.question.id)
            if standing is None or not standing.settled or standing.earned >= standing.possible - 1e-9:
                continue
            home = word_asked(lesson, item)  # searched for in the text, which takes time
            if home and services.store.keep_word(services.config.school, learner, home, "missed"):
                saved.append(home.key)
    except Exception:
        log.exception("a missed word was not kept")
    return saved
