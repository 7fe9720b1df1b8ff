"""Words of a text by their place, and the identity under which each is saved."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.arabic.clitics import strip_marks
from webapp.arabic.normalize import canonical
from webapp.arabic.tokenizer import words as cut_words
from webapp.assessment.progress import Progress
from webapp.content import Lesson
from webapp.content.words.words_file import TextWord
from webapp.domain.text import ParagraphSpan
from webapp.store.protocols.store import WordHome


def words_of(lesson: Lesson, number: int) -> Sequence[TextWord]:
    """Words of paragraph ``number``; from the vocabulary list where the text has no words file."""
    if lesson.words:
        return lesson.words.paragraphs[number - 1]
    text = lesson.text.paragraph(number).text
    listed = {strip_marks(entry.word): entry for entry in lesson.settings.vocabulary if entry.paragraph == number}
    words = []
    for span in cut_words(text):
        word = span.of(text)
        entry = listed.get(strip_marks(word))
        meaning, english, root = (entry.meaning, entry.english, entry.root) if entry else ("", "", None)
        words.append(TextWord(ParagraphSpan(number, span.start, span.end), word, word, "", root, meaning, english, ""))
    return words


def home_of(lesson: Lesson, number: int, position: int) -> WordHome | None:
    """The word at ``position`` (from 0) of paragraph ``number``; None where there is none."""
    if not 1 <= number <= len(lesson.text.paragraphs):
        return None
    words = words_of(lesson, number)
    if not 0 <= position < len(words):
        return None
    word = words[position]
    return WordHome(lesson.slug, number, position, strip_marks(canonical(word.word)), canonical(word.lemma))


def may_keep(progress: Progress, number: int) -> bool:
    """Tell whether words of this paragraph may be saved: once it is open, and in an exam once that is over."""
    return number <= progress.last_open_paragraph and not progress.examined
