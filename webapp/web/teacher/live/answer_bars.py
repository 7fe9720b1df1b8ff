"""The answers of a class as bars: by option where there are options, by verdict where there are none.

What somebody typed stays off the projector; so does the key, until the teacher shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.content import Item
from webapp.domain.attempt import Attempt
from webapp.domain.question import Verdict
from webapp.domain.text import ParagraphSpan

VERDICTS: tuple[Verdict, ...] = ("accepted", "partial", "nearly", "refused", "pending", "noted")
ALWAYS = ("accepted", "refused")


@dataclass(frozen=True)
class Bar:
    """How many of those who have come gave this answer; ``length`` is out of 100. ``right`` only once it is shown.

    It is an option's, with its words as ``label``, or a verdict's."""

    count: int
    length: float
    label: str = ""
    right: bool = False
    verdict: str = ""


@dataclass(frozen=True)
class LiveQuestion:
    """One question on the projector. ``key`` is the right answer in words, once it is shown, where no bar has it."""

    number: int
    prompt: str
    answered: int
    bars: list[Bar]
    key: str
    evidence: tuple[ParagraphSpan, ...]


def live_questions(items: Iterable[Item], tries: Iterable[Attempt], present: int, told: bool) -> list[LiveQuestion]:
    """The questions of one place. ``tries`` has one of each learner at each question; ``told``: the key is shown."""
    found = list(tries)
    return [
        _question(number, item, [one for one in found if one.question == item.question.id], present, told)
        for number, item in enumerate(items, 1)
    ]


def _question(number: int, item: Item, tries: Sequence[Attempt], present: int, told: bool) -> LiveQuestion:
    question, solution = item.question, item.question.solution()
    by_option = "correct" in solution
    if by_option:
        bars = _by_option(question.public("").get("options", []), solution["correct"] if told else (), tries, present)
    else:
        bars = _by_verdict(tries, present, question.once)
    key = solution.get("model", "") if told and not by_option else ""
    return LiveQuestion(number, question.prompt, len(tries), bars, key, item.evidence)


def _by_option(
    options: Iterable[dict[str, Any]], right: Sequence[str], tries: Iterable[Attempt], present: int
) -> list[Bar]:
    counts: Counter[str] = Counter()
    for one in tries:
        counts.update({one.response} if isinstance(one.response, str) else set(one.response))
    return [
        Bar(counts[value], _length(counts[value], present), option["text"], value in right)
        for option in options
        for value in [option["value"]]
    ]


def _by_verdict(tries: Iterable[Attempt], present: int, once: bool) -> list[Bar]:
    counts = Counter(one.verdict for one in tries)
    usual = () if once else ALWAYS
    return [
        Bar(counts[name], _length(counts[name], present), verdict=name)
        for name in VERDICTS
        if counts[name] or name in usual
    ]


def _length(count: int, present: int) -> float:
    return round(100 * count / present, 1) if present else 0
