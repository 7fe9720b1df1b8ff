"""Problems of the check at the questions and fields that they are about."""

from __future__ import annotations

from typing import Any

from webapp.content.lesson_compiler import compile_lesson
from webapp.question_types import TYPES
from webapp.web.teacher.question_forms.field_problems import FieldProblem, at_missing_fields, field_problems
from webapp.web.teacher.question_forms.model_fields import fields_of

TEXT = "خرجت سلمى مع أخيها إلى النهر صباح السبت، وحملت معها سلة فيها خبز وجبن.".encode()
HEAD = "text: t.txt\ntitle: عند النهر\nlevel: A2\nquestions:\n"


def problems_of(body: str, head: str = HEAD) -> list[FieldProblem]:
    raw = (head + body).encode()
    _, problems = compile_lesson("t", raw, "questions/t.yaml", lambda name: TEXT)
    return field_problems(problems, raw, "questions/t.yaml")


def errors(problems: list[FieldProblem]) -> list[tuple[int | None, tuple[Any, ...]]]:
    return [(problem.question, problem.path) for problem in problems if problem.is_error]


GOOD = (
    "  - {id: a, paragraph: 1, type: short, process: retrieve, prompt: متى؟, accept: [السبت], evidence: [صباح السبت]}\n"
)


def test_a_wrong_value_is_at_its_field() -> None:
    assert errors(problems_of(GOOD + GOOD.replace("id: a", "id: b").replace("صباح السبت", "الأحد"))) == [
        (1, ("evidence", 0))
    ]
    assert errors(problems_of(GOOD.replace("paragraph: 1", "paragraph: 9"))) == [(0, ("paragraph",))]


def test_a_problem_within_an_entry_is_at_its_part() -> None:
    body = (
        "  - id: a\n    paragraph: 1\n    type: choice\n    prompt: من؟\n    options:\n"
        "      - {text: سلمى, correct: true}\n      - {text: سلمى}\n"
    )
    assert errors(problems_of(body)) == [(0, ("options", 1, "text"))]
    assert errors(problems_of(body.replace("{text: سلمى}", "{text: أخوها, correct: true}"))) == [(0, ("options",))]


def test_a_missing_field_is_named_at_its_place() -> None:
    body = (
        "  - id: a\n    paragraph: 1\n    type: choice\n    options:\n      - {correct: true}\n      - {text: سلمى}\n"
    )
    problems = problems_of(body)
    assert errors(problems) == [(0, ()), (0, ("options", 0))]
    values = {"id": "a", "paragraph": 1, "options": [{"correct": True}, {"text": "سلمى"}]}
    placed = at_missing_fields(problems, fields_of(TYPES["choice"]), values)
    assert errors(placed) == [(0, ("prompt",)), (0, ("options", 0, "text"))]


def test_what_is_about_the_file_belongs_to_no_question() -> None:
    assert errors(problems_of(GOOD, HEAD.replace("A2", "Z9"))) == [(None, ("level",))]
    assert {problem.question for problem in problems_of(GOOD, HEAD.replace("t.txt", "u/t.txt"))} <= {None}


def test_errors_come_first() -> None:
    problems = problems_of(GOOD.replace("process: retrieve, ", "tries: 99, "))
    assert [problem.is_error for problem in problems] == sorted(
        (problem.is_error for problem in problems), reverse=True
    )
