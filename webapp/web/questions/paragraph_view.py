"""View of a paragraph in pieces: plain words, and evidence lit for a question that was marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from webapp.assessment.progress import Progress
from webapp.assessment.question_state import QuestionState
from webapp.content import Lesson
from webapp.content.words.vowelling import ShownLine, ShownParagraph, shown_text
from webapp.domain.text import Box, BoxKind, Paragraph, ParagraphForm, ParagraphSpan
from webapp.web.questions.box_steps import BoxStep, box_steps
from webapp.web.questions.pictures import ShownPicture, shown_picture

READ_APART: tuple[BoxKind, ...] = ("half", "column-head", "row-head", "cell")
"""Boxes after which a voice that reads aloud stops."""


@dataclass(frozen=True)
class Piece:
    """A run of the paragraph. ``questions`` are the numbers of those it is evidence for; empty where it is plain."""

    text: str
    questions: tuple[int, ...]
    ids: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    """Ids of questions whose first lit words begin here: each is the target of a link."""
    ends: tuple[tuple[int, str], ...] = ()
    """Numbers and ids of questions whose lit words end here: each gets a link back."""
    before: tuple[BoxStep, ...] = ()
    """The boxes that end and begin in front of it."""


@dataclass(frozen=True)
class Passage:
    """A paragraph as a page shows it. ``ends``: where a voice stops in the shown text, in UTF-16 units.

    ``notes``: quoted words, and what is remarked on their language. ``boxed``: the pieces lie in boxes.
    """

    number: int
    heading: str | None
    pieces: tuple[Piece, ...]
    ends: tuple[int, ...]
    form: ParagraphForm = "prose"
    notes: tuple[tuple[str, str], ...] = ()
    boxed: bool = False
    picture: ShownPicture | None = None
    part: str = ""
    """The title of its text, in a file of several, where it is not the first paragraph of it."""


def has_help(progress: Progress) -> bool:
    """Tell whether words are explained and vowelled: there is a words file, and no exam that is not over."""
    return progress.lesson.words is not None and not progress.examined


def passages(
    progress: Progress,
    numbers: Iterable[int],
    level: str,
    lit: Mapping[int, Iterable[ParagraphSpan]] = MappingProxyType({}),
    ids: Mapping[int, str] = MappingProxyType({}),
    known: Collection[str] = frozenset(),
) -> tuple[Passage, ...]:
    """Paragraphs of a lesson at a level of vowelling; ``lit`` and ``ids`` are by a question's number on the page.

    The words whose lemmas are ``known`` to the reader lose their marks.
    """
    lesson, cut_paragraphs = progress.lesson, []
    met: set[int] = set()
    shown = _shown(progress, level, known)
    for paragraph in (lesson.text.paragraph(number) for number in numbers):
        line, heading = shown[paragraph.number - 1].body, shown[paragraph.number - 1].heading
        lit_here = [
            (n, _whole_words(span, line.text))
            for n, spans in lit.items()
            for span in spans
            if span.paragraph == paragraph.number
        ]
        boxes, lit_edges = paragraph.boxes, (edge for _, span in lit_here for edge in (span.start, span.end))
        box_edges = (edge for box in boxes for edge in (box.start, box.end))
        edges = sorted({0, len(line.text), *lit_edges, *box_edges})
        ends = tuple(line.offsets(edges, _stops(paragraph)))
        cut = tuple(_pieces(line, edges, lit_here, ids, met))
        notes = tuple((note.words, note.note) for note in lesson.settings.notes if note.paragraph == paragraph.number)
        shown_heading = heading.show() if heading else None
        cut_paragraphs.append(
            Passage(
                paragraph.number,
                shown_heading,
                _boxed(cut, edges, boxes) if boxes else cut,
                ends,
                paragraph.form,
                notes,
                bool(boxes),
                shown_picture(lesson.slug, paragraph),
                _part_title(lesson, paragraph.number, shown),
            )
        )
    return tuple(cut_paragraphs)


def _shown(progress: Progress, level: str, known: Collection[str]) -> tuple[ShownParagraph, ...]:
    lesson = progress.lesson
    if not has_help(progress):
        return lesson.shown["none"]
    if known and level in ("some", "all"):
        return shown_text(lesson.text, lesson.words, level, known)
    return lesson.shown[level]


def words_anchor(question: str) -> str:
    """Address, on its page, of the first words that are lit for a question."""
    return f"words-{question}"


def lit_spans(standing: QuestionState, paragraphs: Sequence[Paragraph]) -> list[ParagraphSpan]:
    """Spans that a marked question may light: the exact words once settled, before that their sentences or none."""
    if not standing.attempts or standing.withheld:
        return []
    question, spans = standing.item.question, list(standing.item.evidence)
    if standing.settled:
        return spans
    if question.lights == "nothing":
        return []
    by_number = {paragraph.number: paragraph for paragraph in paragraphs}
    return [_sentence_around(span, by_number[span.paragraph]) for span in spans]


def _pieces(
    line: ShownLine,
    edges: Sequence[int],
    lit: Sequence[tuple[int, ParagraphSpan]],
    ids: Mapping[int, str],
    met: set[int],
) -> Iterator[Piece]:
    """Cut a paragraph at the edges of lit spans, each with its question's number on the page.

    ``met`` collects the numbers whose first words have been passed.
    """
    for start, end in pairwise(edges):
        numbers = tuple(sorted({n for n, span in lit if span.start <= start and end <= span.end}))
        starts = tuple(ids[n] for n in numbers if n not in met)
        met.update(numbers)
        ends = tuple((n, ids[n]) for n in numbers if any(of == n and span.end == end for of, span in lit))
        yield Piece(line.show(start, end), numbers, tuple(ids[n] for n in numbers), starts, ends)


def _stops(paragraph: Paragraph) -> list[int]:
    """The ends of sentences, and of halves and cells: a voice stops there too."""
    boxes = (box.end for box in paragraph.boxes if box.kind in READ_APART and box.start < box.end)
    return sorted({*(sentence.end for sentence in paragraph.sentences), *boxes})


def _boxed(pieces: Sequence[Piece], edges: Sequence[int], boxes: Sequence[Box]) -> tuple[Piece, ...]:
    """The pieces with the boxes around them; the gap between two boxes is never lit."""
    steps = box_steps(boxes)
    shown = [
        replace(piece if piece.text.strip() else Piece(piece.text, ()), before=steps.get(edge, ()))
        for piece, edge in zip(pieces, edges, strict=False)
    ]
    return (*shown, Piece("", (), before=steps.get(edges[-1], ())))


def _part_title(lesson: Lesson, number: int, shown: Sequence[ShownParagraph]) -> str:
    """The title of the text that a paragraph belongs to, with the marks that it has over its first paragraph."""
    part = lesson.text.part_of(number)
    if part is None or part.first == number or not part.title:
        return ""
    heading = shown[part.first - 1].heading
    at = heading.text.find(part.title) if heading else -1
    return heading.show(at, at + len(part.title)) if heading and at >= 0 else part.title


def _whole_words(span: ParagraphSpan, text: str) -> ParagraphSpan:
    """Extend a span to the edges of its words: markup must not separate letters that join."""
    start, end = span.start, span.end
    while 0 < start < len(text) and _joins(text[start - 1]) and _joins(text[start]):
        start -= 1
    while 0 < end < len(text) and _joins(text[end - 1]) and _joins(text[end]):
        end += 1
    return ParagraphSpan(span.paragraph, start, end)


def _joins(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _sentence_around(span: ParagraphSpan, paragraph: Paragraph) -> ParagraphSpan:
    for sentence in paragraph.sentences:
        if sentence.start <= span.start < sentence.end:
            return ParagraphSpan(paragraph.number, sentence.start, max(sentence.end, span.end))
    return span
