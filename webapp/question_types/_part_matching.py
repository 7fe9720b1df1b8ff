"""Base of match, sort and order: the learner assigns a target to every row, each in its own field."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from webapp.arabic.counting import CountedNoun
from webapp.arabic.digits import arabic_digits
from webapp.arabic.normalize import fold_digits, skeleton
from webapp.domain.question import Grade, Part, Question, Response, Unanswered
from webapp.domain.question_views import Choosable, Choose, Fields, Interaction, Solution, View, first
from webapp.question_types._options import option_value, single, verdict_of

_NUMBERED = re.compile(r"\d+\s*=\s*\d+(?:[\s,،;؛]+\d+\s*=\s*\d+)*")


@dataclass(frozen=True)
class PartsView(View):
    """View of the rows and of the targets to assign to them; one of the two is shuffled."""

    rows: tuple[Choosable, ...]
    targets: tuple[Choosable, ...]


class PartsQuestion(Question):
    """Base of the question types in rows: each row is an equal part, right or wrong."""

    interaction: ClassVar[Interaction] = "matching"
    noun: ClassVar[CountedNoun]
    """The noun that rows are counted by."""
    doing: ClassVar[str]
    """The verbal noun of what is done with a row: «تصنيف»."""

    @abstractmethod
    def rows(self, seed: str = "") -> tuple[Choosable, ...]:
        """The rows in the order of the learner with this seed."""

    @abstractmethod
    def targets(self, seed: str = "") -> tuple[Choosable, ...]:
        """The targets in the order of the learner with this seed."""

    @abstractmethod
    def key(self) -> dict[str, str]:
        """The value of each row's right target, by the row's value."""

    @abstractmethod
    def reason(self) -> str:
        """The reasons of the key in one line."""

    def public(self, seed: str) -> PartsView:
        """The view of rows and targets, without the key."""
        return PartsView(self.rows(seed), self.targets(seed))

    def shown_order(self, seed: str) -> tuple[str, ...]:
        """The values of the rows as shuffled; a type that shuffles its targets overrides this."""
        return tuple(row.value for row in self.rows(seed))

    def labels(self) -> Mapping[str, str]:
        """The words of rows and targets, by value."""
        return {choice.value: choice.text for choice in (*self.rows(), *self.targets())}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The target assigned to each row, by value; no target at all is no answer."""
        known = frozenset(target.value for target in self.targets())
        sent = {name: single(form, f"{self.id}.{name}") for name in self.key()}
        return {name: value for name, value in sent.items() if value in known} or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Grade each row by itself."""
        count = partial(count_said, self.doing, self.noun)
        return parts_grade(self.key(), response, self.points, self.reason(), count)

    def solution(self) -> Solution:
        """The key in words; ``parts`` holds the right target of each row."""
        return Solution(model=self.classify(self.key()), why=self.reason(), parts=self.key())

    def guess_share(self) -> float | None:
        """The chance of guessing a row: 1 over the number of targets."""
        return 1 / len(self.targets())

    def interaction_lists(self) -> Mapping[str, Sequence[Choosable]]:
        """The rows as ``source`` and the targets as ``target`` of an xAPI matching."""
        return {"source": self.rows(), "target": self.targets()}

    def right_fields(self) -> Fields:
        """Form fields with the right target for every row."""
        return {f"{self.id}.{name}": [value] for name, value in self.key().items()}

    def wrong_fields(self, choose: Choose = first) -> Fields:
        """Form fields with the target of another row for each row."""
        return turned(self.right_fields(), choose)


def turned(right: Fields, choose: Choose) -> Fields:
    """Exchange the right answers among the parts, so that each has that of another."""
    values = [value for (value,) in right.values()]
    turns = [str(turn) for turn in range(1, len(values))]
    turn = int(choose(turns)) if turns else 0
    return dict(zip(right, [[value] for value in values[turn:] + values[:turn]], strict=True))


def chosen(response: Response) -> Mapping[str, str]:
    """The response by part; empty where a record holds a response of another shape."""
    return response if isinstance(response, dict) else {}


def find_text(texts: Sequence[str], words: str) -> str | None:
    """Find a text by its words or its number (from 1); other spellings are tried last."""
    wanted = words.strip()
    if wanted in texts:
        return wanted
    numbered = {str(number): text for number, text in enumerate(texts, 1)}
    if named := numbered.get(fold_digits(wanted)):
        return named
    alike = {text for text in texts if skeleton(wanted) and skeleton(wanted) == skeleton(text)}
    return alike.pop() if len(alike) == 1 else None


def parse_links(answer: str, lefts: Sequence[str], rights: Sequence[str]) -> Response | Unanswered:
    """Parse ``1=2, 2=1`` (numbers) or ``left=right | left=right``; a line with anything else is no answer."""
    line = answer.strip()
    pieces = re.split(r"[|\n]", line)
    if _NUMBERED.fullmatch(fold_digits(line)):
        pieces = re.findall(r"\d+\s*=\s*\d+", fold_digits(line))
    links: dict[str, str] = {}
    for piece in filter(str.strip, pieces):
        link = _link(piece, lefts, rights)
        if link is None or option_value(link[0]) in links:
            return Unanswered()
        links[option_value(link[0])] = option_value(link[1])
    return dict(sorted(links.items())) or Unanswered()


def _link(piece: str, lefts: Sequence[str], rights: Sequence[str]) -> tuple[str, str] | None:
    """The left and right text of one link; either may contain a =."""
    for sign in re.finditer("=", piece):
        left, right = find_text(lefts, piece[: sign.start()]), find_text(rights, piece[sign.end() :])
        if left and right:
            return left, right
    return None


def by_value(texts: Iterable[str]) -> dict[str, str]:
    """The texts by value, sorted by value, so that the file's order cannot be seen."""
    return dict(sorted((option_value(text), text) for text in texts))


def parts_grade(
    key: Mapping[str, str], response: Response, points: float, why: str, count: Callable[[int, int, int], str]
) -> Grade:
    """Grade parts of equal shares, each right or wrong.

    ``count`` words the remark on an incomplete grade, from the numbers of right parts, of all parts and of empty ones.
    """
    answer = chosen(response)
    parts = tuple(Part(name, 1 / len(key), float(answer.get(name) == value)) for name, value in key.items())
    hits = sum(part.value > 0 for part in parts)
    share = hits / len(parts)
    remark = why if hits == len(parts) else count(hits, len(parts), sum(name not in answer for name in key))
    return Grade(verdict_of(share), share * points, points, remark, parts)


def count_said(
    doing: str, noun: CountedNoun, hits: int, total: int, missing: int, item: CountedNoun | None = None
) -> str:
    """A remark on the number of right parts, not naming them: «صحّ تصنيف عبارتين من ٦».

    ``doing`` is the verbal noun; ``item`` names what is missing where that is not what was counted.
    """
    left_out = f"، مع ترك {(item or noun).counted(missing)} بلا إجابة" if missing else ""
    if not hits:
        return f"لم يصح {doing} شيء مما في الإجابة{left_out}؛ العودة إلى النص تساعد."
    of = arabic_digits(total)
    return f"صح {doing} {noun.counted(hits)} من {of}{left_out}؛ العودة إلى النص تساعد على الباقي."
