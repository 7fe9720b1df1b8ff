"""Simulated learners: recognisably simulated names, abilities, paces and behaviours."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Behaviour = Literal["steady", "stops", "guesses", "stuck"]
SIMULATED_MARK = "(محاكاة)"
FIRST_NAMES = (
    "سارة", "عمر", "ليلى", "يوسف", "مريم", "خالد", "نور", "أحمد", "فاطمة", "علي", "هدى", "حسن", "زينب", "كريم", "سلمى",
    "إبراهيم", "رنا", "محمود", "دينا", "طارق", "آمنة", "سامي", "هالة", "بلال", "ريم", "ماجد", "لمى", "أنس", "عائشة",
    "زياد", "منى", "فارس", "جنى", "وليد", "رحمة", "إياد", "شيماء", "حمزة", "لينا", "مازن",
)  # fmt: skip


@dataclass(frozen=True)
class SimulatedLearner:
    """A simulated reader. ``ability`` is in standard deviations; ``pace`` multiplies every time."""

    id: str
    name: str
    ability: float
    pace: float
    manner: Behaviour
    tashkeel: str


def simulated_learners(count: int, seed: int) -> list[SimulatedLearner]:
    """Draw ``count`` readers. Every name says that it is simulated; a repeated name gets a number."""
    chance = random.Random(f"people:{seed}")
    manners = _behaviours(count)
    chance.shuffle(manners)
    names = chance.sample(FIRST_NAMES, len(FIRST_NAMES))
    people = []
    for place, manner in enumerate(manners):
        ability = chance.gauss(0, 1)
        if manner in ("guesses", "stuck"):
            ability = min(ability, -0.6)
        again, which = divmod(place, len(names))
        name = f"{names[which]} {again + 1}" if again else names[which]
        weak = ability + chance.gauss(0, 0.7) < -0.3
        people.append(
            SimulatedLearner(
                id=f"simulated-{seed:04d}-{place + 1:04d}",
                name=f"{name} {SIMULATED_MARK}",
                ability=ability,
                pace=chance.lognormvariate(0, 0.25),
                manner=manner,
                tashkeel=chance.choice(("all", "some")) if weak else "none",
            )
        )
    return people


def _behaviours(count: int) -> list[Behaviour]:
    """Assign the behaviours: of ten readers or more two guess and one is stuck; one in eight stops early."""
    odd: list[Behaviour] = ["stops"] * (count // 8)
    odd += ["guesses"] * min(2, count // 5)
    odd += ["stuck"] * min(1, count // 5)
    steady: list[Behaviour] = ["steady"] * (count - len(odd))
    return odd + steady
