"""Where in the article readers went wrong, looked for evidence, looked again, and how long they stayed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.analysis.confidence_intervals import quantile
from webapp.analysis.item_statistics import median
from webapp.arabic.tokenizer import Span as Stretch
from webapp.arabic.tokenizer import words
from webapp.charts import ParagraphTime, SentenceFigures
from webapp.content import Item, Lesson
from webapp.domain.attempt import Attempt
from webapp.domain.scoring import UNCOUNTED_VERDICTS
from webapp.domain.text import Paragraph, ParagraphSpan, Sentence

WAITS = frozenset({"pending", "noted"})
LOW, HIGH = 0.1, 0.9
"""Between these shares lie the times of most readers."""
SpanKey = tuple[int, int, int]
"""A paragraph, and offsets into it."""


def sentences(lesson: Lesson, tries: Sequence[Attempt]) -> list[SentenceFigures]:
    """Every sentence with what is known of it, as shares: of the tries at questions whose evidence lies in it, how
    many were not right; of the answers that named evidence where it could be named, how many named it; of the readers
    of its paragraph, how many looked up a word in it or took the hint that lights it."""
    wrong, evidence, reread = _wrong(lesson, tries), _chosen(lesson, tries), _reread(lesson, tries)
    return [
        SentenceFigures(
            paragraph.number,
            paragraph.text[one.start : one.end],
            wrong.get(one.id),
            evidence.get(one.id),
            reread.get(one.id),
        )
        for paragraph in lesson.text.paragraphs
        for one in paragraph.sentences
    ]


def paragraph_times(lesson: Lesson, tries: Iterable[Attempt]) -> list[ParagraphTime]:
    """The seconds that readers spent at each paragraph and its questions, over all their visits.

    Answers handed in with one form share its time, which counts once.
    """
    places = {item.question.id: item.question.paragraph for item in lesson.items}
    forms: dict[tuple[int, str, str], float] = {}
    for one in tries:
        place = places.get(one.question)
        if isinstance(place, int) and one.seconds > 0:
            key = (place, one.learner, one.id.removesuffix(f".{one.question}"))
            forms[key] = max(forms.get(key, 0.0), one.seconds)
    readers: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (place, learner, _), seconds in forms.items():
        readers[place][learner] += seconds
    found = []
    for place in sorted(readers):
        ordered = sorted(readers[place].values())
        found.append(ParagraphTime(place, median(ordered), quantile(ordered, LOW), quantile(ordered, HIGH)))
    return found


def _wrong(lesson: Lesson, tries: Iterable[Attempt]) -> dict[str, float]:
    spans = {item.question.id: _touched(lesson, map(_place, item.evidence)) for item in lesson.items}
    asked, missed = Counter[str](), Counter[str]()
    for one in tries:
        if one.possible and one.verdict not in UNCOUNTED_VERDICTS | WAITS:
            asked.update(spans.get(one.question, ()))
            if one.verdict != "accepted":
                missed.update(spans.get(one.question, ()))
    return {sentence: missed[sentence] / count for sentence, count in asked.items()}


def _chosen(lesson: Lesson, tries: Iterable[Attempt]) -> dict[str, float]:
    """By sentence; the questions that ask for evidence show pieces with ids and their own paragraphs."""
    pieces = {item.question.id: found for item in lesson.items if (found := _pieces(lesson, item))}
    offered, named = Counter[str](), Counter[str]()
    for one in tries:
        if one.question in pieces and not isinstance(one.response, str):
            own = pieces[one.question]
            offered.update({sentence for touched in own.values() for sentence in touched})
            named.update({sentence for id_ in one.response for sentence in own.get(id_, ())})
    return {sentence: named[sentence] / count for sentence, count in offered.items()}


def _pieces(lesson: Lesson, item: Item) -> dict[str, set[str]]:
    """By a unit's id, the sentences that it lies in; nothing for questions of another type."""
    if item.question.type != "evidence":
        return {}
    found: dict[str, set[str]] = {}
    for shown in item.question.public("")["paragraphs"]:
        at = 0
        for piece in shown["pieces"]:
            end = at + len(piece["text"])
            if piece["id"]:
                found[piece["id"]] = _touched(lesson, [(shown["number"], at, end)])
            at = end
    return found


def _reread(lesson: Lesson, tries: Sequence[Attempt]) -> dict[str, float]:
    items = {item.question.id: item for item in lesson.items}
    known = {paragraph.number: words(paragraph.text) for paragraph in lesson.text.paragraphs}
    readers: dict[int, set[str]] = defaultdict(set)
    again: dict[str, set[str]] = defaultdict(set)
    for one in tries:
        item = items.get(one.question)
        if item is None:
            continue
        if isinstance(item.question.paragraph, int):
            readers[item.question.paragraph].add(one.learner)
        looked = list(_looked_up(one, known))
        if one.hints > len(item.question.hints):
            looked += map(_place, item.evidence)
        for sentence in _touched(lesson, looked):
            again[sentence].add(one.learner)
    return {
        sentence.id: len(again[sentence.id] & readers[paragraph.number]) / len(readers[paragraph.number])
        for paragraph in lesson.text.paragraphs
        for sentence in paragraph.sentences
        if readers[paragraph.number]
    }


def _looked_up(one: Attempt, known: Mapping[int, Sequence[Stretch]]) -> Iterator[SpanKey]:
    """The places of the words that were looked up, from ``word:paragraph.position``."""
    for token in one.support:
        kind, _, rest = token.partition(":")
        paragraph, _, position = rest.partition(".")
        if kind == "word" and paragraph.isdecimal() and position.isdecimal():
            found = known.get(int(paragraph), ())
            if int(position) < len(found):
                word = found[int(position)]
                yield int(paragraph), word.start, word.end


def _place(span: ParagraphSpan) -> SpanKey:
    return span.paragraph, span.start, span.end


def _touched(lesson: Lesson, places: Iterable[SpanKey]) -> set[str]:
    """The sentences that lie in these places, whole or in part."""
    return {
        sentence.id
        for number, start, end in places
        for sentence in _sentences_of(lesson, number)
        if sentence.start < end and start < sentence.end
    }


def _sentences_of(lesson: Lesson, number: int) -> tuple[Sentence, ...]:
    paragraphs: tuple[Paragraph, ...] = lesson.text.paragraphs
    return paragraphs[number - 1].sentences if 1 <= number <= len(paragraphs) else ()
