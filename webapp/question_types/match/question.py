"""Matching each thing with what belongs to it.

Good:

```yaml
id: who-did-what
paragraph: 1
type: match
process: retrieve
prompt: ماذا فعل كل من هؤلاء؟
pairs:
  - {left: الزعيم, right: وجّه الدعوة, why: «دعوة الزعيم» مضاف ومضاف إليه، فالزعيم هو الداعي.}
  - {left: الرئيس, right: قبل الدعوة, why: «قبول الرئيس» مضاف ومضاف إليه، فالرئيس هو الذي قبِل.}
distractors: [رفض الدعوة]
```

Bad (a distractor is the right one of a pair):

```yaml
id: who-did-what
paragraph: 1
type: match
process: retrieve
prompt: ماذا فعل كل من هؤلاء؟
pairs:
  - {left: الزعيم, right: وجّه الدعوة, why: «دعوة الزعيم» مضاف ومضاف إليه، فالزعيم هو الداعي.}
  - {left: الرئيس, right: قبل الدعوة, why: «قبول الرئيس» مضاف ومضاف إليه، فالرئيس هو الذي قبِل.}
distractors: [قبل الدعوة]
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from webapp.arabic.counting import CountedNoun
from webapp.domain.exchange_items import ExchangeItem, ExchangePair, PairsItem
from webapp.domain.problem import both
from webapp.domain.question import Filled, Model, Response, Unanswered, Why
from webapp.domain.question_views import Choosable
from webapp.question_types._options import Fault, choosable, mixed, option_value, repeats
from webapp.question_types._part_matching import PartsQuestion, by_value, chosen, parse_links


class Pair(Model):
    """Two things that belong together."""

    left: Filled = Field(description="What the learner finds a match for.")
    right: Filled = Field(description="Its match; several pairs may share one.")
    why: Why = Field(default="", description="What in the text joins them; shown once the question is settled.")


class Match(PartsQuestion):
    """Each pair is an equal part of the question, right or wrong."""

    name_ar: ClassVar[str] = "مطابقة"
    name_en: ClassVar[str] = "Matching"
    purpose: ClassVar[str] = both(en="items to match in pairs", ar="عناصر يُوصل كل منها بما يناسبه")
    sample: ClassVar[str] = "موسكو ← روسيا، طوكيو ← اليابان"
    difficulty: ClassVar[float] = 0.2
    noun: ClassVar[CountedNoun] = CountedNoun("زوج واحد", "زوجين", "أزواج", "زوجًا", "زوج")
    doing: ClassVar[str] = "وصل"

    type: Literal["match"]
    pairs: tuple[Pair, ...] = Field(
        min_length=2, max_length=8, description="Shown in this order, their matches shuffled."
    )
    distractors: tuple[Filled, ...] = Field(default=(), max_length=8, description="Matches that belong to none.")

    def faults(self) -> Iterable[Fault]:
        """Report repeated left sides or distractors, a distractor that is right somewhere, or one match for all."""
        lefts, rights = [pair.left for pair in self.pairs], [pair.right for pair in self.pairs]
        for index, first in repeats(lefts):
            message = both(en=f"same left side as pair {first + 1}", ar=f"الطرف الأول مثل طرف الزوج {first + 1}")
            yield ("pairs", index, "left"), "duplicate-option", message
        for index, text in enumerate(self.distractors):
            if text in rights:
                number = rights.index(text) + 1
                message = both(
                    en=f"this is the right match for pair {number}", ar=f"هذه هي الإجابة الصحيحة في الزوج {number}"
                )
                yield ("distractors", index), "duplicate-option", message
            elif self.distractors.index(text) != index:
                yield ("distractors", index), "duplicate-option", both(en="repeated distractor", ar="مشتت مكرر")
        if len({*rights, *self.distractors}) < 2:
            message = both(
                en="all pairs have the same match, so nothing is asked",
                ar="للأزواج كلها إجابة صحيحة واحدة، فلا معنى للسؤال",
            )
            yield ("pairs",), "no-wrong-option", message

    def exchanged(self) -> PairsItem:
        """The pairs and the distractors."""
        pairs = tuple(ExchangePair(pair.left, pair.right, pair.why) for pair in self.pairs)
        return PairsItem(prompt=self.prompt, pairs=pairs, distractors=self.distractors)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of pairs."""
        if not isinstance(item, PairsItem):
            return None
        pairs = [
            {"left": pair.left, "right": pair.right, **({"why": pair.why} if pair.why else {})} for pair in item.pairs
        ]
        return {"pairs": pairs, **({"distractors": list(item.distractors)} if item.distractors else {})}

    def rows(self, seed: str = "") -> tuple[Choosable, ...]:
        """The left sides in the order of the file."""
        return tuple(choosable(pair.left) for pair in self.pairs)

    def targets(self, seed: str = "") -> tuple[Choosable, ...]:
        """The matches and distractors, shuffled together."""
        return mixed({choosable(text) for text in self._rights()}, f"{seed}:{self.id}")

    def shown_order(self, seed: str) -> tuple[str, ...]:
        """The values of the targets as shuffled; the rows keep their order."""
        return tuple(target.value for target in self.targets(seed))

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from ``1=2, 2=1`` (numbers: targets as the pairs, then distractors) or ``left=right | …``."""
        return parse_links(answer, [pair.left for pair in self.pairs], self._rights())

    def classify(self, response: Response) -> str:
        """Each left side with its match, pair after pair."""
        answer, rights = chosen(response), by_value(self._rights())
        links = ((row.text, rights.get(answer.get(row.value, ""))) for row in self.rows())
        return " | ".join(f"{left} = {right}" for left, right in links if right)

    def key(self) -> dict[str, str]:
        """The right match of each left side."""
        return {option_value(pair.left): option_value(pair.right) for pair in self.pairs}

    def reason(self) -> str:
        """The reason of each pair."""
        return " ".join(f"{pair.left.rstrip('.')}: {pair.why}" for pair in self.pairs if pair.why)

    def _rights(self) -> list[str]:
        return [pair.right for pair in self.pairs] + list(self.distractors)
