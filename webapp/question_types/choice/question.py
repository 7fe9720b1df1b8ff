"""One right option among several.

Good:

```yaml
id: who-accepted
paragraph: 1
type: choice
process: retrieve
prompt: من الذي قبل الدعوة؟
evidence: [قبول الرئيس الروسي]
options:
  - {text: الرئيس الروسي, correct: true, why: «قبول» مضاف إلى «الرئيس الروسي»، فهو الذي قبِل.}
  - {text: الزعيم الكوري, why: الزعيم هو من وجّه الدعوة.}
```

Bad (no option is marked correct):

```yaml
id: who-accepted
paragraph: 1
type: choice
process: retrieve
prompt: من الذي قبل الدعوة؟
options:
  - {text: الرئيس الروسي, why: هو الذي قبِل.}
  - {text: الزعيم الكوري, why: الزعيم هو من وجّه الدعوة.}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from webapp.domain.exchange_items import ChoiceItem, ExchangeItem
from webapp.domain.problem import both
from webapp.domain.question import Grade, Response
from webapp.question_types._options import CORRECT, Fault, KeyedOptionsQuestion, Option, option_values, whole_grade


class Choice(KeyedOptionsQuestion):
    """Exactly one option is correct; all or nothing."""

    name_ar: ClassVar[str] = "اختيار واحد"
    name_en: ClassVar[str] = "Single choice"
    purpose: ClassVar[str] = both(en="one right answer among several", ar="خيار صحيح واحد من عدة خيارات")
    sample: ClassVar[str] = "من الذي قبل الدعوة؟ ◉ الرئيس الروسي ○ الزعيم الكوري"
    difficulty: ClassVar[float] = -0.2

    type: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=10, description="One of them with correct: true.")

    def faults(self) -> Iterable[Fault]:
        """Report no key, two keys, or repeated options."""
        keys = sum(option.correct for option in self.options)
        if keys != 1:
            message = both(
                en=f"a choice needs exactly one option with {CORRECT} (found: {keys})",
                ar=f"يحتاج سؤال الاختيار إلى خيار صحيح واحد ({CORRECT})، وعددها هنا {keys}",
            )
            yield ("options",), "no-correct-option" if not keys else "two-correct-options", message
        yield from super().faults()

    def grade(self, response: Response) -> Grade:
        """Grade all or nothing, with the reason of the chosen option."""
        chosen = next(option for option in self.options if option.value == response)
        return whole_grade(chosen.correct, self.points, chosen.why)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of options of which one is chosen."""
        return option_values(item) if isinstance(item, ChoiceItem) and item.scored and not item.several else None

    def guess_share(self) -> float:
        """The chance of guessing: 1 over the number of options."""
        return 1 / len(self.options)
