"""The key of a typed part of a question, in the shape that all types share: from it answers are made to rehearse it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

WishedVerdict = Literal["right", "half", "wrong"]
"""The verdict that a teacher gives a wording; ``half`` earns half of the points of its part."""
HALF = 0.5
RawValues = Mapping[str, object]
"""The keys of a question as they stand in its file, not validated."""


@dataclass(frozen=True)
class SampleAnswer:
    """An answer to rehearse; ``kind`` is the rule that made it, in the words of a rule's name."""

    kind: str
    text: str


@dataclass(frozen=True)
class TypedKey:
    """Right and wrong answers of one typed part of a question; ``part`` is empty where the question has one field."""

    part: str = ""
    label: str = ""
    """The learner's words for the part, where there are several."""
    wordings: tuple[str, ...] = ()
    """Each earns everything alone."""
    ideas: tuple[tuple[str, ...], ...] = ()
    """An answer that says a wording of each earns everything as well."""
    other: tuple[str, ...] = ()
    """Wordings that earn something or nothing: no wrong answer is looked for among them."""
    refused: tuple[str, ...] = ()
    model: str = ""
    """The answer as the question's author would write it."""
    levels: frozenset[str] = frozenset()
    """The differences of spelling that are forgiven."""
    in_sentences: bool = False
    """The key counts inside a natural answer, not only alone."""
    most_words: int = 20
    rest: Mapping[str, str] = field(default_factory=dict)
    """Right fillings of the other parts, by their names."""
    right: tuple[SampleAnswer, ...] = ()
    wrong: tuple[SampleAnswer, ...] = ()
    """Answers that only the type can think of."""

    @property
    def whole(self) -> tuple[str, ...]:
        """The wordings that the author named, each of which earns everything alone."""
        return (*self.wordings, *(self.ideas[0] if len(self.ideas) == 1 else ()))

    @property
    def every_wording(self) -> tuple[str, ...]:
        """The wordings that earn everything alone, and those of each idea."""
        return (*self.wordings, *(wording for idea in self.ideas for wording in idea))

    def response(self, answer: str) -> str | dict[str, str]:
        """The response that has this answer in the part, and is right in all others."""
        return {**self.rest, self.part: answer} if self.part else answer
