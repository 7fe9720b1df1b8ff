"""What a teacher is told to look at, and what is not said for want of answers."""

from __future__ import annotations

import pytest

from analysis.score_tables import attempt
from webapp.analysis.item_flags import SingleKey, item_flags, quick_bound
from webapp.analysis.item_statistics import Statistics, item_statistics

KEY = SingleKey(("أ١", "ب١", "ج١"), "أ١")


def table(learners: int, mark: float, guess: float | None = None) -> Statistics:
    """One item on which everybody earned the same, beside one that varies."""
    marks = [[mark, float(n % 2)] for n in range(learners)]
    return item_statistics(marks, [1, 1], questions=["q1", "q2"], guesses=[guess, None])


def kinds(found) -> list[str]:
    return [one.kind for one in found if one.question == "q1"]


def choosing(strong: str, weak: str, learners: int = 24) -> tuple[list, dict]:
    """A class whose stronger half answers one thing and whose weaker half another; and their rest scores."""
    half = learners // 2
    tries = [attempt(f"l{n:02}", label=strong if n < half else weak) for n in range(learners)]
    return tries, {(f"l{n:02}", "q1"): 1 - n / learners for n in range(learners)}


def test_a_distractor_that_the_strong_prefer_is_named_in_both_languages() -> None:
    tries, rests = choosing("ب١", "أ١")
    found = item_flags(table(24, 0.5), tries, rests, {"q1": KEY})
    (flag,) = [one for one in found if one.kind == "key-avoided"]
    assert flag.ar.startswith("اختار أصحاب أعلى الدرجات الخيار «ب» (ب١): راجع صياغته.")
    assert "«ب»" in flag.en
    assert flag.figures == {"tries": 24, "strong": 8, "distractor": "ب١", "chose_distractor": 8, "chose_key": 0}


def test_a_key_that_the_strong_prefer_is_left_in_peace() -> None:
    tries, rests = choosing("أ١", "ب١")
    assert "key-avoided" not in kinds(item_flags(table(24, 0.5), tries, rests, {"q1": KEY}))


def test_a_distractor_that_nobody_chose_is_named() -> None:
    tries, rests = choosing("أ١", "ب١")
    found = item_flags(table(24, 0.5), tries, rests, {"q1": KEY})
    assert [one.figures["distractor"] for one in found if one.kind == "unused-distractor"] == ["ج١"]


def test_nothing_is_said_of_options_below_twenty_answers() -> None:
    tries, rests = choosing("ب١", "أ١", learners=18)
    assert kinds(item_flags(table(18, 0.5), tries, rests, {"q1": KEY})) == []


@pytest.mark.parametrize(
    "mark, guess, kind", [(1, 0.25, "too-easy"), (0.2, None, "too-hard"), (0.3, 1 / 3, "too-hard")]
)
def test_a_question_too_easy_or_too_hard_is_named(mark: float, guess: float | None, kind: str) -> None:
    (flag,) = [one for one in item_flags(table(8, mark, guess), [], {}, {}) if one.question == "q1"]
    assert flag.kind == kind
    assert flag.figures["facility"] == pytest.approx(mark)


def test_neither_is_said_of_seven_readers() -> None:
    assert item_flags(table(7, 1), [], {}, {}) == []


def test_marks_that_go_against_the_rest_are_named_from_twenty_readers_on() -> None:
    marks = [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]] * 10
    found = item_flags(item_statistics(marks, [1, 1, 1]), [], {}, {})
    assert "negative-discrimination" in [one.kind for one in found if one.question == "1"]
    assert not item_flags(item_statistics(marks[:19], [1, 1, 1]), [], {}, {})


def test_a_jump_after_hints_compares_the_same_readers() -> None:
    tries = [attempt(f"l{n}", earned=0) for n in range(8)]
    tries += [attempt(f"l{n}", number=2, minute=1, hints=1) for n in range(8)]
    (flag,) = item_flags(table(8, 0.5), tries, {}, {})
    assert flag.kind == "jump-after-hints"
    assert flag.figures == {"learners": 8, "before": 0, "after": 1}
    assert "١٠٠٪" in flag.ar
    assert item_flags(table(8, 0.5), tries[1:], {}, {}) == []


def test_answers_too_quick_to_come_from_reading_are_counted() -> None:
    tries = [attempt(f"l{n}", seconds=2 if n < 3 else 60) for n in range(10)]
    (flag,) = item_flags(table(10, 0.5), tries, {}, {})
    assert flag.kind == "quick"
    assert flag.figures["share"] == 0.3
    assert item_flags(table(10, 0.5), [attempt(f"l{n}", seconds=60) for n in range(10)], {}, {}) == []


@pytest.mark.parametrize("mean, bound", [(5, 3), (60, 6), (600, 10)])
def test_what_is_quick_depends_on_how_long_others_took(mean: float, bound: float) -> None:
    assert quick_bound([mean] * 3) == pytest.approx(bound)
