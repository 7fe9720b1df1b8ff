"""The referent of a pronoun or demonstrative: its words are picked in the paragraph.

Good:

```yaml
id: accepted-what
paragraph: 2
type: referent
process: interpret
prompt: على أي شيء يعود الضمير في «قبلها»؟
anchor: قبلها
referent: [الدعوة, الدعوة لبوتين]
why: الذي يُقبل هنا هو «الدعوة»، وهي مؤنثة كالضمير «ها».
```

Bad (the word with the pronoun is missing):

```yaml
id: accepted-what
paragraph: 2
type: referent
process: interpret
prompt: على أي شيء يعود الضمير في «قبلها»؟
referent: [الدعوة, الدعوة لبوتين]
why: الذي يُقبل هنا هو «الدعوة»، وهي مؤنثة كالضمير «ها».
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field, PrivateAttr

from webapp.domain.exchange_items import ExchangeWording, TypedItem
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Question, Quoted, Response, Unanswered, Why
from webapp.domain.question_views import Solution, View
from webapp.domain.text import Paragraph, Text
from webapp.question_types._options import whole_grade
from webapp.question_types._text_units import TextPiece, Unit, occurrences, paragraphs_of, running, ticked, words_of

_IDS = re.compile(r"w\d+(?:[\s,،]+w\d+)*", re.A)


@dataclass(frozen=True)
class ReferentView(View):
    """View of the paragraph in pieces, the anchor among them; words to pick have an id."""

    pieces: tuple[TextPiece, ...]
    anchor: str


class Referent(Question):
    """All or nothing: an accepted phrase exactly, or its head word with nothing from outside that phrase.

    The head of a phrase is its first word, as in «دعوة من الزعيم»: an author begins with the noun itself. A head
    inside a longer accepted phrase counts as a head there too. A phrase counts wherever it occurs in the paragraph.
    """

    name_ar: ClassVar[str] = "مرجع الضمير"
    name_en: ClassVar[str] = "What a pronoun refers to"
    purpose: ClassVar[str] = both(en="find what a pronoun refers to", ar="ما يعود عليه ضمير، يُختار من النص")
    sample: ClassVar[str] = "علامَ يعود الضمير في «قبلها»؟ الدعوة"
    quoted: ClassVar[Mapping[str, Quoted]] = {"evidence": "once", "anchor": "once", "referent": "anywhere"}
    asks_about: ClassVar[str] = "anchor"

    type: Literal["referent"]
    anchor: Filled = Field(description="The word with the pronoun, as it stands in the paragraph.")
    referent: tuple[Filled, ...] = Field(
        min_length=1, description="Exact words of the paragraph, each phrase a right answer; the best one first."
    )
    several: bool = Field(
        default=False,
        description="true where the word stands for several names: the whole phrase is needed.",
    )
    why: Why = Field(default="", description="What decides it: gender, number, meaning.")

    _paragraph: Paragraph | None = PrivateAttr(default=None)
    _words: tuple[Unit, ...] = PrivateAttr(default=())
    _anchor: frozenset[str] = PrivateAttr(default=frozenset())
    _phrases: tuple[tuple[str, ...], ...] = PrivateAttr(default=())

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Report a question on the whole text: words are picked in one paragraph."""
        if self.paragraph == "whole":
            message = both(
                en="a referent is chosen in one paragraph. Give its number.",
                ar="يُختار مرجع الضمير من فقرة واحدة. اكتب رقمها.",
            )
            yield ("paragraph",), "bad-value", message

    def faults_in(self, text: Text) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Report an anchor without exactly one place, and phrases that are missing or hold the anchor."""
        if self.paragraph == "whole":
            return
        units = [unit for paragraph in paragraphs_of(text, self.paragraph) for unit in words_of(paragraph)]
        places = occurrences(self.anchor, units)
        if not places:
            message = both(en="not a word of the paragraph", ar="ليست كلمة من كلمات الفقرة")
            yield ("anchor",), "anchor-missing", message
        if len(places) > 1:
            message = both(
                en="appears more than once. Include the word before or after it.",
                ar="تتكرر في الفقرة. أضف إليها الكلمة التي قبلها أو بعدها.",
            )
            yield ("anchor",), "anchor-twice", message
        for index, phrase in enumerate(self.referent):
            standings = occurrences(phrase, units)
            if not standings:
                message = both(en="these exact words are not in the paragraph", ar="هذه الكلمات ليست في الفقرة بنصها")
                yield ("referent", index), "referent-missing", message
            elif places and all(set(place) & set(places[0]) for place in standings):
                message = both(en="a pronoun cannot refer to its own word", ar="لا يعود الضمير على الكلمة التي هو فيها")
                yield ("referent", index), "referent-is-anchor", message

    def bind(self, text: Text) -> Referent:
        """A copy that knows the words of the paragraph, and the places of the anchor and the phrases."""
        bound = self.model_copy()
        if self.paragraph == "whole":
            return bound
        for paragraph in paragraphs_of(text, self.paragraph):
            bound._paragraph, bound._words = paragraph, words_of(paragraph)
        bound._anchor = frozenset(next(iter(occurrences(self.anchor, bound._words)), ()))
        phrases = [place for phrase in self.referent for place in occurrences(phrase, bound._words)]
        bound._phrases = tuple(place for place in phrases if not bound._anchor & set(place))
        return bound

    def public(self, seed: str) -> ReferentView:
        """The view: the paragraph in pieces, words with ids, the anchor and the gaps between words without."""
        pieces = running(self._paragraph, self._words) if self._paragraph else ()
        shown = (TextPiece("", piece.text, True) if piece.id in self._anchor else piece for piece in pieces)
        return ReferentView(tuple(shown), self.anchor)

    def exchanged(self) -> TypedItem:
        """The phrases, to be typed."""
        wordings = tuple(map(ExchangeWording, self.referent))
        return TypedItem(prompt=self.prompt, wordings=wordings, why=self.why)

    @property
    def target_word(self) -> str:
        """The word with the pronoun."""
        return self.anchor

    def tickable(self) -> tuple[str, ...]:
        """The ids of all words except the anchor."""
        return tuple(unit.id for unit in self._free)

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The ticked words in the order of the paragraph; the anchor cannot be ticked."""
        return ticked(form, self.id, self._free) or Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """The response from ids or from typed words, found in the paragraph as a phrase or else one by one."""
        if _IDS.fullmatch(answer.strip()):
            return self.read({self.id: re.split(r"[\s,،]+", answer.strip())})
        for folded in (False, True):
            places = occurrences(answer, self._words, folded)
            free = [place for place in places if not self._anchor & set(place)]
            if free:
                return list(next((place for place in free if self._right(set(place))), free[0]))
        single = [self._first(word) for word in answer.split()]
        return self.read({self.id: single}) if all(single) else Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade all or nothing."""
        chosen = {unit.id for unit in self._free if unit.id in response}
        right = self._right(chosen)
        return whole_grade(right, self.points, self.why if right else self._try_again(chosen))

    def _right(self, chosen: set[str]) -> bool:
        if self.several:
            return any(chosen == set(phrase) for phrase in self._phrases)
        heads = {phrase[0] for phrase in self._phrases}
        return any(chosen <= set(phrase) and chosen & heads for phrase in self._phrases)

    def _try_again(self, chosen: set[str]) -> str:
        if self.several and any(chosen < set(phrase) for phrase in self._phrases):
            return "ما حُدّد جزء من المقصود؛ والضمير هنا لأكثر من واحد، فيبقى ما يكمله."
        if any(phrase[0] in chosen for phrase in self._phrases):
            return "المقصود ضمن ما حُدّد، ومعه كلمات ليست منه؛ تكفي الكلمات التي تحل محل الضمير."
        return (
            f"لا يستقيم المعنى إذا وُضعت هذه الكلمات مكان الضمير في «{self.anchor}»؛ يُرجى النظر في جنسه وعدده وما قبله."
        )

    def classify(self, response: Response) -> str:
        """The ticked words, with a sign where words between them are left out."""
        parts: list[str] = []
        before = None
        for at, unit in enumerate(self._words):
            if unit.id in response:
                gap = before is not None and at > before + 1
                parts += ["…", unit.text] if gap else [unit.text]
                before = at
        return " ".join(parts)

    def solution(self) -> Solution:
        """The solution: the best phrase as words and as the ids of its first occurrence, and the reason."""
        place = self._phrases[0] if self._phrases else ()
        return Solution(model=self.referent[0], why=self.why, units=place)

    @property
    def _free(self) -> list[Unit]:
        return [unit for unit in self._words if unit.id not in self._anchor]

    def _first(self, word: str) -> str:
        """The id of the first occurrence of a typed word; empty where the paragraph has none."""
        places = occurrences(word, self._free) or occurrences(word, self._free, True)
        return places[0][0] if places and len(places[0]) == 1 else ""
