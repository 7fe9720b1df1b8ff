"""The rehearsal of a question: each answer made of its key, and how it was marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from webapp.arabic.normalize import canonical
from webapp.assessment.rehearsal.key_material import KeyMaterial
from webapp.assessment.rehearsal.kinds import RIGHT_KINDS, RULE, WRONG_KINDS, rule_of
from webapp.assessment.rehearsal.right_answers import right_answers
from webapp.assessment.rehearsal.text_material import TextMaterial
from webapp.assessment.rehearsal.wrong_answers import wrong_answers
from webapp.content import Item, Lesson
from webapp.domain.question import Grade, Question, Verdict
from webapp.domain.typed_key import SampleAnswer

Expected = Literal["right", "wrong"]
QUICK_RIGHT = 6
QUICK_WRONG = 5
"""Kinds of the quick form for each typed part, with one answer each; fewer where a text has many parts."""
LEAST_QUICK = 3
MOST_QUICK = 48
"""Kinds of the quick form for all parts of a text together, right and wrong: a check may not keep anybody waiting."""
MOST_ANSWERS = 60
"""Answers of the full form for each typed part, right and wrong."""
_ORDER = {kind: place for place, kind in enumerate((*RIGHT_KINDS, *WRONG_KINDS))}


@dataclass(frozen=True)
class RehearsedAnswer:
    """One answer with the verdict that a learner would get; ``why`` is the message a learner would see."""

    part: str
    kind: str
    text: str
    expected: Expected
    verdict: Verdict
    unsure: bool
    why: str
    allowed: str = ""
    """The reason for which the question lets its kind off; empty for none."""

    @property
    def taken(self) -> bool:
        """True for an answer that earns everything."""
        return self.verdict == "accepted"

    @property
    def as_expected(self) -> bool:
        """True for a right answer that is taken, and a wrong one that is not."""
        return self.taken == (self.expected == "right")

    @property
    def rule(self) -> str:
        """The name of the rule for ``allow``."""
        return rule_of(self.kind)


@dataclass(frozen=True)
class Score:
    """Answers marked as they should be, of all of that sort."""

    good: int
    all: int

    @classmethod
    def of(cls, answers: Iterable[RehearsedAnswer]) -> Score:
        """Count answers; those that are let off do not count."""
        counted = [answer for answer in answers if not answer.allowed]
        return cls(sum(answer.as_expected for answer in counted), len(counted))


@dataclass(frozen=True)
class QuestionRehearsal:
    """All rehearsed answers of one question, in their order."""

    question: Question
    answers: tuple[RehearsedAnswer, ...]

    @cached_property
    def right(self) -> Score:
        """Right answers taken, of all right ones."""
        return Score.of(answer for answer in self.answers if answer.expected == "right")

    @cached_property
    def wrong(self) -> Score:
        """Wrong answers refused, of all wrong ones."""
        return Score.of(answer for answer in self.answers if answer.expected == "wrong")

    @cached_property
    def misjudged(self) -> tuple[RehearsedAnswer, ...]:
        """Answers marked otherwise than they should be, without those that are let off."""
        return tuple(answer for answer in self.answers if not answer.as_expected and not answer.allowed)


def rehearse_lesson(lesson: Lesson, *, quick: bool = False) -> tuple[QuestionRehearsal, ...]:
    """Rehearse all typed questions of a lesson."""
    text = TextMaterial(lesson.text, lesson.words)
    parts = sum(len(item.question.typed_keys()) for item in lesson.items)
    kinds = max(LEAST_QUICK, MOST_QUICK // max(parts, 1)) if quick else None
    rehearsed = (_rehearse(item.question, text, kinds) for item in lesson.items)
    return tuple(rehearsal for rehearsal in rehearsed if rehearsal.answers)


def rehearse_item(item: Item, text: TextMaterial, *, quick: bool = False) -> QuestionRehearsal:
    """Rehearse one question; without answers where nothing in it is typed."""
    return _rehearse(item.question, text, MOST_QUICK if quick else None)


def _rehearse(question: Question, text: TextMaterial, kinds: int | None) -> QuestionRehearsal:
    """Rehearse a question with at most so many kinds of right and of wrong answers; None for all there are."""
    if kinds is not None and RULE in question.allow:
        return QuestionRehearsal(question, ())
    materials = (KeyMaterial(question, key, text) for key in question.typed_keys())
    return QuestionRehearsal(
        question, tuple(answer for material in materials for answer in _rehearsed(material, kinds))
    )


def _rehearsed(material: KeyMaterial, kinds: int | None) -> Iterator[RehearsedAnswer]:
    most_right, most_wrong = (0, 0) if kinds is None else (min(kinds, QUICK_RIGHT), min(kinds, QUICK_WRONG))
    right = _chosen((sample for sample in right_answers(material) if material.fits(sample.text)), most_right)
    taken = {canonical(sample.text) for sample in right}
    # What the key names, or what was made as a right answer, is no wrong one after all.
    others = (sample for sample in wrong_answers(material) if canonical(sample.text) not in taken)
    wrong = _chosen(
        (sample for sample in others if material.fits(sample.text) and not material.takes(sample.text)), most_wrong
    )
    yield from (_judged(material, sample, "right") for sample in right)
    yield from (_judged(material, sample, "wrong") for sample in wrong)


def _chosen(samples: Iterable[SampleAnswer], most_kinds: int) -> list[SampleAnswer]:
    """Each text once, ordered by kind; the first of each kind where kinds are limited."""
    unique: dict[str, SampleAnswer] = {}
    kinds: set[str] = set()
    for sample in samples:
        if most_kinds and sample.kind in kinds:
            continue
        unique.setdefault(canonical(sample.text), sample)
        kinds.add(sample.kind)
        if len(kinds) == most_kinds or len(unique) == MOST_ANSWERS:
            break
    return sorted(unique.values(), key=lambda sample: _ORDER.get(sample.kind, -1))


def _judged(material: KeyMaterial, sample: SampleAnswer, expected: Expected) -> RehearsedAnswer:
    question = material.question
    grade = question.grade(material.key.response(sample.text))
    allowed = question.allow.get(RULE) or question.allow.get(rule_of(sample.kind), "")
    why = " ".join(part for part in (grade.why, grade.note) if part)
    verdict = _verdict_of_part(grade, material.key.part)
    return RehearsedAnswer(
        material.key.part, sample.kind, sample.text, expected, verdict, bool(grade.unsure), why, allowed
    )


def _verdict_of_part(grade: Grade, part: str) -> Verdict:
    """The verdict on one part of a response whose other parts are right."""
    return "refused" if part and grade.verdict == "partial" else grade.verdict
