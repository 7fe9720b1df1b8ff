"""Putting things in order.

Good:

```yaml
id: order-of-events
paragraph: whole
type: order
process: interpret
prompt: ما ترتيب وقوع هذه الأحداث؟
items:
  - توجيه الدعوة
  - قبول الدعوة
  - إعلان الخبر
why: وُجّهت الدعوة أثناء المحادثات وقُبلت فيها، ثم أعلنت الوكالة ذلك يوم الخميس.
```

Bad (two items read the same, so no order is the right one):

```yaml
id: order-of-events
paragraph: whole
type: order
process: interpret
prompt: ما ترتيب وقوع هذه الأحداث؟
items:
  - توجيه الدعوة
  - قبول الدعوة
  - توجيه الدعوة
why: وُجّهت الدعوة أثناء المحادثات وقُبلت فيها.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar, Literal

from pydantic import Field

from webapp.arabic.counting import CountedNoun
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Question, Response, Unanswered
from webapp.question_types._options import share_grade
from webapp.question_types._part_matching import (
    by_value,
    chosen,
    count_said,
    find_text,
    mixed,
    read_parts,
    value_of,
)

NOUN = CountedNoun("عنصر واحد", "عنصرين", "عناصر", "عنصرًا", "عنصر")
THEN = " ← "
"""Points where Arabic reads on to."""


class Order(Question):
    """The longest run in the right order over the number of items; what stands between does not break the run.

    A run of one earns nothing: every order has that. Items without a place are in no run, and of several items
    that were given the same place one at most is.
    """

    name_ar: ClassVar[str] = "ترتيب"
    name_en: ClassVar[str] = "Ordering"

    type: Literal["order"]
    items: tuple[Filled, ...] = Field(
        min_length=3, max_length=8, description="In the right order; everybody meets them shuffled."
    )
    why: Filled = Field(description="What in the text decides the order.")

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Items that read the same."""
        for index, item in enumerate(self.items):
            first = self.items.index(item)
            if first != index:
                message = both(en=f"the same item as item {first + 1}", ar=f"عنصر مكرّر: هو نفسه العنصر {first + 1}")
                yield ("items", index), "duplicate-option", message

    def public(self, seed: str) -> dict[str, Any]:
        """The items shuffled, and the places that one can give them."""
        entries = mixed(self.items, f"{seed}:{self.id}")
        return {"entries": entries, "ranks": list(self._ranks()), "shown": [entry["value"] for entry in entries]}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The place of each item that was given one; none at all is no answer."""
        return read_parts(form, self.id, by_value(self.items), self._ranks())

    def parse(self, answer: str) -> Response | Unanswered:
        """The items in the learner's order: ``2,1,3`` by their numbers in the file, or their words with | between."""
        pieces = re.split(r"[|\n]", answer)
        if len(pieces) == 1 and find_text(self.items, answer) is None:
            pieces = re.split(r"[\s,،;؛<>←→]+", answer)
        found = [find_text(self.items, piece) for piece in pieces if piece.strip()]
        named = [item for item in found if item]
        if len(named) < len(found) or len(set(named)) < len(named):
            return Unanswered()
        return {value_of(item): rank for item, rank in zip(named, self._ranks(), strict=False)} or Unanswered()

    def grade(self, response: Response) -> Grade:
        """The longest run that is in order, as a share of all the items."""
        places = self._places(response)
        run = _longest_run(places)
        if run == len(self.items):
            return share_grade(1, self.points, self.why)
        hits, missing = run if run > 1 else 0, len(self.items) - len(places)
        said = count_said("تسلسل", NOUN, hits, len(self.items), missing)
        return share_grade(hits / len(self.items), self.points, said)

    def classify(self, response: Response) -> str:
        """The items in the learner's order; = between those in the same place."""
        placed = sorted(
            (rank, value_of(self.items[index]), self.items[index]) for index, rank in self._places(response)
        )
        same_place = groupby(placed, key=lambda one: one[0])
        return THEN.join(" = ".join(item for _, _, item in group) for _, group in same_place)

    def solution(self) -> dict[str, Any]:
        """The items in order; ``parts`` has the right place of each."""
        return {
            "model": THEN.join(self.items),
            "why": self.why,
            "parts": dict(zip(map(value_of, self.items), self._ranks(), strict=True)),
        }

    def _ranks(self) -> tuple[str, ...]:
        return tuple(str(number) for number in range(1, len(self.items) + 1))

    def _places(self, response: Response) -> list[tuple[int, int]]:
        """Where each item stands in the file, with the place that the learner gave it."""
        given, ranks = chosen(response), self._ranks()
        found = ((index, given.get(value_of(item), "")) for index, item in enumerate(self.items))
        return [(index, int(rank)) for index, rank in found if rank in ranks]


def _longest_run(places: Sequence[tuple[int, int]]) -> int:
    """How many of the places, which come in the right order, rise at most."""
    longest: list[int] = []
    for at, (_, rank) in enumerate(places):
        longest.append(1 + max((longest[i] for i in range(at) if places[i][1] < rank), default=0))
    return max(longest, default=0)
