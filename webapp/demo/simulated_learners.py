"""Who reads: names that everybody sees are simulated, abilities, paces and manners."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Manner = Literal["steady", "stops", "guesses", "stuck"]
MARK = "(محاكاة)"
NAMES = (
    "سارة", "عمر", "ليلى", "يوسف", "مريم", "خالد", "نور", "أحمد", "فاطمة", "علي", "هدى", "حسن", "زينب", "كريم", "سلمى",
    "إبراهيم", "رنا", "محمود", "دينا", "طارق", "آمنة", "سامي", "هالة", "بلال", "ريم", "ماجد", "لمى", "أنس", "عائشة",
    "زياد", "منى", "فارس", "جنى", "وليد", "رحمة", "إياد", "شيماء", "حمزة", "لينا", "مازن",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One simulated reader. ``ability`` is in standard deviations; ``pace`` multiplies every time."""

    id: str
    name: str
    ability: float
    pace: float
    manner: Manner
    tashkeel: str


def simulated_people(count: int, seed: int) -> list[Person]:
    """``count`` readers. Every name says that it is simulated; a name that comes again has a number."""
    chance = random.Random(f"people:{seed}")
    manners = _manners(count)
    chance.shuffle(manners)
    names = chance.sample(NAMES, len(NAMES))
    people = []
    for place, manner in enumerate(manners):
        ability = chance.gauss(0, 1)
        if manner in ("guesses", "stuck"):
            ability = min(ability, -0.6)
        again, which = divmod(place, len(names))
        name = f"{names[which]} {again + 1}" if again else names[which]
        weak = ability + chance.gauss(0, 0.7) < -0.3
        people.append(
            Person(
                id=f"simulated-{seed:04d}-{place + 1:04d}",
                name=f"{name} {MARK}",
                ability=ability,
                pace=chance.lognormvariate(0, 0.25),
                manner=manner,
                tashkeel=chance.choice(("all", "some")) if weak else "none",
            )
        )
    return people


def _manners(count: int) -> list[Manner]:
    """Of ten readers and more two guess and one is stuck; one in eight stops early; smaller groups have fewer."""
    odd: list[Manner] = ["stops"] * (count // 8)
    odd += ["guesses"] * min(2, count // 5)
    odd += ["stuck"] * min(1, count // 5)
    steady: list[Manner] = ["steady"] * (count - len(odd))
    return odd + steady
