"""Flags on questions that need a second look, as sentences for the teacher with the figures behind them.

No flag rests on fewer attempts than ``minimum_sample_sizes`` asks for. A flag is a reason to read the question
again, not a verdict on it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from webapp.analysis.arabic_phrases import arabic_figure, option_name, percent
from webapp.analysis.item_statistics import ItemFigures, Statistics
from webapp.analysis.minimum_sample_sizes import FOR_DISCRIMINATION, FOR_FACILITY
from webapp.domain.attempt import Attempt, AttemptFigures

AnyAttempt = Attempt | AttemptFigures
FlagKind = Literal[
    "key-avoided", "negative-discrimination", "too-easy", "too-hard", "unused-distractor", "jump-after-hints", "quick"
]
EASY_FACILITY = 0.95
HARD_FACILITY = 0.2
STRONG_SHARE = 1 / 3
"""The best third by what they earned elsewhere; Kelley's 27 % (1939) of a small class would be too few to count."""
HINT_JUMP = 0.5
"""Least rise of mean credit (0 to 1), for the same learners, from the last attempt before a hint to the first after."""
MIN_QUICK_SECONDS, MAX_QUICK_SECONDS, QUICK_SHARE_OF_MEAN = 3.0, 10.0, 0.1
"""A rapid guess takes less than a tenth of the mean time, at least 3 and at most 10 seconds (Wise and Ma's NT10, 2012;
3 seconds is the common threshold of Kong, Wise and Bhola, 2007)."""
QUICK_SHARE = 0.2


@dataclass(frozen=True)
class SingleKey:
    """Options of a question with a single right one: their labels in the file's order, and the right label."""

    options: tuple[str, ...]
    right: str


@dataclass(frozen=True)
class ItemFlag:
    """One finding on a question. ``figures`` are the numbers behind its sentences, shares from 0 to 1."""

    kind: FlagKind
    question: str
    ar: str
    en: str
    figures: Mapping[str, float | str] = field(default_factory=dict)


def item_flags(
    statistics: Statistics,
    tries: Iterable[AnyAttempt],
    rests: Mapping[tuple[str, str], float],
    keys: Mapping[str, SingleKey],
) -> list[ItemFlag]:
    """List all flags, in the order of the items of ``statistics``.

    ``rests`` are shares by (learner, question), see ``score_matrix.rest_scores``; ``keys`` holds only the questions
    with a single right option.
    """
    by_question: dict[str, list[AnyAttempt]] = defaultdict(list)
    for attempt in sorted(tries, key=lambda attempt: (attempt.at, attempt.number)):
        by_question[attempt.question].append(attempt)
    flags: list[ItemFlag] = []
    for item in statistics["items"]:
        name = item["question"]
        first = [attempt for attempt in by_question[name] if attempt.number == 1]
        flags += _from_figures(item, statistics["attempts"])
        if name in keys and len(first) >= FOR_DISCRIMINATION:
            flags += _from_options(name, first, keys[name], rests)
        flags += _after_hints(name, by_question[name])
        flags += _quick(name, first)
    return flags


def _from_figures(item: ItemFigures, attempts: int) -> Iterator[ItemFlag]:
    name, facility, index = item["question"], item["facility"], item["discrimination_index"]
    figures: dict[str, float | str] = {"attempts": attempts}
    if index is not None and index < 0 and attempts >= FOR_DISCRIMINATION:
        yield ItemFlag(
            "negative-discrimination",
            name,
            f"حصل أصحاب أعلى الدرجات هنا على أقل من غيرهم (معامل التمييز {arabic_figure(round(index))}): راجع "
            "صياغة السؤال ومفتاحه.",
            f"Strong readers did worse here (discrimination {index:.0f}): check the wording and the answer key.",
            figures | {"discrimination_index": index},
        )
    if facility is None or attempts < FOR_FACILITY:
        return
    figures |= {"facility": facility}
    share = percent(facility)
    if facility >= EASY_FACILITY:
        yield ItemFlag(
            "too-easy",
            name,
            f"سؤال سهل جدًا: حصل القراء على {arabic_figure(share)} من درجته، ولا يكاد يميّز بينهم.",
            f"Very easy: readers earned {share} of its points, so it barely separates strong and weak readers.",
            figures,
        )
    guess = item["random_guess_score"] or 0.0
    if facility <= max(HARD_FACILITY, guess):
        yield ItemFlag(
            "too-hard",
            name,
            f"سؤال صعب جدًا: حصل القراء على {arabic_figure(share)} من درجته، "
            f"وللتخمين وحده {arabic_figure(percent(guess))}.",
            f"Very hard: readers earned {share} of its points; blind guessing earns {percent(guess)}.",
            figures | {"random_guess_score": guess},
        )


def _from_options(
    name: str, first: Sequence[AnyAttempt], key: SingleKey, rests: Mapping[tuple[str, str], float]
) -> Iterator[ItemFlag]:
    chosen = Counter(attempt.label for attempt in first)
    ranked = sorted(first, key=lambda attempt: (-rests.get((attempt.learner, name), 0.0), attempt.learner))
    strong = Counter(attempt.label for attempt in ranked[: math.ceil(len(ranked) * STRONG_SHARE)])
    wrong = [label for label in key.options if label != key.right]
    best = max(wrong, key=lambda label: strong[label], default=None)
    if best is not None and strong[best] > strong[key.right]:
        figures: dict[str, float | str] = {
            "tries": len(first),
            "strong": strong.total(),
            "distractor": best,
            "chose_distractor": strong[best],
            "chose_key": strong[key.right],
        }
        yield ItemFlag(
            "key-avoided",
            name,
            f"اختار أصحاب أعلى الدرجات الخيار {option_name(best, key.options)}: راجع صياغته. "
            f"(عددهم {arabic_figure(strong.total())}: اختاره منهم {arabic_figure(strong[best])}، واختار الإجابة "
            f"الصحيحة {arabic_figure(strong[key.right])})",
            f"Strong readers chose the distractor {option_name(best, key.options)}: check its wording. "
            f"(Of the strongest {strong.total()}: {strong[best]} chose it, {strong[key.right]} the key.)",
            figures,
        )
    for label in wrong:
        if not chosen[label]:
            yield ItemFlag(
                "unused-distractor",
                name,
                f"لم يختر أحد الخيار {option_name(label, key.options)} في المحاولة الأولى (عدد المحاولات "
                f"{arabic_figure(len(first))}): قد لا يلتبس على أي قارئ.",
                f"Nobody chose the distractor {option_name(label, key.options)} at the first attempt ({len(first)} "
                "attempts): it may be obviously wrong.",
                {"tries": len(first), "distractor": label},
            )


def _after_hints(name: str, tries: Sequence[AnyAttempt]) -> Iterator[ItemFlag]:
    """Flag a question whose mean credit rises by ``HINT_JUMP`` or more after the first hint, for the same learners."""
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for attempt in tries:
        if attempt.possible and attempt.verdict != "pending":
            if not attempt.hints:
                before[attempt.learner] = attempt.earned / attempt.possible
            elif attempt.learner in before:
                after.setdefault(attempt.learner, attempt.earned / attempt.possible)
    if len(after) < FOR_FACILITY:
        return
    low = math.fsum(before[learner] for learner in after) / len(after)
    high = math.fsum(after.values()) / len(after)
    if high - low >= HINT_JUMP:
        yield ItemFlag(
            "jump-after-hints",
            name,
            f"قفزت نسبة الإجابات الصحيحة بعد التلميح من {arabic_figure(percent(low))} "
            f"إلى {arabic_figure(percent(high))} (عدد القراء {arabic_figure(len(after))}): "
            "قد يكشف التلميح الإجابة، أو لا يتضح السؤال إلا به.",
            f"The average mark rose from {percent(low)} to {percent(high)} after a hint ({len(after)} readers): the "
            "hint may give the answer away, or the question may be unclear without it.",
            {"learners": len(after), "before": low, "after": high},
        )


def _quick(name: str, first: Sequence[AnyAttempt]) -> Iterator[ItemFlag]:
    seconds = [attempt.seconds for attempt in first if attempt.seconds > 0]
    if len(seconds) < FOR_FACILITY:
        return
    bound = quick_bound(seconds)
    share = sum(second < bound for second in seconds) / len(seconds)
    if share >= QUICK_SHARE:
        yield ItemFlag(
            "quick",
            name,
            f"إجابات أولى سريعة جدًا، قد تكون تخمينًا: {arabic_figure(percent(share))} (الحد بالثواني "
            f"{arabic_figure(round(bound, 1))}، وعدد الإجابات {arabic_figure(len(seconds))}).",
            f"{percent(share)} of the first answers took less than {bound:.1f} seconds ({len(seconds)} answers): "
            "they may be guesses.",
            {"tries": len(seconds), "bound": bound, "share": share},
        )


def quick_bound(seconds: Sequence[float]) -> float:
    """The rapid-guess threshold in seconds: an answer that took less counts as a guess.

    ``seconds`` are the times of all answers, each from the showing of the form to its return, reading included.
    Answers handed in together all have the whole time, so that some guesses are missed, but no careful answer is
    taken for a guess.
    """
    return min(MAX_QUICK_SECONDS, max(MIN_QUICK_SECONDS, QUICK_SHARE_OF_MEAN * math.fsum(seconds) / len(seconds)))
