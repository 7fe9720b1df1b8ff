"""A word for each figure of a question, and none where readers are too few."""

from __future__ import annotations

import pytest

from webapp.analysis.item_words import difficulty, discrimination


@pytest.mark.parametrize(
    ("facility", "word"),
    [(1.0, "very-easy"), (0.95, "very-easy"), (0.94, "easy"), (0.79, "medium"), (0.5, "medium"), (0.49, "hard"),
     (0.2, "hard"), (0.19, "very-hard"), (0.0, "very-hard"), (-0.1, "very-hard")],
)  # fmt: skip
def test_how_hard(facility: float, word: str) -> None:
    assert difficulty(facility, 8) == word
    assert difficulty(facility, 7) is None
    assert difficulty(None, 100) is None


@pytest.mark.parametrize(
    ("index", "word"), [(40, "well"), (39, "fairly"), (20, "fairly"), (0, "hardly"), (-1, "reversed")]
)
def test_whether_it_tells_readers_apart(index: float, word: str) -> None:
    assert discrimination(index, 20) == word
    assert discrimination(index, 19) is None
    assert discrimination(None, 100) is None
