"""True, false, or not given: what the text says of a statement.

Good:

```yaml
id: date-known
paragraph: 2
type: judgement
process: retrieve
prompt: حدّدت الوكالة موعد الزيارة.
answer: false
why:
  true: الفقرة تنفي ذكر الموعد.
  false: «دون أن تذكر الوكالة موعدا».
  not-given: المسألة مذكورة صراحة في آخر الفقرة.
```

Bad (the answer is none of the three):

```yaml
id: date-known
paragraph: 2
type: judgement
process: retrieve
prompt: حدّدت الوكالة موعد الزيارة.
answer: maybe
why:
  true: الفقرة تنفي ذكر الموعد.
  false: «دون أن تذكر الوكالة موعدا».
  not-given: المسألة مذكورة صراحة في آخر الفقرة.
```
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, WithJsonSchema

from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.exchange_items import ChoiceItem, ExchangeItem, ExchangeOption
from webapp.domain.problem import both
from webapp.domain.question import Grade, Model, Response, Unanswered, Why
from webapp.domain.question_views import Choosable, Solution
from webapp.domain.rules import ONCE, Rules
from webapp.question_types._options import OptionsQuestion, whole_grade

# Fahm reads the word; an editor that follows the schema reads false without quotes as a truth value.
Judged = Annotated[
    Literal["true", "false", "not-given"], WithJsonSchema({"enum": [True, False, "true", "false", "not-given"]})
]
CHOICES = (
    Choosable("true", "صحيح", "True"),
    Choosable("false", "خطأ", "False"),
    Choosable("not-given", "لم يُذكر", "Not given"),
)
_VALUES = {choice.text: choice.value for choice in CHOICES}
SPOKEN = {
    "true": ("true", "صحيح", "صواب", "صح", "نعم", "1"),
    "false": ("false", "خطأ", "خاطئ", "غير صحيح", "لا", "2"),
    "not-given": ("not-given", "not given", "لم يذكر", "غير مذكور", "3"),
}


class Reasons(Model):
    """Reasons for each of the three judgements: true, false, not given."""

    true: Why = ""
    false: Why = ""
    not_given: Why = Field(default="", alias="not-given")

    def of(self, judged: str) -> str:
        """The reason for one of the three judgements."""
        return {"true": self.true, "false": self.false}.get(judged, self.not_given)


class Judgement(OptionsQuestion):
    """A statement that the text makes true, makes false, or leaves open; all or nothing."""

    name_ar: ClassVar[str] = "صحيح أم خطأ أم لم يُذكر"
    name_en: ClassVar[str] = "True, false or not given"
    purpose: ClassVar[str] = both(en="a statement: true, false, not in the text", ar="عبارة: صحيحة أم خاطئة أم لم تُذكر")
    sample: ClassVar[str] = "«حُدّد موعد الزيارة». خطأ"

    type: Literal["judgement"]
    answer: Judged = Field(description="true, false or not-given: as the text alone decides.")
    why: Reasons = Field(default=Reasons(), description="A reason for each of the three, shown after an answer.")

    @property
    def needs_evidence(self) -> bool:
        """Nothing in the text settles what it does not say."""
        return self.answer != "not-given"

    def choices(self, seed: str | None = None) -> tuple[Choosable, ...]:
        """The three judgements, always in the same order."""
        return CHOICES

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from a value, a number or words."""
        wanted = fold_digits(skeleton(answer))
        for value, names in SPOKEN.items():
            if answer.strip() in names or wanted in {skeleton(name) for name in names}:
                return value
        return Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade all or nothing, with the reason of the chosen judgement."""
        return whole_grade(response == self.answer, self.points, self.why.of(str(response)))

    def exchanged(self) -> ChoiceItem:
        """A choice among the three judgements."""
        options = (
            ExchangeOption(label.text, label.value == self.answer, self.why.of(label.value)) for label in CHOICES
        )
        return ChoiceItem(prompt=self.prompt, options=tuple(options), pinned=True)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of a statement that is true or false elsewhere, or has the three judgements as its options."""
        if not isinstance(item, ChoiceItem) or item.several:
            return None
        values = {_VALUES.get(option.text, ""): option for option in item.options}
        answer = next((value for value, option in values.items() if option.correct), "")
        if not answer or "" in values or len(values) < len(item.options) or not {"true", "false"} <= set(values):
            return None
        why = {value: option.why for value, option in values.items() if option.why}
        return {"answer": answer, **({"why": why} if why else {})}

    def usual_rules(self) -> Rules:
        """One attempt: of three labels, a second would nearly give the key away."""
        return ONCE

    def guess_share(self) -> float:
        """The chance of guessing: one in three."""
        return 1 / len(CHOICES)

    def solution(self) -> Solution:
        """The solution: the key and its reason."""
        return Solution(correct=(self.answer,), whys={choice.value: self.why.of(choice.value) for choice in CHOICES})
