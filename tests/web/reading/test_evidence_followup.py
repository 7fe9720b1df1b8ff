"""A question that asks for its evidence: a second part, offered after the first is answered, worth its own share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from conftest import ARTICLE, SLUG, Learner, right_answer, with_content
from webapp import create_app
from webapp.config import Config
from webapp.content import Lesson

FIRST = f"/texts/{SLUG}/1"
NAME, SECOND = "who-announced", "who-announced.evidence"


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "content"
    shutil.copytree(ARTICLE / "seeds", folder / "seeds")
    (folder / "questions").mkdir()
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text()
    asked = yaml.replace(f"  - id: {NAME}\n", f"  - id: {NAME}\n    evidence_asked: true\n    evidence_share: 0.25\n")
    (folder / "questions" / f"{SLUG}.yaml").write_text(asked)
    made = create_app(with_content(config, folder))
    yield made
    made.extensions["fahm"].store.close()


def key(lesson: Lesson, name: str) -> list[str]:
    return list(lesson.item(name).question.solution().units)


def test_the_points_are_shared(lesson: Lesson) -> None:
    assert lesson.item(NAME).question.points == pytest.approx(0.75)
    assert lesson.item(SECOND).question.points == pytest.approx(0.25)


def test_the_second_part_comes_after_the_first_and_nothing_is_lit_before_it(layla: Learner, lesson: Lesson) -> None:
    assert SECOND not in layla.opens(FIRST).html
    page = layla.answers(FIRST, {NAME: right_answer(lesson, NAME)})
    assert "إجابة صحيحة" in page.text(NAME)
    assert "٠٫٧٥ من ٠٫٧٥" in page.text(NAME)
    assert page.lit() == []
    page = layla.answers(FIRST, {SECOND: key(lesson, SECOND)})
    assert "٠٫٢٥ من ٠٫٢٥" in page.text(SECOND)
    assert page.lit()


def test_the_second_part_takes_no_answer_before_the_first(layla: Learner, lesson: Lesson, app: Flask) -> None:
    layla.answers(FIRST, {SECOND: key(lesson, SECOND)})
    assert list(app.extensions["fahm"].store.all_tries()) == []


def test_the_gate_waits_for_both_parts(layla: Learner, lesson: Lesson) -> None:
    names = [item.question.id for item in lesson.items_at(1) if item.after is None]
    layla.answers(FIRST, {name: right_answer(lesson, name) for name in names})
    second = lesson.text.paragraph(2).text
    assert second not in layla.opens(f"/texts/{SLUG}/2").html
    layla.answers(FIRST, {SECOND: key(lesson, SECOND)})
    assert second in layla.opens(f"/texts/{SLUG}/2").html
