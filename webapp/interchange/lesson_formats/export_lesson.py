"""Export of a text with its questions: what a format has no place for is said, question by question.

Nothing is declared by hand: what was written is read again as another program would, and what differs is what was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.content.lesson import Lesson
from webapp.domain.exchange_items import ExchangeItem, nearest_item
from webapp.domain.problem import Problem, both, field_key, field_value
from webapp.domain.question import Question
from webapp.interchange.lesson_formats.lesson_format import LessonFormat, WrittenItem, WrittenLesson, warning
from webapp.interchange.lesson_formats.question_values import plain_values, question_of, values_of


def exchanged(question: Question, penalty: float | None = None) -> ExchangeItem:
    """The item of a question, with what all types have; ``penalty`` is the share of the points a failed try costs."""
    return replace(
        question.exchanged(),
        prompt=question.prompt,
        id=question.id,
        points=question.points,
        paragraph=question.paragraph,
        process=question.process or "",
        hints=question.hints,
        penalty=penalty,
    )


@dataclass(frozen=True)
class Loss:
    """Fields of a question that a format does not hold as they are; none where the whole question is left out.

    ``place`` is its number in the text, ``line`` that of its beginning in the question file. ``becomes`` is the type
    that it is in the format, where that is another one.
    """

    question: Question
    place: int
    line: int
    fields: tuple[str, ...] = ()
    becomes: str = ""

    def said(self, into: LessonFormat) -> Problem:
        """The loss as people are told of it."""
        if not self.fields:
            message = both(
                en=f"left out: {into.title} has no similar question type",
                ar=f"تُرك: لا يوجد نوع مماثل لهذا السؤال في {into.title}",
            )
            return warning(self.place, "no-such-question", message, self.line)
        if self.becomes:
            other = field_value("type", self.becomes)
            message = both(
                en=f"becomes another type in {into.title}: {other}",
                ar=f"يصير في {into.title} سؤالًا من نوع آخر: {other}",
            )
            return warning(self.place, "another-type", message, self.line)
        keys = [field_key(name) for name in self.fields]
        message = both(
            en=f"not exported unchanged to {into.title}: {', '.join(keys)}",
            ar=f"لا يُنقل إلى {into.title} كما هو: {'، '.join(keys)}",
        )
        return warning(self.place, "not-held", message, self.line)


def export_lesson(lesson: Lesson, source: str, into: LessonFormat) -> tuple[bytes, list[Problem]]:
    """Write a text, with its ``source`` in seeds/, and its questions; Problems name what the format does not hold."""
    assert into.write is not None, f"{into.name} is only read"
    whole = _written(lesson, source, into)
    problems = [loss.said(into) for loss in _losses(lesson, whole, into)]
    return into.write(_as_kept(whole, into)), problems


def export_shelf(
    shelf: Sequence[tuple[Lesson, str]], title: str, into: LessonFormat
) -> tuple[bytes, list[list[Problem]]]:
    """Write several texts, each with its source, as one file; Problems of each text name what is not held of it."""
    assert into.write_shelf is not None, f"{into.name} holds one text"
    written = [_written(lesson, source, into) for lesson, source in shelf]
    problems = [
        [loss.said(into) for loss in _losses(lesson, whole, into)]
        for (lesson, _), whole in zip(shelf, written, strict=True)
    ]
    return into.write_shelf([_as_kept(whole, into) for whole in written], title), problems


def _as_kept(whole: WrittenLesson, into: LessonFormat) -> WrittenLesson:
    """The text with Fahm's own fields where the format carries them along."""
    return whole if into.keeps else _bare(whole)


def losses_of_export(lesson: Lesson, source: str, into: LessonFormat) -> list[Loss]:
    """The losses of writing a text in a format, without the file."""
    return list(_losses(lesson, _written(lesson, source, into), into))


def _written(lesson: Lesson, source: str, into: LessonFormat) -> WrittenLesson:
    """The text with the item of each question that comes nearest to it in the format."""
    items = []
    for item in lesson.items:
        penalty = lesson.settings.rules_of(item.question).penalty
        nearest = nearest_item(exchanged(item.question, penalty), into.can_write)
        items.append(WrittenItem(nearest, plain_values(item.question)))
    paragraphs = tuple(paragraph.text for paragraph in lesson.text.paragraphs)
    return WrittenLesson(lesson.slug, lesson.settings.title, source, paragraphs, tuple(items))


def _bare(lesson: WrittenLesson) -> WrittenLesson:
    """The text without Fahm's own fields: all that another program takes in."""
    return replace(lesson, items=tuple(replace(item, values={}) for item in lesson.items if item.item is not None))


def _read_back(lesson: WrittenLesson, into: LessonFormat) -> Mapping[str, ExchangeItem]:
    """The items as another program gets them, by id; for a format that is only written, as they were written."""
    written = [item.item for item in lesson.items if item.item]
    if into.read is None or into.write is None:
        return {item.id: item for item in written}
    read = [item.item for item in into.read(into.write(_bare(lesson))).items]
    if len(read) == len(written):  # a format without ids keeps the order
        return {item.id: replace(came, id=came.id or item.id) for item, came in zip(written, read, strict=True)}
    return {item.id: item for item in read}


def _losses(lesson: Lesson, whole: WrittenLesson, into: LessonFormat) -> Iterator[Loss]:
    read = _read_back(whole, into)
    for place, (item, written) in enumerate(zip(lesson.items, whole.items, strict=True), 1):
        question = item.question
        came = read.get(question.id)
        if written.item is None:
            yield Loss(question, place, item.line)
        elif fields := differing_fields(question, came):
            other = _as_question(came)
            becomes = other.type if other and other.type != question.type else ""
            yield Loss(question, place, item.line, tuple(fields), becomes)


def differing_fields(question: Question, item: ExchangeItem | None) -> list[str]:
    """The fields in which an item that was read is another question than this one; all where it is none of ours."""
    own = plain_values(question)
    other = _as_question(item)
    theirs = plain_values(other) if other else {}
    return [name for name in {**own, **theirs} if own.get(name) != theirs.get(name)]


def _as_question(item: ExchangeItem | None) -> Question | None:
    return question_of(values_of(item) or {}) if item else None
