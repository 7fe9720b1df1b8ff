"""An opinion, asked before or after reading: nothing is right or wrong in it, and it has no mark.

Good:

```yaml
id: expects-deal
paragraph: whole
type: poll
prompt: أَيُنتظر أن يتحدث النص عن صفقة أسلحة؟
when: before
options: [نعم, لا, لا أدري]
```

Bad (an opinion has no points):

```yaml
id: expects-deal
paragraph: whole
type: poll
prompt: أَيُنتظر أن يتحدث النص عن صفقة أسلحة؟
when: before
points: 2
options: [نعم, لا, لا أدري]
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from webapp.domain.exchange_items import ChoiceItem, ExchangeItem, ExchangeOption
from webapp.domain.problem import both, field_key
from webapp.domain.question import Filled, Grade, Lights, Part, Place, Process, Response
from webapp.domain.question_views import Choosable, Fields, Solution
from webapp.domain.rules import ONCE, Rules
from webapp.question_types._options import Fault, OptionsQuestion, choosable, option_value, repeats

THANKS = "سُجّل الرأي، ولا درجة عليه: كل إجابة مقبولة."


class Poll(OptionsQuestion):
    """Not scored; the first answer is noted."""

    name_ar: ClassVar[str] = "استطلاع رأي"
    name_en: ClassVar[str] = "Opinion poll"
    purpose: ClassVar[str] = both(en="an opinion question, not scored", ar="سؤال رأي لا درجة عليه")
    sample: ClassVar[str] = "أتتوقع أن يتحدث النص عن صفقة؟ نعم · لا · لا أدري"
    lights: ClassVar[Lights] = "nothing"
    once: ClassVar[bool] = True

    type: Literal["poll"]
    process: Process = Field(default="evaluate", description="May be left out: a poll counts under no process.")
    points: float = Field(default=0, ge=0, le=100, description="Always 0; may be left out.")
    options: tuple[Filled, ...] = Field(min_length=2, max_length=7, description="Shown in this order to everybody.")
    when: Literal["before", "after"] = Field(
        default="after", description="before puts it above its paragraph, after behind the other questions."
    )
    before: bool = Field(default=False, description="true asks it on the text's front page, before anything is read.")

    def faults(self) -> Iterable[Fault]:
        """Report points, or repeated options."""
        if self.points:
            message = both(
                en=f"a poll is not scored. Leave {field_key('points')} out.",
                ar=f"استطلاع الرأي بلا درجة. احذف {field_key('points')}.",
            )
            yield ("points",), "poll-with-points", message
        for index, first in repeats(self.options):
            message = both(en=f"same as option {first + 1}", ar=f"هذا الخيار مثل الخيار {first + 1}")
            yield ("options", index), "duplicate-option", message

    @property
    def before_reading(self) -> bool:
        """True for an opinion asked before reading."""
        return self.before or self.when == "before"

    @property
    def place(self) -> Place:
        """The text's front page, or its paragraph."""
        return "front" if self.before else self.paragraph

    @property
    def holds_gate(self) -> bool:
        """False: nobody owes an opinion."""
        return False

    def usual_rules(self) -> Rules:
        """Answered once."""
        return ONCE

    def exchanged(self) -> ChoiceItem:
        """The options, none of them right."""
        options = tuple(map(ExchangeOption, self.options))
        return ChoiceItem(prompt=self.prompt, options=options, scored=False, pinned=True, points=0)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of an opinion."""
        if not isinstance(item, ChoiceItem) or item.scored:
            return None
        return {"options": [option.text for option in item.options]}

    def choices(self, seed: str | None = None) -> tuple[Choosable, ...]:
        """The options in the file's order."""
        return tuple(map(choosable, self.options))

    def grade(self, response: Response) -> Grade:
        """Grade as noted, without points."""
        return Grade("noted", 0.0, 0.0, THANKS, (Part("", 1.0, 0.0),))

    def solution(self) -> Solution:
        """An empty solution: no option is right."""
        return Solution()

    def right_fields(self) -> Fields:
        """Form fields with the first option; any option is accepted."""
        return {self.id: [option_value(self.options[0])]}
