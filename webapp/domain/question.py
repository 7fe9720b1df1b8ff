"""Questions, and what marking one response gives. Immutable, without files, databases or pages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webapp.domain.text import Text, short_digest

Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Process = Literal["retrieve", "infer", "interpret", "evaluate"]
PROCESSES: tuple[Process, ...] = ("retrieve", "infer", "interpret", "evaluate")
ParagraphRef = Annotated[int, Field(ge=1)] | Literal["whole"]
Verdict = Literal["accepted", "partial", "nearly", "refused", "unanswered", "pending", "noted"]
"""``pending`` waits for a person's mark; ``noted`` is an unscored answer; ``nearly`` costs no try."""
Lights = Literal["words", "sentence", "nothing"]
Response = str | list[str] | dict[str, str]


@dataclass(frozen=True)
class Unanswered:
    """Nothing was answered: never wrong, costs no try."""


@dataclass(frozen=True)
class Part:
    """One separately marked part. ``share`` of the whole question (all shares sum to 1), ``value`` from 0 to 1."""

    name: str
    share: float
    value: float


@dataclass(frozen=True)
class Grade:
    """What one response is worth by itself, before tries and penalties.

    ``earned`` and ``possible`` are in points; ``why`` is the reason told to the learner; ``rung`` names the
    spelling fold that a typed answer needed, if any.
    """

    verdict: Verdict
    earned: float
    possible: float
    why: str
    parts: tuple[Part, ...]
    rung: str | None = None
    note: str = ""


class Model(BaseModel):
    """Base of everything read from YAML: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(Model):
    """What every question has. A type adds its own fields and the five methods below."""

    name_ar: ClassVar[str]
    name_en: ClassVar[str]
    """What the type is called on a page, in Arabic and in English."""
    lights: ClassVar[Lights] = "words"
    """What may be lit in the paragraph after a wrong try while tries are left: never the key itself."""
    once: ClassVar[bool] = False
    """Answered once and not marked by the program: settled with the first answer."""

    id: QuestionId = Field(description="A short name in Latin letters, unique in the file; never change it once used.")
    paragraph: ParagraphRef = Field(description="The paragraph's number from 1 (headings are not counted), or: whole")
    type: str
    process: Process = Field(description="What the question asks of the reader (PIRLS).")
    prompt: Filled = Field(description="The question itself.")
    points: float = Field(default=1, ge=0, le=100, description="What a fully right answer is worth.")
    tries: int | None = Field(
        default=None, ge=1, le=10, description="How many tries it has, where the file's own number does not suit it."
    )
    evidence: tuple[Filled, ...] = Field(default=(), description="The exact words of the paragraph that settle it.")
    evidence_asked: bool = Field(default=False, description="true asks the learner for the evidence as a second part.")
    evidence_share: float = Field(default=0.5, gt=0, lt=1, description="How much of the points that second part earns.")
    hints: tuple[Filled, ...] = Field(default=(), description="First where to look again, then a narrower clue.")

    @property
    def version(self) -> str:
        """Digest of the whole question: changes with any of its fields."""
        return short_digest(self.model_dump(mode="json"))

    def faults(self) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """What is wrong beyond the fields' own rules: (where, rule, message)."""
        return ()

    def faults_in(self, text: Text) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
        """What is wrong with it in this text, told like ``faults``."""
        return ()

    def bind(self, text: Text) -> Question:
        """The same question, knowing the text it belongs to; a type that needs nothing of it is itself."""
        return self

    def strike(self, seed: str) -> str | None:
        """The value of one wrong option that the last hint takes away; None where there is none to spare."""
        return None

    def model_answer(self) -> str:
        """A model answer that may be shown once a person has marked; empty where the program marks."""
        return ""

    @abstractmethod
    def public(self, seed: str) -> dict[str, Any]:
        """What a page may see before an answer. The key is not in it. ``seed`` fixes the learner's shuffle."""

    @abstractmethod
    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The learner's response out of posted fields: ``id`` or ``id.part``, each with its values."""

    @abstractmethod
    def parse(self, answer: str) -> Response | Unanswered:
        """The response out of one line typed by a person (``fahm try``)."""

    @abstractmethod
    def grade(self, response: Response) -> Grade:
        """Mark one response by itself."""

    @abstractmethod
    def classify(self, response: Response) -> str:
        """The response as a short label for response analysis."""

    @abstractmethod
    def solution(self) -> dict[str, Any]:
        """What may be shown once the question is settled: ``correct`` option values with ``whys`` by value, or a
        ``model`` answer with the ``why``."""
