"""Word help: the words of a paragraph explained on a plain page, from which a script shows one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, abort, current_app, render_template, url_for
from werkzeug.wrappers import Response as Reply

from webapp.arabic.tokenizer import JAVASCRIPT_WORD
from webapp.assessment.hidden_roots import hidden_roots, is_hidden
from webapp.assessment.progress import Progress
from webapp.content.words.words_file import TextWord
from webapp.web.framework.assignments_of_reader import lesson_of_reader_or_404
from webapp.web.framework.current_learner import progress_of, reader_id
from webapp.web.questions.paragraph_view import has_help
from webapp.web.reading.archived_texts import archived_page
from webapp.web.reading.routes import closed_gate

bp = Blueprint("words", __name__, url_prefix="/texts")
bp.before_request(archived_page)
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


class _Place(NamedTuple):
    """A place of a word: its number in the text, its line, and its index there."""

    number: int
    line: _Line
    at: int


class _Places:
    """The places of each dictionary form and each root: read through once a page, for every word of a long text."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        self._by_lemma: dict[str, list[_Place]] = {}
        self._by_root: dict[str, dict[str, list[_Place]]] = {}
        words = ((line, index) for line in lines for index in range(len(line.words)))
        for number, (line, index) in enumerate(words):
            word, place = line.words[index], _Place(number, line, index)
            self._by_lemma.setdefault(word.lemma, []).append(place)
            if word.root:
                self._by_root.setdefault(word.root, {}).setdefault(word.lemma, []).append(place)

    def of_word(self, word: TextWord) -> list[_Place]:
        """First other places of the same word."""
        places = self._by_lemma.get(word.lemma, [])[: MAX_PLACES + 1]
        return [place for place in places if place.line.words[place.at] is not word]

    def of_root(self, word: TextWord) -> list[_Place]:
        """First places of other words of the same root, in the order of the text."""
        lemmas = self._by_root.get(word.root or "", {}).items()
        return sorted(place for lemma, places in lemmas if lemma != word.lemma for place in places[:MAX_PLACES])


@bp.app_template_global()
def javascript_word() -> str:
    """Pattern of a word for the script that finds words; Jinja calls this where a page has word help."""
    return JAVASCRIPT_WORD


@bp.get("/<slug:slug>/words/<int:number>")
def paragraph(slug: str, number: int) -> str | Reply:
    """Every word of paragraph ``number`` and of the heading over it; behind the same gate as the paragraph."""
    lesson = lesson_of_reader_or_404(slug)
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
    places, held = _Places(_open_lines(progress)), hidden_roots(progress)
    return [_entry(word, places, held) for word in words]


def _entry(word: TextWord, places: _Places, held: frozenset[str]) -> Entry:
    asked = is_hidden(held, word)
    same_root = [] if asked else places.of_root(word)
    return Entry(word, "" if asked else word.root or "", asked, _quoted(places.of_word(word)), _quoted(same_root))


def _open_lines(progress: Progress) -> Iterator[_Line]:
    """Headings and paragraphs that are open to this reader, with their words."""
    text, words = progress.lesson.text, progress.lesson.words
    assert words
    for at, paragraph in enumerate(text.paragraphs[: progress.last_open_paragraph]):
        yield _Line(paragraph.heading or "", words.headings[at])
        yield _Line(paragraph.text, words.paragraphs[at])


def _quoted(places: Sequence[_Place]) -> list[Elsewhere]:
    quotes = []
    for _, line, at in places[:MAX_PLACES]:
        span, first = line.words[at].span, line.words[max(0, at - AROUND)].span
        last = line.words[min(len(line.words) - 1, at + AROUND)].span
        before, after = line.text[first.start : span.start], line.text[span.end : last.end]
        quotes.append(Elsewhere(span.paragraph, before, line.text[span.start : span.end], after))
    return quotes
