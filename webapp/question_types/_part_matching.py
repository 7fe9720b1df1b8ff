"""Base of match, sort and order: every row is given one of several targets, in a field of its own."""

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
    """The rows, and the targets of which each row is given one; one of the two is shuffled."""

    rows: tuple[Choosable, ...]
    targets: tuple[Choosable, ...]


class PartsQuestion(Question):
    """Each row is an equal part of the question, right or not."""

    interaction: ClassVar[Interaction] = "matching"
    noun: ClassVar[CountedNoun]
    """The noun that rows are counted by."""
    doing: ClassVar[str]
    """The verbal noun of what is done with a row: «تصنيف»."""

    @abstractmethod
    def rows(self, seed: str = "") -> tuple[Choosable, ...]:
        """The rows as the learner of this seed meets them."""

    @abstractmethod
    def targets(self, seed: str = "") -> tuple[Choosable, ...]:
        """The targets as the learner of this seed meets them."""

    @abstractmethod
    def key(self) -> dict[str, str]:
        """The value of each row's right target, by the row's value."""

    @abstractmethod
    def reason(self) -> str:
        """The reasons in one line."""

    def public(self, seed: str) -> PartsView:
        """Rows and targets."""
        return PartsView(self.rows(seed), self.targets(seed))

    def shown_order(self, seed: str) -> tuple[str, ...]:
        """The rows, which are shuffled where a type does not say otherwise."""
        return tuple(row.value for row in self.rows(seed))

    def labels(self) -> Mapping[str, str]:
        """The words of rows and targets."""
        return {choice.value: choice.text for choice in (*self.rows(), *self.targets())}

    def read(self, form: Mapping[str, Sequence[str]]) -> Response | Unanswered:
        """The target of each row that was given one; none at all is no answer."""
        known = frozenset(target.value for target in self.targets())
        sent = {name: single(form, f"{self.id}.{name}") for name in self.key()}
        return {name: value for name, value in sent.items() if value in known} or Unanswered()

    def grade(self, response: Response) -> Grade:
        """Each row by itself."""
        count = partial(count_said, self.doing, self.noun)
        return parts_grade(self.key(), response, self.points, self.reason(), count)

    def solution(self) -> Solution:
        """The key in words; ``parts`` has the right target of each row."""
        return Solution(model=self.classify(self.key()), why=self.reason(), parts=self.key())

    def guess_share(self) -> float | None:
        """One in the number of targets."""
        return 1 / len(self.targets())

    def interaction_lists(self) -> Mapping[str, Sequence[Choosable]]:
        """Rows and targets."""
        return {"source": self.rows(), "target": self.targets()}

    def right_fields(self) -> Fields:
        """Every row with its target."""
        return {f"{self.id}.{name}": [value] for name, value in self.key().items()}

    def wrong_fields(self, choose: Choose = first) -> Fields:
        """Each row with the target of another."""
        return turned(self.right_fields(), choose)


def turned(right: Fields, choose: Choose) -> Fields:
    """Each part with the answer of another part."""
    values = [value for (value,) in right.values()]
    turns = [str(turn) for turn in range(1, len(values))]
    turn = int(choose(turns)) if turns else 0
    return dict(zip(right, [[value] for value in values[turn:] + values[:turn]], strict=True))


def chosen(response: Response) -> Mapping[str, str]:
    """The response by part; nothing where a record holds an answer of another shape."""
    return response if isinstance(response, dict) else {}


def find_text(texts: Sequence[str], words: str) -> str | None:
    """The text that a person means by its words or its number (from 1); words spelled otherwise come last."""
    wanted = words.strip()
    if wanted in texts:
        return wanted
    numbered = {str(number): text for number, text in enumerate(texts, 1)}
    if named := numbered.get(fold_digits(wanted)):
        return named
    alike = {text for text in texts if skeleton(wanted) and skeleton(wanted) == skeleton(text)}
    return alike.pop() if len(alike) == 1 else None


def parse_links(answer: str, lefts: Sequence[str], rights: Sequence[str]) -> Response | Unanswered:
    """``1=2, 2=1`` by numbers, or ``left=right | left=right``; a line that is not wholly understood is no answer."""
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
    """Both ends of one link; either text may have a = of its own."""
    for sign in re.finditer("=", piece):
        left, right = find_text(lefts, piece[: sign.start()]), find_text(rights, piece[sign.end() :])
        if left and right:
            return left, right
    return None


def by_value(texts: Iterable[str]) -> dict[str, str]:
    """The texts by their values, sorted by them, so that nothing is left of the file's order."""
    return dict(sorted((option_value(text), text) for text in texts))


def parts_grade(
    key: Mapping[str, str], response: Response, points: float, why: str, count: Callable[[int, int, int], str]
) -> Grade:
    """Each part an equal share, right or not. ``count`` words a mark that is not full: hits, parts, left out."""
    answer = chosen(response)
    parts = tuple(Part(name, 1 / len(key), float(answer.get(name) == value)) for name, value in key.items())
    hits = sum(part.value > 0 for part in parts)
    share = hits / len(parts)
    remark = why if hits == len(parts) else count(hits, len(parts), sum(name not in answer for name in key))
    return Grade(verdict_of(share), share * points, points, remark, parts)


def count_said(doing: str, noun: CountedNoun, hits: int, total: int, missing: int) -> str:
    """A remark on how much is right, and not on which: «صحّ تصنيف عبارتين من ٦». ``doing`` is the verbal noun."""
    left_out = f"، مع ترك {noun.counted(missing)} بلا جواب" if missing else ""
    if not hits:
        return f"لم يصحّ {doing} شيء ممّا في الإجابة{left_out}؛ في العودة إلى النص ما يعين."
    of = arabic_digits(total)
    return f"صحّ {doing} {noun.counted(hits)} من {of}{left_out}؛ في العودة إلى النص ما يعين على الباقي."
