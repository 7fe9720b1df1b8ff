"""The key of a question for the teacher, whatever its type: in words, by part where it has parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.content import Item
from webapp.domain.attempt import Attempt
from webapp.domain.question import Question

FULL = 1 - 1e-9


@dataclass(frozen=True)
class KeyLine:
    """One right answer; of the part ``label``, where the question has parts.

    ``share`` of the readers (0 to 1) had it right at their first try; None where that is not known by part.
    """

    words: str
    label: str = ""
    share: float | None = None


@dataclass(frozen=True)
class QuestionKey:
    """The key and its reasons; no line where nothing is right or wrong."""

    lines: tuple[KeyLine, ...]
    whys: tuple[str, ...]
    criteria: tuple[str, ...]
    """Criteria that a person marks by."""


def question_key(item: Item, tries: Sequence[Attempt]) -> QuestionKey:
    """The key of a question, with the first tries of a class beside its parts."""
    question, solution = item.question, item.question.solution()
    if solution.correct:
        lines = [KeyLine(choice.text) for choice in question.choices() if choice.value in solution.correct]
        whys = [solution.whys.get(value, "") for value in solution.correct]
    else:
        lines, whys = _lines(question, tries), [solution.why]
    criteria = tuple(line.text for line in question.criteria())
    return QuestionKey(tuple(lines), tuple(why for why in whys if why) if not criteria else (), criteria)


def _lines(question: Question, tries: Sequence[Attempt]) -> list[KeyLine]:
    solution, words = question.solution(), question.labels()
    if solution.parts and words.keys() >= {*solution.parts, *solution.parts.values()}:
        shares = _first_shares(tries)
        return [KeyLine(words[value], words[part], shares.get(part)) for part, value in solution.parts.items()]
    model = solution.model or question.model_answer()
    return [KeyLine(model)] if model else []


def _first_shares(tries: Sequence[Attempt]) -> dict[str, float]:
    """By part, the share of the first tries that had it fully right."""
    first = [attempt for attempt in tries if attempt.number == 1]
    parts = [part for attempt in first for part in attempt.parts]
    return {
        name: sum(part.value >= FULL for part in parts if part.name == name) / len(first)
        for name in {part.name for part in parts}
    }
