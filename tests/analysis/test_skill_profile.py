"""What readers can do, by process."""

from __future__ import annotations

import pytest

from webapp.analysis.score_matrix import QuestionScore
from webapp.analysis.skill_profile import class_profile, learner_profile, wilson_interval
from webapp.domain.question import Process

PROCESSES: dict[str, Process] = {"i1": "infer", "r1": "retrieve", "r2": "retrieve", "r3": "retrieve", "r4": "retrieve"}


def test_a_learners_share_stands_with_its_questions_in_the_order_of_pirls() -> None:
    cells = [
        QuestionScore("layla", "i1", 0, 2),
        *(QuestionScore("layla", f"r{n}", 1 if n < 4 else 0, 1) for n in range(1, 5)),
    ]
    retrieve, infer = learner_profile(cells, PROCESSES)
    assert (retrieve.process, retrieve.share) == ("retrieve", 0.75)
    assert retrieve.questions == ("r1", "r2", "r3", "r4")
    assert retrieve.interval.low < 0.75 < retrieve.interval.high
    assert (infer.share, infer.possible) == (0, 2)


def test_with_one_question_behind_it_a_share_has_no_interval() -> None:
    assert learner_profile([QuestionScore("layla", "i1", 2, 2)], PROCESSES)[0].interval is None


def test_what_waits_for_a_mark_and_what_has_no_points_is_not_counted() -> None:
    assert learner_profile([QuestionScore("layla", "i1", None, 2), QuestionScore("layla", "r1", 0, 0)], PROCESSES) == []


def test_a_class_is_the_mean_of_its_learners() -> None:
    cells = [QuestionScore("layla", "r1", 1, 1), *(QuestionScore("omar", f"r{n}", 0, 1) for n in range(1, 5))]
    (skill,) = class_profile(cells, PROCESSES)
    assert skill.share == 0.5
    assert skill.learners == 2
    assert skill.interval is None


def test_a_class_of_eight_has_an_interval() -> None:
    cells = [QuestionScore(f"l{n}", "r1", n % 2, 1) for n in range(8)]
    (skill,) = class_profile(cells, PROCESSES)
    assert skill.interval.low < 0.5 < skill.interval.high
    assert class_profile(reversed(cells), PROCESSES) == [skill]


def test_wilsons_interval_is_the_known_one() -> None:
    found = wilson_interval(0.9, 10)
    assert (found.low, found.high) == (pytest.approx(0.5958, abs=1e-4), pytest.approx(0.9821, abs=1e-4))
    assert (wilson_interval(0, 0).low, wilson_interval(1, 5).high) == (0, 1)
