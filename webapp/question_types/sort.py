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

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from webapp.arabic.counting import CountedNoun
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Model, Question, Response, Unanswered
from webapp.question_types._part_matching import (
    by_value,
    chosen,
    count_said,
    mixed,
    parse_links,
    parts_grade,
    read_parts,
    value_of,
)

NOUN = CountedNoun("عبارة واحدة", "عبارتين", "عبارات", "عبارةً", "عبارة")


class Group(Model):
    """A group and what belongs in it."""

    name: Filled = Field(description="What the learner chooses.")
    items: Annotated[tuple[Filled, ...], Field(min_length=1, max_length=8, description="What belongs in it.")]
    why: str = Field(default="", max_length=2000, description="Why these belong here; shown once it is settled.")


class Sort(Question):
    """Each item is an equal part of the question, in its group or not."""

    name_ar: ClassVar[str] = "تصنيف"
    name_en: ClassVar[str] = "Sorting"

    type: Literal["sort"]
    groups: tuple[Group, ...] = Field(
        min_length=2, max_length=4, description="Shown in this order, all items shuffled."
    )
    why: Filled = Field(description="What in the text decides it.")

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Two groups of one name, or an item that stands twice."""
        names = [group.name for group in self.groups]
        seen: dict[str, int] = {}
        for index, group in enumerate(self.groups):
            first = names.index(group.name)
            if first != index:
                message = both(
                    en=f"the same name as group {first + 1}", ar=f"اسم مكرّر: هو نفسه اسم المجموعة {first + 1}"
                )
                yield ("groups", index, "name"), "duplicate-option", message
            for at, item in enumerate(group.items):
                if item in seen:
                    number = seen[item] + 1
                    message = both(
                        en=f"this item stands in group {number} already", ar=f"عبارة مكرّرة: هي في المجموعة {number}"
                    )
                    yield ("groups", index, "items", at), "duplicate-option", message
                seen.setdefault(item, index)

    def public(self, seed: str) -> dict[str, Any]:
        """The groups' names as the file has them; the items of all of them shuffled together."""
        entries = mixed(self._items(), f"{seed}:{self.id}")
        groups = [{"value": value_of(group.name), "text": group.name} for group in self.groups]
        return {"entries": entries, "groups": groups, "shown": [entry["value"] for entry in entries]}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The group of each item that was given one; none at all is no answer."""
        return read_parts(form, self.id, by_value(self._items()), by_value(self._names()))

    def parse(self, answer: str) -> Response | Unanswered:
        """``1=2, 2=1``, item and group by their numbers in the file, or ``item=group | …``."""
        return parse_links(answer, self._items(), self._names())

    def grade(self, response: Response) -> Grade:
        """Each item by itself."""
        return parts_grade(self._key(), response, self.points, self._whys(), partial(count_said, "تصنيف", NOUN))

    def classify(self, response: Response) -> str:
        """Group after group with what the learner put in it. Not in the file's order, which would tell the key."""
        given, items = chosen(response), by_value(self._items())
        groups = ((name, [items[i] for i in items if given.get(i) == value_of(name)]) for name in self._names())
        return " | ".join(f"{name}: {'، '.join(found)}" for name, found in groups if found)

    def solution(self) -> dict[str, Any]:
        """The groups with what belongs in them; ``parts`` has the right group of each item."""
        return {"model": self.classify(self._key()), "why": self._whys(), "parts": self._key()}

    def _names(self) -> list[str]:
        return [group.name for group in self.groups]

    def _items(self) -> list[str]:
        return [item for group in self.groups for item in group.items]

    def _key(self) -> dict[str, str]:
        key = ((value_of(item), value_of(group.name)) for group in self.groups for item in group.items)
        return dict(sorted(key))

    def _whys(self) -> str:
        return " ".join([self.why, *(f"{group.name}: {group.why}" for group in self.groups if group.why)])
