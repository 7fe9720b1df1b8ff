"""Open answers are marked by a person; then the learner sees the mark, the comment and the model answer."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from conftest import ARTICLE, SLUG, Learner
from webapp.assessment.progress import Progress
from webapp.cli.main import fahm
from webapp.config import Config
from webapp.content import Lesson
from webapp.web.framework import current_learner


def run(config: Config, *words: object) -> Result:
    return CliRunner().invoke(fahm, ["mark", *map(str, words), "--data", str(config.data), "--content", str(ARTICLE)])


def open_question(lesson: Lesson) -> str:
    return next(item.question.id for item in lesson.items if item.question.type == "open")


def answered(layla: Learner, lesson: Lesson, monkeypatch) -> str:
    """Layla answers the first open question, the gates taken out of the way."""
    monkeypatch.setattr(Progress, "passed", lambda *_: True)
    layla.answers(f"/texts/{SLUG}/whole", {open_question(lesson): "يلخص النص خبر الزيارة."})
    return open_question(lesson)


@pytest.mark.usefixtures("muna")
def test_an_open_answer_waits_until_it_is_marked(layla: Learner, lesson: Lesson, config: Config, monkeypatch) -> None:
    name = answered(layla, lesson, monkeypatch)
    model = lesson.item(name).question.model
    page = layla.opens(f"/texts/{SLUG}/whole")
    assert "سيقرؤ" in page.text(name)
    assert model not in page.html
    assert "بانتظار تصحيح المعلم" in layla.opens(f"/texts/{SLUG}/result").html

    (row,) = [json.loads(line) for line in run(config).stdout.splitlines()]
    assert row["response"] == "يلخص النص خبر الزيارة."
    assert row["rubric"]
    assert run(config, row["learner"], row["try"], 1, "--comment", "تلخيص واضح").exit_code == 0

    page = layla.opens(f"/texts/{SLUG}/whole")
    assert "صحّحها المعلم" in page.text(name)
    assert "تلخيص واضح" in page.text(name)
    assert model in page.text(name)
    assert run(config).stdout == ""
    assert "بانتظار تصحيح المعلم" not in layla.opens(f"/texts/{SLUG}/result").html


def test_a_mark_can_be_changed(layla: Learner, lesson: Lesson, config: Config, monkeypatch) -> None:
    name = answered(layla, lesson, monkeypatch)
    row = json.loads(run(config).stdout)
    for points in (1, 2):
        run(config, row["learner"], row["try"], points)
    assert "٢ من ٢" in layla.opens(f"/texts/{SLUG}/whole").text(name)


def test_a_mark_beyond_the_points_is_refused(layla: Learner, lesson: Lesson, config: Config, monkeypatch) -> None:
    answered(layla, lesson, monkeypatch)
    row = json.loads(run(config).stdout)
    result = run(config, row["learner"], row["try"], 99)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert run(config).stdout


def test_an_id_of_an_earlier_version_may_begin_with_a_hyphen(
    layla: Learner, lesson: Lesson, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_learner, "new_record_id", lambda: f"-{'a' * 21}")
    answered(layla, lesson, monkeypatch)
    row = json.loads(run(config).stdout)
    assert row["learner"].startswith("-")
    assert run(config, row["learner"], row["try"], 1).exit_code == 0
