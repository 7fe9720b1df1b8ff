"""Words to keep: which word stands where, what its card shows, and those that a question's miss puts there."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask import flash, has_request_context

from webapp.arabic.clitics import strip_marks, without_article
from webapp.arabic.normalize import canonical
from webapp.arabic.tokenizer import words as cut_words
from webapp.assessment.hidden_roots import asks_root_of, hidden_roots, is_hidden
from webapp.assessment.progress import Progress
from webapp.content import Item, Lesson
from webapp.content.words_file import TextWord
from webapp.domain.question import Question
from webapp.domain.text import Paragraph, ParagraphSpan
from webapp.question_types.root import Root
from webapp.store.protocols.store import KeptWord, WordHome
from webapp.web.framework.current_learner import progress_of
from webapp.web.framework.services import Services, current_services

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Card:
    """One card as a page shows it: the word in its sentence, and what is known of it.

    ``before`` and ``after`` are empty where the text is gone or no longer has the word; so is ``entry`` None.
    ``root`` is empty where the word has none, and while a question still asks for it.
    """

    kept: KeptWord
    lesson: Lesson | None
    entry: TextWord | None
    before: str
    word: str
    after: str
    root: str


def words_of(lesson: Lesson, number: int) -> Sequence[TextWord]:
    """The words of paragraph ``number``; out of the vocabulary list where the text has no words file."""
    if lesson.words:
        return lesson.words.paragraphs[number - 1]
    text = lesson.text.paragraph(number).text
    listed = {strip_marks(one.word): one for one in lesson.settings.vocabulary if one.paragraph == number}
    found = []
    for span in cut_words(text):
        word = span.of(text)
        one = listed.get(strip_marks(word))
        meaning, english, root = (one.meaning, one.english, one.root) if one else ("", "", None)
        found.append(TextWord(ParagraphSpan(number, span.start, span.end), word, word, "", root, meaning, english, ""))
    return found


def home_of(lesson: Lesson, number: int, position: int) -> WordHome | None:
    """The word at ``position`` (from 0) of paragraph ``number``; None where none stands there."""
    if not 1 <= number <= len(lesson.text.paragraphs):
        return None
    words = words_of(lesson, number)
    if not 0 <= position < len(words):
        return None
    word = words[position]
    return WordHome(lesson.slug, number, position, strip_marks(canonical(word.word)), canonical(word.lemma))


def may_keep(progress: Progress, number: int) -> bool:
    """Whether words of this paragraph may be kept: once it may be read, and in an exam once it is handed in."""
    return number <= progress.last_open_paragraph and (progress.handed_in or not progress.lesson.settings.exam)


def word_asked(lesson: Lesson, item: Item) -> WordHome | None:
    """The word that a question is about; None where it is about none, or about several."""
    target, place = _target(item.question), item.question.paragraph
    if not target:
        return None
    numbers = range(1, len(lesson.text.paragraphs) + 1) if place == "whole" else (place,)
    words = [(n, at, word) for n in numbers for at, word in enumerate(words_of(lesson, n))]
    alike = [one for one in words if strip_marks(one[2].word) == strip_marks(target)] or [
        one
        for one in words
        if strip_marks(target) in (strip_marks(one[2].lemma), without_article(strip_marks(one[2].word)))
    ]
    # The same letters may stand there twice: the words that settle the question tell which is meant.
    alike.sort(key=lambda one: not any(_within(one[2].span, span) for span in item.evidence))
    return home_of(lesson, *alike[0][:2]) if alike else None


def _target(question: Question) -> str:
    """The word that a question names; empty where it names none, or several."""
    named = question.word if isinstance(question, Root) else getattr(question, "anchor", "")
    return named if isinstance(named, str) and len(cut_words(named)) == 1 else ""


def _within(inner: ParagraphSpan, outer: ParagraphSpan) -> bool:
    return inner.paragraph == outer.paragraph and outer.start <= inner.start and inner.end <= outer.end


def add_missed(services: Services, lesson: Lesson, learner: str, questions: Iterable[str]) -> None:
    """Keep the words of those questions that are settled with less than everything earned, and say so.

    The answers are recorded by now, and nothing that goes wrong in here may look as if they were not.
    """
    try:
        asked = [item for name in questions if (item := lesson.item(name)) and _target(item.question)]
        standings = services.store.standings(services.config.school, learner, lesson.slug) if asked else {}
        for item in asked:
            one = standings.get(item.question.id)
            if one is None or not one.settled or one.earned >= one.possible - 1e-9:
                continue
            home = word_asked(lesson, item)  # looked for in the text, which takes a while
            if (
                home
                and services.store.keep_word(services.config.school, learner, home, "missed")
                and has_request_context()
            ):
                flash(f"word-missed:{home.key}")
    except Exception:
        log.exception("a missed word was not kept")


def cards(kept: Sequence[KeptWord], learner: str | None) -> list[Card]:
    """The cards of these words, in their order, without the roots that a question still asks this learner for."""
    lessons = current_services().library.snapshot.lessons
    held: dict[str, frozenset[str]] = {}

    def held_in(slug: str) -> frozenset[str]:
        if slug not in held:
            held[slug] = hidden_roots(progress_of(lessons[slug], learner))
        return held[slug]

    found = []
    for one in kept:
        card = _card(one, lessons.get(one.text))
        if card.root and card.entry:
            # In its own text its relatives are held back as well; in any other, the word alone.
            asking = [one.text, *(slug for slug, other in lessons.items() if asks_root_of(other, card.entry))]
            if any(is_hidden(held_in(slug), card.entry) for slug in asking):
                card = replace(card, root="")
        found.append(card)
    return found


def _card(kept: KeptWord, lesson: Lesson | None) -> Card:
    entry = _now_at(kept, lesson) if lesson else None
    if lesson is None or entry is None:
        return Card(kept, lesson, None, "", kept.word, "", "")
    paragraph, span = lesson.text.paragraph(kept.paragraph), entry.span
    start, end = _sentence(paragraph, span)
    pieces = (paragraph.text[start : span.start], paragraph.text[span.start : span.end], paragraph.text[span.end : end])
    return Card(kept, lesson, entry, *pieces, entry.root or "")


def _now_at(kept: KeptWord, lesson: Lesson) -> TextWord | None:
    """The word in its paragraph as it is today: where it was, or else the nearest that is written like it."""
    if kept.paragraph > len(lesson.text.paragraphs):
        return None
    words = enumerate(words_of(lesson, kept.paragraph))
    alike = [(abs(at - kept.position), word) for at, word in words if strip_marks(canonical(word.word)) == kept.word]
    return min(alike, key=lambda one: one[0])[1] if alike else None


def _sentence(paragraph: Paragraph, span: ParagraphSpan) -> tuple[int, int]:
    found = next((one for one in paragraph.sentences if one.start <= span.start and span.end <= one.end), None)
    return (found.start, found.end) if found else (0, len(paragraph.text))
