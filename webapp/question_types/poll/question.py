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

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Lights, Part, Process, Question, Response, Unanswered
from webapp.domain.text import short_digest
from webapp.question_types._options import single

THANKS = "سُجِّل الرأي، ولا صواب فيه ولا خطأ ولا درجة عليه."


class Poll(Question):
    """Unscored: noted with the first answer."""

    name_ar: ClassVar[str] = "استطلاع رأي"
    name_en: ClassVar[str] = "Opinion poll"
    lights: ClassVar[Lights] = "nothing"
    once: ClassVar[bool] = True

    type: Literal["poll"]
    process: Process = Field(default="evaluate", description="May be left out: a poll counts under no process.")
    points: float = Field(default=0, ge=0, le=100, description="Always 0; may be left out.")
    options: tuple[Filled, ...] = Field(min_length=2, max_length=7, description="Shown in this order to everybody.")
    when: Literal["before", "after"] = Field(description="Asked before reading or after it.")

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Points, or options that repeat."""
        if self.points:
            message = both(en="a poll is not scored: leave points out", ar="لا درجة على استطلاع الرأي: تُحذف points")
            yield ("points",), "poll-with-points", message
        for index, text in enumerate(self.options):
            first = self.options.index(text)
            if first != index:
                message = both(en=f"the same option as option {first + 1}", ar=f"خيار مكرّر: هو نفسه الخيار {first + 1}")
                yield ("options", index), "duplicate-option", message

    def public(self, seed: str) -> dict[str, Any]:
        """The options in the file's order."""
        return {"options": [{"value": _value(text), "text": text} for text in self.options], "when": self.when}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The chosen option's value; a value that no option has counts as unanswered."""
        value = single(form, self.id)
        return value if any(_value(text) == value for text in self.options) else Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """By words or value, by number from 1, and last by words spelled otherwise."""
        wanted = answer.strip()
        exact = {_value(text): text for text in self.options} | {text: text for text in self.options}
        numbers = {str(number): text for number, text in enumerate(self.options, 1)}
        found = exact.get(wanted) or numbers.get(fold_digits(wanted))
        if found is None:
            alike = [text for text in self.options if skeleton(wanted) and skeleton(wanted) == skeleton(text)]
            found = alike[0] if len(alike) == 1 else None
        return Unanswered() if found is None else _value(found)

    def grade(self, response: Response) -> Grade:
        """Noted, without a mark."""
        return Grade("noted", 0.0, 0.0, THANKS, (Part("", 1.0, 0.0),))

    def classify(self, response: Response) -> str:
        """The chosen option's words."""
        return next((text for text in self.options if _value(text) == response), str(response))

    def solution(self) -> dict[str, Any]:
        """There is none: no option is right."""
        return {"correct": [], "whys": {}}


def _value(text: str) -> str:
    return short_digest(text, 8)
