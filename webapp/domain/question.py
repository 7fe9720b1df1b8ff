"""Questions and the grades of responses: immutable, without files, databases or pages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webapp.arabic.keys.key_vowels import ExplainedWord
from webapp.domain.exchange_items import Exchangeable
from webapp.domain.question_views import Choosable, Choose, Fields, Interaction, RubricLine, Solution, View, first
from webapp.domain.rules import USUAL, Rules
from webapp.domain.text import ParagraphSpan, Text, short_digest
from webapp.domain.typed_key import RawValues, TypedKey, WishedVerdict
from webapp.domain.value_forms import ID_FORM, RULE_FORM

Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Why = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
"""Why something is right or wrong; empty where a file says nothing."""
QuestionId = Annotated[str, StringConstraints(pattern=ID_FORM)]
RuleName = Annotated[str, StringConstraints(pattern=RULE_FORM)]
Process = Literal["retrieve", "infer", "interpret", "evaluate"]
PROCESSES: tuple[Process, ...] = ("retrieve", "infer", "interpret", "evaluate")
ParagraphRef = Annotated[int, Field(ge=1)] | Literal["whole"]
Place = ParagraphRef | Literal["front"]
"""A page of a text that asks questions."""
Verdict = Literal["accepted", "partial", "nearly", "refused", "unanswered", "pending", "noted"]
"""``pending`` waits for a person's mark; ``noted`` is an unscored answer; ``nearly`` costs no try."""
Lights = Literal["sentence", "nothing"]
Quoted = Literal["once", "anywhere"]
"""Places of a field's words in the text: one only, or wherever they occur."""
Response = str | list[str] | dict[str, str]
UNRELATED_ANSWER = "إجابة لا صلة لها بالنص"
"""A sample of a wrong answer that fits no question."""


@dataclass(frozen=True)
class Unanswered:
    """Response of an empty form: never wrong, and no attempt is counted."""


@dataclass(frozen=True)
class Part:
    """A separately marked part of a question: its ``share`` of the whole (all sum to 1), and a ``value`` of 0 to 1."""

    name: str
    share: float
    value: float


@dataclass(frozen=True)
class Grade:
    """The grade of one response by itself, before attempts and penalties are counted.

    ``earned`` and ``possible`` are in points; ``why`` is the reason shown to the learner; ``tolerance_level`` names the
    spelling fold that a typed answer needed, if any. ``unsure`` is the reason why the program is not sure of the
    answer, for the teacher; it is graded by the stricter of two readings then (see `ask_again`).
    """

    verdict: Verdict
    earned: float
    possible: float
    why: str
    parts: tuple[Part, ...]
    tolerance_level: str | None = None
    note: str = ""
    unsure: str = ""


class Model(BaseModel):
    """Base of the models read from YAML: immutable, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(Exchangeable, Model):
    """Base of all question types: each adds fields and the six abstract methods, and overrides what does not fit it."""

    name_ar: ClassVar[str]
    name_en: ClassVar[str]
    """The name of the type on a page, in Arabic and in English."""
    purpose: ClassVar[str] = ""
    """Purpose of the type, in both languages, for a teacher who chooses one."""
    sample: ClassVar[str] = ""
    """A small example for the same teacher."""
    quoted: ClassVar[Mapping[str, Quoted]] = {"evidence": "once"}
    """The fields that hold exact words of the text."""
    asks_about: ClassVar[str] = ""
    """The field that holds the one word that it is about; such words are quoted too."""
    lights: ClassVar[Lights] = "sentence"
    """Stretch lit in the paragraph after a wrong try while tries are left: the evidence's sentence, never the key."""
    once: ClassVar[bool] = False
    """Answered once and not marked by the program: settled with the first answer."""
    chooses_one: ClassVar[bool] = True
    """An answer names one of the :meth:`choices`, not several of them."""
    written: ClassVar[bool] = False
    """Answered in words of the learner's own, in one field."""
    asks_evidence: ClassVar[bool] = False
    """The answer is a place in the text already, so that no second part can ask for it."""
    interaction: ClassVar[Interaction] = "other"
    """The kind of interaction in xAPI statements."""
    word_lists: ClassVar[frozenset[str]] = frozenset()
    """Keys whose lists hold words to compare with an answer: an Arabic comma between them parts them."""
    difficulty: ClassVar[float] = 0.0
    """The extra difficulty that simulated learners meet in it, in standard deviations of ability."""

    id: QuestionId = Field(description="A short name in Latin letters, unique in the file; never change it once used.")
    paragraph: ParagraphRef = Field(description="The paragraph's number from 1 (headings are not counted), or: whole")
    type: str
    process: Process | None = Field(default=None, description="What the question asks of the reader (PIRLS).")
    prompt: Filled = Field(description="The question itself.")
    points: float = Field(default=1, ge=0, le=100, description="What a fully right answer is worth.")
    tries: int | None = Field(
        default=None,
        ge=1,
        le=10,
        description="How many attempts it has, where the number of the file or of its type does not suit it.",
    )
    evidence: tuple[Filled, ...] = Field(default=(), description="The exact words of the paragraph that settle it.")
    evidence_asked: bool = Field(default=False, description="true asks the learner for the evidence as a second part.")
    evidence_share: float = Field(default=0.5, gt=0, lt=1, description="How much of the points that second part earns.")
    hints: tuple[Filled, ...] = Field(default=(), description="First where to look again, then a narrower clue.")
    # Left out of the version and of what is stored of it: it tells the check what to leave unsaid, and marks nothing.
    allow: dict[RuleName, Filled] = Field(
        default={},
        exclude=True,
        description="Warnings of the check that this question does not get: the rule's name, and the reason. "
        "Example: `{rehearsal-sentence: a single word is asked for}`.",
    )

    @classmethod
    def begun_from(cls, quotes: Sequence[str], sentence: str) -> dict[str, object]:
        """Values of a new question about these words of the text; ``sentence`` holds the first of them."""
        return {cls.asks_about: quotes[0]} if quotes and cls.asks_about else {"evidence": list(quotes)}

    @property
    def version(self) -> str:
        """Digest of the question; it changes with any of its fields."""
        return short_digest(self.model_dump(mode="json"))

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Faults that the fields' own rules do not find, each as (path of keys, rule, message)."""
        return ()

    def faults_in(self, text: Text) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """Faults of the question together with its text, in the form of ``faults``."""
        return ()

    def bind(self, text: Text) -> Question:
        """A copy of the question bound to its text; the question itself where its type needs no text."""
        return self

    def with_words(self, explained: Sequence[ExplainedWord]) -> Question:
        """A copy that knows the vowels of its text's words; the question itself where its type needs none."""
        return self

    def strike(self, seed: str) -> str | None:
        """The value of one wrong option for the last hint to remove; None where none can be removed."""
        return None

    def model_answer(self) -> str:
        """A model answer that may be shown once a person has marked; empty where the program marks."""
        return ""

    @abstractmethod
    def public(self, seed: str) -> View:
        """The view for a page before an answer, without the key. ``seed`` fixes the learner's shuffle."""

    @abstractmethod
    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The learner's response from posted form fields: ``id`` or ``id.part``, each with its values."""

    @abstractmethod
    def parse(self, answer: str) -> Response | Unanswered:
        """The response from one typed line (``fahm try``)."""

    @abstractmethod
    def grade(self, response: Response) -> Grade:
        """Mark one response by itself."""

    @abstractmethod
    def classify(self, response: Response) -> str:
        """The response as a short label for response analysis."""

    @abstractmethod
    def solution(self) -> Solution:
        """The key and the reasons, to show once the question is settled."""

    def usual_rules(self) -> Rules:
        """The attempts and their penalty where the file says nothing else."""
        return USUAL

    @property
    def place(self) -> Place:
        """The page that asks it."""
        return self.paragraph

    @property
    def holds_gate(self) -> bool:
        """False for a question that may be left unanswered: the next paragraph opens without it."""
        return True

    @property
    def before_reading(self) -> bool:
        """True for a question shown above its paragraph, to be answered before reading."""
        return False

    @property
    def target_word(self) -> str:
        """The word or words that the question is about; empty where it is about none."""
        return ""

    @property
    def root_word(self) -> str:
        """The word whose root is asked for, which no help may reveal; empty where none is."""
        return ""

    @property
    def needs_evidence(self) -> bool:
        """True where words of the text can settle it."""
        return not self.root_word

    def choices(self, seed: str | None = None) -> tuple[Choosable, ...]:
        """The options that a response names by value, if any; ``seed``: in the learner's order, else the file's."""
        return ()

    def shown_order(self, seed: str) -> tuple[str, ...]:
        """The values of the shuffled items, in the order that the learner with this seed sees."""
        return tuple(choice.value for choice in self.choices(seed))

    def labels(self) -> Mapping[str, str]:
        """The words of the values in responses, as far as a page shows them before an answer."""
        return {choice.value: choice.text for choice in self.choices()}

    def tickable(self) -> tuple[str, ...]:
        """The values that can be ticked under the question's id; empty where the answer is typed or in parts."""
        return tuple(choice.value for choice in self.choices(""))

    def evidence_units(self) -> Mapping[str, ParagraphSpan]:
        """The stretches of text to choose as evidence, by their ids in responses."""
        return {}

    def criteria(self) -> tuple[RubricLine, ...]:
        """The rubric for manual marking; empty where the program marks."""
        return ()

    def guess_share(self) -> float | None:
        """The mean share of the points (0 to 1) that blind guessing earns; None where it is not known."""
        return None

    def interaction_lists(self) -> Mapping[str, Sequence[Choosable]]:
        """The lists of an xAPI interaction by their names in its kind; their order does not reveal the key."""
        return {}

    def typed_wordings(self) -> int:
        """The number of wordings, right or wrong, that typed answers are compared with."""
        return 0

    def typed_keys(self) -> tuple[TypedKey, ...]:
        """The keys of its typed parts, to rehearse them; none where nothing is typed or the program does not mark."""
        return ()

    @classmethod
    def with_wording(
        cls, values: RawValues, part: str, wording: str, verdict: WishedVerdict
    ) -> tuple[dict[str, object], ...]:
        """Ways to write a wording into the key of a typed part, as new values of the question, the best one first.

        Empty where the type's key cannot say it. Whether the wording is then marked as wished is for the caller to try:
        the rest of the key may say otherwise.
        """
        return ()

    def says_same(self, answer: str, other: str, part: str = "") -> bool:
        """Tell if an answer to a part that is typed says ``other`` and nothing else: both deserve one verdict."""
        return answer.split() == other.split()

    @property
    def key_path(self) -> tuple[str | int, ...]:
        """The keys of the file below which its typed key stands, for messages about it."""
        return ()

    def right_fields(self) -> Fields:
        """Form fields of a right answer; where the program does not mark, of any valid answer."""
        solution = self.solution()
        return {self.id: list(solution.correct or solution.units or (solution.model,))}

    def wrong_answers(self) -> tuple[str, ...]:
        """Sample values that earn nothing, for a form with one field."""
        right = self.right_fields().get(self.id, ())
        return tuple(value for value in self.tickable() if value not in right) or (UNRELATED_ANSWER,)

    def wrong_fields(self, choose: Choose = first) -> Fields:
        """Form fields of a wrong answer, or of a partly right one where none is wrong; ``choose`` picks the mistake."""
        return {self.id: [choose(self.wrong_answers())]}
