"""What a first draft leaves out is told in warnings, one a kind, and not while it is a draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.content import Lesson
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.problem import Problem
from webapp.question_types import TYPES

TEXT = (Path(__file__).parent / "seeds" / "river.txt").read_bytes()
HEAD = "text: river.txt\ntitle: عند النهر\nlevel: A2\n"
BARE = (
    HEAD
    + """questions:
  - {id: a, paragraph: 1, type: short, prompt: متى؟, accept: [السبت]}
  - {id: b, paragraph: 1, type: choice, prompt: من؟, options: [{text: سلمى, correct: true}, {text: ليلى}]}
  - id: c
    paragraph: 1
    type: multiple
    prompt: من؟
    options: [{text: سلمى, correct: true}, {text: أخوها, correct: true}, {text: ليلى}]
  - {id: d, paragraph: 1, type: judgement, prompt: خرجت سلمى., answer: true}
  - {id: e, paragraph: 1, type: cloze, prompt: أكمل., text: "خرجت [[سلمى]]."}
  - {id: f, paragraph: 1, type: order, prompt: رتّب., items: [خرجت, وصلت, جلست]}
  - {id: g, paragraph: 1, type: match, prompt: صل., pairs: [{left: خرجت, right: سلمى}, {left: يغني, right: الصياد}]}
  - {id: h, paragraph: 1, type: sort, prompt: صنّف., groups: [{name: أ, items: [سلمى]}, {name: ب, items: [خبز]}]}
  - {id: i, paragraph: 1, type: referent, prompt: إلام يعود؟, anchor: معها, referent: [سلمى]}
  - {id: j, paragraph: 1, type: root, prompt: ما الجذر؟, word: خرجت, root: خ ر ج, pattern: فعل}
  - {id: k, paragraph: 1, type: evidence, units: clause, prompt: أين؟, evidence: [سلة فيها خبز]}
  - {id: l, paragraph: 1, type: open, prompt: لماذا؟, rubric: [{points: 1, text: رأي.}], model: رأي.}
  - {id: m, paragraph: 1, type: poll, prompt: هل أعجبك؟, when: after, options: [نعم, لا]}
"""
)


def compiled(yaml: str) -> tuple[Lesson | None, list[Problem]]:
    return compile_lesson("bare", yaml.encode(), "bare.yaml", lambda name: TEXT)


def test_every_type_works_without_process_reasons_and_evidence() -> None:
    lesson, problems = compiled(BARE)
    assert lesson
    assert {problem.severity for problem in problems} == {"warning"}
    assert [problem.rule for problem in problems] == ["no-evidence", "no-process", "no-why"]
    assert {item.question.type for item in lesson.items} == set(TYPES)
    for item in lesson.items:
        question = item.question
        right = question.read({name: [str(v) for v in values] for name, values in question.right_fields().items()})
        grade = question.grade(right)  # type: ignore[arg-type]
        assert grade.earned == grade.possible or question.once
        wrong = question.read({name: list(values) for name, values in question.wrong_fields().items()})
        assert question.grade(wrong).why is not None  # type: ignore[arg-type]
        assert question.solution() is not None


def test_a_draft_is_told_of_nothing_left_out() -> None:
    lesson, problems = compiled(BARE.replace("level: A2\n", "level: A2\ndraft: true\n"))
    assert problems == []
    assert lesson


def test_what_is_not_in_the_text_needs_no_evidence() -> None:
    absent = HEAD + "questions:\n  - {id: d, paragraph: 1, type: judgement, prompt: غنّت سلمى., answer: not-given}\n"
    assert [problem.rule for problem in compiled(absent)[1]] == ["no-process", "no-why"]


def test_a_reason_in_allow_silences_one_kind() -> None:
    allowed = BARE.replace("level: A2\n", "level: A2\nallow: {no-why: told in class}\n")
    assert [problem.rule for problem in compiled(allowed)[1]] == ["no-evidence", "no-process"]
    allowed = BARE.replace("type: short,", "type: short, allow: {no-evidence: it is all of it},")
    (told,) = [problem for problem in compiled(allowed)[1] if problem.rule == "no-evidence"]
    assert ": b, c, d" in told.message


def test_each_kind_is_told_once_at_the_first_question_without() -> None:
    places = {problem.rule: (problem.line, problem.column) for problem in compiled(BARE)[1]}
    assert places == {"no-process": (5, 5), "no-why": (5, 5), "no-evidence": (5, 5)}


@pytest.mark.parametrize("left_out", ["process: retrieve\n", "why: «صباح السبت».\n", "evidence: [صباح السبت]\n"])
def test_one_thing_left_out_is_one_warning(left_out: str) -> None:
    river = (Path(__file__).parent / "questions" / "river.yaml").read_text(encoding="utf-8")
    head, name, second = river.partition("  - id: which-day")
    lesson, problems = compiled(head + name + second.replace(f"    {left_out}", ""))
    assert lesson
    assert [problem.rule for problem in problems] == [f"no-{left_out.partition(':')[0]}"]
    assert "which-day" in problems[0].message
