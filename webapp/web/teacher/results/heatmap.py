"""Heat map of a text: wrong answers, evidence chosen, second looks, and time, by sentence or paragraph."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response as Reply

from webapp import charts
from webapp.analysis.confidence_intervals import quantile
from webapp.analysis.item_statistics import median
from webapp.arabic.tokenizer import Span as Stretch
from webapp.arabic.tokenizer import words
from webapp.charts import ParagraphTime, SentenceFigures
from webapp.charts.heatmap_text import MEASURES
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.people import SchoolClass, Teacher
from webapp.domain.scoring import UNCOUNTED_VERDICTS
from webapp.domain.text import Paragraph, ParagraphSpan, Sentence
from webapp.domain.whole_numbers import whole_number
from webapp.web.framework.i18n import N_, Said
from webapp.web.framework.services import current_services, lesson_or_404
from webapp.web.teacher.access import bp, with_class
from webapp.web.teacher.results.class_results import members_of
from webapp.web.teacher.results.table_view import answer, titled, voice

WAITS = frozenset({"pending", "noted"})
LOW, HIGH = 0.1, 0.9
"""Quantiles of the readers' times between which most of them are."""
SpanKey = tuple[int, int, int]
"""Number of a paragraph, and two offsets into it (start, end)."""


@bp.get("/classes/<slug:class_id>/texts/<slug:slug>/heat")
@with_class
def heat_map(teacher: Teacher, klass: SchoolClass, slug: str) -> str | Reply:
    """Page of the text with its sentences tinted by one measure, and the time at each paragraph."""
    lesson = lesson_or_404(slug)
    measure = next((value for value in MEASURES if value == request.args.get("measure", "wrong")), None) or abort(404)
    learners = [member.learner for member in members_of(klass)]
    tries = current_services().store.reports.tries(klass.school, learners, slug)
    article = charts.heatmap(sentences(lesson, tries), voice(), measure)
    times = charts.paragraph_times(paragraph_times(lesson, tries), "times", voice())
    return answer(
        [
            titled("sentences", N_("Sentences"), article.table.columns, article.table.rows),
            titled("times", N_("Time per paragraph"), times.table.columns, times.table.rows),
        ],
        "teacher/results/heatmap.html",
        klass=klass,
        teacher=teacher,
        lesson=lesson,
        article=article,
        times=times,
        measure=measure,
        measures={
            name: (url_for("desk.heat_map", class_id=klass.id, slug=slug, measure=name), Said(*said))
            for name, said in MEASURES.items()
        },
        tries=len(tries),
    )


def sentences(lesson: Lesson, tries: Sequence[Attempt]) -> list[SentenceFigures]:
    """Figures of every sentence, as shares from 0 to 1.

    Wrong answers: of the tries at questions whose evidence is in the sentence. Evidence: of the answers that named
    evidence where this sentence could be named. Second looks: of the paragraph's readers, those who looked up a word in
    the sentence or took the hint that lights it.
    """
    wrong, evidence, reread = _wrong(lesson, tries), _chosen(lesson, tries), _reread(lesson, tries)
    return [
        SentenceFigures(
            paragraph.number,
            paragraph.text[sentence.start : sentence.end],
            wrong.get(sentence.id),
            evidence.get(sentence.id),
            reread.get(sentence.id),
        )
        for paragraph in lesson.text.paragraphs
        for sentence in paragraph.sentences
    ]


def paragraph_times(lesson: Lesson, tries: Iterable[Attempt]) -> list[ParagraphTime]:
    """Seconds that readers spent at each paragraph and its questions, over all their visits.

    Answers of one form share its time, which counts once.
    """
    places = {item.question.id: item.question.paragraph for item in lesson.items}
    forms: dict[tuple[int, str, str], float] = {}
    for attempt in tries:
        place = places.get(attempt.question)
        if isinstance(place, int) and attempt.seconds > 0:
            key = (place, attempt.learner, attempt.id.removesuffix(f".{attempt.question}"))
            forms[key] = max(forms.get(key, 0.0), attempt.seconds)
    readers: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (place, learner, _), seconds in forms.items():
        readers[place][learner] += seconds
    times = []
    for place in sorted(readers):
        ordered = sorted(readers[place].values())
        times.append(ParagraphTime(place, median(ordered), quantile(ordered, LOW), quantile(ordered, HIGH)))
    return times


def _wrong(lesson: Lesson, tries: Iterable[Attempt]) -> dict[str, float]:
    spans = {item.question.id: _touched(lesson, map(_place, item.evidence)) for item in lesson.items}
    asked, missed = Counter[str](), Counter[str]()
    for attempt in tries:
        if attempt.possible and attempt.verdict not in UNCOUNTED_VERDICTS | WAITS:
            asked.update(spans.get(attempt.question, ()))
            if attempt.verdict != "accepted":
                missed.update(spans.get(attempt.question, ()))
    return {sentence: missed[sentence] / count for sentence, count in asked.items()}


def _chosen(lesson: Lesson, tries: Iterable[Attempt]) -> dict[str, float]:
    """Evidence chosen, by sentence; questions that ask for evidence show pieces with ids and their own paragraphs."""
    pieces = {item.question.id: units_of_item for item in lesson.items if (units_of_item := _pieces(lesson, item))}
    offered, named = Counter[str](), Counter[str]()
    for attempt in tries:
        if attempt.question in pieces and not isinstance(attempt.response, str):
            units = pieces[attempt.question]
            offered.update({sentence for touched in units.values() for sentence in touched})
            named.update({sentence for id_ in attempt.response for sentence in units.get(id_, ())})
    return {sentence: named[sentence] / count for sentence, count in offered.items()}


def _pieces(lesson: Lesson, item: Item) -> dict[str, set[str]]:
    """Sentences of each unit's id; empty for questions that ask for no evidence."""
    return {name: _touched(lesson, [_place(span)]) for name, span in item.question.evidence_units().items()}


def _reread(lesson: Lesson, tries: Sequence[Attempt]) -> dict[str, float]:
    items = {item.question.id: item for item in lesson.items}
    known = {paragraph.number: words(paragraph.text) for paragraph in lesson.text.paragraphs}
    readers: dict[int, set[str]] = defaultdict(set)
    again: dict[str, set[str]] = defaultdict(set)
    with_word: dict[str, set[str]] = {}  # a class looks the same few words up
    for attempt in tries:
        item = items.get(attempt.question)
        if item is None:
            continue
        if isinstance(item.question.paragraph, int):
            readers[item.question.paragraph].add(attempt.learner)
        for token in attempt.support:
            if token not in with_word:
                with_word[token] = _touched(lesson, _looked_up(token, known))
            for sentence in with_word[token]:
                again[sentence].add(attempt.learner)
        if attempt.hints > len(item.question.hints):
            for sentence in _touched(lesson, map(_place, item.evidence)):
                again[sentence].add(attempt.learner)
    return {
        sentence.id: len(again[sentence.id] & readers[paragraph.number]) / len(readers[paragraph.number])
        for paragraph in lesson.text.paragraphs
        for sentence in paragraph.sentences
        if readers[paragraph.number]
    }


def _looked_up(token: str, known: Mapping[int, Sequence[Stretch]]) -> Iterator[SpanKey]:
    """Place of a word that was looked up, from ``word:paragraph.position``."""
    kind, _, rest = token.partition(":")
    paragraph, _, position = rest.partition(".")
    number, place = whole_number(paragraph), whole_number(position)
    if kind == "word" and number is not None and place is not None:
        known_words = known.get(number, ())
        if place < len(known_words):
            word = known_words[place]
            yield number, word.start, word.end


def _place(span: ParagraphSpan) -> SpanKey:
    return span.paragraph, span.start, span.end


def _touched(lesson: Lesson, places: Iterable[SpanKey]) -> set[str]:
    """Sentences that are in these places, whole or in part."""
    return {
        sentence.id
        for number, start, end in places
        for sentence in _sentences_of(lesson, number)
        if sentence.start < end and start < sentence.end
    }


def _sentences_of(lesson: Lesson, number: int) -> tuple[Sentence, ...]:
    paragraphs: tuple[Paragraph, ...] = lesson.text.paragraphs
    return paragraphs[number - 1].sentences if 1 <= number <= len(paragraphs) else ()
