"""Sorting things into groups.

Good:

```yaml
id: said-or-done
paragraph: 1
type: sort
process: interpret
prompt: أيّ هذه قول وأيّها فعل؟
groups:
  - {name: قول, items: [إعلان الوكالة, قبول الدعوة], why: كلاهما كلام يقال.}
  - {name: فعل, items: [زيارة القاعدة]}
why: الإعلان والقبول كلام، أما الزيارة فانتقال إلى المكان.
```

Bad (the same thing in two groups):

```yaml
id: said-or-done
paragraph: 1
type: sort
process: interpret
prompt: أيّ هذه قول وأيّها فعل؟
groups:
  - {name: قول, items: [إعلان الوكالة, قبول الدعوة]}
  - {name: فعل, items: [زيارة القاعدة, قبول الدعوة]}
why: الإعلان والقبول كلام، أما الزيارة فانتقال إلى المكان.
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from webapp.arabic.counting import CountedNoun
from webapp.domain.exchange_items import ExchangeGroup, ExchangeItem, GroupsItem, why_of
from webapp.domain.problem import both
from webapp.domain.question import Filled, Model, Response, Unanswered, Why
from webapp.domain.question_views import Choosable
from webapp.question_types._options import Fault, choosable, mixed, option_value, repeats
from webapp.question_types._part_matching import PartsQuestion, by_value, chosen, parse_links


class Group(Model):
    """A group and its items."""

    name: Filled = Field(description="What the learner chooses.")
    items: Annotated[tuple[Filled, ...], Field(min_length=1, max_length=8, description="What belongs in it.")]
    why: str = Field(default="", max_length=2000, description="Why these belong here; shown once it is settled.")


class Sort(PartsQuestion):
    """Each item is an equal part of the question, right if it is in its group."""

    name_ar: ClassVar[str] = "تصنيف"
    name_en: ClassVar[str] = "Sorting"
    purpose: ClassVar[str] = both(en="items to sort into groups", ar="عبارات توزع على مجموعات")
    sample: ClassVar[str] = "قول: الإعلان، القبول. فعل: الزيارة"
    difficulty: ClassVar[float] = 0.2
    noun: ClassVar[CountedNoun] = CountedNoun("عبارة واحدة", "عبارتين", "عبارات", "عبارة", "عبارة")
    doing: ClassVar[str] = "تصنيف"

    type: Literal["sort"]
    groups: tuple[Group, ...] = Field(
        min_length=2, max_length=4, description="Shown in this order, all items shuffled."
    )
    why: Why = Field(default="", description="What in the text decides it.")

    def faults(self) -> Iterable[Fault]:
        """Report groups of the same name, and items that occur twice."""
        for index, first in repeats(self._names()):
            message = both(en=f"same name as group {first + 1}", ar=f"هذا الاسم مثل اسم المجموعة {first + 1}")
            yield ("groups", index, "name"), "duplicate-option", message
        places = [(index, at) for index, group in enumerate(self.groups) for at in range(len(group.items))]
        for index, first in repeats(self._items()):
            number, (group, at) = places[first][0] + 1, places[index]
            message = both(en=f"this item is already in group {number}", ar=f"هذه العبارة موجودة في المجموعة {number}")
            yield ("groups", group, "items", at), "duplicate-option", message

    def rows(self, seed: str = "") -> tuple[Choosable, ...]:
        """The items of all groups, shuffled together."""
        return mixed(map(choosable, self._items()), f"{seed}:{self.id}")

    def targets(self, seed: str = "") -> tuple[Choosable, ...]:
        """The names of the groups in the order of the file."""
        return tuple(map(choosable, self._names()))

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from ``1=2, 2=1`` (numbers of item and group in the file) or ``item=group | …``."""
        return parse_links(answer, self._items(), self._names())

    def classify(self, response: Response) -> str:
        """The groups with the learner's items in each, in an order that does not reveal the key."""
        answer, items = chosen(response), by_value(self._items())
        groups = ((name, [items[i] for i in items if answer.get(i) == option_value(name)]) for name in self._names())
        return " | ".join(f"{name}: {'، '.join(within)}" for name, within in groups if within)

    def exchanged(self) -> GroupsItem:
        """The groups with their items."""
        groups = tuple(ExchangeGroup(group.name, group.items, group.why) for group in self.groups)
        return GroupsItem(prompt=self.prompt, groups=groups, why=self.why)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of groups."""
        if not isinstance(item, GroupsItem):
            return None
        groups = [
            {"name": group.name, "items": list(group.lines), **({"why": group.why} if group.why else {})}
            for group in item.groups
        ]
        return {"groups": groups, **why_of(item)}

    def key(self) -> dict[str, str]:
        """The right group of each item, in an order that does not reveal it."""
        key = ((option_value(item), option_value(group.name)) for group in self.groups for item in group.items)
        return dict(sorted(key))

    def reason(self) -> str:
        """The common reason, then the reason of each group."""
        return " ".join([self.why, *(f"{group.name}: {group.why}" for group in self.groups if group.why)]).strip()

    def _names(self) -> list[str]:
        return [group.name for group in self.groups]

    def _items(self) -> list[str]:
        return [item for group in self.groups for item in group.items]
