"""The attempts that a question has where its file gives none, and what blind guessing earns with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT
from question_types.asking import ask, build, examples
from webapp.analysis.guessing_score import random_guess_score
from webapp.content import Lesson
from webapp.content.lesson_compiler import compile_lesson
from webapp.domain.rules import CHOSEN, ONCE, USUAL, Rules
from webapp.question_types import TYPES

RIVER = (ROOT / "tests" / "content" / "questions" / "river.yaml").read_text(encoding="utf-8")
SEEDS = ROOT / "tests" / "content" / "seeds"
JUDGEMENT = """
  - id: by-car
    paragraph: 1
    type: judgement
    process: retrieve
    prompt: خرجا بالسيارة.
    answer: not-given
    why: {"true": كذا, "false": كذا, not-given: كذا}
"""


def river(settings: str = "", of_choice: str = "") -> Lesson:
    source = RIVER.replace("level: A2", f"level: A2\n{settings}").replace("type: choice", f"type: choice\n{of_choice}")
    lesson, problems = compile_lesson(
        "river", (source + JUDGEMENT).encode(), "river.yaml", lambda name: Path(SEEDS / name).read_bytes()
    )
    assert lesson, problems
    return lesson


def rules(lesson: Lesson) -> dict[str, Rules]:
    return {item.question.type: lesson.settings.rules_of(item.question) for item in lesson.items}


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_usual_tries(kind: str) -> None:
    question = ask(examples(kind)[0], kind)
    once = {"judgement": ONCE, "poll": ONCE}
    chosen = dict.fromkeys(("choice", "multiple", "evidence"), CHOSEN)
    if kind == "cloze":
        assert build("cloze", text="ذهب [[سعد]]", bank=["زيد"], why="كذا").usual_rules() == CHOSEN
        assert build("cloze", text="ذهب [[سعد]]", why="كذا").usual_rules() == USUAL
    else:
        assert question.usual_rules() == (once | chosen).get(kind, USUAL)


def test_a_second_choice_earns_half() -> None:
    assert (CHOSEN.tries, 1 - CHOSEN.penalty) == (2, 0.5)


def test_a_file_without_tries_has_those_of_the_types() -> None:
    assert rules(river()) == {"choice": CHOSEN, "short": USUAL, "judgement": ONCE}
    assert river().varied_rules


def test_a_file_that_gives_tries_stays_as_it_was() -> None:
    stated = river("tries: 3")
    assert set(rules(stated).values()) == {Rules(3, 0.3333)}
    assert not stated.varied_rules
    assert stated.usual_rules == Rules(3, 0.3333)
    assert set(rules(river("tries: 2\npenalty: 0.25")).values()) == {Rules(2, 0.25)}


def test_a_question_or_a_penalty_may_be_given_alone() -> None:
    assert rules(river("", "    tries: 4"))["choice"] == Rules(4, 0.3333)
    assert rules(river("penalty: 0.2")) == {
        "choice": Rules(2, 0.2),
        "short": Rules(3, 0.2),
        "judgement": Rules(1, 0.2),
    }
    assert set(rules(river("mode: exam")).values()) == {ONCE}


@pytest.mark.parametrize(
    ("options", "rules", "earned"),
    [
        (4, ONCE, 0.25),
        (4, CHOSEN, 0.25 + 0.25 / 2),
        (4, Rules(3, 1 / 3), 0.5),
        (2, Rules(3, 0.25), 0.5 + 0.5 * 0.75),
        (4, Rules(10, 0), 1.0),
    ],
)
def test_guessing_is_worked_out_with_the_tries_in_force(options: int, rules: Rules, earned: float) -> None:
    texts = [{"text": f"خيار {n}", "why": "كذا", "correct": not n} for n in range(options)]
    assert random_guess_score(build("choice", options=texts), rules) == pytest.approx(earned)


def test_what_is_typed_is_not_guessed_with_more_tries() -> None:
    assert random_guess_score(build("short", accept=["الخميس"], why="كذا"), USUAL) == 0
