"""Export of a text with its questions: what a format has no place for is said, question by question.

Nothing is declared by hand: what was written is read again as another program would, and what differs is what was lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from webapp.content.lesson import Lesson
from webapp.domain.exchange_items import ExchangeItem, nearest_item
from webapp.domain.problem import Problem, both, field_key
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


def export_lesson(lesson: Lesson, source: str, into: LessonFormat) -> tuple[bytes, list[Problem]]:
    """Write a text, with its ``source`` in seeds/, and its questions; Problems name what the format does not hold."""
    assert into.write is not None, f"{into.name} is only read"
    items = {
        item.question.id: nearest_item(
            exchanged(item.question, lesson.settings.rules_of(item.question).penalty), into.can_write
        )
        for item in lesson.items
    }
    written = tuple(WrittenItem(items[item.question.id], plain_values(item.question)) for item in lesson.items)
    paragraphs = tuple(paragraph.text for paragraph in lesson.text.paragraphs)
    whole = WrittenLesson(lesson.slug, lesson.settings.title, source, paragraphs, written)
    problems = list(_problems(lesson, items, _read_back(whole, into), into))
    return into.write(whole if into.keeps else _bare(whole)), problems


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
        return {item.id: came for item, came in zip(written, read, strict=True)}
    return {item.id: item for item in read}


def _problems(
    lesson: Lesson,
    items: Mapping[str, ExchangeItem | None],
    read: Mapping[str, ExchangeItem],
    into: LessonFormat,
) -> Iterator[Problem]:
    for place, lesson_item in enumerate(lesson.items, 1):
        question = lesson_item.question
        if items[question.id] is None:
            message = both(
                en=f"left out: {into.title} has no question like it",
                ar=f"تُرك: لا يوجد نوع مماثل لهذا السؤال في {into.title}",
            )
            yield warning(place, "no-such-question", message, lesson_item.line)
        elif fields := differing_fields(question, read.get(question.id)):
            message = both(
                en=f"not in {into.title} as it is here: {', '.join(fields)}",
                ar=f"لا يُنقل إلى {into.title} كما هو: {'، '.join(fields)}",
            )
            yield warning(place, "not-held", message, lesson_item.line)


def differing_fields(question: Question, item: ExchangeItem | None) -> list[str]:
    """The fields in which an item that was read is another question than this one; all where it is none of ours."""
    own = plain_values(question)
    other = question_of(values_of(item) or {}) if item else None
    theirs = plain_values(other) if other else {}
    return [field_key(name) for name in {**own, **theirs} if own.get(name) != theirs.get(name)]
