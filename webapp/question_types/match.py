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

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Literal

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

NOUN = CountedNoun("زوج واحد", "زوجين", "أزواج", "زوجًا", "زوج")


class Pair(Model):
    """Two things that belong together."""

    left: Filled = Field(description="What the learner finds a match for.")
    right: Filled = Field(description="Its match; several pairs may share one.")
    why: Filled = Field(description="What in the text joins them; shown once the question is settled.")


class Match(Question):
    """Each pair is an equal part of the question, right or not."""

    name_ar: ClassVar[str] = "مطابقة"
    name_en: ClassVar[str] = "Matching"

    type: Literal["match"]
    pairs: tuple[Pair, ...] = Field(
        min_length=2, max_length=8, description="Shown in this order, their matches shuffled."
    )
    distractors: tuple[Filled, ...] = Field(default=(), max_length=8, description="Matches that belong to none.")

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """A left side or a distractor that repeats, a distractor that is right somewhere, or a single match for all."""
        lefts, rights = [pair.left for pair in self.pairs], [pair.right for pair in self.pairs]
        for index, left in enumerate(lefts):
            first = lefts.index(left)
            if first != index:
                message = both(
                    en=f"the same left side as pair {first + 1}", ar=f"طرف مكرّر: هو نفسه طرف الزوج {first + 1}"
                )
                yield ("pairs", index, "left"), "duplicate-option", message
        for index, text in enumerate(self.distractors):
            if text in rights:
                number = rights.index(text) + 1
                message = both(en=f"this is the right match of pair {number}", ar=f"هذا هو الصواب في الزوج {number}")
                yield ("distractors", index), "duplicate-option", message
            elif self.distractors.index(text) != index:
                yield ("distractors", index), "duplicate-option", both(en="the same distractor again", ar="مشتِّت مكرّر")
        if len({*rights, *self.distractors}) < 2:
            message = both(
                en="one match for all the pairs: nothing is asked", ar="للأزواج كلها صواب واحد، فلا سؤال هنا"
            )
            yield ("pairs",), "no-wrong-option", message

    def public(self, seed: str) -> dict[str, Any]:
        """The left sides as the file has them; the matches and distractors shuffled together."""
        rights = mixed(self._rights(), f"{seed}:{self.id}")
        lefts = [{"value": value_of(pair.left), "text": pair.left} for pair in self.pairs]
        return {"lefts": lefts, "rights": rights, "shown": [right["value"] for right in rights]}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The match of each left side that was given one; none at all is no answer."""
        return read_parts(form, self.id, self._lefts(), by_value(self._rights()))

    def parse(self, answer: str) -> Response | Unanswered:
        """``1=2, 2=1`` by numbers (matches count as the pairs, distractors after them) or ``left=right | …``."""
        return parse_links(answer, [pair.left for pair in self.pairs], self._rights())

    def grade(self, response: Response) -> Grade:
        """Each pair by itself."""
        return parts_grade(self._key(), response, self.points, self._whys(), partial(count_said, "وصل", NOUN))

    def classify(self, response: Response) -> str:
        """What was matched with what, pair after pair."""
        given, rights = chosen(response), by_value(self._rights())
        found = ((left, rights.get(given.get(value, ""))) for value, left in self._lefts().items())
        return " | ".join(f"{left} = {right}" for left, right in found if right)

    def solution(self) -> dict[str, Any]:
        """The pairs; ``parts`` has the right match of each left side."""
        return {"model": self.classify(self._key()), "why": self._whys(), "parts": self._key()}

    def _lefts(self) -> dict[str, str]:
        return {value_of(pair.left): pair.left for pair in self.pairs}

    def _rights(self) -> list[str]:
        return [pair.right for pair in self.pairs] + list(self.distractors)

    def _key(self) -> dict[str, str]:
        return {value_of(pair.left): value_of(pair.right) for pair in self.pairs}

    def _whys(self) -> str:
        return " ".join(f"{pair.left}: {pair.why}" for pair in self.pairs)
