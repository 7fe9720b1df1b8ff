"""What holds for every question type: the registry, its files, its documented examples, and the contract."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound

from question_types.asking import ask, examples, page, read, sample
from webapp import question_types
from webapp.domain.question import Question, Unanswered
from webapp.domain.question_views import Solution, View
from webapp.question_types import TYPES, folder_of, register, registered

ROOT = Path(__file__).parents[2]
every_type = pytest.mark.parametrize("kind", TYPES)


def test_every_folder_is_in_the_registry():
    folders = {path.parent.name for path in (ROOT / "webapp" / "question_types").glob("*/question.py")}
    assert folders == set(TYPES)


@every_type
def test_a_type_is_one_folder_one_test_file_and_one_line(kind):
    assert TYPES[kind].__module__ == f"webapp.question_types.{kind}.question"
    assert folder_of(kind) == ROOT / "webapp" / "question_types" / kind
    assert {path.name for path in folder_of(kind).glob("*.*")} == {
        "__init__.py",
        "question.py",
        "card.html",
        "worksheet.html",
    }
    assert (ROOT / "tests" / "question_types" / f"test_{kind}.py").is_file()
    lines = re.findall(rf'^    "{kind}": {TYPES[kind].__name__},$', inspect.getsource(question_types), re.M)
    assert len(lines) == 1


def test_no_other_type_may_take_a_name():
    with pytest.raises(ValueError, match="choice"):
        register("choice", TYPES["poll"])


def test_a_type_may_be_known_for_a_while(app):
    with registered("opinion", TYPES["poll"]):
        assert app.jinja_env.get_template("question_types/opinion/card.html")
    with pytest.raises(TemplateNotFound):
        app.jinja_env.get_template("question_types/opinion/worksheet.html")


@every_type
def test_a_type_is_named_as_in_the_registry_and_in_arabic(kind):
    model = TYPES[kind]
    assert issubclass(model, Question)
    assert model.model_fields["type"].annotation.__args__ == (kind,)
    assert re.search("[\u0621-\u064a]", model.name_ar)
    assert model.lights in {"words", "sentence", "nothing"}


@every_type
def test_a_type_answers_the_whole_contract(kind):
    assert not inspect.isabstract(TYPES[kind])
    question = sample(kind)
    assert isinstance(question.public("learner"), View)
    assert isinstance(question.solution(), Solution)


@every_type
def test_the_samples_of_a_type_are_answers_and_marked_as_they_say(kind):
    question = sample(kind)
    right, wrong = (question.read(fields) for fields in (question.right_fields(), question.wrong_fields()))
    assert not isinstance(right, Unanswered)
    assert not isinstance(wrong, Unanswered)
    if not question.once:
        assert question.grade(right).verdict == "accepted"
        assert question.grade(wrong).verdict in {"refused", "partial"}
    assert question.classify(right) != question.classify(wrong)


@every_type
def test_the_order_that_is_recorded_is_the_one_that_is_shown(kind):
    question = sample(kind)
    shown = page(question, "layla").decode()
    places = [shown.index(f'"{value}"') for value in question.shown_order("layla")]
    assert places == sorted(places)
    assert set(question.shown_order("layla")) <= set(question.labels())


@every_type
def test_the_docstring_has_one_good_and_one_bad_example(kind):
    assert len(examples(kind)) == 2


@every_type
def test_the_good_example_of_the_docstring_is_clean(kind):
    question, problems = read(examples(kind)[0], kind)
    assert problems == []
    assert question is not None


@every_type
def test_the_bad_example_of_the_docstring_has_problems_in_their_places(kind):
    problems = read(examples(kind)[1], kind)[1]
    assert problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


@every_type
def test_an_empty_form_and_an_empty_line_are_unanswered(kind):
    question = ask(examples(kind)[0], kind)
    assert isinstance(question.read({}), Unanswered)
    assert isinstance(question.read({question.id: [""]}), Unanswered)
    assert isinstance(question.parse(""), Unanswered)


@every_type
def test_evidence_hints_and_points_change_nothing_on_a_page_before_an_answer(kind):
    question = ask(examples(kind)[0], kind)
    other = question.model_copy(update={"evidence": ("دليل خفي",), "hints": ("تلميح خفي",), "points": 7})
    assert page(other) == page(question)


@pytest.mark.parametrize("kind", [kind for kind in TYPES if not TYPES[kind].once])
def test_no_reason_is_on_a_page_before_an_answer(kind):
    whys = re.findall(r"(?:why|true|false|not-given): ([^}\n]+)", examples(kind)[0])
    shown = page(ask(examples(kind)[0], kind)).decode()
    assert whys
    assert [why for why in whys if why.strip() in shown] == []


@every_type
def test_the_version_follows_the_question_and_not_the_text(kind):
    question, _ = read(examples(kind)[0], kind)
    assert ask(examples(kind)[0], kind).version == question.version
    assert question.model_copy(update={"prompt": "سؤال آخر"}).version != question.version


@every_type
def test_an_unknown_key_is_refused_by_every_type(kind):
    problems = read(examples(kind)[0] + "promt: س\n", kind)[1]
    assert [problem.rule for problem in problems] == ["unknown-key"]
    assert 'did you mean "prompt"' in problems[0].message
