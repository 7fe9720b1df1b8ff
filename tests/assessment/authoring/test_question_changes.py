"""What a later version of a lesson has otherwise than an earlier one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import ARTICLE, ROOT, SLUG
from webapp.assessment.authoring.question_changes import LessonChanges, QuestionChange, lesson_changes
from webapp.content import Item, Lesson, check_file


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    lesson, _ = check_file(ARTICLE / "questions" / f"{SLUG}.yaml", ROOT)
    assert lesson
    return lesson


def names(changes: LessonChanges) -> list[tuple[str, int]]:
    return [(change.kind, int(change.question[1:])) for change in changes.questions]


def numbered(lesson: Lesson, *numbers: int) -> Lesson:
    """The lesson with these of its questions, which are called by their numbers."""
    items = []
    for number in numbers:
        item = lesson.items[number]
        items.append(replace(item, question=item.question.model_copy(update={"id": f"q{number}"})))
    return replace(lesson, items=tuple(items))


def changed(item: Item) -> Item:
    return replace(item, version="another")


def test_nothing_has_changed(lesson: Lesson) -> None:
    changes = lesson_changes(lesson, replace(lesson))
    assert not changes.any
    assert changes == LessonChanges(new=False, text=False, settings=False, questions=())


def test_a_new_text_is_new_as_a_whole(lesson: Lesson) -> None:
    changes = lesson_changes(None, lesson)
    assert changes.any
    assert changes.new
    assert changes.questions == ()


def test_questions_are_added_changed_and_removed(lesson: Lesson) -> None:
    before, after = numbered(lesson, 0, 1, 2), numbered(lesson, 0, 3, 1)
    after = replace(after, items=(changed(after.items[0]), *after.items[1:]))
    changes = lesson_changes(before, after)
    assert names(changes) == [("changed", 0), ("added", 3), ("removed", 2)]
    assert changes.questions[-1] == QuestionChange("removed", "q2", lesson.items[2].question.prompt)


@pytest.mark.parametrize(
    ("order", "moved"),
    [((0, 1, 2, 3), []), ((3, 0, 1, 2), [3]), ((1, 2, 3, 0), [0]), ((0, 2, 1, 3), [1]), ((3, 1, 0), [3, 1])],
)
def test_as_few_as_can_be_have_moved(lesson: Lesson, order: tuple[int, ...], moved: list[int]) -> None:
    changes = lesson_changes(numbered(lesson, 0, 1, 2, 3), numbered(lesson, *order))
    found = [number for kind, number in names(changes) if kind == "moved"]
    assert len(found) == len(moved)


def test_settings_and_text_are_told_apart(lesson: Lesson) -> None:
    titled = replace(lesson, settings=lesson.settings.model_copy(update={"title": "آخر"}))
    assert lesson_changes(lesson, titled) == LessonChanges(new=False, text=False, settings=True, questions=())
    text = replace(lesson.text, paragraphs=lesson.text.paragraphs[:-1])
    assert lesson_changes(lesson, replace(lesson, text=text)).text
