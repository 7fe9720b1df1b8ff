"""Word help: the words of a paragraph explained on a plain page, from which a script shows one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.tokenizer import JAVASCRIPT_WORD
from webapp.assessment.hidden_roots import hidden_roots, is_hidden
from webapp.assessment.progress import Progress
from webapp.content.words.words_file import TextWord
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.framework.services import lesson_or_404
from webapp.web.questions.paragraph_view import has_help
from webapp.web.reading.routes import closed_gate

bp = Blueprint("words", __name__, url_prefix="/texts")
MAX_PLACES = 6
AROUND = 3
"""Number of words quoted before and after a word in another place."""


@dataclass(frozen=True)
class Elsewhere:
    """Another place in the text: its paragraph, and the word with its context."""

    paragraph: int
    before: str
    word: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One word as the page explains it. ``root`` is empty where there is none, and while a question asks for it."""

    word: TextWord
    root: str
    asked: bool
    same_word: Sequence[Elsewhere]
    same_root: Sequence[Elsewhere]


@dataclass(frozen=True)
class _Line:
    """A paragraph or a heading that this reader may see."""

    text: str
    words: Sequence[TextWord]


@bp.app_template_global()
def javascript_word() -> str:
    """Pattern of a word for the script that finds words; Jinja calls this where a page has word help."""
    return JAVASCRIPT_WORD


@bp.get("/<slug:slug>/words/<int:number>")
def paragraph(slug: str, number: int) -> str | Reply:
    """Every word of paragraph ``number`` and of the heading over it; behind the same gate as the paragraph."""
    lesson = lesson_or_404(slug)
    progress = progress_of(lesson, reader_id())
    if not 1 <= number <= len(lesson.text.paragraphs) or (lesson.words and not has_help(progress)):
        abort(404)
    closed = closed_gate(progress, number)
    if closed:
        return closed
    keep = "review.keep" in current_app.view_functions
    return render_template(
        "reading/paragraph_words.html",
        lesson=lesson,
        number=number,
        heading=_explained(progress, lesson.words.headings[number - 1]) if lesson.words else (),
        entries=_explained(progress, lesson.words.paragraphs[number - 1]) if lesson.words else (),
        keep_url=url_for("review.keep", slug=slug) if keep else None,
    )


def _explained(progress: Progress, words: Iterable[TextWord]) -> list[Entry]:
    lines = list(_open_lines(progress))
    held = hidden_roots(progress)
    return [_entry(word, lines, held) for word in words]


def _entry(word: TextWord, lines: Sequence[_Line], held: frozenset[str]) -> Entry:
    asked = is_hidden(held, word)
    others = [(line, at) for line in lines for at, candidate in enumerate(line.words) if candidate is not word]
    same_word = [(line, at) for line, at in others if line.words[at].lemma == word.lemma]
    same_root = [
        (line, at)
        for line, at in others
        if word.root and not asked and line.words[at].root == word.root and line.words[at].lemma != word.lemma
    ]
    return Entry(word, "" if asked else word.root or "", asked, _quoted(same_word), _quoted(same_root))


def _open_lines(progress: Progress) -> Iterator[_Line]:
    """Headings and paragraphs that are open to this reader, with their words."""
    text, words = progress.lesson.text, progress.lesson.words
    assert words
    for at, paragraph in enumerate(text.paragraphs[: progress.last_open_paragraph]):
        yield _Line(paragraph.heading or "", words.headings[at])
        yield _Line(paragraph.text, words.paragraphs[at])


def _quoted(places: Sequence[tuple[_Line, int]]) -> list[Elsewhere]:
    quotes = []
    for line, at in places[:MAX_PLACES]:
        span, first = line.words[at].span, line.words[max(0, at - AROUND)].span
        last = line.words[min(len(line.words) - 1, at + AROUND)].span
        before, after = line.text[first.start : span.start], line.text[span.end : last.end]
        quotes.append(Elsewhere(span.paragraph, before, line.text[span.start : span.end], after))
    return quotes
