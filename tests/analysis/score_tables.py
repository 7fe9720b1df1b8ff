"""Tries and marks made up for the tests of the analysis."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.domain.attempt import Attempt
from webapp.domain.question import Part

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def attempt(learner: str, question: str = "q1", minute: float = 0, **changes: Any) -> Attempt:
    """One try, right unless it is said otherwise: ``earned=0`` makes it refused."""
    earned = changes.get("earned", 1.0)
    fields: dict[str, Any] = {
        "id": f"{learner}.{question}.{minute}",
        "school": "default",
        "learner": learner,
        "text": "putin",
        "question": question,
        "version": "v1",
        "number": 1,
        "response": "بوتين",
        "label": "بوتين",
        "shown": (),
        "verdict": "accepted" if earned == 1 else "partial" if earned else "refused",
        "earned": earned,
        "possible": 1.0,
        "why": "",
        "note": "",
        "tolerance_level": None,
        "parts": (Part("", 1.0, earned),),
        "hints": 0,
        "seconds": 30.0,
        "at": START + timedelta(minutes=minute),
    }
    return Attempt(**(fields | changes))


def class_marks(learners: int, items: int, seed: int = 1) -> list[list[float]]:
    """Marks of 0 or 1 of a class in which some read better than others."""
    dice = random.Random(seed)
    abilities = [dice.random() for _ in range(learners)]
    return [[float(dice.random() < 0.2 + 0.7 * ability) for _ in range(items)] for ability in abilities]
