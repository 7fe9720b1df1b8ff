"""A longer answer in the learner's own words, marked by a person with a rubric.

Good:

```yaml
id: why-worried
paragraph: 8
type: open
process: evaluate
prompt: لِمَ تتابع اليابان المحادثات «بقلق»؟ وهل في النص ما يجعل هذا القلق وجيهًا؟
words: 60
rubric:
  - {points: 1, text: يذكر ما تخشاه اليابان كما ورد في النص.}
  - {points: 2, text: يبدي رأيًا ويسنده بدليل من النص.}
model: تخشى اليابان أن تفضي المحادثات إلى صفقات أسلحة محظورة، وقلقها وجيه لأن النص يذكر تفقّد منشآت عسكرية.
```

Bad (the points are not those of the rubric):

```yaml
id: why-worried
paragraph: 8
type: open
process: evaluate
prompt: لِمَ تتابع اليابان المحادثات «بقلق»؟
points: 5
rubric:
  - {points: 1, text: يذكر ما تخشاه اليابان كما ورد في النص.}
model: تخشى اليابان أن تفضي المحادثات إلى صفقات أسلحة محظورة.
```
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from webapp.domain.exchange_items import EssayItem, ExchangeItem
from webapp.domain.problem import both, field_key
from webapp.domain.question import Filled, Grade, Lights, Model, Part, Question, Response, Unanswered
from webapp.domain.question_views import Fields, Interaction, RubricLine, Solution, View
from webapp.question_types._options import single
from webapp.question_types._same_answers import says_same

LABEL_WORDS = 12
SAMPLE = "أرى أن النص ينقل الخبر عن مصادره."
USUAL_CRITERION = "يجيب عن المطلوب ويستند إلى النص."
NO_MODEL = "لم تُكتب إجابة نموذجية بعد."
WHAT_NEXT = "وصلت الإجابة كاملة، وسيقرؤها المعلم ويضع درجتها؛ وتظهر الدرجة والإجابة النموذجية هنا بعد ذلك."


class RubricCriterion(Model):
    """One criterion of a rubric."""

    points: float = Field(gt=0, le=100, description="What it is worth.")
    text: Filled = Field(description="What the marker looks for; the learner reads it before answering.")


@dataclass(frozen=True)
class OpenView(View):
    """View of the rubric, and of the suggested length in words."""

    rubric: tuple[RubricLine, ...]
    words: int | None


class Open(Question):
    """A person marks it, not the program. The model answer is not shown before the mark."""

    name_ar: ClassVar[str] = "إجابة مفتوحة"
    name_en: ClassVar[str] = "Open answer"
    purpose: ClassVar[str] = both(en="a longer answer, marked by the teacher", ar="إجابة طويلة يصحّحها المعلم بمعايير")
    sample: ClassVar[str] = "لِمَ تتابع اليابان المحادثات بقلق؟"
    lights: ClassVar[Lights] = "nothing"
    once: ClassVar[bool] = True
    written: ClassVar[bool] = True
    interaction: ClassVar[Interaction] = "long-fill-in"

    type: Literal["open"]
    points: float = Field(default=0, ge=0, le=100, description="The sum of the rubric's points; may be left out.")
    rubric: tuple[RubricCriterion, ...] = Field(
        min_length=1, max_length=12, description="The criteria that make up the mark."
    )
    model: Filled = Field(description="A full answer, for the marker; the learner sees it after the mark.")
    words: int | None = Field(default=None, ge=1, le=1000, description="A suggested length in words.")

    @model_validator(mode="before")
    @classmethod
    def _points_of_the_rubric(cls, data: Any) -> Any:
        """Set points that are left out to the rubric's sum; faults in the rubric are left to its own fields."""
        if not isinstance(data, dict) or data.get("points") is not None or not isinstance(data.get("rubric"), list):
            return data
        points = [_number(line.get("points")) if isinstance(line, dict) else None for line in data["rubric"]]
        return data if None in points else {**data, "points": math.fsum(number for number in points if number)}

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Report points that differ from the rubric's sum."""
        total = math.fsum(line.points for line in self.rubric)
        if abs(total - self.points) > 1e-9:
            message = both(
                en=f"the criteria add up to {total:g}, not {self.points:g}. You can leave {field_key('points')} out.",
                ar=f"مجموع {field_key('rubric')} هو {total:g} لا {self.points:g}. ويمكن حذف {field_key('points')}.",
            )
            yield ("points",), "points-differ", message

    def public(self, seed: str) -> OpenView:
        """The view: criteria and suggested length, without the model answer."""
        return OpenView(self.criteria(), self.words)

    def exchanged(self) -> EssayItem:
        """The criteria and the model answer."""
        criteria = tuple((line.points, line.text) for line in self.rubric)
        return EssayItem(prompt=self.prompt, criteria=criteria, model=self.model, words=self.words)

    @classmethod
    def values_from(cls, item: ExchangeItem) -> Mapping[str, object] | None:
        """Values of a longer answer; what another program leaves to the marker is one criterion."""
        if not isinstance(item, EssayItem):
            return None
        rubric = [{"points": points, "text": text} for points, text in item.criteria]
        usual = [{"points": item.points or 1, "text": USUAL_CRITERION}]
        words = {"words": item.words} if item.words else {}
        return {**words, "rubric": rubric or usual, "model": item.model or NO_MODEL}

    def criteria(self) -> tuple[RubricLine, ...]:
        """The rubric."""
        return tuple(RubricLine(line.points, line.text) for line in self.rubric)

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The written text, trimmed at the ends; a text without a letter or digit is no answer."""
        return self.parse(single(form, self.id))

    def parse(self, answer: str) -> Response | Unanswered:
        """The written text, with plain line ends, trimmed."""
        written = answer.replace("\r\n", "\n").replace("\r", "\n").strip()
        return written if any(sign.isalnum() for sign in written) else Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade as pending: a person marks it."""
        return Grade("pending", 0.0, self.points, WHAT_NEXT, (Part("", 1.0, 0.0),))

    def classify(self, response: Response) -> str:
        """The first words of the answer."""
        written = str(response).split()
        return " ".join(written[:LABEL_WORDS]) + (" …" if len(written) > LABEL_WORDS else "")

    def says_same(self, answer: str, other: str, part: str = "") -> bool:
        """Compare two answers by their words, framing ones aside, as the program compares short ones with a key."""
        return says_same(self.prompt, answer, other)

    def model_answer(self) -> str:
        """The model answer, to show after the marking."""
        return self.model

    def right_fields(self) -> Fields:
        """Form fields of a valid answer, which awaits marking."""
        return {self.id: [SAMPLE]}

    def solution(self) -> Solution:
        """A note on the marking to come; the model answer stays hidden until a person has marked."""
        return Solution(why=WHAT_NEXT)


def _number(value: Any) -> float | None:
    """The value as a number; None where it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
