"""Answers of a class as bars: by option where there are options, by verdict where there are none.

Typed answers are not projected; nor is the key, until the teacher shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from webapp.content import Item
from webapp.domain.attempt import Attempt
from webapp.domain.question_views import Choosable
from webapp.domain.text import ParagraphSpan

PROMPT_WIDTH, LABEL_WIDTH = 34, 24
"""Letters in a line of the projector's page: of a prompt, and of an option."""
LARGEST, LARGE, USUAL = 11, 16, 24
"""Lines that fit on the projector's screen with the largest type, with large type, and with the usual one."""
VERDICTS = ("accepted", "partial", "nearly", "unsure", "refused", "pending", "noted")
ALWAYS = ("accepted", "refused")


@dataclass(frozen=True)
class Bar:
    """Number of present learners who gave an answer; ``length`` is in percent. ``right`` only once the key is shown.

    Its ``label`` is an option's text, or a verdict; answers that the program is not sure of have a bar of their own.
    """

    count: int
    length: float
    label: str = ""
    right: bool = False
    verdict: str = ""


@dataclass(frozen=True)
class LiveQuestion:
    """One question on the projector. ``key``: the right answer in words, once it is shown, where no bar has it."""

    number: int
    prompt: str
    answered: int
    bars: list[Bar]
    key: str
    evidence: tuple[ParagraphSpan, ...]


def live_questions(
    items: Iterable[Item], numbers: Mapping[str, int], tries: Iterable[Attempt], present: int, key_shown: bool
) -> list[LiveQuestion]:
    """Questions of one place, with their numbers in the text.

    ``tries`` has one of each learner at each question; ``key_shown``: with the key.
    """
    attempts = list(tries)
    return [
        _question(
            numbers[item.question.id],
            item,
            [attempt for attempt in attempts if attempt.question == item.question.id],
            present,
            key_shown,
        )
        for item in items
    ]


def type_size(questions: Sequence[LiveQuestion]) -> str:
    """Size of the projector's type, by the lines that two columns of questions take."""
    heights = [
        1 + _lines(question.prompt, PROMPT_WIDTH) + sum(_lines(bar.label, LABEL_WIDTH) for bar in question.bars)
        for question in questions
    ]
    lines = sum(max(heights[at : at + 2]) for at in range(0, len(heights), 2))
    return "largest" if lines <= LARGEST else "large" if lines <= LARGE else "usual" if lines <= USUAL else "small"


def _lines(text: str, width: int) -> int:
    return -(-max(1, len(text)) // width)


def _question(number: int, item: Item, tries: Sequence[Attempt], present: int, key_shown: bool) -> LiveQuestion:
    question, solution = item.question, item.question.solution()
    choices = question.choices("")
    if choices:
        bars = _by_option(choices, solution.correct if key_shown else (), tries, present)
    else:
        bars = _by_verdict(tries, present, question.once)
    key = solution.model if key_shown and not choices else ""
    return LiveQuestion(number, question.prompt, len(tries), bars, key, item.evidence)


def _by_option(choices: Iterable[Choosable], right: Sequence[str], tries: Iterable[Attempt], present: int) -> list[Bar]:
    counts: Counter[str] = Counter()
    for attempt in tries:
        counts.update({attempt.response} if isinstance(attempt.response, str) else set(attempt.response))
    return [
        Bar(counts[choice.value], _length(counts[choice.value], present), choice.text, choice.value in right)
        for choice in choices
    ]


def _by_verdict(tries: Iterable[Attempt], present: int, once: bool) -> list[Bar]:
    counts = Counter("unsure" if attempt.unsure else attempt.verdict for attempt in tries)
    usual = () if once else ALWAYS
    return [
        Bar(counts[name], _length(counts[name], present), verdict=name)
        for name in VERDICTS
        if counts[name] or name in usual
    ]


def _length(count: int, present: int) -> float:
    return round(100 * count / present, 1) if present else 0
