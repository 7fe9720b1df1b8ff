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

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from webapp.domain.problem import both
from webapp.domain.question import Grade, Question, Response, Unanswered
from webapp.question_types._options import (
    Option,
    find_option,
    option_faults,
    public_options,
    shuffled,
    single,
    whole_grade,
)


class Choice(Question):
    """Exactly one option is correct; all or nothing."""

    name_ar: ClassVar[str] = "اختيار واحد"
    name_en: ClassVar[str] = "Single choice"

    type: Literal["choice"]
    options: tuple[Option, ...] = Field(min_length=2, max_length=10, description="One of them with correct: true.")
    pinned: bool = Field(default=False, description="true keeps the options in the file's order for everybody.")

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """No key, two keys, or options that repeat."""
        keys = sum(option.correct for option in self.options)
        if keys != 1:
            found = both(
                en=f"a choice needs exactly one option with correct: true, here {keys}",
                ar=f"سؤال الاختيار يحتاج إلى خيار صحيح واحد (correct: true)، وهنا {keys}",
            )
            yield ("options",), "no-correct-option" if not keys else "two-correct-options", found
        yield from option_faults(self.options)

    def public(self, seed: str) -> dict[str, Any]:
        """The options without their keys or reasons."""
        return {"options": public_options(self.options, f"{seed}:{self.id}", self.pinned)}

    def strike(self, seed: str) -> str | None:
        """One wrong option, while at least two options stay."""
        wrong = [option.value for option in self.options if not option.correct]
        return shuffled(sorted(wrong), f"{seed}:{self.id}:strike")[0] if len(wrong) > 1 else None

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The chosen option's value; a value that no option has counts as unanswered."""
        value = single(form, self.id)
        return value if any(option.value == value for option in self.options) else Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """By number, letter or words."""
        option = find_option(self.options, answer)
        return option.value if option else Unanswered()

    def grade(self, response: Response) -> Grade:
        """All or nothing, with the chosen option's own reason."""
        chosen = self._option(response)
        return whole_grade(chosen.correct, self.points, chosen.why)

    def classify(self, response: Response) -> str:
        """The chosen option's words."""
        return self._option(response).text

    def solution(self) -> dict[str, Any]:
        """The key and every option's reason."""
        return {
            "correct": [option.value for option in self.options if option.correct],
            "whys": {option.value: option.why for option in self.options},
        }

    def _option(self, response: Response) -> Option:
        return next(option for option in self.options if option.value == response)
