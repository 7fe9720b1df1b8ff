"""The sentences of the text that prove a claim.

Good:

```yaml
id: who-warned
paragraph: 1
type: evidence
process: interpret
prompt: أي جملة تثبت أن اليابان لا ترضى عن التقارب بين البلدين؟
units: sentence
evidence: [حذّرت اليابان من أيّ “انتهاك” للعقوبات]
why: التحذير من «انتهاك» العقوبات اعتراض على ما قد يأتي به هذا التقارب.
```

Bad (no quote says which sentence proves it):

```yaml
id: who-warned
paragraph: 1
type: evidence
process: interpret
prompt: أي جملة تثبت أن اليابان لا ترضى عن التقارب بين البلدين؟
why: التحذير من «انتهاك» العقوبات اعتراض على ما قد يأتي به هذا التقارب.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field, PrivateAttr

from webapp.arabic.normalize import fold_digits
from webapp.domain.exchange_items import PassageItem, PassageStretch
from webapp.domain.problem import both, field_key
from webapp.domain.question import Filled, Grade, Lights, Question, Response, Unanswered, Why
from webapp.domain.question_views import Solution, View
from webapp.domain.rules import CHOSEN, Rules
from webapp.domain.text import Paragraph, ParagraphSpan, Text
from webapp.question_types._options import share_grade
from webapp.question_types._text_units import (
    TextPiece,
    Unit,
    UnitKind,
    holding,
    paragraphs_of,
    running,
    ticked,
    units_of,
)

LABEL_WORDS = 6


@dataclass(frozen=True)
class PassageView:
    """View of a paragraph in pieces: units to pick have an id, the spaces between them have none."""

    number: int
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True)
class EvidenceView(View):
    """View of the paragraphs to pick from, and the kind of unit: sentence or clause."""

    paragraphs: tuple[PassageView, ...]
    units: UnitKind


class Evidence(Question):
    """The units that hold the evidence quotes are right. Credit: (right − wrong) / number of right ones, at least 0."""

    name_ar: ClassVar[str] = "دليل من النص"
    name_en: ClassVar[str] = "Evidence from the text"
    purpose: ClassVar[str] = both(en="find the sentence that proves something", ar="جملة من النص تُختار دليلًا")
    sample: ClassVar[str] = "أي جملة تثبت أن اليابان قلقة؟"
    lights: ClassVar[Lights] = "nothing"
    asks_evidence: ClassVar[bool] = True
    difficulty: ClassVar[float] = 0.2

    type: Literal["evidence"]
    evidence: tuple[Filled, ...] = Field(
        min_length=1, description="Exact words of the text: the sentences that hold them are the right ones."
    )
    units: UnitKind = Field(default="sentence", description="What is chosen: sentence, or clause (cut at ، and ؛).")
    why: Why = Field(default="", description="How these words prove it.")

    _paragraphs: tuple[Paragraph, ...] = PrivateAttr(default=())
    _units: tuple[Unit, ...] = PrivateAttr(default=())
    _key: frozenset[str] = PrivateAttr(default=frozenset())

    def usual_rules(self) -> Rules:
        """Two attempts, the second for half: its sentences are chosen among a few."""
        return CHOSEN

    def faults_in(self, text: Text) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Report a question without a choice: fewer than two units, or all of them right."""
        bound = self.bind(text)
        if len(bound._units) < 2:
            clause = field_key("units", "clause")
            message = both(
                en=f"only {len(bound._units)} {self.units} to choose from. Try {clause} or another paragraph.",
                ar=f"يلزم موضعان على الأقل للاختيار منهما. جرّب {clause} أو فقرة أخرى.",
            )
            yield ("units",), "too-few-units", message
        elif len(bound._key) == len(bound._units):
            message = both(
                en="every choice is right, so nothing is asked", ar="كل ما يمكن اختياره صحيح، فلا معنى للسؤال"
            )
            yield ("evidence",), "no-wrong-option", message

    def bind(self, text: Text) -> Evidence:
        """A copy that knows the units of the text, and those that hold the quotes."""
        bound = self.model_copy()
        bound._paragraphs = paragraphs_of(text, self.paragraph)
        bound._units = tuple(unit for paragraph in bound._paragraphs for unit in units_of(paragraph, self.units))
        key = (id for quote in self.evidence for id in holding(quote, bound._paragraphs, bound._units))
        bound._key = frozenset(key)
        return bound

    def public(self, seed: str) -> EvidenceView:
        """The view: paragraphs in pieces, the units with ids, the spaces between them without."""
        return EvidenceView(tuple(map(self._passage, self._paragraphs)), self.units)

    def _passage(self, paragraph: Paragraph) -> PassageView:
        units = [unit for unit in self._units if unit.paragraph == paragraph.number]
        return PassageView(paragraph.number, tuple(running(paragraph, units)))

    def exchanged(self) -> PassageItem:
        """The paragraphs with their units, and those that prove it."""
        views = [self._passage(paragraph) for paragraph in self._paragraphs]
        pieces = (piece for view in views for piece in (*view.pieces, TextPiece("", " ")))
        passage = tuple(PassageStretch(piece.text, piece.id, piece.id in self._key) for piece in pieces)
        return PassageItem(prompt=self.prompt, passage=passage, why=self.why)

    def tickable(self) -> tuple[str, ...]:
        """The ids of the units."""
        return tuple(unit.id for unit in self._units)

    def evidence_units(self) -> Mapping[str, ParagraphSpan]:
        """The places of the units."""
        return {unit.id: ParagraphSpan(unit.paragraph, unit.start, unit.end) for unit in self._units}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The ticked units in the order of the text."""
        return ticked(form, self.id, self._units) or Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """Numbers from 1 in the order of the text, or ids, with spaces or commas between them."""
        named = re.split(r"[\s,،;؛|]+", fold_digits(answer.strip()))
        numbers = {str(number): unit.id for number, unit in enumerate(self._units, 1)}
        return ticked({self.id: [numbers.get(name, name) for name in named]}, self.id, self._units) or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade with the credit (right − wrong) / number of right units, at least 0."""
        chosen = {unit.id for unit in self._chosen(response)}
        hits, slips = len(chosen & self._key), len(chosen - self._key)
        share = max(0.0, (hits - slips) / len(self._key)) if self._key else 0.0
        return share_grade(share, self.points, self._why(hits, slips))

    def _why(self, hits: int, slips: int) -> str:
        """The reason for a full grade; else a remark that does not reveal the place of the evidence."""
        if not hits:
            return "ما اختير لا يثبت هذه العبارة؛ يُرجى البحث عن الموضع الذي لو حُذف لم يبق عليها دليل."
        if slips:
            return "في ما اختير دليل، ومعه ما لا يثبت العبارة."
        if hits < len(self._key):
            return "ما اختير دليل صحيح، وفي النص دليل غيره."
        return self.why

    def classify(self, response: Response) -> str:
        """The first words of every chosen unit, separated by bars."""
        return " | ".join(_shortened(unit.text) for unit in self._chosen(response))

    def solution(self) -> Solution:
        """The right units, as ids and as one line, and the reason."""
        right = [unit for unit in self._units if unit.id in self._key]
        model = " … ".join(unit.text for unit in right)
        return Solution(model=model, why=self.why, units=tuple(unit.id for unit in right))

    def _chosen(self, response: Response) -> list[Unit]:
        return [unit for unit in self._units if unit.id in response]


def _shortened(text: str) -> str:
    written = text.split()
    return " ".join(written[:LABEL_WORDS]) + (" …" if len(written) > LABEL_WORDS else "")
