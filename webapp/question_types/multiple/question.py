"""Several right options among several.

Good:

```yaml
id: what-was-said
paragraph: 2
type: multiple
process: infer
prompt: أي العبارات الآتية وردت في الفقرة؟
options:
  - {text: وُجّهت الدعوة أثناء المحادثات, correct: true, why: «أثناء محادثاتهما في روسيا».}
  - {text: لم يُذكر موعد الزيارة, correct: true, why: «دون أن تذكر الوكالة موعدا».}
  - {text: رُفضت الدعوة, why: الفقرة تقول «وأنه قبلها».}
```

Bad (nothing is wrong, so nothing is asked):

```yaml
id: what-was-said
paragraph: 2
type: multiple
process: infer
prompt: أي العبارات الآتية وردت في الفقرة؟
options:
  - {text: وُجّهت الدعوة أثناء المحادثات, correct: true, why: «أثناء محادثاتهما في روسيا».}
  - {text: لم يُذكر موعد الزيارة, correct: true, why: «دون أن تذكر الوكالة موعدا».}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from webapp.domain.exchange_items import ChoiceItem, ExchangeItem
from webapp.domain.problem import both
from webapp.domain.question import Grade, Response, Unanswered
from webapp.question_types._options import (
    CORRECT,
    Fault,
    KeyedOptionsQuestion,
    Option,
    find_choice,
    option_values,
    share_grade,
)


class Multiple(KeyedOptionsQuestion):
    """Two or more options are correct. Credit: share of right options chosen minus share of wrong ones, at least 0."""

    name_ar: ClassVar[str] = "اختيار متعدد"
    name_en: ClassVar[str] = "Multiple choice"
    purpose: ClassVar[str] = both(en="several right options among several", ar="أكثر من خيار صحيح")
    sample: ClassVar[str] = "أي العبارات وردت في الفقرة؟ ☑\u00a0وُجّهت الدعوة ☑\u00a0لم يُذكر موعد ☐\u00a0رُفضت الدعوة"
    chooses_one: ClassVar[bool] = False
    difficulty: ClassVar[float] = 0.3

    type: Literal["multiple"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=10, description="Several with correct: true.")

    def faults(self) -> Iterable[Fault]:
        """Report no key, only keys, or repeated options."""
        keys = sum(option.correct for option in self.options)
        if keys == 0:
            message = both(en=f"no option has {CORRECT}", ar=f"لا يوجد خيار صحيح: ضع {CORRECT} عند واحد على الأقل")
            yield ("options",), "no-correct-option", message
        if keys == len(self.options):
            message = both(en="every option is right, so nothing is asked", ar="كل الخيارات صحيحة، فلا معنى للسؤال")
            yield ("options",), "no-wrong-option", message
        yield from super().faults()

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The values of the chosen options in the order of the file."""
        sent = set(form.get(self.id, ()))
        chosen = [option.value for option in self.options if option.value in sent]
        return chosen or Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from numbers, letters or words, separated by | or ; (numbers and letters also by commas)."""
        pieces = re.split(r"[|;؛\n]", answer)
        choices = self.choices()
        if len(pieces) == 1 and find_choice(choices, answer) is None:
            pieces = re.split(r"[,،\s]+", answer)
        chosen = {choice.value for piece in pieces if (choice := find_choice(choices, piece))}
        return [option.value for option in self.options if option.value in chosen] or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade with the share of right options chosen minus the share of wrong options chosen, at least 0."""
        right = [option for option in self.options if option.correct]
        wrong = [option for option in self.options if not option.correct]
        hit = [option for option in right if option.value in response]
        slips = [option for option in wrong if option.value in response]
        share = max(0.0, len(hit) / len(right) - len(slips) / len(wrong))
        return share_grade(share, self.points, self._why(slips, len(right) - len(hit)))

    def _why(self, slips: Sequence[Option], missing: int) -> str:
        if slips:
            return " ".join(option.why for option in slips if option.why)
        if missing:
            return "ما اختير صحيح، وفي النص ما يثبت غيره أيضًا."
        return " ".join(option.why for option in self.options if option.correct and option.why)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of options of which several are chosen."""
        return option_values(item) if isinstance(item, ChoiceItem) and item.scored and item.several else None

    def classify(self, response: Response) -> str:
        """The chosen options' words with a bar between them."""
        return " | ".join(option.text for option in self.options if option.value in response)
