"""A wording written into the key of a question: tried before it is written, so that it does what the teacher wants.

The type says how its key takes a wording (``Question.with_wording``). Each of its ways is compiled with the whole file
and tried: the wording has to be marked as wished, and every right answer of the rehearsal has to stay right. Where no
way does that, the outcome tells why, and nothing is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from webapp.arabic.typed_forms import without_label
from webapp.assessment.rehearsal import QuestionRehearsal
from webapp.assessment.rehearsal.bounded_rehearsal import bounded_rehearsal
from webapp.content import Item, Lesson
from webapp.domain.question import UNRELATED_ANSWER, Grade, Question
from webapp.domain.typed_key import HALF, RawValues, TypedKey, WishedVerdict

Compile = Callable[[Mapping[str, object]], Question | None]
"""Compiles new values of the question with all the rest of its file; None where its rules refuse them."""
Outcome = Literal["changed", "already", "no-way", "contradicts", "otherwise", "breaks"]
"""``already``: it is marked so without a change; ``no-way``: this kind of key cannot say it; ``contradicts``: the key
says the opposite in so many words; ``otherwise``: another rule of the marking wins; ``breaks``: right answers would no
longer be right."""
LONGEST_WORDING = 300
QUOTATION_MARKS = dict.fromkeys(map(ord, '«»"“”'))
EPSILON = 1e-6
NEARNESS: tuple[Outcome, ...] = ("no-way", "contradicts", "otherwise", "breaks")
"""Of several ways that fail, the one that came furthest is told."""


@dataclass(frozen=True)
class KeyChange:
    """Outcome of trying; ``values`` are set where the key can take the wording."""

    outcome: Outcome
    values: dict[str, object] | None = None
    broken: tuple[str, ...] = ()
    """Right answers that would no longer be right."""
    grade: Grade | None = None
    """The mark that the wording gets after the change, or without it where nothing is to be changed."""


SHARES: Mapping[WishedVerdict, float] = {"right": 1.0, "half": HALF, "wrong": 0.0}


def clean_wording(answer: str) -> str:
    """The wording of an answer as a key holds it: on one line, without a label before it and without unseen signs."""
    words = " ".join(answer[: 4 * LONGEST_WORDING].translate(QUOTATION_MARKS).split())[: 2 * LONGEST_WORDING]
    # What can be printed holds no such sign: only other answers are looked at sign by sign.
    seen = words if words.isprintable() else "".join(filter(_is_seen, words))
    return without_label(seen)[:LONGEST_WORDING].strip()


def _is_seen(sign: str) -> bool:
    return not unicodedata.category(sign).startswith("C")


def plan_key_change(
    lesson: Lesson,
    item: Item,
    values: RawValues,
    compile_values: Compile,
    part: str,
    answer: str,
    wished: WishedVerdict,
) -> KeyChange:
    """Find the values with which an answer to a typed part is marked as wished; ``values`` are those in the file."""
    question, wording = item.question, clean_wording(answer)
    key = next((key for key in question.typed_keys() if key.part == part), None)
    if key is None or not any(map(str.isalnum, wording)):
        return KeyChange("no-way")
    wish = _Wish(key, wording, wished)
    grade = wish.graded(question)
    if wish.fits(grade):
        return KeyChange("already", grade=grade)
    contradicts = wish.contradicts(question)
    # What the key takes for its own wording may be refused all the same, where its right answers stay right.
    if contradicts and wished != "wrong":
        return KeyChange("contradicts", grade=grade)
    ways = type(question).with_wording(values, part, wording, wished)
    right = _right_answers(bounded_rehearsal(lesson, item)[0]) if ways else []
    change = _first_that_works(wish, ways, compile_values, right)
    return KeyChange("contradicts", grade=grade) if contradicts and change.values is None else change


@dataclass(frozen=True)
class _Wish:
    """A wording of a typed part, and how it is to be marked."""

    key: TypedKey
    wording: str
    verdict: WishedVerdict

    def graded(self, question: Question) -> Grade:
        """The grade of the wording, with everything else in the response right."""
        return question.grade(self.key.response(self.wording))

    def fits(self, grade: Grade) -> bool:
        """Tell if a grade gives the part this verdict, without a doubt."""
        if grade.unsure or grade.verdict == "nearly":
            return False
        value = next((marked.value for marked in grade.parts if marked.name == self.key.part), 0.0)
        return abs(value - SHARES[self.verdict]) < EPSILON

    def contradicts(self, question: Question) -> bool:
        """Tell if the key names the wording on the other side: its author wrote it there, and takes it away there."""
        right, refused = self.key.whole, self.key.refused
        opposite = {"right": refused, "half": (*right, *refused), "wrong": (*right, *self.key.other)}
        return any(question.says_same(self.wording, other, self.key.part) for other in opposite[self.verdict])


def _first_that_works(
    wish: _Wish, ways: Sequence[dict[str, object]], compile_values: Compile, right: Sequence[_Wish]
) -> KeyChange:
    """The first way in which the wording is marked as wished and nothing right is lost; else the nearest miss."""
    misses = [KeyChange("no-way")]
    for values in ways:
        changed = compile_values(values)
        if changed is None:
            misses.append(KeyChange("contradicts"))
            continue
        grade = wish.graded(changed)
        if not wish.fits(grade):
            misses.append(KeyChange("otherwise", grade=grade))
            continue
        lost = tuple(
            other.wording for other in right if not other.fits(changed.grade(other.key.response(other.wording)))
        )
        if not lost:
            return KeyChange("changed", values, grade=grade)
        misses.append(KeyChange("breaks", broken=lost, grade=grade))
    return max(misses, key=lambda miss: NEARNESS.index(miss.outcome))


def _right_answers(rehearsal: QuestionRehearsal) -> list[_Wish]:
    """The rehearsed right answers that the key takes now."""
    keys = {key.part: key for key in rehearsal.question.typed_keys()}
    taken = (answer for answer in rehearsal.answers if answer.expected == "right" and answer.taken)
    return [_Wish(keys[answer.part], answer.text, "right") for answer in taken]


def verdicts_taken(question: Question, part: str) -> tuple[WishedVerdict, ...]:
    """The verdicts that the key of a part can give a wording."""
    values, kind = question.model_dump(), type(question)
    return tuple(verdict for verdict in SHARES if kind.with_wording(values, part, UNRELATED_ANSWER, verdict))
