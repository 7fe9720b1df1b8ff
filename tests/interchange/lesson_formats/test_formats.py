"""Every format of the registry: what it writes comes back, what it loses is said, and no file does it harm."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings

from conftest import ROOT
from interchange.lesson_formats.exchanging import SOURCE, fields, lesson_of, lessons, source_of, written
from interchange.lesson_formats.generated_questions import questions
from question_types.asking import build, examples, read
from security.naughty import BIG_LIST, STRINGS
from webapp.content.lesson import Lesson
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.exchange_items import ExchangeItem, nearest_item
from webapp.domain.question import Question
from webapp.interchange.lesson_formats import FORMATS, LessonFormat
from webapp.interchange.lesson_formats import import_lesson as import_module
from webapp.interchange.lesson_formats.export_lesson import differing_fields, exchanged, export_lesson
from webapp.interchange.lesson_formats.import_lesson import import_lesson, read_lesson
from webapp.interchange.lesson_formats.kept_fields import kept_line, kept_values
from webapp.interchange.lesson_formats.lesson_format import MAX_ITEMS, WrittenItem, WrittenLesson
from webapp.interchange.lesson_formats.question_values import plain_values, values_of
from webapp.interchange.text_sources.source_text import Unreadable
from webapp.question_types import TYPES

BOTH_WAYS = [known for known in FORMATS.values() if known.read and known.write]
KEEPING = [known for known in BOTH_WAYS if known.keeps]
LIGHT = [known for known in BOTH_WAYS if known.name != "docx"]
"""All but Word: its library takes a second for a few documents."""
READ = [known for known in FORMATS.values() if known.read]
by_name = pytest.mark.parametrize("into", BOTH_WAYS, ids=lambda known: known.name)
keeping = pytest.mark.parametrize("into", KEEPING, ids=lambda known: known.name)
reading = pytest.mark.parametrize("known", READ, ids=lambda known: known.name)


def some_lessons(place: int) -> list[tuple[Path, Lesson]]:
    """The article and the showcase, which have everything; of the others a third: each is in two formats or three."""
    shipped = [(folder, lesson) for folder, lesson in lessons() if folder == ROOT]
    return [one for one in lessons() if one[0] != ROOT] + shipped[place % 3 :: 3]


@keeping
def test_every_text_comes_back_as_it_was(into: LessonFormat) -> None:
    for folder, lesson in some_lessons(KEEPING.index(into)):
        raw, _ = export_lesson(lesson, source_of(folder, lesson), into)
        came = import_lesson(raw)
        assert came.format is into
        own = {item.question.id: plain_values(item.question) for item in lesson.items}
        assert {str(values["id"]): fields(values) for values in came.questions} == own, lesson.slug
        assert [values["id"] for values in came.questions] == [item.question.id for item in lesson.items]
        assert came.problems == ()
        assert came.text.split() == source_of(folder, lesson).split()
        assert came.title == lesson.settings.title


def test_the_texts_have_every_question_type() -> None:
    assert {item.question.type for _, lesson in lessons() for item in lesson.items} == set(TYPES)


@by_name
@pytest.mark.parametrize("kind", TYPES)
def test_what_another_program_does_not_get_of_a_type_is_said(into: LessonFormat, kind: str) -> None:
    for example in examples(kind)[:1]:
        question, _ = read(example, kind)
        assert question is not None
        lesson = lesson_of([question])
        _, problems = export_lesson(lesson, SOURCE, into)
        bound = lesson.items[0].question
        bare = next(iter(FORMATS[into.name].read(_bare(into, bound)).items), None) if into.read else None
        lost = differing_fields(bound, bare.item if bare else None)
        assert bool(problems) == bool(lost), (kind, lost)


def _bare(into: LessonFormat, question: Question) -> bytes:
    item = _item(into, question)
    items = (WrittenItem(item, {}),) if item else ()
    assert into.write is not None
    return into.write(WrittenLesson("text", "نص", SOURCE, (), items))


def _item(into: LessonFormat, question: Question) -> ExchangeItem | None:
    return nearest_item(exchanged(question), into.can_write)


def test_what_a_choice_or_a_typed_answer_is_elsewhere_is_the_same_question_here() -> None:
    for kind in ("choice", "multiple", "judgement", "short", "cloze", "match", "order", "sort", "open"):
        question, _ = read(examples(kind)[0], kind)
        assert question is not None
        own = plain_values(question)
        assert {**own, "evidence": None} == {**(fields(values_of(exchanged(question))) or {}), "evidence": None}, kind


@pytest.mark.parametrize("into", LIGHT, ids=lambda known: known.name)
@given(asked=questions(tuple(TYPES)))
@settings(max_examples=5)
def test_any_questions_come_back_or_each_difference_is_said(into: LessonFormat, asked: list[Question]) -> None:
    _come_back_or_are_said(into, asked)


@given(asked=questions(("choice", "short", "match", "open")))
@settings(max_examples=1)
def test_any_questions_come_back_from_word_or_each_difference_is_said(asked: list[Question]) -> None:
    _come_back_or_are_said(FORMATS["docx"], asked)


def _come_back_or_are_said(into: LessonFormat, asked: list[Question]) -> None:
    lesson = lesson_of(asked)
    raw, problems = export_lesson(lesson, SOURCE, into)
    own = [item.question for item in lesson.items]
    if into.keeps:
        came = read_lesson(raw, into.name)[1]
        assert [fields(item.values) for item in came.items] == [plain_values(question) for question in own]
    said = {problem.message.split(":")[0] for problem in problems}
    for place, question in enumerate(own, 1):
        assert into.read is not None
        bare = next(iter(into.read(_bare(into, question)).items), None) if _item(into, question) else None
        lost = differing_fields(question, bare.item if bare else None)
        assert not lost or f"question {place}" in said, (question, bare)


@by_name
def test_naughty_strings_come_back_or_are_said(into: LessonFormat) -> None:
    listed = json.loads(BIG_LIST.read_text("utf-8")) if BIG_LIST.exists() else []
    strings = [
        "".join(sign for sign in text if sign.isprintable()).strip()[:300] for text in [*STRINGS.values(), *listed]
    ]
    questions = [_choice(number, text) for number, text in enumerate(filter(None, strings))]
    for begin in range(0, len(questions), MAX_ITEMS):
        lesson = lesson_of(questions[begin : begin + MAX_ITEMS])
        raw, problems = export_lesson(lesson, SOURCE, into)
        read = read_lesson(raw, into.name)[1].items
        came = [fields(item.values if item.values is not None else values_of(item.item)) for item in read]
        own = [plain_values(item.question) for item in lesson.items]
        said = {problem.message.split(":")[0] for problem in problems}
        for place, (before, after) in enumerate(zip(own, came, strict=True), 1):
            assert before == after or (not into.keeps and f"question {place}" in said), before


def _choice(number: int, text: str) -> Question:
    options = [{"text": text, "correct": True}, {"text": "ب" if text != "ب" else "ت"}]
    return build("choice", id=f"q{number}", prompt=f"{text} x", options=options)


@reading
def test_a_hostile_file_is_one_clear_line(known: LessonFormat) -> None:
    assert known.read is not None
    for raw in (
        b" " * 6_000_000,
        b"\x00" * 1000,
        b"\xff\xfe\x00\x00" * 50,
        b"{" * 100_000,
        b"%PDF-1.7",
        b"PK\x03\x04" * 99,
    ):
        with suppress(Unreadable):  # any other exception fails
            assert known.read(raw).items == ()


@pytest.mark.parametrize("into", BOTH_WAYS, ids=lambda known: known.name)
def test_more_questions_than_a_text_may_have_are_refused(into: LessonFormat) -> None:
    questions = [
        build("choice", id=f"q{number}", prompt="x", options=[{"text": "a", "correct": True}, {"text": "b"}])
        for number in range(MAX_ITEMS + 1)
    ]
    with pytest.raises(Unreadable, match="200"):
        written(lesson_of(questions), into) and read_lesson(written(lesson_of(questions), into))


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("gift", b"q{=" + b"a" * 1_500_000 + b"}"),
        ("gift", b"q{=a#" + b"#" * 1_500_000 + b"}"),
        (
            "moodle-xml",
            b'<quiz><question type="cloze"><questiontext><text>'
            + b"{1:SA:=a" * 100_000
            + b"</text></questiontext></question></quiz>",
        ),
    ],
)
def test_a_question_longer_than_a_file_is_one_clear_line(name: str, raw: bytes) -> None:
    with pytest.raises(Unreadable, match="too long for one question file"):
        import_lesson(raw, name, "\u0646\u0635.")


def test_rounds_of_faults_end() -> None:
    """Each question here has more faults than are told of a whole file; trying them anew for each took minutes."""
    values = {"type": "open", "prompt": "لماذا؟", **{f"unknown_{number}": 1 for number in range(120)}}
    entries = [f"// [fahm:{kept_line(values, f'::q{number}::لماذا؟ {{}}')}]" for number in range(40)]
    questions = [f"{entry}\n::q{number}::لماذا؟ {{}}\n" for number, entry in enumerate(entries)]
    with mock.patch.object(import_module, "compile_lesson", wraps=compile_lesson) as compiled:
        read = import_lesson("\n".join(questions).encode(), "gift", "نص.")
    assert compiled.call_count <= import_module.MAX_ROUNDS
    assert len(read.questions) + len(read.problems) == 40


def test_kept_fields_are_not_endlessly_deep() -> None:
    deep = json.loads("[" * 900 + "]" * 900)
    assert kept_values(kept_line({"options": deep}, "من؟"), "من؟") is None
    assert kept_values(kept_line({"options": [[["أ"]]]}, "من؟"), "من؟") == {"options": [[["أ"]]]}


def test_whatever_a_reader_raises_is_one_clear_line() -> None:
    broken = replace(FORMATS["gift"], read=lambda raw: [][0])
    with mock.patch.dict(FORMATS, gift=broken), pytest.raises(Unreadable, match="damaged"):
        import_lesson(b"::a::b{=c}", "gift")
