"""A short typed answer, marked by its content and not by its spelling.

The part that the learner affirms is marked («ليس س بل ص» counts as ص); a second answer beside the right one makes it
wrong, unless it is right too; words of the question and of the text around the evidence cost nothing.

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
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PrivateAttr

from webapp.arabic.matching.answer_matching import match, normal_words
from webapp.arabic.matching.competing_answers import answer_segments
from webapp.arabic.matching.slips_of_words import SHORT_ANSWER, Corrections
from webapp.arabic.matching.wording_indexes import IdeaIndex
from webapp.arabic.normalize import canonical
from webapp.arabic.tokenizer import words
from webapp.arabic.tolerance_levels import TextMatch, ToleranceLevel
from webapp.domain.problem import both, field_key
from webapp.domain.question import UNRELATED_ANSWER, Filled, Grade, Question, Response, Unanswered, Why
from webapp.domain.question_views import Interaction, Solution, View
from webapp.domain.scoring import UNSURE
from webapp.domain.text import Text
from webapp.domain.typed_key import RawValues, TypedKey, WishedVerdict
from webapp.question_types._answer_reader import AnswerReader
from webapp.question_types._answer_reading import AcceptedWording, Reading
from webapp.question_types._answer_remarks import Reason, remark_on, remark_on_ideas, told_reason
from webapp.question_types._bound_reader import Key, Learnt, learnt, names_of, prepared, reader_of, split_sentences
from webapp.question_types._key_builders import answer_key
from webapp.question_types._key_wordings import entries, tolerance_of, with_accepted, with_refused
from webapp.question_types._options import share_grade, single
from webapp.question_types._same_answers import says_same
from webapp.question_types._typed_answer import (
    ANSWER_LIMIT,
    DEFAULT_TOLERANCE,
    comma_faults,
    known_in,
    known_words,
    too_long_grade,
    typed,
    wording_faults,
)
from webapp.question_types._typed_exchange import TypedExchange, Wording
from webapp.question_types._vowelled_question import VowelledQuestion

# A slip is sought in an answer of so many words, and tried on so many of them: a long paste must not cost seconds.
LONGEST_MENDED, MOST_MENDED = 40, 6
MOST_READ_AGAIN = 60
"""Words that are read again, of all corrected answers together: what has more slips in it is not right but for one."""


class Short(TypedExchange, VowelledQuestion):
    """The answer is compared with accepted wordings or searched for required ideas; refused wordings win over both."""

    name_ar: ClassVar[str] = "إجابة قصيرة"
    name_en: ClassVar[str] = "Short answer"
    purpose: ClassVar[str] = both(en="a few words typed by the learner", ar="كلمة أو كلمات يكتبها المتعلم")
    sample: ClassVar[str] = "في أي يوم صدر الإعلان؟ الخميس"
    written: ClassVar[bool] = True
    interaction: ClassVar[Interaction] = "fill-in"
    word_lists: ClassVar[frozenset[str]] = frozenset({"accept", "require", "refuse", "tolerance"})
    difficulty: ClassVar[float] = 0.1

    type: Literal["short"]
    accept: tuple[Wording, ...] = Field(default=(), description="Wordings, each right alone or in a natural answer.")
    require: tuple[Annotated[tuple[Filled, ...], Field(min_length=1)], ...] = Field(
        default=(),
        description="Instead of accept: every idea, in any order, each in any of its wordings. An answer that says "
        "some of them and nothing else earns their share of the points.",
    )
    refuse: tuple[Filled, ...] = Field(default=(), description="Wordings that make an answer wrong.")
    tolerance: tuple[ToleranceLevel, ...] = Field(
        default=DEFAULT_TOLERANCE, description="Which spelling differences count as none."
    )
    exact: bool = Field(default=False, description="true accepts the wordings and nothing else.")
    why: Why = Field(default="", description="What in the text decides it.")
    model: str = Field(default="", description="The answer as one would write it oneself.")

    _known: frozenset[str] = PrivateAttr(default=frozenset())
    _learnt: Learnt = PrivateAttr(default=Learnt())
    _bound: AnswerReader | None = PrivateAttr(default=None)
    _corrections: Corrections | None = PrivateAttr(default=None)

    @classmethod
    def begun_from(cls, quotes: Sequence[str], sentence: str) -> dict[str, object]:
        """Begin with the words as evidence and as accepted answers."""
        return {"evidence": list(quotes), "accept": list(quotes)}

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Report a question without accepted wordings or ideas, or a right wording that is also refused."""
        if not self.accept and not self.require:
            accept, require = field_key("accept"), field_key("require")
            message = both(
                en=f"a short answer needs {accept} (whole wordings) or {require} (ideas)",
                ar=f"تحتاج الإجابة القصيرة إلى {accept} (صيغ كاملة) أو {require} (أفكار لازمة)",
            )
            yield (), "no-correct-option", message
        if excess := list(wording_faults([*self._wordings(), *self.refuse])):
            yield from excess
            return
        yield from comma_faults([accepted.text for accepted in self.accept], ("accept",))
        yield from comma_faults(self.refuse, ("refuse",))
        for at, idea in enumerate(self.require):
            yield from comma_faults(idea, ("require", at))
        message = both(en="both accepted and rejected", ar="هذه الصيغة مقبولة ومرفوضة معًا")
        for index, accepted in enumerate(self.accept):
            if any(match(accepted.text, refused, self.tolerance).ok for refused in self.refuse):
                yield ("accept", index), "accepted-and-refused", message
        refusals = IdeaIndex(self.refuse, self.tolerance)
        for at, idea in enumerate(self.require):
            for index, wording in enumerate(idea):
                if refusals.any_in(wording):
                    yield ("require", at, index), "accepted-and-refused", message

    def bind(self, text: Text) -> Question:
        """A copy that knows the words of text and key: a typing slip that makes one of them is not forgiven."""
        bound = self.model_copy()
        written = tuple(paragraph.text for paragraph in text.paragraphs)
        bound._known = known_in(written, self.tolerance) | known_words(self._wordings(), self.tolerance)
        bound._learnt = learnt(text)
        sentences = split_sentences(text, self.evidence, self.paragraph, self._key)
        bound._bound = prepared(reader_of(self._key, sentences, bound._learnt))
        bound._corrections = bound._mended_words()
        return bound

    @property
    def _key(self) -> Key:
        accept = tuple(AcceptedWording(accepted.text, accepted.share, accepted.note) for accepted in self.accept)
        return Key(self.prompt, accept, self.require, self.refuse, self.tolerance, self.exact)

    @property
    def _reader(self) -> AnswerReader:
        if self._bound is None:
            self._bound = reader_of(self._key)
        return self._bound

    def public(self, seed: str) -> View:
        """An empty view: the card has only a text field."""
        return View()

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The typed words, trimmed at the ends; an answer without a letter or digit is none."""
        return self.parse(ANSWER_LIMIT.cut(single(form, self.id)))

    def parse(self, answer: str) -> Response | Unanswered:
        """The typed words of one line."""
        return typed(answer) or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade the content of the answer; one that is right except for a typing slip costs no attempt."""
        answer = str(response)
        if ANSWER_LIMIT.is_exceeded(answer):
            return too_long_grade(self.points)
        reading = self._reader.read(answer).with_vowels(self._vowels.doubt(answer))
        if reading.match:
            return self._right(reading.match, reading.share, reading.note)
        return self._by_slip(answer) or self._wrong(answer, reading)

    def _judged(self, answer: str) -> Grade | None:
        """The grade of a right answer; None for all others."""
        reading = self._reader.judge(answer)
        return self._right(reading.match, reading.share, reading.note) if reading.match else None

    def _wordings(self) -> list[str]:
        return [accepted.text for accepted in self.accept] + [word for idea in self.require for word in idea]

    def _by_slip(self, answer: str) -> Grade | None:
        """The grade of an answer that is right except for one typing slip; None for all others."""
        count = len(words(canonical(answer)))
        if count > LONGEST_MENDED:
            return None
        if self._corrections is None:
            self._corrections = self._mended_words()
        slips = self._corrections.of_few(answer, count)
        said, left = self._reader.words_said(answer) if slips and count > SHORT_ANSWER else None, MOST_READ_AGAIN
        for slip in slips[:MOST_MENDED]:
            if said and not self._reader.may_be_right(said.with_word(slip.at, slip.right)):
                continue
            if (left := left - count) < 0:
                break
            if (grade := self._judged(slip.answer)) and grade.verdict == "accepted":
                return Grade("nearly", 0.0, self.points, slip.why, share_grade(0, self.points, "").parts)
        return None

    def _mended_words(self) -> Corrections:
        return Corrections(self._wordings(), self._known, names_of(self._key, self._learnt), self.tolerance)

    def _right(self, matched: TextMatch, share: float, note: str) -> Grade:
        notes = " ".join(part for part in (note, matched.why) if part)
        return share_grade(share, self.points, self.why, tolerance_level=matched.tolerance_level, note=notes)

    def _wrong(self, answer: str, reading: Reading) -> Grade:
        """The grade of a wrong answer; what is said follows from the reason, and never names the key."""
        reader = self._reader
        kinds: dict[Reason, frozenset[str]]
        kinds = {"prompt": reader.context.prompt, "part": reader.context.key, "text": self._learnt.stems}
        reason = told_reason(reading.reason, answer, self._wordings(), kinds)
        if reason == "another" and reading.joined and len(answer_segments(answer)) > 1:
            reason = "mixed" if len(reader.ideas) > 1 else "joined"
        lit = bool(self.evidence) and not self.evidence_asked
        if reading.share and reason == "missing":
            said, side = reader.said_words(answer, reading.ideas), reader.side_of_missing(reading.ideas)
            remark = remark_on_ideas(said, reading.ideas.count(False), side, lit)
            return share_grade(reading.share, self.points, remark)
        note = UNSURE if reading.unsure else ""
        return share_grade(0, self.points, remark_on(reason, lit), unsure=reading.unsure, note=note)

    def classify(self, response: Response) -> str:
        """The words of the answer, folded, so that spellings of one answer count together."""
        answer = str(response)
        if ANSWER_LIMIT.is_exceeded(answer):
            return ANSWER_LIMIT.label(answer)
        return " ".join(normal_words(answer, self.tolerance)) or answer

    def guess_share(self) -> float:
        """No chance of guessing: the answer is typed."""
        return 0.0

    @classmethod
    def with_wording(
        cls, values: RawValues, part: str, wording: str, verdict: WishedVerdict
    ) -> tuple[dict[str, object], ...]:
        """Under ``refuse`` or ``accept``; right ones of a key that is one idea, as a wording of that idea."""
        if verdict == "wrong":
            return (with_refused(values, wording),)
        accepted = with_accepted(values, wording, verdict, tolerance_of(values, DEFAULT_TOLERANCE))
        ideas = entries(values, "require")
        if verdict == "half" or len(ideas) != 1 or not isinstance(ideas[0], list | tuple):
            return (accepted,)
        idea = {**values, "require": [[*ideas[0], wording]]}
        return (accepted, idea) if entries(values, "accept") else (idea, accepted)

    def says_same(self, answer: str, other: str, part: str = "") -> bool:
        """Compare two answers as with a key; with ``exact`` their wordings alone."""
        return says_same(self.prompt, answer, other, self.tolerance, self.exact)

    @property
    def key_path(self) -> tuple[str | int, ...]:
        """The keys of the file that hold what is right."""
        return ("accept",) if self.accept else ("require",)

    def typed_wordings(self) -> int:
        """The accepted and the refused wordings."""
        return len(self._wordings()) + len(self.refuse)

    def typed_keys(self) -> tuple[TypedKey, ...]:
        """The whole key; with ``exact`` its wordings count alone."""
        shares = {accepted.text: accepted.share for accepted in self.accept}
        return (answer_key(shares, self.require, self.refuse, self.tolerance, self.exact, self.model),)

    def wrong_answers(self) -> tuple[str, ...]:
        """The refused wordings, and a word that has nothing to do with the question."""
        return (*self.refuse, UNRELATED_ANSWER)

    def solution(self) -> Solution:
        """The solution: a model answer and the reason."""
        best = max(self.accept, key=lambda accepted: accepted.share, default=None)
        model = self.model or (best.text if best else " … ".join(idea[0] for idea in self.require))
        return Solution(model=model, why=self.why)
