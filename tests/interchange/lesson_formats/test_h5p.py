"""H5P: each kind of its questions comes in, alone or in a set, and packages do no harm."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from interchange.lesson_formats.exchanging import lesson_of, written
from question_types.asking import build
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import format_of, import_lesson
from webapp.interchange.text_sources.source_text import Unreadable

H5P = FORMATS["h5p"]


def package(library: str, content: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h5p.json", json.dumps({"title": "عنوان", "mainLibrary": library}))
        archive.writestr("content/content.json", content if isinstance(content, str) else json.dumps(content))
    return out.getvalue()


def answer(text: str, *, correct: bool = False, why: str = "") -> dict[str, Any]:
    return {"text": f"<div>{text}</div>", "correct": correct, "tipsAndFeedback": {"chosenFeedback": why}}


@pytest.mark.parametrize(
    ("library", "params", "expected"),
    [
        (
            "H5P.MultiChoice",
            {"question": "<p>من؟</p>", "answers": [answer("أ", correct=True, why="نعم"), answer("ب")]},
            {"type": "choice", "options": [{"text": "أ", "correct": True, "why": "نعم"}, {"text": "ب"}]},
        ),
        (
            "H5P.MultiChoice",
            {"question": "من؟", "answers": [answer("أ", correct=True), answer("ب", correct=True), answer("ج")]},
            {"type": "multiple"},
        ),
        (
            "H5P.TrueFalse",
            {"question": "س.", "correct": "false", "behaviour": {"feedbackOnWrong": "لا"}},
            {"type": "judgement", "answer": "false", "why": {"true": "لا"}},
        ),
        (
            "H5P.Blanks",
            {"text": "<p>أكمل.</p>", "questions": ["<p>قبل *بوتين/الرئيس* دعوة **كيم** و*ضيفه*.</p>"]},
            {"type": "cloze", "text": "قبل [[بوتين|الرئيس]] دعوة *كيم* و[[ضيفه]]."},
        ),
        ("H5P.Blanks", {"text": "متى؟", "questions": ["<p>*الخميس/يوم الخميس*</p>"]}, {"type": "short"}),
        (
            "H5P.DragText",
            {"taskDescription": "صل.", "textField": "قبل *بوتين* دعوة *كيم*.", "distractors": "*بايدن*"},
            {"text": "قبل [[بوتين]] دعوة [[كيم]].", "bank": ["بايدن"]},
        ),
        ("H5P.MarkTheWords", {"taskDescription": "علّم.", "textField": "كتب *قلم* قرأ *كتاب*"}, {"type": "multiple"}),
    ],
)
def test_each_kind_of_question_alone_and_in_a_set(
    library: str, params: dict[str, Any], expected: dict[str, object]
) -> None:
    question = {"library": f"{library} 1.1", "params": params, "metadata": {"title": "day"}}
    for raw in (package(library, params), package("H5P.QuestionSet", {"questions": [question]})):
        assert format_of(raw) is H5P
        read = import_lesson(raw, text="نص.")
        assert [problem.rule for problem in read.problems] == ["passage"] * (library == "H5P.MarkTheWords")
        assert expected.items() <= read.questions[0].items()
    assert read.questions[0]["id"] == "day"


@pytest.mark.parametrize(
    ("library", "params", "rule"),
    [
        ("H5P.Summary", {}, "no-such-question"),
        ("H5P.Blanks", {"text": "أ", "questions": ["قبل *بوتين:الرئيس* الدعوة"]}, "tips"),
        ("H5P.TrueFalse", {"question": "<img src='a.png'>س", "correct": "true"}, "media"),
        ("H5P.TrueFalse", {"question": "س", "correct": "true", "media": {"type": {"library": "H5P.Image"}}}, "media"),
    ],
)
def test_what_is_not_taken_is_named(library: str, params: dict[str, Any], rule: str) -> None:
    read = import_lesson(package(library, params), text="نص.")
    assert rule in [problem.rule for problem in read.problems]


def test_libraries_are_named_and_never_shipped() -> None:
    options = [{"text": "أ", "correct": True}, {"text": "ب"}]
    choice = build("choice", id="a", prompt="من؟", options=options)
    raw = written(lesson_of([choice, build("short", id="b", prompt="متى؟", accept=["غدًا"])]), H5P)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.namelist() == ["h5p.json", "content/content.json"]
        description = json.loads(archive.read("h5p.json"))
        content = json.loads(archive.read("content/content.json"))
    named = {dependency["machineName"] for dependency in description["preloadedDependencies"]}
    assert named == {"H5P.QuestionSet", "H5P.MultiChoice", "H5P.Blanks"}
    assert description["language"] == "ar"
    assert 'dir="rtl"' in content["questions"][0]["params"]["question"]


@pytest.mark.parametrize(
    "raw",
    [
        package("H5P.Blanks", "[" * 100_000),
        package("H5P.Blanks", "[]"),
        package("H5P.Blanks", "nonsense"),
        package("H5P.Blanks", '{"a": "' + "x" * 9_000_000 + '"}'),
        package("H5P.QuestionSet", {"questions": [{"library": "H5P.TrueFalse 1.0"}] * 300}),
        package("H5P.QuestionSet", '{"questions": [' + "[]," * 250_000 + "[]]}"),
        package("H5P.Blanks", {}).replace(b"content/content.json", b"../../../content.jsn"),
    ],
    ids=("deep", "list", "nonsense", "bomb", "many", "values", "path"),
)
def test_a_hostile_package_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        import_lesson(raw, "h5p", "نص.")


@pytest.mark.parametrize(
    ("library", "params", "rules"),
    [
        ("H5P.DragText", {"textField": "قبل *بوتين:تلميح* الدعوة *أمس*."}, ["tips"]),
        ("H5P.DragText", {"textField": "قبل *بوتين\\+نعم* الدعوة *أمس*."}, ["tips"]),
        ("H5P.MarkTheWords", {"taskDescription": "حدّد.", "textField": "قبل *بوتين* الدعوة."}, ["passage"]),
        (
            "H5P.TrueFalse",
            {"question": "س", "correct": "true", "overallFeedback": [{"from": 0, "to": 100, "feedback": "أحسنت"}]},
            ["combined-feedback"],
        ),
    ],
)
def test_tips_passages_and_words_for_the_whole_are_said(
    library: str, params: dict[str, object], rules: list[str]
) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("h5p.json", json.dumps({"title": "ت", "mainLibrary": library}))
        archive.writestr("content/content.json", json.dumps(params))
    read = import_lesson(file.getvalue(), text="نص.")
    assert len(read.questions) == 1
    assert [problem.rule for problem in read.problems] == rules
