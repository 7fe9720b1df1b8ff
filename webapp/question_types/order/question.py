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
from itertools import groupby, pairwise
from typing import ClassVar, Literal

from pydantic import Field

from webapp.arabic.counting import CountedNoun
from webapp.domain.exchange_items import ExchangeItem, OrderItem, why_of
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Response, Unanswered, Why
from webapp.domain.question_views import Choosable, Interaction
from webapp.question_types._options import Fault, choosable, mixed, option_value, repeats, share_grade
from webapp.question_types._part_matching import PartsQuestion, chosen, count_said, find_text

THEN = " ← "
"""Points where Arabic reads on to."""
PAIR = CountedNoun("زوج متتالٍ واحد", "زوجين متتاليين", "أزواج متتالية", "زوجًا متتاليًا", "زوج متتالٍ")


class Order(PartsQuestion):
    """Credit: neighbours in their right order / number of pairs of neighbours (items − 1).

    A pair counts where the second item follows the first at once. Items without a place, or in the place of another
    one, are in no pair. A random order earns 1 / number of items on average.
    """

    name_ar: ClassVar[str] = "ترتيب"
    name_en: ClassVar[str] = "Ordering"
    purpose: ClassVar[str] = both(en="items to put in order", ar="أحداث أو عبارات تُرتّب")
    sample: ClassVar[str] = "١ توجيه الدعوة ٢ قبولها ٣ إعلان الخبر"
    interaction: ClassVar[Interaction] = "sequencing"
    difficulty: ClassVar[float] = 0.4
    noun: ClassVar[CountedNoun] = CountedNoun("عنصر واحد", "عنصرين", "عناصر", "عنصرًا", "عنصر")
    doing: ClassVar[str] = "ترتيب"

    type: Literal["order"]
    items: tuple[Filled, ...] = Field(
        min_length=3, max_length=8, description="In the right order; everybody meets them shuffled."
    )
    why: Why = Field(default="", description="What in the text decides the order.")

    def faults(self) -> Iterable[Fault]:
        """Report items that read the same."""
        for index, first in repeats(self.items):
            message = both(en=f"same as item {first + 1}", ar=f"هذا العنصر مثل العنصر {first + 1}")
            yield ("items", index), "duplicate-option", message

    def exchanged(self) -> OrderItem:
        """The items in their order."""
        return OrderItem(prompt=self.prompt, lines=self.items, why=self.why)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of things in their order."""
        return {"items": list(item.lines), **why_of(item)} if isinstance(item, OrderItem) else None

    def rows(self, seed: str = "") -> tuple[Choosable, ...]:
        """The items, shuffled."""
        return mixed(map(choosable, self.items), f"{seed}:{self.id}")

    def targets(self, seed: str = "") -> tuple[Choosable, ...]:
        """The places to assign, from 1 to the number of items."""
        return tuple(Choosable(rank, rank) for rank in self._ranks())

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The place assigned to each item, in an order that does not reveal the key."""
        response = super().read(form)
        return dict(sorted(response.items())) if isinstance(response, dict) else response

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from the items in order: ``2,1,3`` (numbers in the file), or their words separated by |."""
        pieces = re.split(r"[|\n]", answer)
        if len(pieces) == 1 and find_text(self.items, answer) is None:
            pieces = re.split(r"[\s,،;؛<>←→]+", answer)
        meant = [find_text(self.items, piece) for piece in pieces if piece.strip()]
        named = [item for item in meant if item]
        if len(named) < len(meant) or len(set(named)) < len(named):
            return Unanswered()
        return {option_value(item): rank for item, rank in zip(named, self._ranks(), strict=False)} or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade by the neighbours in their right order, as a share of all pairs of neighbours."""
        places, pairs = self._places(response), len(self.items) - 1
        hits = _right_neighbours(places)
        if hits == pairs:
            return share_grade(1, self.points, self.why)
        remark = count_said(self.doing, PAIR, hits, pairs, len(self.items) - len(places), self.noun)
        return share_grade(hits / pairs, self.points, remark)

    def classify(self, response: Response) -> str:
        """The items in the learner's order, with = between items in the same place."""
        placed = sorted(
            (rank, option_value(self.items[index]), self.items[index]) for index, rank in self._places(response)
        )
        same_place = groupby(placed, key=lambda entry: entry[0])
        return THEN.join(" = ".join(item for _, _, item in group) for _, group in same_place)

    def key(self) -> dict[str, str]:
        """The right place of each item."""
        return dict(zip(map(option_value, self.items), self._ranks(), strict=True))

    def reason(self) -> str:
        """The reason for the order."""
        return self.why

    def guess_share(self) -> float:
        """Chance of a right neighbour in a random order: (items − 1)! / items!."""
        return 1 / len(self.items)

    def interaction_lists(self) -> Mapping[str, Sequence[Choosable]]:
        """The items."""
        return {"choices": self.rows()}

    def _ranks(self) -> tuple[str, ...]:
        return tuple(str(number) for number in range(1, len(self.items) + 1))

    def _places(self, response: Response) -> list[tuple[int, int]]:
        """Pairs of an item's index in the file and the learner's place for it."""
        answer, ranks = chosen(response), self._ranks()
        ranked = ((index, answer.get(option_value(item), "")) for index, item in enumerate(self.items))
        return [(index, int(rank)) for index, rank in ranked if rank in ranks]


def _right_neighbours(places: Sequence[tuple[int, int]]) -> int:
    """Count the items that are followed at once by the one that belongs after them."""
    by_rank: dict[int, list[int]] = {}
    for index, rank in places:
        by_rank.setdefault(rank, []).append(index)
    line = [by_rank[rank] for rank in sorted(by_rank)]
    return sum(len(first) == len(second) == 1 and second[0] == first[0] + 1 for first, second in pairwise(line))
