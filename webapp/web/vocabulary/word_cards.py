"""Cards of saved words: the word in its sentence, with its help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.arabic.clitics import strip_marks
from webapp.arabic.normalize import canonical
from webapp.assessment.hidden_roots import asks_root_of, hidden_roots, is_hidden
from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.content.words.words_file import TextWord
from webapp.domain.text import Paragraph, ParagraphSpan
from webapp.store.protocols.store import KeptWord
from webapp.web.framework.assignments_of_reader import as_assigned, assignments_of
from webapp.web.framework.current_learner import progress_of
from webapp.web.framework.services import current_services
from webapp.web.questions.text_words import words_of


@dataclass(frozen=True)
class Card:
    """One card as a page shows it: the word in its sentence, with its help.

    ``before`` and ``after`` are empty where the text is gone or no longer has the word; ``entry`` is None then.
    ``root`` is empty where the word has none, and while a question still asks for it.
    """

    kept: KeptWord
    lesson: Lesson | None
    entry: TextWord | None
    before: str
    word: str
    after: str
    root: str


def cards(kept: Sequence[KeptWord], learner: str | None) -> list[Card]:
    """Cards of these words, in their order, without the roots that a question still asks this learner for."""
    lessons = current_services().library.snapshot.lessons
    held: dict[str, frozenset[str]] = {}

    def progress_in(slug: str) -> Progress:
        return progress_of(as_assigned(lessons[slug], learner), learner, even_closed=True)

    def held_in(slug: str) -> frozenset[str]:
        if slug not in held:
            held[slug] = hidden_roots(progress_in(slug))
        return held[slug]

    texts = {saved.text for saved in kept} & {own.text for own in assignments_of(learner)} & {*lessons}
    examined = {slug for slug in texts if progress_in(slug).examined}
    drawn = []
    for saved in kept:
        # A word that was saved before a practice text became an exam is explained again after it.
        card = _card(saved, None if saved.text in examined else lessons.get(saved.text))
        if card.root and card.entry:
            # In the question's text, roots of related words are withheld as well; in any other, only the word's.
            asking = [saved.text, *(slug for slug, other in lessons.items() if asks_root_of(other, card.entry))]
            if any(is_hidden(held_in(slug), card.entry) for slug in asking):
                card = replace(card, root="")
        drawn.append(card)
    return drawn


def _card(kept: KeptWord, lesson: Lesson | None) -> Card:
    entry = _now_at(kept, lesson) if lesson else None
    if lesson is None or entry is None:
        return Card(kept, lesson, None, "", kept.word, "", "")
    paragraph, span = lesson.text.paragraph(kept.paragraph), entry.span
    start, end = _sentence(paragraph, span)
    pieces = (paragraph.text[start : span.start], paragraph.text[span.start : span.end], paragraph.text[span.end : end])
    return Card(kept, lesson, entry, *pieces, entry.root or "")


def _now_at(kept: KeptWord, lesson: Lesson) -> TextWord | None:
    """The word in today's paragraph: at its old position, or else the nearest word spelt like it."""
    if kept.paragraph > len(lesson.text.paragraphs):
        return None
    words = enumerate(words_of(lesson, kept.paragraph))
    alike = [(abs(at - kept.position), word) for at, word in words if strip_marks(canonical(word.word)) == kept.word]
    return min(alike, key=lambda candidate: candidate[0])[1] if alike else None


def _sentence(paragraph: Paragraph, span: ParagraphSpan) -> tuple[int, int]:
    sentence = next(
        (sentence for sentence in paragraph.sentences if sentence.start <= span.start and span.end <= sentence.end),
        None,
    )
    return (sentence.start, sentence.end) if sentence else (0, len(paragraph.text))
