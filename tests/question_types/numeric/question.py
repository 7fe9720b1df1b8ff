"""A number, in digits of any script, within a margin.

Good:

```yaml
id: how-many
paragraph: 1
type: numeric
process: retrieve
prompt: كم طائرًا عدّت سلمى؟
evidence: [خمسة وعشرين طائرًا]
answer: 25
within: 2
why: «عدّت خمسة وعشرين طائرًا».
```

Bad (a margin below nothing):

```yaml
id: how-many
paragraph: 1
type: numeric
process: retrieve
prompt: كم طائرًا عدّت سلمى؟
answer: 25
within: -2
why: «عدّت خمسة وعشرين طائرًا».
```
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from webapp.arabic.normalize import fold_digits
from webapp.domain.question import Filled, Grade, Lights, Question, Response, Unanswered
from webapp.domain.question_views import Interaction, Solution, View
from webapp.question_types._options import single, whole_grade


@dataclass(frozen=True)
class NumericView(View):
    """The unit that stands behind the field."""

    unit: str


class Numeric(Question):
    """Right within the margin; all or nothing."""

    name_ar: ClassVar[str] = "عدد"
    name_en: ClassVar[str] = "Number"
    lights: ClassVar[Lights] = "sentence"
    interaction: ClassVar[Interaction] = "numeric"
    difficulty: ClassVar[float] = 0.1

    type: Literal["numeric"]
    answer: float = Field(description="The number itself.")
    within: float = Field(default=0, ge=0, description="How far from it an answer may be.")
    unit: str = Field(default="", description="Shown behind the field.")
    why: Filled = Field(description="What in the text decides it.")

    def public(self, seed: str) -> NumericView:
        """The unit."""
        return NumericView(self.unit)

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """What was typed, where it is a number."""
        return self.parse(single(form, self.id))

    def parse(self, answer: str) -> Response | Unanswered:
        """The same from one line."""
        return answer.strip() if number(answer) is not None else Unanswered()

    def grade(self, response: Response) -> Grade:
        """Near enough or not."""
        typed = number(str(response))
        right = typed is not None and abs(typed - self.answer) <= self.within
        return whole_grade(right, self.points, self.why if right else "ليس هذا العدد في النص.")

    def classify(self, response: Response) -> str:
        """The number in one spelling."""
        return f"{number(str(response)):g}"

    def solution(self) -> Solution:
        """The number and the reason."""
        return Solution(model=f"{self.answer:g}", why=self.why)

    def guess_share(self) -> float:
        """Nothing: it is typed."""
        return 0.0

    def wrong_answers(self) -> tuple[str, ...]:
        """Numbers on either side, too far off."""
        return tuple(f"{self.answer + sign * (self.within + 1):g}" for sign in (1, -1))


def number(text: str) -> float | None:
    """A number in digits of any script; None for what is none."""
    try:
        return float(fold_digits(text).replace("٫", ".").replace(",", "."))
    except ValueError:
        return None
