"""A short typed answer, marked for what it says and not for its spelling.

Good:

```yaml
id: which-day
paragraph: 1
type: short
process: retrieve
prompt: في أي يوم صدر الإعلان؟
accept: [الخميس, {text: يوم الخميس, note: هكذا ورد في الفقرة.}]
refuse: [الأربعاء]
why: تقول الفقرة «اليوم الخميس».
```

Bad (nothing says what is right):

```yaml
id: which-day
paragraph: 1
type: short
process: retrieve
prompt: في أي يوم صدر الإعلان؟
refuse: [الأربعاء]
why: تقول الفقرة «اليوم الخميس».
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from webapp.arabic.compare import find_idea, match, normal_words
from webapp.arabic.rungs import Match
from webapp.model import Filled, Grade, Lights, Model, Question, Response, Text, Unanswered
from webapp.problems import both
from webapp.qtypes.shared import share_grade, single
from webapp.qtypes.wording import (
    DEFAULT_TOLERANCE,
    Rung,
    alternatives,
    asserted,
    best_idea,
    denied,
    known_words,
    looseness,
    slip_of,
    typed,
)


class Accepted(Model):
    """One wording that a marker accepts as the whole answer."""

    text: Filled
    share: float = Field(default=1, gt=0, le=1, description="How much of the points it earns, from 0 to 1.")
    note: str = Field(default="", description="Said to whoever answers so.")


def _as_accepted(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


Wording = Annotated[Accepted, BeforeValidator(_as_accepted, json_schema_input_type=Filled | Accepted)]


class Short(Question):
    """Compared with accepted wordings, or searched for required ideas; refused wordings win over both."""

    name_ar: ClassVar[str] = "إجابة قصيرة"
    lights: ClassVar[Lights] = "sentence"

    type: Literal["short"]
    accept: tuple[Wording, ...] = Field(default=(), description="Whole answers that a marker accepts.")
    require: tuple[Annotated[tuple[Filled, ...], Field(min_length=1)], ...] = Field(
        default=(), description="Instead of accept: every idea, in any order, each in any of its wordings."
    )
    refuse: tuple[Filled, ...] = Field(default=(), description="Wordings that make an answer wrong.")
    tolerance: tuple[Rung, ...] = Field(
        default=DEFAULT_TOLERANCE, description="Which spelling differences count as none."
    )
    why: Filled = Field(description="What in the text decides it.")
    model: str = Field(default="", description="The answer as one would write it oneself.")

    _known: frozenset[str] = PrivateAttr(default=frozenset())

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Neither accepted wordings nor ideas, or a right wording that is refused as well."""
        if not self.accept and not self.require:
            message = both(
                "a short answer needs accept (whole wordings) or require (ideas)",
                "تحتاج الإجابة القصيرة إلى accept (صيغ كاملة) أو require (أفكار لازمة)",
            )
            yield (), "no-correct-option", message
        message = both("accepted and refused at once", "صيغة مقبولة ومرفوضة في آن واحد")
        for index, accepted in enumerate(self.accept):
            if any(match(accepted.text, refused, self.tolerance).ok for refused in self.refuse):
                yield ("accept", index), "accepted-and-refused", message
        for at, idea in enumerate(self.require):
            for index, wording in enumerate(idea):
                if any(find_idea(wording, refused, self.tolerance).ok for refused in self.refuse):
                    yield ("require", at, index), "accepted-and-refused", message

    def bind(self, text: Text) -> Question:
        """Learn the words of the text and the key, so that a typing slip that makes one of them is not forgiven."""
        bound = self.model_copy()
        written = [paragraph.text for paragraph in text.paragraphs]
        written += [accepted.text for accepted in self.accept] + [word for idea in self.require for word in idea]
        bound._known = known_words(written, self.tolerance)
        return bound

    def public(self, seed: str) -> dict[str, Any]:
        """Nothing but an empty field."""
        return {}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """What was typed, trimmed at the ends; an answer without a letter or digit is none."""
        return self.parse(single(form, self.id))

    def parse(self, answer: str) -> Response | Unanswered:
        """The same from one line."""
        return typed(answer) or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Whole wordings first, then refusals, ideas, and last a slip of the fingers, which costs no try."""
        given = str(response)
        compared = ((accepted, match(given, accepted.text, self.tolerance)) for accepted in self.accept)
        best = max(
            (pair for pair in compared if pair[1].ok),
            key=lambda pair: (pair[0].share, -looseness(pair[1])),
            default=None,
        )
        if best:
            accepted, found = best
            return self._right(found, accepted.share, accepted.note)
        said, set_aside = asserted(given)
        if said and self._by_ideas(said) and not any(self._ideas(set_aside)):
            given = said
        if self._refused(given) or self._left_open(given):
            return share_grade(0, self.points, self._try_again())
        return self._by_ideas(given) or self._by_slip(given) or share_grade(0, self.points, self._try_again())

    def _ideas(self, given: str) -> list[Match | None]:
        return [best_idea(given, idea, self.tolerance) for idea in self.require]

    def _left_open(self, given: str) -> bool:
        """Whether أو leaves it open: a part of the answer says no idea, or its parts have none in common."""
        parts = alternatives(given)
        if len(parts) < 2 or any(len(alternatives(word)) > 1 for idea in self.require for word in idea):
            return False
        said = [{at for at, hit in enumerate(self._ideas(part)) if hit} for part in parts]
        return bool(self.require) and not set.intersection(*said)

    def _by_ideas(self, given: str) -> Grade | None:
        found = self._ideas(given)
        hits = [hit for hit in found if hit]
        if not hits or len(hits) < len(found):
            return None
        return self._right(max(hits, key=looseness), 1.0, "")

    def _refused(self, given: str) -> bool:
        right = [accepted.text for accepted in self.accept] + [word for idea in self.require for word in idea]
        return denied(given, self.refuse, right, self.tolerance)

    def _by_slip(self, given: str) -> Grade | None:
        wordings = [accepted.text for accepted in self.accept]
        if len(self.require) == 1:
            wordings += self.require[0]
        slip = slip_of(given, wordings, self._known, self.tolerance)
        if slip is None:
            return None
        grade = share_grade(0, self.points, slip.why)
        return Grade("nearly", 0.0, self.points, slip.why, grade.parts)

    def _right(self, found: Match, share: float, note: str) -> Grade:
        notes = " ".join(part for part in (note, found.why) if part)
        return share_grade(share, self.points, self.why, rung=found.rung, note=notes)

    def _try_again(self) -> str:
        return "ليس هذا ما يقوله النص؛ في الموضع المظلَّل ما يعين على الجواب."

    def classify(self, response: Response) -> str:
        """The words of the answer, folded, so that spellings of one answer count together."""
        return " ".join(normal_words(str(response), self.tolerance)) or str(response)

    def solution(self) -> dict[str, Any]:
        """A model answer and the reason."""
        best = max(self.accept, key=lambda accepted: accepted.share, default=None)
        model = self.model or (best.text if best else " … ".join(idea[0] for idea in self.require))
        return {"model": model, "why": self.why}
