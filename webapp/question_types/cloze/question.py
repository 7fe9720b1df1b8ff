"""A sentence with gaps, filled by typing or from a bank of words; each gap is a separate part.

Good:

```yaml
id: who-accepted-what
paragraph: 1
type: cloze
process: retrieve
prompt: أكمل الجملة من الفقرة.
text: "قبل [[بوتين|الرئيس بوتين]] دعوة [[كيم|الزعيم كيم]]."
bank: [بايدن]
why: تقول الفقرة «قبول الرئيس الروسي فلاديمير بوتين دعوة من الزعيم كيم».
```

Bad (the bank offers as wrong what the first gap accepts):

```yaml
id: who-accepted-what
paragraph: 1
type: cloze
process: retrieve
prompt: أكمل الجملة من الفقرة.
text: "قبل [[بوتين|الرئيس بوتين]] دعوة [[كيم|الزعيم كيم]]."
bank: [بايدن, الرئيس بوتين]
why: تقول الفقرة «قبول الرئيس الروسي فلاديمير بوتين دعوة من الزعيم كيم».
```
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field, PrivateAttr

from webapp.arabic.digits import arabic_digits
from webapp.arabic.matching.answer_matching import match
from webapp.arabic.normalize import canonical
from webapp.arabic.tolerance_levels import EXACT_MATCH, NO_MATCH, TextMatch, ToleranceLevel
from webapp.domain.problem import both
from webapp.domain.question import Filled, Grade, Question, Response, Unanswered, Why
from webapp.domain.question_views import Choosable, Choose, Fields, Interaction, Solution, View, first
from webapp.domain.rules import CHOSEN, USUAL, Rules
from webapp.domain.text import Text
from webapp.domain.typed_key import RawValues, TypedKey, WishedVerdict
from webapp.question_types._answer_reader import AnswerReader
from webapp.question_types._answer_reading import AcceptedWording
from webapp.question_types._bound_reader import Key, learnt, prepared, reader_of, split_sentences
from webapp.question_types._gapped_text import GAP, GapPiece, bank_faults, take_apart, tied, with_filling
from webapp.question_types._key_builders import part_keys
from webapp.question_types._key_wordings import with_refused
from webapp.question_types._options import Fault, choosable, find_choice, mixed, single
from webapp.question_types._part_matching import turned
from webapp.question_types._same_answers import says_same
from webapp.question_types._typed_answer import (
    DEFAULT_TOLERANCE,
    EMPTY,
    PART_LIMIT,
    UNRELATED_WORD,
    best_match,
    denied,
    folded,
    known_in,
    known_words,
    parts_grade,
    slip_of,
    split_line,
    too_long_grade,
    typed,
    wording_faults,
)
from webapp.question_types._typed_exchange import GapsExchange
from webapp.question_types._vowelled_question import VowelledQuestion


@dataclass(frozen=True)
class ClozeView(View):
    """View of the text around the gaps, and of the words to choose where there is a bank."""

    pieces: tuple[GapPiece, ...]
    bank: tuple[Choosable, ...] | None


class Cloze(GapsExchange, VowelledQuestion):
    """Gaps are written [[...]], with | between accepted wordings; with ``bank`` words are chosen, not typed."""

    name_ar: ClassVar[str] = "ملء الفراغ"
    name_en: ClassVar[str] = "Fill the gap"
    purpose: ClassVar[str] = both(en="a sentence with gaps to fill", ar="جملة فيها فراغات تُملأ")
    sample: ClassVar[str] = "قبل ____ دعوة الزعيم."
    interaction: ClassVar[Interaction] = "fill-in"
    word_lists: ClassVar[frozenset[str]] = frozenset({"bank", "refuse", "tolerance"})
    difficulty: ClassVar[float] = 0.2

    type: Literal["cloze"]
    text: Filled = Field(description='The sentence, in quotes; each gap as "[[word]]" or "[[word|another wording]]".')
    bank: tuple[Filled, ...] | None = Field(
        default=None, description="Wrong words to choose among, beside the right ones; without it the gaps are typed."
    )
    refuse: tuple[Filled, ...] = Field(default=(), description="Wordings that are wrong in every gap.")
    tolerance: tuple[ToleranceLevel, ...] = Field(
        default=DEFAULT_TOLERANCE, description="Which spelling differences of typed words count as none."
    )
    why: Why = Field(default="", description="What in the text decides it.")

    _known: frozenset[str] = PrivateAttr(default=frozenset())
    _named: frozenset[str] = PrivateAttr(default=frozenset())
    _readers: dict[tuple[str, ...], AnswerReader] = PrivateAttr(default_factory=dict)

    @classmethod
    def begun_from(cls, quotes: Sequence[str], sentence: str) -> dict[str, object]:
        """Begin with the sentence, and a gap in place of each of the words."""
        for quote in quotes:
            sentence = sentence.replace(quote, f"[[{quote}]]", 1)
        return {"text": sentence}

    @property
    def gaps(self) -> tuple[tuple[str, ...], ...]:
        """The accepted wordings of each gap, the model wording first."""
        return take_apart(self.text).gaps

    @property
    def names(self) -> dict[str, str]:
        """The learner's words for each gap, by its name in forms."""
        numbers = [str(number) for number in range(1, len(self.gaps) + 1)]
        return {number: f"الفراغ {arabic_digits(number)}" for number in numbers}

    def faults(self) -> Iterable[Fault]:
        """Report unpaired brackets, empty gaps, and words that are both right and wrong."""
        reading = take_apart(self.text)
        if not reading.balanced:
            unmatched = both(en="[[ and ]] are unmatched", ar="أقواس الفراغ [[ و]] غير متقابلة")
            yield ("text",), "unbalanced-brackets", unmatched
        elif not reading.gaps:
            en, ar = "no gap. Write the missing word as [[word]].", "لا يوجد فراغ. اكتب الكلمة الناقصة هكذا: [[كلمة]]"
            yield ("text",), "no-gap", both(en=en, ar=ar)
        for number, gap in enumerate(reading.gaps, 1):
            if not all(wording if self.bank is not None else typed(wording) for wording in gap):
                message = both(en=f"gap {number} has no answer", ar=f"لا توجد إجابة للفراغ {number}")
                yield ("text",), "empty-gap", message
        if excess := list(wording_faults([*(wording for gap in reading.gaps for wording in gap), *self.refuse])):
            yield from excess
            return
        yield from self._contradictions()
        if self.bank is not None:
            yield from bank_faults(self.bank, self.gaps, len(self._options()))

    def _contradictions(self) -> Iterable[Fault]:
        message = both(en="both accepted in a gap and rejected", ar="هذه الصيغة مقبولة في فراغ ومرفوضة معًا")
        for index, refused in enumerate(self.refuse):
            if any(match(wording, refused, self.tolerance).ok for gap in self.gaps for wording in gap):
                yield ("refuse", index), "accepted-and-refused", message

    def bind(self, text: Text) -> Question:
        """A copy that knows the words of text and key: a typing slip that makes one of them is not forgiven."""
        bound = self.model_copy()
        written = tuple(paragraph.text for paragraph in text.paragraphs)
        own = [wording for gap in self.gaps for wording in gap] + list(take_apart(self.text).pieces)
        bound._known = known_in(written, self.tolerance) | known_words(own, self.tolerance)
        bound._named = learnt(text).names
        keys = {gap: self._key_of(gap) for gap in self.gaps} if self.bank is None else {}
        bound._readers = {
            gap: prepared(reader_of(key, split_sentences(text, self.evidence, self.paragraph, key), learnt(text)))
            for gap, key in keys.items()
        }
        return bound

    def _key_of(self, gap: tuple[str, ...]) -> Key:
        """The key of a gap: the sentence around it stands for the question."""
        accept = tuple(AcceptedWording(wording, 1.0, "") for wording in gap)
        return Key(" … ".join(take_apart(self.text).pieces), accept, (), self.refuse, self.tolerance)

    def public(self, seed: str) -> ClozeView:
        """The view: the text around the gaps, and the words of the bank where there is one."""
        bank = None if self.bank is None else mixed(self._options(), f"{seed}:{self.id}")
        return ClozeView(tied(take_apart(self.text).pieces), bank)

    def shown_order(self, seed: str) -> tuple[str, ...]:
        """The words of the bank."""
        return tuple(option.value for option in self.public(seed).bank or ())

    def labels(self) -> Mapping[str, str]:
        """The words of the bank."""
        return {} if self.bank is None else {option.value: option.text for option in self._options()}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The fillings by gap number from 1; a value that is not in the bank counts as no filling."""
        values = {option.value for option in self._options()}
        cut = {name: PART_LIMIT.cut(single(form, f"{self.id}.{name}")) for name in self.names}
        filled = {name: word for name, word in cut.items() if (typed(word) if self.bank is None else word in values)}
        return filled or Unanswered()

    def parse(self, answer: str) -> Response | Unanswered:
        """The fillings in the order of the gaps, separated by | or ؛ or ;; more fillings than gaps are no answer."""
        parts = split_line(answer)
        if len(parts) > len(self.gaps):
            return Unanswered()
        filled = {}
        for name, part in zip(self.names, parts, strict=False):
            option = find_choice(self._options(), part) if self.bank is not None else None
            value = typed(part) if self.bank is None else option.value if option else ""
            if value:
                filled[name] = value
        return filled or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade the gaps in equal shares; a typing slip costs no attempt where all else is right."""
        filled = response if isinstance(response, dict) else {}
        if any(map(PART_LIMIT.is_exceeded, filled.values())):
            return too_long_grade(self.points, self.names)
        pairs = zip(self.names, self.gaps, strict=True)
        matches = {name: self._filling(filled[name], gap) for name, gap in pairs if name in filled}
        return parts_grade(self.points, self.names, matches, self.why)

    def _filling(self, filling: str, gap: tuple[str, ...]) -> TextMatch:
        if self.bank is not None:
            word = self._word(filling)
            return EXACT_MATCH if canonical(word) in {canonical(wording) for wording in gap} else NO_MATCH
        if (doubt := self._vowels.doubt(filling)) and doubt.sure:
            return NO_MATCH
        if matched := best_match(filling, gap, self.tolerance):
            return matched
        if denied(filling, self.refuse, gap, self.tolerance):
            return NO_MATCH
        if gap in self._readers and (read := self._readers[gap].read(filling)) and read.match:
            return read.match
        return slip_of(filling, gap, self._known, self.tolerance, self._named) or NO_MATCH

    def classify(self, response: Response) -> str:
        """The fillings in the order of the gaps, folded so that spellings of one word are equal."""
        filled = response if isinstance(response, dict) else {}
        label = self._word if self.bank is not None else lambda filling: folded(filling, self.tolerance)
        return " | ".join(label(filled[name]) if name in filled else EMPTY for name in self.names)

    def usual_rules(self) -> Rules:
        """As a choice where there is a bank to choose from."""
        return USUAL if self.bank is None else CHOSEN

    def guess_share(self) -> float:
        """The chance of guessing a gap: 1 over the number of words in the bank; 0 where the gaps are typed."""
        return 0.0 if self.bank is None else 1 / len(self._options())

    @classmethod
    def with_wording(
        cls, values: RawValues, part: str, wording: str, verdict: WishedVerdict
    ) -> tuple[dict[str, object], ...]:
        """A further wording of a typed gap, or a refused one; a gap is right or wrong, never half."""
        if values.get("bank") is not None or verdict == "half":
            return ()
        if verdict == "wrong":
            return (with_refused(values, wording),)
        text = with_filling(str(values.get("text", "")), part, wording)
        return ({**values, "text": text},) if text else ()

    def says_same(self, answer: str, other: str, part: str = "") -> bool:
        """Compare two fillings as with a key."""
        return says_same(self._key_of(()).prompt, answer, other, self.tolerance)

    @property
    def key_path(self) -> tuple[str | int, ...]:
        """The keys of the file that hold what is right."""
        return ("text",)

    def typed_wordings(self) -> int:
        """The wordings of typed gaps, and the refused ones."""
        return 0 if self.bank is not None else sum(map(len, self.gaps)) + len(self.refuse)

    def typed_keys(self) -> tuple[TypedKey, ...]:
        """The key of each gap; none where the words are chosen."""
        gaps = zip(self.names, self.gaps, strict=True) if self.bank is None else ()
        return part_keys(dict(gaps), self.names, self.refuse, self.tolerance)

    def right_fields(self) -> Fields:
        """Form fields with a right word in every gap."""
        values = {text: value for value, text in self.labels().items()}
        return {f"{self.id}.{name}": [values.get(word, word)] for name, word in self.solution().parts.items()}

    def wrong_fields(self, choose: Choose = first) -> Fields:
        """Form fields with the word of another gap in each gap; for typed gaps, with a word that fits none."""
        right = self.right_fields()
        return {name: [UNRELATED_WORD] for name in right} if self.bank is None else turned(right, choose)

    def solution(self) -> Solution:
        """The solution: the whole sentence, and the word of each gap."""
        model = GAP.sub(lambda gap: gap[1].split("|")[0].strip(), self.text)
        parts = {name: gap[0] for name, gap in zip(self.names, self.gaps, strict=True)}
        return Solution(model=model, why=self.why, parts=parts)

    def _options(self) -> list[Choosable]:
        """The words to choose, each once: those of the gaps in order, then the wrong ones."""
        texts: dict[str, str] = {}
        for text in [gap[0] for gap in self.gaps] + list(self.bank or ()):
            texts.setdefault(canonical(text), text)
        return [choosable(text) for text in texts.values() if text]

    def _word(self, value: str) -> str:
        return next((option.text for option in self._options() if option.value == value), value)
