"""Questions out of YAML, and answers marked as a learner's would be: what all tests of question types share."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from hypothesis import strategies as st

from recorded_attempts import attempt
from webapp.content.parsing.text_parser import parse_text
from webapp.content.parsing.validation_messages import validated
from webapp.content.parsing.yaml_parser import read_tree
from webapp.domain.attempt import Attempt
from webapp.domain.problem import Problem
from webapp.domain.question import Grade, Question, Response, Unanswered
from webapp.domain.scoring import AttemptOutcome, Rules, mark
from webapp.domain.text import short_digest
from webapp.question_types import TYPES

SEED = Path(__file__).parents[2] / "seeds" / "000_13183dccda9929f6.txt"
ARTICLE = parse_text(SEED.name, SEED.read_text(encoding="utf-8"))
TEXT = parse_text("news.txt", "أعلنت الوكالة يوم الخميس قبول الرئيس دعوة الزعيم إلى زيارة قاعدة فوستوشني.")
WORDS = st.text(st.sampled_from("ابتجحدرسعفقلمنهوي ءأة"), min_size=1, max_size=12).map(str.strip).filter(bool)
POINTS = st.sampled_from([0.5, 1, 2, 3, 7.25, 100])
THREE = Rules(3, 0.25)


def examples(kind: str) -> list[str]:
    """The YAML examples of a type's docstring: the good one, then the bad one."""
    docstring = sys.modules[TYPES[kind].__module__].__doc__
    found: list[str] = re.findall(r"^(?:Good|Bad)[^\n]*:\n\n```yaml\n(.*?)^```$", docstring or "", re.S | re.M)
    return found


def read(source: str, kind: str) -> tuple[Question | None, list[Problem]]:
    """A question out of YAML with everything that is wrong with it."""
    tree, problems = read_tree(source.encode(), "question.yaml")
    if tree is None:
        return None, problems
    question, found = validated(TYPES[kind], tree, tree, (), "question.yaml")
    problems += found
    for place, rule, message in question.faults() if question else ():
        problems.append(Problem("question.yaml", *tree.value_at(place), rule, message))
    return question, problems


def ask(source: str, kind: str) -> Question:
    """A faultless question out of YAML, bound to a small text."""
    question, problems = read(source, kind)
    assert problems == []
    assert question is not None
    return question.bind(TEXT)


def sample(kind: str) -> Question:
    """The good example of a type's docstring, bound to the article that it speaks of."""
    return ask(examples(kind)[0], kind).bind(ARTICLE)


def build(kind: str, **fields: Any) -> Question:
    """A question out of plain fields; what does not matter to a test is filled in."""
    plain = {"id": "q", "paragraph": 1, "type": kind, "process": "infer", "prompt": "ما الجواب؟", **fields}
    return TYPES[kind].model_validate(plain)


def answer(question: Question, line: str) -> Grade | Unanswered:
    """The grade of one line typed by a person."""
    response = question.parse(line)
    return response if isinstance(response, Unanswered) else question.grade(response)


def verdict(question: Question, line: str) -> str:
    """The verdict of one line typed by a person."""
    found = answer(question, line)
    return "unanswered" if isinstance(found, Unanswered) else found.verdict


def page(question: Question, seed: str = "learner") -> bytes:
    """What a page may see before an answer, to the byte."""
    return json.dumps(asdict(question.public(seed)), ensure_ascii=False, sort_keys=True).encode()


def value(text: str) -> str:
    """What a form sends for a row or a choice of this text."""
    return short_digest(text, 8)


def card(app: Flask, question: Question, **seen: Any) -> str:
    """The partial of the question, as a learner gets it."""
    plain = {"settled": False, "right": False, "draft": None, "response": None, "tried": frozenset(), "solution": None}
    view = SimpleNamespace(id=question.id, public=question.public("learner"), **{**plain, **seen})
    with app.test_request_context():
        return app.jinja_env.get_template(f"question_types/{question.type}/card.html").render(q=view)


def passages(html: str) -> list[str]:
    """The text of the running paragraphs of a card, as copying gives it."""
    paragraphs = re.findall(r'<p class="passage"[^>]*>(.*?)</p>', html, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", paragraph)) for paragraph in paragraphs]


def tried(grade: Grade, number: int = 1, response: Response = "") -> Attempt:
    """A recorded try with this grade."""
    return attempt(
        number=number,
        response=response,
        verdict=grade.verdict,
        earned=grade.earned,
        possible=grade.possible,
        parts=grade.parts,
    )


def play(question: Question, lines: Iterable[str], rules: Rules = THREE) -> list[AttemptOutcome | None]:
    """The outcomes of a series of tries."""
    previous: list[Attempt] = []
    outcomes = []
    for number, line in enumerate(lines, 1):
        response = question.parse(line)
        outcomes.append(outcome := mark(rules, question, response, previous))
        if outcome:
            previous.append(tried(outcome.grade, number, response))
    return outcomes


def within_bounds(grade: Grade, points: float) -> bool:
    """Nothing below 0 or above what is possible, and the verdict agrees with the mark."""
    full, none = abs(grade.earned - points) < 1e-6, abs(grade.earned) < 1e-6
    agrees = {"accepted": full, "partial": not full and not none, "refused": none, "nearly": none}[grade.verdict]
    shares = sum(part.share for part in grade.parts)
    return grade.possible == points and 0 <= grade.earned <= points and agrees and abs(shares - 1) < 1e-9
